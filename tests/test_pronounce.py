"""The reader's own dictionary."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.errors import DictionaryError, NarrateError
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.pronounce import pronounce
from narrator.verbalize.pronunciations import Pronunciations, load, merge, parse

BOOK = """
Zelenka = "zeh-LEN-kah"
"St. Ives" = "saint eyevz"
GIF = "jif"
Reading = { say = "Redding", case = true }
Qatar = { phonemes = "k'at@r" }
"C++" = "see plus plus"
"""
english = partial(to_spoken, language="en")


def say(text: str, book: str = BOOK) -> str:
    return pronounce(text, parse(book, "book.toml"), english)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Zelenka paid $5.", "zeh-LEN-kah paid five dollars."),
        ("ZELENKA and zelenka's", "zeh-LEN-kah and zeh-LEN-kah's"),
        ("Zelenkas stay", "Zelenkas stay"),
        ("To St. Ives, then St. Paul", "To saint eyevz, then Saint Paul"),
        ("A GIF of 5 km", "A jif of five kilometers"),
        ("Reading is reading", "Redding is reading"),
        ("In Qatar.", "In [[k'at@r]]."),
        ("Sen. Zelenka said", "Senator zeh-LEN-kah said"),
        ("Try C++ or C", "Try see plus plus or C"),
        ("No word of it", "No word of it"),
    ],
)
def test_words_are_said_as_the_dictionary_says(written: str, spoken: str) -> None:
    assert say(written) == spoken


def test_what_the_dictionary_says_is_not_changed_by_the_rules() -> None:
    assert say("X1 costs $2", 'X1 = "model 1990 No. 5"') == "model 1990 No. 5 costs two dollars"


def test_a_text_cannot_name_an_entry_or_bring_phonemes() -> None:
    assert say("[[k'at@r]] \U00010438\U00010428 Qatar") == "k'at at r [[k'at@r]]"
    assert say("&#66560;&#66560; Qatar") == " [[k'at@r]]"


def test_an_empty_dictionary_is_the_rules_alone() -> None:
    assert not Pronunciations()
    assert pronounce("$5", Pronunciations(), english) == "five dollars"


def test_a_long_dictionary_keeps_its_words_apart() -> None:
    book = "\n".join(
        f'w{number}x = "said {chr(97 + number % 26)}{number}"' for number in range(600)
    )
    assert say("w0x w16x w255x w599x", book) == "said a0 said q16 said v255 said b599"


def test_of_two_dictionaries_the_later_counts() -> None:
    book = merge(parse('Ada = "one"\nBo = "two"', "a"), parse('ada = "three"', "b"))
    assert pronounce("Ada, Bo", book, english) == "three, two"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('A = "b"\nC = ', 2, "invalid value"),
        ('A = "b"\nC = 5', 2, "must be a text"),
        ("A = { say = 'b', phonemes = 'c' }", 1, "say or phonemes"),
        ("A = { sound = 'b' }", 1, "say or phonemes"),
        ("A = { say = 'b', case = 'yes' }", 1, "true or false"),
        ('\nA = "..."', 2, "with letters"),
        ('A = "[[a]]"', 1, "plain text"),
        ("A = { phonemes = 'a]] [[b' }", 1, "without brackets"),
        ("A = { phonemes = 'ü' }", 1, "ASCII"),
        ('"--" = "dash"', 1, "no letter"),
        ('A = "b"\nA = "c"', 2, "overwrite"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    file = tmp_path / "pronounce.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(DictionaryError) as caught:
        load(file)
    assert f"line {line}:" in str(caught.value)
    assert reason in str(caught.value)
    assert str(file) in str(caught.value)


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NarrateError, match="no such file") as caught:
        load(tmp_path / "none.toml")
    assert caught.value.exit_code == 3
    (tmp_path / "latin.toml").write_bytes(b'A = "\xe9"')
    with pytest.raises(NarrateError, match="UTF-8"):
        load(tmp_path / "latin.toml")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pronounce.toml"
    file.write_bytes(b"\xef\xbb\xbf" + BOOK.encode())
    assert len(load(file)) == 6


@given(st.text())
def test_any_text_is_said_with_any_dictionary(text: str) -> None:
    said = say(text)
    assert "[[" not in said.replace("[[k'at@r]]", "")


@given(st.text())
def test_any_file_is_read_or_refused(text: str) -> None:
    with suppress(DictionaryError):
        parse(text, "book.toml")
