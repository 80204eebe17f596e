"""Contents of plain texts, and what a free book says of itself."""

from __future__ import annotations

import pytest

from narrator.article import Kind
from narrator.selection import select_sections
from narrator.settings import Selection
from tests.strategies import as_article, said, written

NAMES = ["The Lost Boat", "The Road to the Mill", "Mrs. Arden"]
PROSE = (
    "It was late in the autumn of that year that the miller found his boat gone from\n"
    "the chain, and the chain lying in the water as though somebody had laid it down\n"
    "with care."
)
LISTS = {
    "pages": [
        f"{number:>4}. {name:<30}{page:>4}"
        for number, name, page in zip(["I", "II", "III"], NAMES, "159", strict=True)
    ],
    "head": [
        "CHAPTER" + " " * 30 + "PAGE",
        *(f"  {name:<30}{page:>4}" for name, page in zip(NAMES, "159", strict=True)),
    ],
    "leaders": [f"{name} {'.' * 20} {page}" for name, page in zip(NAMES, "159", strict=True)],
    "names": NAMES,
    "bullets": [f"* {name}" for name in NAMES],
    "indented": [f"    {name}" for name in NAMES],
    "numbers": [f"{number}. {name}" for number, name in enumerate(NAMES, 1)],
    "brackets": [f"({number}) {name}" for number, name in enumerate(NAMES, 1)],
    "page words": [f"{name} – p. {page}" for name, page in zip(NAMES, "159", strict=True)],
    "parts": [
        f"{number}{part}"
        for number, name in enumerate(NAMES, 1)
        for part in (f" {name}", ".1 First", ".2 Second")
    ],
    "words": [
        f"Chapter {number}. {name}" for number, name in zip(["I", "II", "III"], NAMES, strict=True)
    ],
}
CHAPTERS = {
    "names": [f"{name}\n\n{PROSE}" for name in NAMES],
    "labels": [
        f"CHAPTER {number}.\n\n{name}\n\n{PROSE}"
        for number, name in zip(["I", "II", "III"], NAMES, strict=True)
    ],
}


def book(
    entries: list[str], chapters: list[str], between: str = "\n", title: str = "CONTENTS"
) -> str:
    return (
        "\n\n".join(["THE MILL", "BY HENRY ARDEN", title, between.join(entries), *chapters]) + "\n"
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("style", CHAPTERS)
@pytest.mark.parametrize("listed", LISTS)
def test_contents_are_a_section_and_end_at_the_first_chapter(
    listed: str, style: str, between: str
) -> None:
    if listed == "head" and between == "\n\n":
        return  # a line alone that is no entry
    text = book(LISTS[listed], CHAPTERS[style], between)
    article = as_article(text)
    titles = [section.title for section in article.sections]
    where = titles.index("CONTENTS")
    assert len(article.sections[where].paragraphs) == len(LISTS[listed])
    assert [title.split(" – ")[-1] for title in titles[where + 1 :]] == NAMES
    narrated = select_sections(article, Selection(), "en")
    assert said(narrated.text).count(said(NAMES[1])) == 1
    assert written(article) == said(text)


def test_text_behind_contents_that_begins_otherwise_is_not_left_out() -> None:
    text = book(LISTS["pages"], ["A word to the reader", PROSE, *CHAPTERS["names"]])
    narrated = select_sections(as_article(text), Selection(), "en").text
    assert "A word to the reader" in narrated
    assert "29" not in narrated


@pytest.mark.parametrize("mark", ["", "- ", "    ", "• "])
def test_contents_without_a_heading_are_not_said(mark: str) -> None:
    names = [*NAMES, "The Weir"]
    chapters = [f"{name}\n\n{PROSE}" for name in names]
    entries = "\n".join(f"{mark}{name}" for name in names)
    article = as_article("\n\n".join(["THE MILL", "BY HENRY ARDEN", entries, *chapters]))
    assert [section.title for section in article.sections][1:] == ["Contents", *names]
    assert said(select_sections(article, Selection(), "en").text).count(said("The Weir")) == 1
    everything = select_sections(article, Selection(everything=True), "en").text
    assert said(everything).count(said("The Weir")) == 2


def test_a_refrain_is_no_contents() -> None:
    refrain = "The wheel goes round,\nthe water falls,\nthe miller sleeps,\nthe owl still calls,"
    text = "\n\n".join(["The Song", refrain, PROSE, refrain, PROSE.upper(), refrain])
    assert "Contents" not in [section.title for section in as_article(text).sections]


def test_items_that_come_again_in_a_longer_list_are_no_contents() -> None:
    items = ["ropes of hemp", "lamps of brass", "paint for the hull", "salt for the herring"]
    longer = [f"- {item}\n- {other} as well" for item, other in zip(items, "abcd", strict=True)]
    short = [f"- {item}" for item in items]
    text = "\n\n".join(["The Store", PROSE, "\n".join(short), PROSE, "\n".join(longer), PROSE])
    assert "Contents" not in [section.title for section in as_article(text).sections]


def test_contents_may_be_a_chapter_of_prose() -> None:
    text = book([PROSE], CHAPTERS["names"], title="Contents")
    assert PROSE.split("\n")[2] in select_sections(as_article(text), Selection(), "en").text


HEADER = """The Project Gutenberg eBook of The Mill

This eBook is for the use of anyone.

Title: The Mill
        A Tale of the River

Author: Henry Arden

Release date: May 3, 2014 [eBook #12345]
                Most recently updated: June 1, 2021

Language: German

*** START OF THE PROJECT GUTENBERG EBOOK THE MILL ***

"""


def test_a_free_book_says_what_it_is() -> None:
    text = (
        HEADER
        + book(LISTS["names"], CHAPTERS["names"])
        + "\n*** END OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n"
    )
    article = as_article(text)
    details = (article.title, article.author, article.date, article.language)
    assert details == ("The Mill A Tale of the River", "Henry Arden", "May 3, 2014", "de")
    narrated = select_sections(article, Selection(), "en").text
    assert "Henry Arden" not in narrated
    assert said(narrated).count(said(NAMES[0])) == 1


def test_only_a_free_book_is_asked_what_it_is() -> None:
    article = as_article(
        f"Title: The Mill\n\nAuthor: Henry Arden\n\nLanguage: German\n\n{PROSE}\n\n{PROSE}\n"
    )
    assert (article.author, article.language) == ("", "")


def test_of_a_picture_its_words_are_a_caption() -> None:
    article = as_article(
        f'{PROSE}\n\n[Illustration: "Who took\nmy boat?"]\n\n{PROSE}\n\n[Illustration]\n\n{PROSE}\n'
    )
    (section,) = article.sections
    assert [(p.kind, p.text) for p in section.paragraphs if p.kind is not Kind.PROSE] == [
        (Kind.CAPTION, '"Who took my boat?"')
    ]
    assert len(section.paragraphs) == 4
