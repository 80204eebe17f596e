"""List what is left for the engine to say that is no plain word, and how espeak-ng says it.

    python -m tests.benchmarks.unspoken FOLDER [--language en] [--voice en-us]
        [--sample 200 --seed 1 --out SAMPLE.tsv]

Every sentence of the folder's texts is put into the form that engines get. Words of it that hold a
figure, a sign, capitals or a character that the engine spells ("letter one E C five") are counted
by kind, each kind with examples and their phonemes. Plain numbers that the engine says as num2words
does are not. ``tests.benchmarks.findings`` says how a sample of them becomes a rate of faults.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import takewhile

from num2words import num2words

from narrator.speech.phonemizer import phonemize
from narrator.verbalize.normalize import to_said
from tests.benchmarks.findings import Finding, Search, add_arguments, read_sentences, report

_FINDER = "unspoken"
_BETWEEN_WORDS = re.compile(r"\s+|[–—]+|(?<=\w)[-‐‑](?=\w)")
_MARKS = ".,;:!?¡¿'\"’‘“”«»„()[]…—–-"
_SIGN = re.compile(rf"[^\w\s{re.escape(_MARKS)}]|_")
_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_](?:['’]?s)?")
_PLURAL = re.compile(r"(?:['’]?s)$")
# unknown letters, in whose names only the word for "letter" is the same
_UNKNOWN_LETTERS = "\u1ebf", "\u2c65"
_AND = re.compile(r"\band\b")
# a word in small letters that is longer than the longest acronyms
_SMALL_WORD = "understanding"
_STRESS = re.compile(r"[ˈˌ\s^]")


class Listener:
    """What a voice of espeak-ng makes of a word.

    Attributes:
        language: The language of the texts (BCP 47).
        voice: The voice's name.
    """

    def __init__(self, language: str, voice: str) -> None:
        self.language = language
        self.voice = voice
        self.phonemes = lru_cache(maxsize=1 << 16)(self._phonemes)
        names = zip(*map(self._heard, _UNKNOWN_LETTERS), strict=False)
        self._letter = "".join(pair[0] for pair in takewhile(_are_same, names))

    def kind_of(self, word: str) -> str:
        """Return why a word is worth a look; empty where it is not."""
        if _INITIALS.fullmatch(word):
            return ""
        checks: tuple[tuple[str, Callable[[str], object]], ...] = (
            ("character spelt", self._is_character_spelt),
            ("character dropped", self._is_character_dropped),
            ("sign", _SIGN.search),
            ("figure", self._is_figure_left),
            ("capitals, spelt", lambda word: _is_capitals(word) and self._is_spelt(word)),
            ("capitals, read", _is_capitals),
            ("capital in a word", lambda word: any(map(_is_inner_capital, word, word[1:]))),
            ("small letters, spelt", lambda word: len(word) > 1 and self._is_spelt(word)),
            ("dot in a word", re.compile(r"\w\.\w").search),
        )
        return next((kind for kind, is_so in checks if is_so(word)), "")

    def _phonemes(self, text: str) -> str:
        if not _is_capitals(text):
            return phonemize(text, self.voice)
        # capitals alone are read as if they were shouted
        return phonemize(f"{text} {_SMALL_WORD}", self.voice).rpartition(" ")[0]

    def _heard(self, text: str) -> str:
        return _STRESS.sub("", self.phonemes(text))

    def _is_character_spelt(self, word: str) -> bool:
        if word.isascii() or not self._letter:
            return False
        return any(self._heard(letter).startswith(self._letter) for letter in word)

    def _is_character_dropped(self, word: str) -> bool:
        letters = [letter for letter in word if not letter.isascii() and letter not in _MARKS]
        return any(not self.phonemes(letter) for letter in letters)

    def _is_figure_left(self, word: str) -> bool:
        if not re.search(r"\d", word) or _ORDINAL.fullmatch(word):
            return False
        if not _PLAIN_NUMBER.fullmatch(word):
            return True
        words = num2words(int(word.replace(",", "")), lang=self.language)
        readings = {self._heard(words), self._heard(_AND.sub("", words))}
        return self._heard(word) not in readings

    def _is_spelt(self, word: str) -> bool:
        letters = _PLURAL.sub("", word) if _is_capitals(word) else word
        return letters.isalpha() and self._heard(letters) in (
            self._heard(" ".join(letters)),
            self._heard(".".join(letters) + "."),
        )


def _are_same(pair: tuple[str, ...]) -> bool:
    return len(set(pair)) == 1


def _is_capitals(word: str) -> bool:
    letters = _PLURAL.sub("", word)
    return len(letters) > 1 and letters.isalpha() and letters.isupper()


def _is_inner_capital(before: str, letter: str) -> bool:
    return before.isalpha() and letter.isupper()


def search(sentences: Iterable[str], listener: Listener) -> Iterator[Finding]:
    """Yield the words of sentences' spoken forms that are worth a look."""
    for sentence in sentences:
        for token in _BETWEEN_WORDS.split(to_said(sentence, listener.language)):
            word = token.strip(_MARKS)
            kind = listener.kind_of(word)
            if kind:
                yield Finding(_FINDER, kind, word, listener.phonemes(word), "", sentence)


def main() -> None:
    """Search, and print what is left to the engine."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    parser.add_argument("--language", default="en", help="of the texts")
    parser.add_argument("--voice", default="en-us", help="of espeak-ng")
    options = parser.parse_args()
    sentences = read_sentences(options.folder, options.language)
    listener = Listener(options.language, options.voice)
    report(Search(len(sentences), list(search(sentences, listener))), options)


if __name__ == "__main__":
    main()
