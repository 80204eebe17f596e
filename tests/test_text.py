"""Plain text into blocks, sections and sentences."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from narrator.article import Kind
from narrator.language.sentences import split_sentences
from narrator.readers import read
from narrator.readers.plain import read_text
from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.source_lines import read_lines
from narrator.verbalize.clauses import split_long
from tests.conftest import SAMPLES
from tests.strategies import as_article, said, texts, written

SECTIONS = {
    "night-trains.txt": [
        "Night Trains Return to Lorvia After a Gap of 19 Years",
        "Old Carriages With a Second Life",
        "Why the Sums Now Add Up",
        "Breakfast Above the Snow Line",
    ],
    "the-bench.txt": [""],
    "harbour-cranes.txt": [
        "The Cranes That Would Not Come Down",
        "Eleven Giants on the North Quay",
        "The Last Lift",
        "A Letter From the Harbour Board",
        "What the Rust Was Hiding",
        "Thirty-Eight Thousand Rivets",
        "The Night the Parson Walked",
        "Earning Their Keep",
        "The Next Coat of Paint",
    ],
    "bienen.txt": [
        "Über den Dächern von Morgenfurt summt es wieder",
        "Warum die Stadt anders schmeckt als das Feld",
        "Schwere Kästen und geduldige Nachbarn",
    ],
}
PARAGRAPH = (
    "It had rained for nine days, "
    "and on the tenth the people of the valley took their boats out of the barns. " * 2
)


@pytest.mark.parametrize("name", SECTIONS)
def test_samples_fall_into_their_sections(name: str) -> None:
    article = read(SAMPLES / name)
    assert [section.title for section in article.sections] == SECTIONS[name]
    assert article.title == (SECTIONS[name][0] or "the bench")
    assert all(section.paragraphs for section in article.sections)


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    (lead, *_) = read(SAMPLES / "harbour-cranes.txt").sections
    assert len(lead.paragraphs) == 3
    assert lead.paragraphs[0].text.endswith("they should have been melted down a generation ago.")


def test_heading_of_two_lines_is_one_chapter_and_both_lines_are_kept() -> None:
    (section,) = as_article(f"Chapter Four\n\nThe Boats Come Out\n\n{PARAGRAPH}").sections
    assert section.heading == ("Chapter Four", "The Boats Come Out")
    assert section.title == "Chapter Four – The Boats Come Out"


@given(texts)
def test_no_word_is_lost_in_sections(text: str) -> None:
    assert written(as_article(text)) == said(text)


@given(texts)
def test_sentences_joined_are_the_text(text: str) -> None:
    for block in split_blocks(read_lines(text)):
        assert "".join(split_sentences(block.text, "en")) == block.text


@given(texts)
def test_pieces_of_a_long_sentence_are_the_sentence(text: str) -> None:
    pieces = split_long(text, limit=20)
    assert "".join(pieces) == text
    assert all(len(piece) <= 20 for piece in pieces)


@pytest.mark.long
def test_a_line_of_megabytes_is_cut_in_no_time() -> None:
    started = time.process_time()
    assert len(split_long("word " * 200_000)) > 1_500
    assert len(split_sentences("No end in sight. " * 10_000, "en")) == 10_000
    assert len(split_blocks(read_lines("x" * 1_000_000))) == 1
    # generous, and yet out of reach for anything quadratic
    assert time.process_time() - started < 5


def test_marks_of_quoted_lines_are_not_read() -> None:
    mail = (
        "Hi Tom,\n\n> I thought we had agreed on 5,000 euros for the hall, and\n"
        "> not more than that.\n\nWe had, Ann.\n"
    )
    assert ">" not in read_text(mail.encode(), "a.txt").text
    assert "and not more than that." in read_text(mail.encode(), "a.txt").text


@pytest.mark.parametrize(
    "table",
    [
        "  Port       Leaves\n  -------- --------\n  Ayr          6:30\n  New Oban     7:45\n",
        "========  ======\nPort      Leaves\n========  ======\n"
        "Ayr       6:30\nNew Oban  7:45\n========  ======\n",
    ],
)
def test_columns_drawn_by_dashes_are_a_table(table: str) -> None:
    prose = (
        "The ferry to the island runs twice a day, "
        "and nobody on the quay can say how long it is going to take."
    )
    article = read_text(f"{prose}\n\n{table}\n{prose}\n".encode(), "a.txt")
    (section,) = article.sections
    assert [p.kind for p in section.paragraphs] == [Kind.PROSE, Kind.TABLE, Kind.PROSE]
    assert section.paragraphs[1].rows == (("Port", "Leaves"), ("Ayr", "6:30"), ("New Oban", "7:45"))


def test_dashes_across_words_draw_no_columns() -> None:
    text = "Ayr is a harbour\n-- ---- ------\nand so is Oban.\n"
    article = read_text(text.encode(), "a.txt")
    assert all(p.kind is Kind.PROSE for section in article.sections for p in section.paragraphs)
