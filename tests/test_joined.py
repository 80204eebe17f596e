"""Several sources in one file: ``--join``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrator.article import Article, Paragraph, Section, Series
from narrator.selection.joined import join_articles
from tests.conftest import Narrate

ONE = "# Low Tide\n\nThe sea goes out for six hours and the boats lie on the sand until noon.\n\n"
ONE += "## Mud\n\nIt is grey, and it is cold, and nobody who has lost a boot in it forgets it.\n"
TWO = "---\ntitle: High Tide\nauthor: Ada Quist\n---\n\n# Foam\n\nIt comes back, and it brings foam"
TWO += " and wood and bottles and once a whole piano to the beach below the church.\n"
TONE = ("--engine", "tone", "--jobs", "1")


@pytest.fixture(autouse=True)
def sources(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.md").write_text(TWO, encoding="utf-8")


def article(title: str, *headings: str, author: str = "", series: str = "") -> Article:
    sections = tuple(Section((each,) if each else (), (Paragraph("Text."),)) for each in headings)
    return Article(title, sections, title, f"{title}.md", author, "2024", series=Series(series))


@pytest.mark.parametrize(
    ("headings", "titles"),
    [
        (("", "One"), ["Title", "One"]),
        (("Title", "One"), ["Title", "One"]),
        (("TITLE: a tale", "One"), ["TITLE: a tale", "One"]),
        (("One", "Two"), ["Title – One", "Two"]),
        ((), []),
    ],
)
def test_an_article_begins_with_its_title(headings: tuple[str, ...], titles: list[str]) -> None:
    joined = join_articles([article("Title", *headings), article("Other", "Other")])
    assert [section.title for section in joined.sections] == [*titles, "Other"]
    assert [section.level for section in joined.sections[1:-1]] == [2] * (len(titles) - 1)
    assert "" not in {line for section in joined.sections for line in section.heading}


def test_what_joined_articles_have_in_common() -> None:
    one, two = article("A", "A", author="X", series="S"), article("B", "B", author="Y", series="S")
    joined = join_articles([one, two])
    assert (joined.title, joined.author, joined.date) == ("A and B", "X, Y", "2024")
    assert (joined.source, joined.sources) == ("2 sources: A.md, B.md", ("A.md", "B.md"))
    assert joined.series.name == "S"
    three = join_articles([one, two, article("C", "C")], author="Z")
    assert (three.title, three.author, three.series.name) == ("A and 2 more", "Z", "")
    assert join_articles([one]) is one


def test_sources_are_joined_into_one_file(narrate: Narrate, tmp_path: Path) -> None:
    words = ("--join", "one.md", "two.md", "--json", "-o", "out/", "--summary", "--sentences", "1")
    run = narrate(*words, *TONE, here=True)
    assert run.exit_code == 0
    told = json.loads(run.stdout)
    assert told["output"] == "out/Low Tide and High Tide.mp3"
    assert [each["title"] for each in told["chapters"]] == ["Low Tide", "Mud", "High Tide – Foam"]
    assert len(told["summary"]) == 2
    summary = (tmp_path / "out" / "Low Tide and High Tide.summary.md").read_text(encoding="utf-8")
    assert [line for line in summary.split("\n") if line[:2] == "# "] == [
        "# Low Tide",
        "# High Tide",
    ]
    # it replaces its own, and not the file of one of them
    for options in (("--join",), ("--join", "--title", "High Tide"), ()):
        assert narrate("one.md", "two.md", "-o", "out/", *options, *TONE, here=True).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("*.mp3")) == [
        "High Tide (2).mp3",
        "High Tide.mp3",
        "Low Tide and High Tide.mp3",
        "Low Tide.mp3",
    ]


def test_the_summary_of_each_is_printed(narrate: Narrate) -> None:
    words = ("--join", "two.md", "one.md", "-o", "a.mp3", "--summary", "--sentences", "1")
    run = narrate(*words, *TONE, here=True)
    first, second = run.stdout.splitlines()
    assert first.startswith("It comes back")
    assert second.startswith(("The sea", "It is grey"))


def test_what_is_joined_is_previewed(narrate: Narrate) -> None:
    run = narrate("--join", "one.md", "two.md", "--dry-run")
    assert "High Tide\nFoam\nIt comes back" in run.stdout


def test_one_source_that_fails_fails_all(narrate: Narrate, tmp_path: Path) -> None:
    run = narrate("--join", "one.md", "gone.md", "-o", "a.mp3", *TONE, here=True)
    assert run.exit_code == 3
    assert not (tmp_path / "a.mp3").exists()


def test_joined_sources_are_no_output(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "two.mp3").hardlink_to(tmp_path / "two.md")
    run = narrate("--join", "one.md", "two.md", "-o", "two.mp3", *TONE, here=True)
    assert (run.exit_code, run.stderr) == (
        2,
        "narrate: two.mp3 is the source itself; choose another output\n",
    )


@pytest.mark.long
def test_what_there_is_to_know_of_each(narrate: Narrate, tmp_path: Path) -> None:
    """A language that the voice does not speak, and dictionaries, each once."""
    text = "Das Meer geht zurück, und die Boote liegen auf dem Sand, bis es wieder kommt. " * 3
    (tmp_path / "de.md").write_text(text, encoding="utf-8")
    run = narrate("--join", "one.md", "de.md", "-o", "a.mp3", "--jobs", "1", here=True)
    assert "de.md is German, and is read by English (America) all the same" in run.stderr
    (tmp_path / "pronounce.toml").write_text('tide = "tight"\n', encoding="utf-8")
    told = narrate("--join", "one.md", str(tmp_path / "two.md"), "-o", "a.mp3", *TONE, here=True)
    assert told.stderr.count("lies beside the source") == 1
