"""Two readings of a sentence, compared place by place, without differences that do no harm.

A place is a run of written words that at least one of the readings says otherwise than they are
written. The readings of a place are the same where their words are, or their phonemes: "21 %",
"twenty-one percent", "twenty one per cent".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby, pairwise

from num2words import num2words

from narrator.speech.phonemizer import phonemize

_VOICE = "en-us"
_PART = re.compile(r"[^\s\-‐‑–—/_]+")
_EDGE_MARKS = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a sentence and what two readings say there."""

    written: str
    ours: str
    theirs: str


def differing_places(sentence: str, ours: str, theirs: str) -> Iterator[Place]:
    """Yield the places of a sentence that two readings say in different ways.

    Neighbouring places are one: what a date's words are for a month's may be a day's elsewhere.
    """
    tokens = sentence.split()
    our_reading = _Reading.of(tokens, ours)
    their_reading = _Reading.of(tokens, theirs)

    def place(start: int, end: int) -> Place:
        written = " ".join(tokens[start:end])
        said = our_reading.said_between(start, end), their_reading.said_between(start, end)
        return Place(written, *said)

    starts = (our_reading.starts & their_reading.starts) | {0, len(tokens)}
    spans = pairwise(sorted(starts))
    for alike, neighbours in groupby(spans, key=lambda span: are_alike(place(*span))):
        if alike:
            continue
        run = list(neighbours)
        together = place(run[0][0], run[-1][1])
        if not are_alike(together):
            yield together


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reading, cut where it and the written words agree.

    Attributes:
        starts: The numbers of the written words at which a new place may begin.
        words: What is said for each written word; what stands for several is said for the first.
    """

    starts: set[int]
    words: Sequence[list[str]]

    @classmethod
    def of(cls, tokens: Sequence[str], reading: str) -> _Reading:
        """Return a reading of written words."""
        written = list(_parts(tokens))
        spoken = list(_parts([reading]))
        written_keys = [part.key for part in written]
        spoken_keys = [part.key for part in spoken]
        starts = set(range(len(tokens)))
        words: list[list[str]] = [[] for _ in tokens]
        matcher = SequenceMatcher(None, written_keys, spoken_keys, autojunk=False)
        for kind, first, last, spoken_first, spoken_last in matcher.get_opcodes():
            said = [part.text for part in spoken[spoken_first:spoken_last]]
            if kind == "equal":
                for part, word in zip(written[first:last], said, strict=True):
                    words[part.token].append(word)
                continue
            if kind == "insert":
                # it belongs to the words on both sides
                first, last = first - 1, first + 1
            first_token = _token(written, first)
            words[first_token] += said
            starts -= set(range(first_token + 1, _token(written, last - 1) + 1))
        return cls(starts, words)

    def said_between(self, start: int, end: int) -> str:
        """Return what is said for some written words."""
        return " ".join(word for words in self.words[start:end] for word in words)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a word between hyphens, without marks around it.

    Attributes:
        text: As it stands.
        token: The number of the word.
    """

    text: str
    token: int

    @property
    def key(self) -> str:
        """By what equal parts are found."""
        return self.text.casefold().replace("’", "'")


def _parts(tokens: Sequence[str]) -> Iterator[_Part]:
    for number, token in enumerate(tokens):
        for part in _PART.findall(token):
            text = _EDGE_MARKS.sub("", part)
            if text:
                yield _Part(text, number)


def _token(parts: Sequence[_Part], number: int) -> int:
    """Return the number of the word that a part belongs to, or of the nearest one."""
    if not parts:
        return 0
    nearest = min(max(number, 0), len(parts) - 1)
    return parts[nearest].token


def are_alike(place: Place) -> bool:
    """Return whether the two readings of a place are the same words or sound the same."""
    if comparable(place.ours) == comparable(place.theirs):
        return True
    return _sound(place.ours) == _sound(place.theirs)


_MONTHS = {
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
}
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_NUMBER = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\d{1,15}")
_YEAR = re.compile(r"\btwo thousand (?:and )?(?=ten|eleven|twelve|\w+teen|twenty|thirty)")
# between letters that are spelt one by one
_SPELT = re.compile(r"(?<=\b\w) (?=\w\b)")
_NO_WORD = re.compile(r"[^\w\s]|_")
# said or left out, in one way or another, without harm
_OTHER_WORDS = {
    "zero": "oh",
    "o": "oh",
    "negative": "minus",
    "pound": "hash",
    "number": "hash",
    "hashtag": "hash",
    "equal": "equals",
    "sign": "",
    "and": "",
    "dot": "",
    "point": "",
    "slash": "",
    "dash": "",
    "hyphen": "",
    "underscore": "",
}
_OF_DATES = frozenset({"the", "of", "on"})


def comparable(words: str) -> str:
    """Return a reading's words, with one spelling for what may be said in several ways."""
    text = words.casefold().replace("’", "'")
    text = _ORDINAL.sub(lambda match: num2words(int(match[1]), to="ordinal"), text)
    text = _NUMBER.sub(lambda match: f" {num2words(int(match[0].replace(',', '')))} ", text)
    text = _NO_WORD.sub(" ", text.replace("'", ""))
    text = _YEAR.sub("twenty ", text)
    kept = [_OTHER_WORDS.get(word, word) for word in text.split()]
    if not _MONTHS.isdisjoint(kept):
        kept = sorted(word for word in kept if word not in _OF_DATES)
    return _SPELT.sub("", " ".join(filter(None, kept)))


# stress, length and pauses, and what weak syllables and an accent make of a sound
_UNHEARD = re.compile(r"[ˈˌː\s\u0361\u200d|_^.,]")
_ALIKE = (("ɚ", "əɹ"), ("ɝ", "əɹ"), ("ɜɹ", "əɹ"), ("ɜ", "əɹ"), ("ɾ", "t"), ("ʔ", "t"), ("oɹ", "ɔɹ"))
_WEAK = re.compile("[ɪᵻɐ]")


@lru_cache(maxsize=1 << 16)
def _sound(words: str) -> str:
    phonemes = _UNHEARD.sub("", phonemize(words, _VOICE))
    for sound, heard in _ALIKE:
        phonemes = phonemes.replace(sound, heard)
    return _WEAK.sub("ə", phonemes)
