"""The summary as people and programs get it: lines, styles, JSON, a terminal, and a file."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from narrator import Settings, read, summarise
from narrator import narrate as narrate_in_process
from narrator.article import Article
from narrator.errors import OutputError
from narrator.events import Event, Note
from narrator.language.visible import visible
from narrator.settings import SummarySettings
from narrator.summary.file import as_markdown, write_summary
from narrator.summary.key_sentences import KeySentence, Summary
from tests.conftest import COMMAND, SAMPLES, Narrate
from tests.test_command import on_a_terminal

NIGHT_TRAINS = SAMPLES / "night-trains.txt"
TONE = ("--engine", "tone", "-o", "a.mp3", "--summary")


def test_styles_are_plain_lines_when_piped(narrate: Narrate) -> None:
    article = read(NIGHT_TRAINS)
    bullets = narrate(NIGHT_TRAINS, "--summary-only", "--summary-style", "bullets").stdout
    assert bullets.splitlines() == [f"- {text}" for text in summarise(article).texts]
    outline = narrate(
        NIGHT_TRAINS, "--summary-only", "--summary-style", "outline"
    ).stdout.splitlines()
    assert outline[::2] == [section.title for section in article.sections]
    assert outline[1::2] == [
        f"    {text}" for text in summarise(article, SummarySettings(summary_style="outline")).texts
    ]


def test_json_says_where_each_sentence_stands(narrate: Narrate) -> None:
    told = json.loads(narrate(NIGHT_TRAINS, "--summary-only", "--json", "--words", "90").stdout)
    assert [*told] == ["source", "title", "summary"]
    article = read(NIGHT_TRAINS)
    titles = [section.title for section in article.sections]
    for item in told["summary"]:
        assert [*item] == ["text", "section", "position"]
        assert item["text"] in "\n".join(article.sections[titles.index(item["section"])].blocks)
    assert 45 < sum(len(item["text"].split()) for item in told["summary"]) <= 90
    positions = [item["position"] for item in told["summary"]]
    assert positions == sorted(positions)
    assert 1 <= positions[0] < positions[-1] <= 27


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--words", "9", "--percent", "5"], "--words and --percent"),
        (
            ["--sentences", "2", "--words", "9", "--percent", "5"],
            "--sentences and --words and --percent",
        ),
        (["--percent", "101"], "--percent must be a whole number from 1 to 100, not 101"),
        (["--method", "best"], "--method must be directed, lead, lsa, "),
        (["--summary-style", "poem"], "'poem'"),
    ],
)
def test_wrong_usage(narrate: Narrate, arguments: Sequence[str], said: str) -> None:
    for more in ("--summary-only", "--dry-run"):
        run = narrate(NIGHT_TRAINS, more, *arguments)
        assert (run.exit_code, run.stdout) == (2, "")
        assert said in run.stderr


def test_a_typed_length_comes_before_one_of_the_environment(narrate: Narrate) -> None:
    run = narrate(NIGHT_TRAINS, "--summary-only", "--words", "30", NARRATE_SENTENCES="9")
    assert run.exit_code == 0
    assert len(run.stdout.split()) <= 30
    assert (
        narrate(NIGHT_TRAINS, "--summary-only", NARRATE_SENTENCES="9", NARRATE_WORDS="9").exit_code
        == 2
    )


def test_an_unknown_language_is_noted_once(narrate: Narrate) -> None:
    run = narrate(SAMPLES / "bienen.txt", "--summary-only", "--voice", "cy")
    assert run.stdout.count("\n") == 3
    assert run.stderr == (
        "narrate: there are no stop words and no stemmer for cy: "
        "its summary goes by the words as they stand\n"
    )
    assert narrate(SAMPLES / "bienen.txt", "--summary-only", "--voice", "cy", "-q").stderr == ""


def test_a_terminal_gets_title_wrapped_sentences_and_reading_times(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    article = read(NIGHT_TRAINS)
    for style in ("bullets", "outline"):
        arguments = [str(NIGHT_TRAINS), "--summary-only", "--summary-style", style]
        seen = re.sub(
            r"\x1b\[[0-9;?]*[a-zA-Z]", "", on_a_terminal(arguments, environment, tmp_path)
        )
        lines = [line.rstrip() for line in seen.splitlines()]
        assert lines[0] == article.title
        assert lines[1] == ""
        assert all(len(line) <= 80 for line in lines)
        assert all(line.startswith("  ") for line in lines[2:] if line)
        flowing = " ".join(seen.split())
        assert all(
            text in flowing
            for text in summarise(article, SummarySettings(summary_style=style)).texts
        )
        assert re.fullmatch(r"  2 minutes to read, its summary \d0 seconds", lines[-2])


def test_the_file_beside_the_audio(narrate: Narrate, tmp_path: Path) -> None:
    file = tmp_path / "a.summary.md"
    shutil.copy(NIGHT_TRAINS, tmp_path)
    run = narrate(NIGHT_TRAINS.name, *TONE)
    first, *rest = file.read_text(encoding="utf-8").split("\n\n")
    assert first.startswith("<!-- summary by narrate, ")
    article = read(NIGHT_TRAINS)
    assert rest[0] == f"# {article.title}"
    assert re.fullmatch(r"Source: night-trains\.txt  \nSummarised: \d{4}-\d\d-\d\d", rest[1])
    assert [text.strip() for text in rest[2:]] == run.stdout.splitlines()


def test_only_a_file_of_its_own_is_replaced(tmp_path: Path) -> None:
    file, article = tmp_path / "a.summary.md", read(NIGHT_TRAINS)
    assert write_summary(file, article, summarise(article))
    assert write_summary(
        file, article, summarise(article, SummarySettings(summary_style="outline"))
    )
    assert "## Breakfast Above the Snow Line" in file.read_text(encoding="utf-8")
    assert not write_summary(file, replace(article, source=str(file)), summarise(article))
    for text in (file.read_text(encoding="utf-8") + "\nMy own note.\n", "Mine."):
        file.write_text(text, encoding="utf-8")
        assert not write_summary(file, article, summarise(article))
        assert file.read_text(encoding="utf-8") == text
    file.unlink()
    os.mkfifo(file)
    assert not write_summary(file, article, summarise(article))
    with pytest.raises(OutputError, match="no such file"):
        write_summary(tmp_path / "gone" / "a.md", article, summarise(article))


def test_a_folder_in_the_way_is_found_before_anything_is_spoken(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "a.summary.md").mkdir()
    run = narrate("-", *TONE, stdin=b"Ten boats came home on the tenth day.")
    assert run == (7, "", "narrate: cannot write a.summary.md: it is a folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.summary.md"]


def test_no_file_where_there_is_no_audio_or_no_wish(narrate: Narrate, tmp_path: Path) -> None:
    narrate(NIGHT_TRAINS, "--summary-only", "--summary")
    narrate(NIGHT_TRAINS, "--json", "--engine", "tone", "-o", "a.mp3")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


def test_the_library_writes_it_when_asked(tmp_path: Path) -> None:
    events: list[Event] = []
    settings = Settings.of(engine="tone", summary=True, method="lead", sentences=2)
    narration = narrate_in_process(NIGHT_TRAINS, tmp_path / "a.mp3", settings, events.append)
    assert narration.summary == summarise(
        read(NIGHT_TRAINS), SummarySettings(sentences=2, method="lead")
    )
    assert narration.files == (tmp_path / "a.summary.md",)
    assert narration.files[0].is_file()
    assert not [event for event in events if isinstance(event, Note)]


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=60
    )
)
def test_markdown_shows_a_sentence_as_it_stands(text: str) -> None:
    text = visible(" ".join(text.split()))
    if not text:
        return
    summary = Summary((KeySentence(text, "a", 1),))
    tokens = MarkdownIt().parse(as_markdown(Article("a", (), "a", "a.txt", date="May"), summary))
    *_, paragraph = [token for token in tokens if token.type == "inline"]
    assert "".join(child.content for child in paragraph.children or []) == text
    assert [token.type for token in tokens][-3:] == ["paragraph_open", "inline", "paragraph_close"]


def cpu_seconds(*command: str | Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.long
def test_a_summary_costs_less_than_to_import_sumy() -> None:
    """Compare with a process that only imports one of sumy's summarizers, with all it imports.

    Of two runs each the shorter processor time counts. It is 0.5 times that of the import.
    """
    bare = min(
        cpu_seconds(sys.executable, "-c", "import sumy.summarizers.lex_rank") for _ in range(2)
    )
    assert min(cpu_seconds(COMMAND, NIGHT_TRAINS, "--summary-only") for _ in range(2)) < bare
