"""What is measured of a sentence, in numbers between 0 and about 1, for the directed ranker to weigh.

Every feature is linear in the text: similarities are to sums of vectors, never from sentence to sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import load_toml

Row = dict[str, float]
Vector = dict[str, float]

_ENDS = tuple(".!?…。！？؟।")
_QUESTIONS = tuple("?？؟")
_CLOSERS = "\"'”’»)] "
_QUOTE_MARKS = re.compile(r"[\"“”„«»「」]|(?<!\w)['‘]")
_IN_BRACKETS = re.compile(r"\((?:\w+ )?([\w-]+)\)")
_OPENING_QUOTES = tuple("\"“‘'„«‹「『")
# a sentence of fewer words seldom says a whole thing, and one of more wears the listener out
_SHORT, _LONG = 10, 25
# by how many sentences the weight of the beginning has fallen to a half: 1 / 0.3
_NEAR = 0.3
# words added to every sentence, so that short ones do not win by being short
_LENGTH_OFFSET = 5
# so many names, and such a share of first and second persons, are all that a sentence can hold
_MANY_NAMES, _MANY_PERSONS = 6, 0.1


@dataclass(frozen=True, slots=True)
class Openings:
    """A language's words from ``data/openings.toml``."""

    pronoun: frozenset[str] = frozenset()
    connective: frozenset[str] = frozenset()
    person: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    picture: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stemmed:
    """A sentence, its words as they stand, and how often it has which content stems, in the order of the text."""

    text: str
    words: tuple[str, ...]
    stems: Mapping[str, int]


@lru_cache(maxsize=4)
def load_openings(code: str) -> Openings:
    """The openings of a language's code; empty where the table has none."""
    tables = load_toml("narrator.summary", "data/openings.toml")
    table = tables.get(code, {})
    return Openings(*(frozenset(table.get(name, "").split()) for name in Openings.__slots__))


def measure(
    sentences: Sequence[Stemmed],
    title: frozenset[str],
    openings: Openings,
    frequency: Mapping[str, int] | None = None,
) -> list[Row]:
    """The features of a text's or a chapter's sentences, by name.

    ``title`` are the stems of its headings. ``frequency`` says how many sentences have a stem, in the whole text where the
    sentences are only a part of it. Those features that compare sentences are shares of the highest one's.
    """
    forward, backward = directed(_vectors(sentences))
    frequency = frequency or count_holders(sentences)
    compared = {
        "central": [_centrality(sentence.stems, frequency) for sentence in sentences],
        "forward": forward,
        "backward": backward,
    }
    rows = [_form(sentence, openings) | _place(number) for number, sentence in enumerate(sentences)]
    for name, values in compared.items():
        highest = max(values, default=0.0) or 1.0
        for row, value in zip(rows, values, strict=True):
            row[name] = value / highest
    for row, sentence in zip(rows, sentences, strict=True):
        row["title"] = len(title.intersection(sentence.stems)) / (len(title) or 1)
    return rows


def count_holders(sentences: Sequence[Stemmed]) -> Counter[str]:
    """How many of the sentences have a stem."""
    return Counter(stem for sentence in sentences for stem in sentence.stems)


def directed(vectors: Sequence[Vector]) -> tuple[list[float], list[float]]:
    """How similar each is to all later ones together, and to all earlier ones, by running sums.

    What later sentences take up was the text's subject; what only repeats earlier ones is not (Mihalcea, "Graph-based
    ranking algorithms for sentence extraction", ACL 2004, for the direction; sums instead of a graph make it linear).
    """
    return _running(vectors[::-1])[::-1], _running(vectors)


def _running(vectors: Sequence[Vector]) -> list[float]:
    total: dict[str, float] = {}
    get = total.get
    found = []
    for vector in vectors:
        found.append(sum([weight * get(stem, 0.0) for stem, weight in vector.items()]))
        for stem, weight in vector.items():
            total[stem] = get(stem, 0.0) + weight
    return found


def _vectors(sentences: Sequence[Stemmed]) -> list[Vector]:
    """The stems of a sentence as a vector of length one.

    Without weights for rare stems (IDF): within a single text these stand for what is beside its subject, and with them
    the ranker lost 0.2 points of ROUGE-1 on held-out news.
    """
    return [
        dict.fromkeys(sentence.stems, 1 / math.sqrt(len(sentence.stems) or 1))
        for sentence in sentences
    ]


def _centrality(stems: Mapping[str, int], frequency: Mapping[str, int]) -> float:
    """In how many other sentences its stems stand, on average."""
    return sum([frequency[stem] - 1 for stem in stems]) / (sum(stems.values()) + _LENGTH_OFFSET)


def _place(number: int) -> Row:
    return {
        "near": 1 / (1 + _NEAR * number),
        "first": float(number == 0),
        "second": float(number == 1),
        "third": float(number == 2),
    }


def _form(sentence: Stemmed, openings: Openings) -> Row:
    text, words = sentence.text, sentence.words
    count = len(words) or 1
    lowered = [word.lower() for word in words]
    first = lowered[0] if lowered else ""
    plain = text.rstrip(_CLOSERS)
    persons = sum([word in openings.person for word in lowered])
    return {
        "short": max(0.0, 1 - count / _SHORT),
        "long": min(1.0, max(0, count - _LONG) / _LONG),
        "person": min(1.0, persons / count / _MANY_PERSONS),
        "names": min(1.0, len({word for word in words[1:] if word[0].isupper()}) / _MANY_NAMES),
        "number": float(any(word[0].isdigit() for word in words)),
        "quote": float(_QUOTE_MARKS.search(text) is not None),
        "opens quote": float(
            text.startswith(_OPENING_QUOTES) and openings.reporting.isdisjoint(lowered)
        ),
        "question": float(plain.endswith(_QUESTIONS)),
        "open end": float(not plain.endswith(_ENDS)),
        "lower": float(text[:1].islower()),
        "pronoun": float(first in openings.pronoun),
        "connective": float(first in openings.connective),
        "picture": float(_shows(text, first, openings.picture)),
    }


def _shows(text: str, first: str, picture: frozenset[str]) -> bool:
    """Whether it speaks of a picture: "Pictured at home: Anna Berg", "Anna Berg (left) and a friend"."""
    return first in picture or (
        "(" in text and any(word.lower() in picture for word in _IN_BRACKETS.findall(text))
    )
