"""The first line of a plain text as its title, and the by-line below it."""

from __future__ import annotations

import pytest

from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.headings import opens_with_title
from narrator.readers.plain.source_lines import read_lines
from tests.strategies import as_article, said, written

TEXT = "This is a plain text file with one sentence and then some more of it."
LONG = (
    "It had rained for nine days, and on the tenth the people of the valley took their boats"
    " out of the barns. " * 3
)
WRAPPED = (
    "It had rained for nine days, and on the tenth\nthe people of the valley took their boats out\n"
    "of the barns, one by one."
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Some Title\n\n{TEXT}", "Some Title"),
        (f"The Boats\n{LONG}\n{LONG}", "The Boats"),
        (f"THE BOATMAN\nby E. M. Quist\n\n{LONG}\n\n{LONG}", "THE BOATMAN"),
        (
            f"THE BOATMAN OF THE VALLEY\nby E. M. Quist, Staff Writer\n\n{WRAPPED}\n\n{WRAPPED}",
            "THE BOATMAN OF THE VALLEY",
        ),
        (
            f"Rain and Memory: A Cohort Study\n\nAnna K. Berg1, Bo Lind2\n\n{LONG}\n\n{LONG}",
            "Rain and Memory: A Cohort Study",
        ),
        (
            f"The Boats\n\n“Where are they?” he asked.\n\n“In the barn,” she said.\n\n{LONG}",
            "The Boats",
        ),
        (f"A Day in May\n\nMay 4, 2021\n\n{LONG}", "A Day in May"),
    ],
)
def test_a_first_line_alone_is_the_title(text: str, title: str) -> None:
    article = as_article(text)
    assert article.title == title
    assert article.sections[0].heading == (title,)
    assert written(article) == said(text)


@pytest.mark.parametrize(
    "first",
    [
        "Dear Ann,",
        "Dear Ann",
        "“Where are the boats”",
        "Subject: the boats",
        "May 4, 2021",
        "He had no boat.",
        "and so they went",
        "LORVIA, VALLEY",
        "Click for the boats",
        "- boats",
        "By Ann Quay",
    ],
)
def test_what_is_no_title(first: str) -> None:
    article = as_article(f"{first}\n\n{TEXT}")
    assert article.title == "any"
    assert article.sections[0].heading == ()


@pytest.mark.parametrize(
    ("by_line", "author"),
    [
        ("by E. M. Quist", "E. M. Quist"),
        ("By Ann Quay, Staff Writer", "Ann Quay"),
        ("By Ann Quay and Bo Lind", "Ann Quay and Bo Lind"),
        ("Von Ann Quay | 4. Mai 2021", "Ann Quay"),
        ("Posted by Ann Quay", ""),
    ],
)
def test_a_by_line_below_the_title_names_the_author(by_line: str, author: str) -> None:
    article = as_article(f"The Boats\n\n{by_line}\n\n{LONG}\n\n{LONG}")
    assert article.author == author
    assert article.sections[0].paragraphs[0].text == by_line


def test_a_by_line_elsewhere_names_nobody() -> None:
    assert as_article(f"The Boats\n\n{LONG}\n\nby E. M. Quist\n\n{LONG}").author == ""


@pytest.mark.parametrize(("second", "is_title"), [("Bo: ", False), ("", True)])
def test_the_first_words_of_a_talk_are_no_title(second: str, is_title: bool) -> None:
    text = f"Anna: Are you there with the boat by now\n\n{second}{LONG}\n\nAnna: {LONG}"
    assert opens_with_title(split_blocks(read_lines(text))) == is_title
