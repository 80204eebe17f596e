"""Where sentences and their pieces end."""

from __future__ import annotations

import time
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.language.boundary_repairs import _load_repairs
from narrator.language.sentences import split_sentences
from narrator.language.tables import language_codes
from narrator.verbalize.clauses import split_long

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

# our own sentences; a bar is a boundary
ENGLISH = [
    "The ferry left at 9 a.m. |Nobody was aboard.",
    "The ferry left at 9 a.m. Monday with two guests.",
    "She moved to the U.S. |Her brother stayed.",
    "The U.S. Navy sent help. |It came late.",
    "He works for Moor & Fay Ltd. |The firm is old.",
    "Gov. Ann Ames met Lt. Col. Bo Pell. |They talked.",
    "She was born in Ft. Collins, Colo., and lives there.",
    "See No. 4 first. |Then go on.",
    "He wrote: “The dam holds. |We are safe.” |Nobody believed it.",
    "“Is it far?” she asked. |It was.",
    "“Well …” |He sat down.",
    "(The gate was shut.) |They waited.",
    "The dam (built in 1920) broke. |Water came.",
    "It was first seen in 1871.[3] |Others saw it later.",
    "1. Boil the water |2. Add the salt |3. Stir",
    "a) bread b) salt c) water".replace(" b)", " |b)").replace(" c)", " |c)"),
    "Visit example.org.uk now. |It is free.",
    "J. R. Moor wrote it. |A. Fay drew it.",
    "Wait... |What was that?",
    "Pay £3.50. |Keep the ticket.",
    "He likes fruit, e.g. pears and figs, most of all.",
]


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_sentences(marked: str) -> None:
    assert [s.strip() for s in split_sentences(marked.replace("|", ""), "en")] == [
        s.strip() for s in marked.split("|")
    ]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("de", "Er kam am 3. Mai 1990. |Es regnete."),
        ("de", "1. Das ist ein Punkt."),
        ("fr", "M. Dupont est là. |Il attend."),
        ("es", "¿Qué hora es? |No lo sé."),
        ("it", "Il dott. Rossi è qui. |Aspetta."),
        ("ja", "雨です。|傘がない。"),
        ("zz", "One is here. |Two is there."),
    ],
)
def test_other_languages(language: str, marked: str) -> None:
    assert [s.strip() for s in split_sentences(marked.replace("|", ""), language)] == [
        s.strip() for s in marked.split("|")
    ]


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
def test_repairs_look_back_far_enough(code: str) -> None:
    repairs = _load_repairs(code)
    for row in (*repairs.cuts, *repairs.joins):
        _, widest = parser.parse(row.before.pattern).getwidth()
        assert widest < row.look_back, row.before.pattern
