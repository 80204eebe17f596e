"""Where sentences and their pieces end."""

from __future__ import annotations

import time
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.language.boundaries import _LONGEST_FORM, _forms, _words
from narrator.language.sentences import split_sentences
from narrator.language.tables import language_codes, tables_of
from narrator.verbalize.clauses import split_long

SENTENCES = Path(__file__).parent / "data" / "sentences.tsv"
PIECES = st.sampled_from(
    [
        "A. ",
        "He ",
        "U.S. ",
        "p.m. ",
        "“",
        "”",
        '"',
        "(",
        ") ",
        "1. ",
        "2. ",
        "… ",
        "...",
        "? ",
        "! ",
        "\n",
        " ",
        "a",
        "B",
        "\ud800",
        "[1]",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=20).map("".join))


def _cases() -> dict[str, list[str]]:
    """Return paragraphs by language; a bar stands before each sentence."""
    lines = SENTENCES.read_text("utf-8").splitlines()
    cases: dict[str, list[str]] = {}
    for line in lines[1:]:
        language, marked = line.split("\t")
        cases.setdefault(language, []).append(marked)
    return cases


@pytest.mark.parametrize(("language", "paragraphs"), _cases().items())
def test_our_own_sentences(language: str, paragraphs: list[str]) -> None:
    for marked in paragraphs:
        found = split_sentences(marked.replace("|", ""), language)
        assert "|".join(found) == marked


@given(TEXTS, st.sampled_from(["en", "de", "ja", "en-us", "", "zz"]))
@settings(max_examples=300, deadline=None)
def test_joined_they_are_the_text(text: str, language: str) -> None:
    parts = split_sentences(text, language)
    assert "".join(parts) == text
    assert all(parts)


@pytest.mark.long
@pytest.mark.parametrize("unit", ["a", " ", "“", '"', "(A.", "a\n", "[1] ", "A. "])
def test_a_long_line_costs_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    started = time.process_time()
    assert "".join(split_sentences(text, "en")) == text
    assert time.process_time() - started < 5


@given(TEXTS.map(lambda text: text * 5), st.integers(1, 50))
def test_pieces_are_the_sentence_and_keep_the_limit(text: str, limit: int) -> None:
    pieces = split_long(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)


def test_long_sentences_are_cut_at_clause_marks_before_commas_and_spaces() -> None:
    sentence = (
        "The water rose, slowly at first, then fast; "
        "the men, who had waited, left the wall and ran for the hill"
    )
    assert split_long(sentence, 60)[0] == "The water rose, slowly at first, then fast; "
    assert split_long(sentence.replace(";", ","), 60)[0].endswith("men, ")
    assert split_long("one two three four five six", 12)[0] == "one two "


def test_a_short_sentence_is_one_piece() -> None:
    assert split_long("Short.") == ["Short."]


@pytest.mark.parametrize("code", ["", *language_codes()])
def test_enough_is_looked_at_before_a_mark(code: str) -> None:
    for form in _forms(code):
        _, widest = parser.parse(form.before.pattern).getwidth()
        assert widest <= _LONGEST_FORM, form.before.pattern


def test_lists_of_words_that_forms_name_are_there() -> None:
    for code, table in tables_of("sentences").items():
        for form in table.get("form", ()):
            name = form.get("words")
            assert name is None or _words(code, name), (code, name)
