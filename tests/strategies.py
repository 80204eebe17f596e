"""Texts as they come, and worse, for the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from narrator.article import Article
from narrator.readers.plain import read_text

_WORDS = [
    "the",
    "rain",
    "fell",
    "on",
    "every",
    "harbour",
    "while",
    "seven",
    "boats",
    "came",
    "home",
    "late",
]

# raised figures after a word are marks of notes, which are left out on purpose; the letter among
# them is an apostrophe, which alone says nothing
SILENT_MARKS = "¹²³⁰⁴⁵⁶⁷⁸⁹ʼ"
printable = st.characters(
    codec="utf-8",
    exclude_categories=["Cc"],
    exclude_characters=SILENT_MARKS,
    include_characters="\t\n\r",
)
words = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters=SILENT_MARKS),
    min_size=1,
    max_size=12,
)
lines = st.lists(words, max_size=30).map(" ".join)
sentences = st.lists(st.sampled_from(_WORDS), min_size=3)
prose = st.lists(
    sentences.map(lambda s: " ".join(s).capitalize() + "."), min_size=1, max_size=6
).map(" ".join)
headings = st.sampled_from(
    ["The Long Way Home", "Rain at Last", "Seven Boats", "What the Harbour Saw"]
)
articles = st.lists(prose | headings, min_size=1, max_size=12).map("\n".join)
texts = st.lists(lines | prose | headings, max_size=12).map("\n".join) | st.text(
    printable, max_size=200
)


def as_article(text: str) -> Article:
    """Return what the reader of plain text makes of a text."""
    return read_text(text.encode(), "any.txt")


def said(text: str) -> str:
    """Return all that can be said of a text, for comparison: its letters and digits."""
    return "".join(filter(str.isalnum, text))


def written(article: Article) -> str:
    """All letters and digits of an article, labels among them, in the order of the source."""
    blocks: list[str] = []
    for section in article.sections:
        blocks += section.heading
        blocks += [paragraph.label + paragraph.text for paragraph in section.paragraphs]
    return said("".join(blocks))
