"""Words spelt by espeak-ng: a text into clauses, those into phonemes, which go back to their words.

espeak-ng leaves out marks and gives phonemes for a clause as a whole, because words sound different
beside others. So a text is cut at its marks, which neural voices know too, and the phonemes of a
clause are divided at spaces. Where that makes more or fewer words than were given (numbers, signs,
"in the" in English), the clause is halved until it agrees or is a single word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from narrator.language.characters import has_word
from narrator.speech.neural import SpeltWord

_MARKS = ';:,.!?¡¿—–…"«»“”„()।॥'
_CLOSING = frozenset(";:,.!?…»”)।॥")
# never handed to espeak-ng, which may take them for phonemes or commands
_SILENT = "[]{}<>"
_TOKEN = re.compile(
    rf"""
    \[\[ (?P<phonemes> [^\[\]]*+ ) \]\]
    | (?P<mark> [{re.escape(_MARKS + _SILENT)}] )
    | (?P<word> (?: [^\s{re.escape(_MARKS + _SILENT)}] | (?<=\w) [.,:] (?=\w) )+ )
    """,
    re.X,
)


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How a model writes what espeak-ng spells.

    Attributes:
        phonemize: A clause, in the model's phonemes with spaces between words.
        of_mnemonics: Phonemes in brackets, in the model's.
        of_mark: A mark as the model knows it; empty where it does not.
    """

    phonemize: Callable[[str], str]
    of_mnemonics: Callable[[str], str]
    of_mark: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a mark or phonemes in brackets, and the space after it."""

    kind: str
    text: str
    start: int
    end: int
    space: str

    def spelt(self, phonemes: str) -> SpeltWord:
        """Return it with its phonemes; marks and signs without a letter are no words."""
        length = self.end - self.start if has_word(self.text) else 0
        return SpeltWord(phonemes + self.space, self.start, length)


def spell(text: str, alphabet: Alphabet) -> Iterator[SpeltWord]:
    """Yield the words and marks of a text, spelt."""
    clause: list[_Token] = []
    for token in _tokens(text):
        if token.kind == "word":
            clause.append(token)
            continue
        yield from _spell_clause(clause, alphabet)
        clause.clear()
        of_token = alphabet.of_mark if token.kind == "mark" else alphabet.of_mnemonics
        yield token.spelt(of_token(token.text))
    yield from _spell_clause(clause, alphabet)


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the words, marks and bracketed phonemes of a text."""
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        after = text[match.end() :]
        # French puts a space before some marks, which is no pause
        is_apart = after[:1].isspace() and after.lstrip()[:1] not in _CLOSING
        space = " " if is_apart else ""
        yield _Token(kind, match[kind], match.start(), match.end(), space)


def _spell_clause(words: Sequence[_Token], alphabet: Alphabet) -> Iterator[SpeltWord]:
    """Yield words without marks between them, spelt together as far as they can be told apart."""
    phonemes = alphabet.phonemize(" ".join(word.text for word in words)).split() if words else []
    if len(phonemes) == len(words):
        for word, of_word in zip(words, phonemes, strict=True):
            yield word.spelt(of_word)
        return
    if len(words) == 1:
        yield words[0].spelt(" ".join(phonemes))
        return
    middle = len(words) // 2
    yield from _spell_clause(words[:middle], alphabet)
    yield from _spell_clause(words[middle:], alphabet)
