"""Whether hard-wrapped lines of plain text are joined, whatever else stands in it."""

from __future__ import annotations

import textwrap

import pytest

from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.source_lines import read_lines
from tests.strategies import as_article

CONTENTS = """CHAPTER                                     PAGE
   I. IN WHICH A BOAT IS LOST                  1
  II. THE ROAD TO THE MILL                    12
 III. MRS. ARDEN                              29"""
TABLE = """    Year    Visits    Cracks
    1989    2         14
    2001    1         31
    2017    1         77"""
VERSE = """The ferryman sleeps on the stones
With his hat on his knee in the rain
And the river goes over his bones
And comes up on the far side again"""
ADDRESS = "The Mill Trust\n4 Weir Lane\nArden"
BOOK = """THE MILL

{extra}

CHAPTER I.

IN WHICH A BOAT IS LOST

It was late in the autumn of that year that the miller found his boat gone from
the chain, and the chain lying in the water as though somebody had laid it down
with care.

CHAPTER II.

THE ROAD TO THE MILL

Whoever wishes to come to the mill must take the lower road, for the upper one
was carried away with the bridge, and nobody has thought it worth the money to
build either of them again.
"""
WHOLE = "with the bridge, and nobody has thought it worth the money to build either of them again."


def blocks(text: str) -> list[str]:
    return [block.text for block in split_blocks(read_lines(text))]


@pytest.mark.parametrize(
    "extra", [CONTENTS, TABLE, ADDRESS, "\n\n".join([VERSE] * 3), TABLE + "\n" + TABLE]
)
def test_what_is_no_prose_does_not_switch_joining_off(extra: str) -> None:
    text = BOOK.format(extra=extra)
    assert any(block.endswith(WHOLE) for block in blocks(text))
    titles = [section.title for section in as_article(text).sections]
    assert titles[-2:] == [
        "CHAPTER I. – IN WHICH A BOAT IS LOST",
        "CHAPTER II. – THE ROAD TO THE MILL",
    ]


@pytest.mark.parametrize("extra", [CONTENTS, TABLE])
def test_rows_and_contents_are_never_joined(extra: str) -> None:
    found = blocks(BOOK.format(extra=extra))
    assert [" ".join(line.split()) for line in extra.splitlines()] == found[1:5]


def test_short_text_with_a_table_is_joined() -> None:
    text = "WHY THE WEIR BROKE\n\nBACKGROUND\n\n" + (
        "The weir was built in 1934 by the firm of Arden\n"
        "and Sons. It was 112 m long and 1.8 m wide. It had\n"
        f"been shut twice, in 1957 and 1989.\n\n{TABLE}\n"
    )
    assert "Arden and Sons. It was 112 m" in blocks(text)[2]
    assert "BACKGROUND" in [section.title for section in as_article(text).sections]


def test_justified_prose_is_joined() -> None:
    prose = (
        "Whoever wishes  to come to  the mill must  take the\n"
        "lower road,  for the upper  one was  carried away a\n"
        "year  ago with the  bridge and  nobody has  thought\n"
        "of building them again."
    )
    assert len(blocks(f"THE MILL\n\n{prose}\n\n{prose}\n")) == 3


@pytest.mark.parametrize("script", ["लोगों का अपने प्रोजेक्ट के लिए ढूँढना और सहायता करना "])
def test_wrapping_is_seen_in_scripts_with_combining_marks(script: str) -> None:
    words = (script * 9).split()
    lines = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
    assert len(blocks("शीर्षक\n\n" + "\n".join(lines))) == 2


def test_addresses_alone_are_not_joined() -> None:
    assert len(blocks(f"{ADDRESS}\n\nDear all,\n\nthank you.\n\n{ADDRESS}")) == 8


PARAGRAPHS = [
    "It was late in the autumn of that year that the miller found his boat gone from the chain, "
    "and the chain lying in the water as though somebody had laid it down.",
    "Die Müller hatten das Boot im Herbst an die Kette gelegt, und im Winter lag die Kette im "
    "Wasser, als hätte ein Kind sie dort abgelegt.",
]


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
@pytest.mark.parametrize(("indent", "gap"), [("", 1), ("    ", 1), ("", 2), ("  ", 2)])
@pytest.mark.parametrize("blanks", [1, 2])
def test_double_spaced_text_is_joined(paragraph: str, indent: str, gap: int, blanks: int) -> None:
    lines: list[str] = []
    for title in ("CHAPTER ONE", "CHAPTER TWO"):
        for piece in (title, paragraph, paragraph, paragraph):
            first = indent if piece is paragraph else ""
            for line in textwrap.wrap(piece, 47, initial_indent=first):
                lines += [line, *[""] * blanks]
            lines += [""] * (gap - 1)
    article = as_article("\n".join(lines))
    assert [section.title for section in article.sections] == ["CHAPTER ONE", "CHAPTER TWO"]
    said = " ".join(block for section in article.sections for block in section.blocks)
    assert said.count(paragraph) == 6
    if gap > 1 or indent:
        assert [len(section.paragraphs) for section in article.sections] == [3, 3]


@pytest.mark.parametrize(
    "lines",
    [
        ["The miller slept.", "The boat was gone.", "Nobody saw it go.", "The weir broke."] * 3,
        ["two ropes", "a lamp of brass", "oil", "nets of hemp, mended twice", "a hat"] * 3,
        VERSE.split("\n") * 3,
    ],
)
def test_lines_with_blank_ones_between_stay_apart(lines: list[str]) -> None:
    assert len(blocks("\n\n".join(lines))) == len(lines)


def test_a_paragraph_ends_with_a_sentence_that_leaves_room() -> None:
    text = BOOK.replace("with care.\n", "with care.\nNobody knew who had done it.\n").format(
        extra=""
    )
    assert "Nobody knew who had done it." in blocks(text)


def test_an_acronym_among_letters_without_case_is_no_line_in_capitals() -> None:
    words = [
        "लोगों",
        "का",
        "अपने",
        "README",
        "के",
        "लिए",
        "ढूँढना",
        "और",
        "सहायता",
        "करना",
        "यहाँ",
        "पर",
    ] * 4
    paragraph = "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    assert len(blocks(f"शीर्षक\n\n{paragraph}\n\n{paragraph}")) == 3


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("C H A P T E R   O N E", "CHAPTER ONE"),
        ("C h a p t e r  T w o", "Chapter Two"),
        ("P A R T I I", "PART II"),
        ("K A P I T E L   1 2", "KAPITEL 12"),
        ("T H E   E N D .", "THE END."),
        ("L ’ É T É", "L’ÉTÉ"),
        ("C H A P T E R   I V   The Weir", "CHAPTER IV The Weir"),
        # names of letters, sums, and answers to a test
        ("A B C D E", "A B C D E"),
        ("x x x x", "x x x x"),
        ("1 2 3 4 5", "1 2 3 4 5"),
        ("I saw a boat", "I saw a boat"),
    ],
)
def test_letter_spaced_words_are_closed(line: str, closed: str) -> None:
    assert blocks(line) == [closed]
