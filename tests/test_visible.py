"""What is printed cannot steer who reads it: hidden characters are marks, brackets are text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from narrator.language.visible import visible, visible_in_json, without_hidden
from narrator.sources import article_name
from tests.conftest import Narrate
from tests.test_command import on_a_terminal

# what a terminal acts on, or what nobody sees
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
# rich's own: colours, styles, a hidden cursor, a line that is written anew
OWN_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
TEXT = (
    "[sic] Ten boats [/b] came :smile: home [link=https://evil.example]safely[/link] on the "
    "tenth\u202e day, and nobody in the valley [bold red]cheered[/bold red].\n"
)
SHOWN_TEXT = TEXT.replace("\u202e", "\\u202e").strip()
SHORT_LINES = "\n".join(["The harbour was as quiet as it had ever been in winter."] * 3)
# a title of a terminal, its clipboard, a link, a colour, C1, an override, a byte that is no text
NAME = "\x1b]0;a\x07\x1b]52;c;YQ==\x1b\\\x1b]8;;x\x9c[31m\u202e\u200b\x9b\udce9[sic]\n.txt"
SHOWN_NAME = r"␛]0;a␇␛]52;c;YQ==␛\␛]8;;x\x9c[31m\u202e\u200b\x9b\xe9[sic]␊.txt"  # as the table says


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (NAME, SHOWN_NAME),
        ("\x00\x7f\x85", "␀␡\\x85"),
        ("a\u200db\u200cc\u200bd", "a\\u200db\\u200cc\\u200bd"),
        ("\u200ba", "\\u200ba"),
        ("left\u200eright\u200f\u061c", "left\\u200eright\\u200f\\u061c"),
        ("\u2028\u2029\u2066\u2069\ufeff\u3164", "\\u2028\\u2029\\u2066\\u2069\\ufeff\\u3164"),
        ("\U0001f3f4\U000e0041a", "\U0001f3f4\\U000e0041a"),
        ("\ud800", "\\ud800"),
        ("\udc8c\u200c \u061c\u200c \ufeff\u200d", "\\x8c\\u200c \\u061c\\u200c \\ufeff\\u200d"),
        ("C:\\users\\x1b \\u202e", "C:\\users\\x1b \\u202e"),
        *(
            (ordinary, ordinary)
            for ordinary in (
                "שלום, עולם\u200f!",
                "مرحبا \u061cبالعالم",
                "می\u200cخواهم",
                "क\u094d\u200dष",
                "ภาษา\u200bไทย",
                "👩\u200d💻 👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈",
                "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
                "soft\u00adhyphen\u00a0and space",
            )
        ),
    ],
)
def test_marks(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown
    if text != shown:
        assert not HARMFUL.search(without_hidden(text))


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_is_shown_once_and_json_says_the_same(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not HARMFUL.search(shown)
    written = visible_in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text


def test_a_url_names_no_file_with_hidden_characters() -> None:
    assert article_name("https://example.org/a%E2%80%AEb%1B%5B31mc.html") == "ab[31mc"


@pytest.mark.parametrize("style", ["sentences", "bullets", "outline"])
def test_pipes_get_text(narrate: Narrate, tmp_path: Path, style: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT + SHORT_LINES, encoding="utf-8")
    run = narrate("a.txt", "--summary-only", "--sentences", "1", "--summary-style", style)
    assert SHOWN_TEXT in run.stdout
    assert not HARMFUL.search(run.stdout + run.stderr)


def test_names_and_titles_are_shown_with_marks(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    told = []
    for mode in ("--sections", "--dry-run", "--summary-only"):
        run = narrate(NAME, mode, "--title", NAME, here=True)
        assert run.exit_code == 0, run.stderr
        told.append(run.stdout + run.stderr)
        run = narrate(NAME, mode, "--json", here=True)
        told.append(run.stdout + run.stderr)
        assert json.loads(run.stdout)["source"] == NAME
    gone = narrate(f"x{NAME}", here=True)
    assert gone.stderr == f"narrate: cannot read x{SHOWN_NAME}: no such file or directory\n"
    voice = narrate(NAME, "--voice", NAME, "--dry-run", here=True)
    trace = narrate(f"x{NAME}", "-v", here=True)
    assert f"cannot read x{SHOWN_NAME}" in trace.stderr
    option = narrate(f"--{NAME}", here=True)
    assert (voice.exit_code, option.exit_code) == (5, 2)
    told += [voice.stderr, trace.stderr, option.stderr]
    assert not HARMFUL.search("".join(told))


@pytest.mark.long
def test_the_summary_file_is_markdown_of_nobody_else(narrate: Narrate, tmp_path: Path) -> None:
    title = "[a](https://evil.example) <b>b</b> ![c](d) `e` **f** ~~g~~ &lt; \\ \\[h] <https://i>"
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    arguments = ("--summary", "--engine", "tone", "-o", "a.wav", "--title", title)
    run = narrate(NAME, *arguments, "--author", NAME)
    assert run.exit_code == 0, run.stderr
    written = (tmp_path / "a.summary.md").read_text(encoding="utf-8")
    assert not HARMFUL.search(written + run.stdout + run.stderr)
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(written)
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "hardbreak", "text_special"}
    shown = "".join(child.content for child in inline)
    assert title in shown
    assert f"Source: {SHOWN_NAME}Author: {SHOWN_NAME}" in shown
    assert SHOWN_TEXT in shown


@pytest.mark.long
@pytest.mark.parametrize("style", ["sentences", "bullets", "outline"])
def test_a_terminal_gets_text(tmp_path: Path, environment: dict[str, str], style: str) -> None:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    arguments = [NAME, "--summary", "--summary-style", style, "--engine", "tone", "-o", "a.wav"]
    seen = on_a_terminal([*arguments, "--title", NAME], environment, tmp_path)
    plain = OWN_SEQUENCES.sub("", seen).replace("\r\n", "\n")
    assert not HARMFUL.search(plain.replace("\r", ""))
    flowing = " ".join(plain.split())
    assert SHOWN_TEXT in flowing
    assert SHOWN_NAME in flowing.replace(" ", "")


@pytest.mark.long
@pytest.mark.parametrize("mode", ["--sections", "--dry-run"])
def test_a_terminal_gets_lists_with_marks(
    tmp_path: Path, environment: dict[str, str], mode: str
) -> None:
    heading = "A heading \u202e[sic] [/b] with\u2066 marks"
    text = f"# {heading}\n\n{TEXT}\n## Two\n\n{TEXT}"
    (tmp_path / f"{NAME}.md").write_text(text, encoding="utf-8")
    seen = on_a_terminal([f"{NAME}.md", mode], environment, tmp_path).replace("\r\n", "\n")
    assert not HARMFUL.search(seen)
    assert visible(heading) in seen
