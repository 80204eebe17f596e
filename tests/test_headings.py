"""Headings in plain text are found in every style, nothing else is, and time is linear."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given

from narrator.article import Article, Kind, Paragraph, Skipped
from narrator.language.numerals import from_roman
from narrator.readers.docx.numbering import format_number
from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.entries import find_entries
from narrator.readers.plain.headings import find_headings, split_sections
from narrator.readers.plain.source_lines import read_lines
from tests.conftest import SAMPLES
from tests.marked import STYLES, Piece, marked_texts, numbered, single, spaced, underlined, wrapped
from tests.strategies import as_article, said, texts

TEXTS = marked_texts()
PROSE = (
    "The boats had been out since four, and by the time the bells rang they stood in a row along "
    "the wall. " * 2
)
MORE = (
    "Nobody in the harbour could remember a year in which the herring had come so late and stayed "
    "so long. " * 2
)


def levels(article: Article) -> list[tuple[str, int]]:
    return [(section.title, section.level) for section in article.sections]


def measured(style: str) -> tuple[float, int]:
    """F1 over all texts in a style, and false headings in those that have none."""
    right = found = there = false = 0
    for pieces in TEXTS.values():
        titles = [title for title, _ in split_sections(STYLES[style](pieces)) if title]
        wanted = {piece.text.casefold() for piece in pieces if piece.depth}
        hits = sum(any(title.casefold().endswith(text) for text in wanted) for title in titles)
        right, found, there = right + hits, found + len(titles), there + len(wanted)
        false += 0 if wanted else len(titles)
    return 2 * right / (found + there), false


# measured, and only ever to be raised
FLOORS = dict.fromkeys(STYLES, 1.0)


@pytest.mark.parametrize("style", STYLES)
def test_headings_are_found_in_every_style(style: str) -> None:
    f1, false = measured(style)
    assert f1 >= FLOORS[style]
    assert false == 0


@pytest.mark.parametrize("style", ["underlined", "numbered"])
def test_depth_is_read_from_underlines_and_numbers(style: str) -> None:
    article = as_article(STYLES[style](TEXTS["bread"]))
    assert [level for _, level in levels(article)] == [1, 2, 3, 3, 2, 2]


def test_chapters_stand_below_parts() -> None:
    article = as_article(spaced(TEXTS["valley"]))
    assert [level for _, level in levels(article)] == [1, 2, 3, 3, 2, 3, 3]
    assert article.title == "The Valley Below the Dam"


def test_number_and_name_of_a_chapter_are_one_heading() -> None:
    names = ["The Quay", "The Bells", "The Wall"]
    numbers = ["I", "II", "III"]
    chapters = [f"CHAPTER {number}\n\n{name}" for number, name in zip(numbers, names, strict=True)]
    text = "\n\n".join(f"{chapter}\n\n{PROSE}\n\n{MORE}" for chapter in chapters)
    article = as_article(text)
    assert [section.heading for section in article.sections] == [
        ("CHAPTER I", "The Quay"),
        ("CHAPTER II", "The Bells"),
        ("CHAPTER III", "The Wall"),
    ]
    assert article.title == "any"


@pytest.mark.parametrize(
    "labels",
    [
        ["CHAP. I.", "CHAP. II.", "CHAP. III."],
        ["LETTER I", "LETTER II", "LETTER III"],
        ["TIDE THE FIRST.", "TIDE THE SECOND.", "TIDE THE THIRD."],
        ["THE FIRST EVENING", "THE SECOND EVENING", "THE THIRD EVENING"],
        ["Watch One", "Watch Two", "Watch Three"],
        ["Day 1", "Day 2", "Day 3"],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_divisions_are_counted_whatever_they_are_called(labels: list[str], between: str) -> None:
    text = between.join(f"{label}{between}{PROSE}{between}{MORE}" for label in labels)
    assert [section.title for section in as_article(text).sections] == labels


@pytest.mark.parametrize("mark", ["==", "***", "*", "---"])
def test_headings_may_stand_between_drawn_marks(mark: str) -> None:
    names = ["The Quay", "Monday, 3. 5.", "Who came?"]
    text = "\n\n".join(f"{mark} {name} {mark}\n\n{PROSE}\n\n{MORE}" for name in names)
    titles = [section.title for section in as_article(text).sections]
    assert titles == [f"{mark} {name} {mark}" for name in names]


def test_lines_in_capitals_above_a_paragraph_are_one_heading() -> None:
    lines = "THE QUAY AND THE BELLS AND ALL OF THE BOATS THAT STOOD IN A ROW AT\nTHE WALL"
    filler = textwrap.fill(PROSE, 68)
    article = as_article(f"{filler}\n\n{lines}\n{filler}\n\n{filler}")
    assert [section.title for section in article.sections][1:] == [lines.replace("\n", " ")]


def test_a_name_with_a_number_is_no_division() -> None:
    article = as_article(f"Pier 13\n\n{PROSE}\n\n{MORE}\n\n{PROSE}")
    assert (article.title, [section.level for section in article.sections]) == ("Pier 13", [1])


def test_a_signature_above_the_next_chapter_is_no_chapter() -> None:
    letters = [f"LETTER {number}\n\n{PROSE}\n\nANNA QUIST\n\n\n" for number in ("I", "II", "III")]
    article = as_article("\n".join([*letters, "LETTER IV", "", MORE]))
    assert [section.title for section in article.sections] == [
        "LETTER I",
        "LETTER II",
        "LETTER III",
        "LETTER IV",
    ]


@pytest.mark.parametrize(
    "entries",
    [
        ["Version 2.1 - July 2020", "Version 2.0 - May 2020", "Version 1.9 - May 2019"],
        ["2.1 (2020-07-04)", "2.0 (2020-05-02)", "1.9 (2019-05-01)"],
        ["quay (2.1-1) stable; urgency=low", "quay (2.0-1) stable; urgency=low", "quay (1.9) old"],
        ["2019-05-01", "2020-05-02", "2020-07-04"],
        ["v2.1", "v2.0", "v1.9"],
        ["12 May 2018", "3 April 2019", "1 July 2020"],
    ],
)
def test_a_list_of_changes_is_cut_at_its_entries(entries: list[str]) -> None:
    text = "\n\n".join(
        f"{entry}\n\n  * Ropes were added.\n  * The lamps burn." for entry in entries
    )
    assert [section.title for section in as_article(text).sections] == entries


@pytest.mark.parametrize(
    "days",
    [
        ["July 4, 2020", "June 12, 2020", "May 1, 2020"],
        ["Sonntag, 3. Mai 2020", "Dienstag, 5. Mai 2020", "Freitag, 8. Mai 2020"],
        ["04.07.2020", "12.06.2020", "01.05.2020"],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_diary_is_cut_at_its_days(days: list[str], between: str) -> None:
    text = between.join(f"{day}{between}{PROSE}" for day in days)
    assert [section.title for section in as_article(text).sections] == days


def test_dates_below_headlines_are_no_headings() -> None:
    days = ["July 4, 2020", "June 12, 2020", "May 1, 2020"]
    text = "\n\n".join(f"The quay in {day[:3]}\n\n{day}\n\n{PROSE}" for day in days)
    assert not {title for title, _ in split_sections(text)} & set(days)


def test_changes_below_a_title_are_cut_although_nothing_parts_them() -> None:
    entries = ["2.1.0 (July 4, 2020)", "2.0.1 (June 12, 2020)", "2.0.0 (May 1, 2020)"]
    items = "- Nets are mended faster.\n- The lamp no longer goes out at night."
    text = "Changes\n\n" + "\n".join(f"{entry}\n{items}" for entry in entries)
    assert [section.title for section in as_article(text).sections] == ["Changes", *entries]


OUTLINE = [
    "1. The Quay",
    "1.1 Rope",
    "1.2 Nets",
    "1.2.1 Hemp",
    "2. The Lamp",
    "2.1 Oil",
    "2.2 Wicks",
]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("below", ["Not applicable.", PROSE])
@pytest.mark.parametrize("contents", ["", "Contents"])
def test_numbers_of_several_parts_are_an_outline(between: str, below: str, contents: str) -> None:
    lines = ["The rules of the harbour", PROSE]
    if contents:
        lines += [contents, *OUTLINE]
    for heading in OUTLINE:
        lines += [heading] if heading.endswith(("Quay", "Lamp")) else [heading, below]
    titles = [section.title for section in as_article(between.join(lines)).sections]
    assert titles[1 + bool(contents) :] == OUTLINE


def test_numbered_sums_and_items_are_no_outline() -> None:
    for lines in (
        ["1.1 Ropes", "1.2 Lamps", "1.3 Nets", "1.4 Oil", "1.5 Hats"],
        ["1.1 The boat goes out at four.", "1.2 Nobody rings the bell.", "1.3 The lamp burns."],
    ):
        text = "\n".join([PROSE, *lines, MORE])
        assert [title for title, _ in split_sections(text)] == [None]


def test_drawn_lines_that_come_again_are_no_headings() -> None:
    shown = ["$ lamp --ask", "*** Menu ***", "1: ropes 2: lamps 3: nets", "What now> 2"]
    text = "\n".join([PROSE, *shown, MORE] * 3)
    assert "*** Menu ***" not in [title for title, _ in split_sections(text)]


def test_versions_in_no_order_are_no_entries() -> None:
    lines = [
        "Version 2.1 is slow",
        "Version 1.4 is small",
        "Version 3.0 is new",
        "Version 1.1 is old",
    ]
    blocks = split_blocks(read_lines("\n\n".join(f"{line}\n\n{PROSE}" for line in lines)))
    assert find_entries(blocks) == set()


def test_contents_are_no_chapters() -> None:
    names = ["1. The Quay", "2. The Bells", "3. The Wall", "4. The Boats"]
    contents = "\n".join(f"{name} {'.' * 20} {page}" for page, name in enumerate(names, 7))
    text = f"Harbour Days\n\nContents\n\n{contents}\n\n" + "\n\n".join(
        f"{name}\n\n{PROSE}\n\n{MORE}" for name in names
    )
    titles = [title for title, _ in split_sections(text) if title]
    assert titles[-4:] == names
    assert not any("..." in title for title in titles)


@pytest.mark.parametrize(
    "line",
    [
        "Photo: the boats on the tenth day",
        "Figure 3: Landings by month",
        "By Anna Quist",
        "Written by Anna Quist",
        "March 12, 2024",
        "10:45 a.m.",
        "Read more: The quay that moved",
        "Share this article",
        "ADVERTISEMENT",
        "“Nobody asked us about the boats”",
        "- ropes and lamps",
        "— The harbour master",
        "www.example.org/boats",
        "17",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    for between in ("\n", "\n\n"):
        text = between.join([PROSE, MORE, line, PROSE, MORE])
        assert [title for title, _ in split_sections(text)] == [None]


def test_wrapped_lines_are_joined() -> None:
    pieces = TEXTS["ferry"]
    blocks = [block.text for block in split_blocks(read_lines(wrapped(pieces)))]
    assert blocks == [piece.text for piece in pieces]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("of the light-\nhouse there", "lighthouse"),  # the lighthouse is named elsewhere
        ("of the well-\nknown there", "well-known"),
        ("of the pre-\nand there", "pre- and"),
        ("of the Vor-\nbzw there", "Vor- bzw"),
        ("of the light\xad\nhouse there", "lighthouse"),
    ],
)
def test_hyphens_at_line_ends(lines: str, joined: str) -> None:
    first, second = lines.split("\n")
    filler = "The lighthouse stood on the rock, white and small, above the sea."
    padded = f"{'x' * (66 - len(first))} {first}"
    text = f"{filler}\n{filler}\n\n{padded}\n{second} stands.\n\n{filler}\n{filler}"
    assert any(joined in block.text for block in split_blocks(read_lines(text)))


def test_page_furniture_is_left_out_and_counted() -> None:
    boats = ["Anna", "Berta", "Clara", "Dora", "Emma"]
    line = "boats like the {} stood in a row along the wall, {} of them, and the"
    pages = [
        "\n".join(line.format(boat, "abcdefghijkl"[: n + 1]) for n in range(12)) for boat in boats
    ]
    text = "\n\n".join(
        f"A HISTORY OF BOATS\n\n{page}\n\n{number}" for number, page in enumerate(pages, 11)
    )
    article = as_article(f"{text}\n\nharbour was shut.")
    assert article.skipped == (Skipped("page heading", 4, 16), Skipped("page number", 5, 5))
    assert article.title == "A HISTORY OF BOATS"
    assert [section.title for section in article.sections] == [article.title]
    assert len(article.sections[0].paragraphs) == 1


def test_heads_between_form_feeds_are_left_out() -> None:
    boats = ["Anna", "Berta", "Clara", "Dora"]
    article = as_article(
        "\f".join(f"Harbour Gazette\n\n{boat} came home late. {PROSE}\n\n{MORE}" for boat in boats)
    )
    assert article.skipped == (Skipped("page heading", 3, 6),)
    assert article.text.count("Harbour Gazette") == 1


@pytest.mark.parametrize("between", ["\n", "\f"])
def test_numbers_of_chapters_are_no_page_numbers(between: str) -> None:
    lines = "\n".join([MORE] * 9)
    article = as_article(between.join(f"{number}\n{lines}" for number in range(1, 6)))
    assert article.skipped == ()
    assert [section.title for section in article.sections] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{PROSE}\n- ropes\n* lamps\n• paint\n{MORE}",
            ["prose", "list item", "list item", "list item", "prose"],
        ),
        (f"{PROSE}\n1. ropes\n2. lamps\n{MORE}", ["prose", "list item", "list item", "prose"]),
        (f"{PROSE}\n1984. ropes and lamps.\n{MORE}", ["prose", "prose", "prose"]),
        (f"{PROSE}\nBoat\tYear\nAnna\t1961\n{MORE}", ["prose", "table", "prose"]),
        (
            f"{PROSE}\n| Boat | Year |\n|---|---|\n| Anna | 1961 |\n{MORE}",
            ["prose", "table", "prose"],
        ),
        (f"{PROSE}\nHome | News | Sport\n{MORE}", ["prose", "prose", "prose"]),
        (f"{PROSE}\nFigure 3: Landings by month\n{MORE}", ["prose", "caption", "prose"]),
        (f"{PROSE}\n```python\nprint(1)\n\n  x = 2\n```\n{MORE}", ["prose", "code block", "prose"]),
        (f"{PROSE}\n```\n{MORE}", ["prose", "prose"]),
        (f"{PROSE[:-2]}.[2]\n{MORE}\n[2] So the log of the Anna.", ["prose", "prose", "footnote"]),
        (f"{PROSE}\n{MORE}\n[2] So the log of the Anna.", ["prose", "prose", "prose"]),
    ],
)
def test_kinds(text: str, expected: list[str]) -> None:
    assert [
        paragraph.kind for section in as_article(text).sections for paragraph in section.paragraphs
    ] == expected


def test_items_notes_code_and_tables_keep_their_parts() -> None:
    text = (
        f"{PROSE[:-2]}.[2]\n3. ropes\n4. lamps\n| Boat | Year |\n|---|---|\n| Anna | 1961 |\n"
        f"```python\nif x:\n\n    y()\n```\n{MORE}\n[2] So the log."
    )
    _, three, four, table, code, _, note = as_article(text).sections[0].paragraphs
    assert (three.text, three.label, four.label) == ("ropes", "3", "4")
    assert table == Paragraph.table(("Boat", "Year"), (("Anna", "1961"),))
    assert code == Paragraph("if x:\n\n    y()", Kind.CODE, "python")
    assert note == Paragraph("So the log.", Kind.FOOTNOTE, "2")


@given(texts)
def test_no_word_is_lost(text: str) -> None:
    sections = split_sections(text)
    assert said(
        "".join((title or "") + "".join(paragraphs) for title, paragraphs in sections)
    ) == said(text)


@given(texts)
def test_levels_begin_at_the_title_and_follow_the_text(text: str) -> None:
    found = find_headings(split_blocks(read_lines(text)))
    assert list(found) == sorted(found)
    assert all(level >= 1 for level in found.values())
    assert list(found.values()).count(1) <= 1


@pytest.mark.parametrize("style", [single, wrapped, underlined, numbered])
def test_time_grows_with_the_text(style: object) -> None:
    pieces: list[Piece] = [piece for pieces in TEXTS.values() for piece in pieces]
    dialogue = [Piece("“Where?” she said."), Piece("The Boats"), Piece("- ropes")]
    render = STYLES[style.__name__]  # type: ignore[attr-defined]

    def seconds(times: int) -> float:
        text = render((pieces + dialogue) * times)
        started = time.process_time()
        split_sections(text)
        return time.process_time() - started

    seconds(1)
    assert min(seconds(12) for _ in range(3)) < 8 * min(seconds(3) for _ in range(3))


def test_samples_have_their_headings() -> None:
    for name, count in {
        "night-trains": 4,
        "the-bench": 0,
        "harbour-cranes": 9,
        "bienen": 3,
    }.items():
        text = (SAMPLES / f"{name}.txt").read_text("utf-8")
        assert sum(title is not None for title, _ in split_sections(text)) == count


def test_short_lines_cost_no_more_than_long_ones() -> None:
    def seconds(line: str) -> float:
        started = time.process_time()
        split_sections(f"{line}\n\n" * 1500)
        return time.process_time() - started

    assert min(seconds("a:") for _ in range(2)) < 1.5 * min(
        seconds("the salt of " * 12 + "a:") for _ in range(2)
    )


def test_roman_numerals_have_their_value() -> None:
    assert [from_roman(format_number(value, "lowerRoman")) for value in range(1, 400)] == list(
        range(1, 400)
    )
    assert from_roman("iix") == 8
