"""Candidates: the sentences of an article that may be chosen for a summary.

They are the article's prose without boilerplate, note marks and repeated sentences. Every method
gets the same candidates. No two have the same text, because sumy's summarizers treat sentences with
the same text as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from narrator.article import Article, Kind
from narrator.language.sentences import split_sentences
from narrator.language.tables import all_words
from narrator.summary.boilerplate import load_boilerplate
from narrator.summary.key_points import find_key_points
from narrator.summary.words import language_code

# the kinds of paragraphs whose sentences may be chosen, with a factor for their scores
KIND_WEIGHTS = {Kind.PROSE: 1.0, Kind.QUOTE: 0.5, Kind.ITEM: 0.5}
# the factor for key points: with it they come before all else, whatever their features
KEY_POINT_WEIGHT = 1_000.0
# The end of a sentence with the next one right after it, as in "the new season.The orchestra", in
# texts that have lost the ends of their paragraphs.
_GLUED_END = re.compile(
    r"""
    [.!?] (?<= [a-z0-9)%,] . )            # an end after a small letter, a digit or a bracket
    [\"”’]?                               # a closing quotation mark
    (?= [\"“‘]? [A-Z] [A-Za-z]* [ ,’'] )  # a word with a capital
    """,
    re.VERBOSE,
)
# letters and digits; a sentence with fewer is no candidate
_MIN_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as it would be printed.

    Attributes:
        text: The sentence.
        section: The number of its section in the article, from 0.
        paragraph: The number of its paragraph in the article, from 0.
        position: Its number among all sentences of the article's prose, from 1, those that are no
            candidates included.
        weight: The factor of its kind of paragraph, see ``KIND_WEIGHTS``, or of a key point.
    """

    text: str
    section: int
    paragraph: int
    position: int
    weight: float


def find_candidates(article: Article, language: str) -> list[Candidate]:
    """Return the candidates in their order; all sentences if all of them are boilerplate."""
    sentences = list(_prose_sentences(article, language))
    boilerplate = load_boilerplate(language_code(language))
    candidates: list[Candidate] = []
    seen: set[str] = set()
    for sentence in sentences:
        text = boilerplate.strip(sentence.text)
        key = " ".join(text.lower().split())
        if key in seen or sum(map(str.isalnum, text)) < _MIN_CHARACTERS:
            continue
        seen.add(key)
        candidates.append(replace(sentence, text=text))
    return candidates or _unique(sentences)


def _unique(sentences: Sequence[Candidate]) -> list[Candidate]:
    """Return the first sentence of each text, in order."""
    by_text: dict[str, Candidate] = {}
    for sentence in sentences:
        by_text.setdefault(sentence.text, sentence)
    return list(by_text.values())


def _prose_sentences(article: Article, language: str) -> Iterator[Candidate]:
    """Yield all sentences of the paragraphs that are summarised."""
    key_points = find_key_points(article)
    position = 0
    paragraph_number = -1
    for section_number, section in enumerate(article.sections):
        for paragraph in section.paragraphs:
            paragraph_number += 1
            weight = KIND_WEIGHTS.get(paragraph.kind)
            if weight is None:
                continue
            if paragraph_number in key_points:
                weight = KEY_POINT_WEIGHT
            for text in _split(_without_note_marks(paragraph.text), language):
                position += 1
                yield Candidate(text, section_number, paragraph_number, position, weight)


def _without_note_marks(text: str) -> str:
    """Return a text without marks such as "[3]" that refer to notes."""
    if "[" not in text:
        return text
    return _note_mark().sub("", text)


@cache
def _note_mark() -> re.Pattern[str]:
    """Return the pattern of the mark of a note, but not of "[T]he" or "list[i].name"."""
    note_names = "|".join(all_words("boilerplate", "note_names"))
    editorial_marks = "|".join(map(re.escape, all_words("boilerplate", "editorial_marks")))
    number = r"\d{1,3}"
    labels = (
        rf"{number}(?:\s?[,–-]\s?{number})*",  # [3], [12, 13]
        "[a-z]",
        "[*†‡§]{1,3}",
        f"(?:{note_names}) {number}",  # [note 2]
        editorial_marks,
    )
    return re.compile(
        r"(?<=[\w\s.,;:!?”\"’')\]])\s?"  # after text
        rf"\[(?:{'|'.join(labels)})\]"
        r"(?![\w(]|\.\w)",  # and not in a word or in code
        re.IGNORECASE,
    )


def _split(text: str, language: str) -> Iterator[str]:
    """Yield the sentences of a paragraph's text, glued ones apart."""
    cuts = list(_glue_cuts(text))
    end = 0
    for sentence in split_sentences(text, language):
        start = end
        end = start + len(sentence)
        inner_cuts = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        for part_start, part_end in pairwise([start, *inner_cuts, end]):
            part = text[part_start:part_end].strip()
            if part:
                yield part


def _glue_cuts(text: str) -> Iterator[int]:
    """Yield the indices where the second of two glued sentences begins, in order.

    A straight quotation mark between them belongs to the sentence that it opens or closes, which
    the number of such marks so far tells.
    """
    quotes = 0
    counted = 0
    for glued in _GLUED_END.finditer(text):
        quotes += text.count('"', counted, glued.end())
        counted = glued.end()
        if glued[0].endswith('"') and quotes % 2 == 1:
            yield glued.end() - 1
        else:
            yield glued.end()
