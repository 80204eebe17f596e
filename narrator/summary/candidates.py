"""The sentences that a summary may be made of: an article's prose without the site's own lines, the marks of its notes and
what it says twice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from narrator.article import Article, Kind, Paragraph
from narrator.language.sentences import split_sentences
from narrator.summary.boilerplate import load_boilerplate
from narrator.summary.words import base

# what a kind of paragraph counts for; all others are never summarised
KIND_WEIGHTS = {Kind.PROSE: 1.0, Kind.QUOTE: 0.5, Kind.ITEM: 0.5}
# "as was shown.[3]", "[12, 13]", "[note 2]", "[a]", "[*]", but not "[T]he" or "list[i].name"
_CITATION = re.compile(
    r"(?<=[\w\s.,;:!?”\"’')\]])\s?\["
    r"(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-z]|[*†‡§]{1,3}|(?:note|nb|fn) \d{1,3}|citation needed)\]"
    r"(?![\w(]|\.\w)",
    re.I,
)
# texts that lost their paragraph ends have "the new season.The orchestra": a small letter, an end, and a word with a capital
_GLUED = re.compile(r"[.!?](?<=[a-z0-9)%,].)[\"”’]?(?=[\"“‘]?[A-Z][A-Za-z]*[ ,’'])")
# fewer letters and digits say nothing
_FEWEST_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as it would be printed.

    ``section`` and ``paragraph`` are counted from 0, ``position`` is the sentence's number in the article from 1 on, with
    all that is left out. ``weight`` is for its kind of paragraph.
    """

    text: str
    section: int
    paragraph: int
    position: int
    weight: float


def find_candidates(article: Article, language: str) -> list[Candidate]:
    """The candidates in their order; where all is boilerplate, all of it."""
    found = list(_sentences(article, language))
    boilerplate = load_boilerplate(base(language))
    kept: list[Candidate] = []
    seen: set[str] = set()
    for candidate in found:
        text = boilerplate.strip(candidate.text)
        key = " ".join(text.lower().split())
        if key not in seen and sum(map(str.isalnum, text)) >= _FEWEST_CHARACTERS:
            seen.add(key)
            kept.append(candidate if text == candidate.text else replace(candidate, text=text))
    return kept or list({candidate.text: candidate for candidate in reversed(found)}.values())[::-1]


def _sentences(article: Article, language: str) -> Iterator[Candidate]:
    position = paragraph_number = 0
    for number, section in enumerate(article.sections):
        for paragraph in section.paragraphs:
            weight = KIND_WEIGHTS.get(paragraph.kind, 0.0)
            for text in _split(paragraph, language) if weight else ():
                position += 1
                yield Candidate(text, number, paragraph_number, position, weight)
            paragraph_number += 1


def _split(paragraph: Paragraph, language: str) -> Iterator[str]:
    text = _CITATION.sub("", paragraph.text) if "[" in paragraph.text else paragraph.text
    cuts = list(_cuts(text))
    at = 0
    for sentence in split_sentences(text, language):
        start, at = at, at + len(sentence)
        edges = (
            [start, *cuts[bisect_right(cuts, start) : bisect_left(cuts, at)], at]
            if cuts
            else [start, at]
        )
        for begin, end in pairwise(edges):
            if part := text[begin:end].strip():
                yield part


def _cuts(text: str) -> Iterator[int]:
    """Where the second of two glued sentences begins, in their order: a straight quote belongs to the one that it opens or
    closes.
    """
    quotes = counted = 0
    for glue in _GLUED.finditer(text):
        quotes += text.count('"', counted, glue.end())
        counted = glue.end()
        yield glue.end() - 1 if glue[0].endswith('"') and quotes % 2 else glue.end()
