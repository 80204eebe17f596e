"""Letters that are set for their looks: large initials, spaced letters and small capitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import quantiles

from narrator.language.frequencies import LISTED, zipf
from narrator.language.tables import language_table
from narrator.readers.pdf.words import Word

# letters; fewer that stand alone are abbreviations or the names of columns
_FEWEST_SPACED = 4
# in ems: the widest gap between spaced letters, and between words of them
_WIDEST_LETTER_GAP = 1.0
_WIDEST_WORD_GAP = 3.0
# letters of a word
_LONGEST_WORD = 24
# of the gap between letters, from which on a gap is one between words
_WORD_GAP = 1.5
# of the size of the capitals before them, that small capitals have
_SMALL_CAPITALS = (0.6, 0.9)
# the Zipf value from which on a word is one that people know
_KNOWN_WORD = 3.0


def join_initial(initial: Word, word: Word) -> list[Word]:
    """Return a large initial and what follows it as one word, or two: "T" and "he", "A" and "ship".

    Both take the place of the second, which is on the line.
    """
    joined = initial.text + word.text
    if is_known_word(joined) or not _is_word_before(initial.text, word.text):
        return [word._replace(text=joined)]
    before = word._replace(text=initial.text, right=word.left)
    return [before, word._replace(space_before=True)]


def is_known_word(text: str) -> bool:
    """Return whether a word is one of any language with a list of words."""
    return any(zipf(_letters(text), language) >= _KNOWN_WORD for language in LISTED)


def _is_word_before(letter: str, text: str) -> bool:
    """Return whether a letter is a word of the same language as what follows it."""
    for language in LISTED:
        words = language_table(language, "profile").get("one_letter_words", ())
        if letter.casefold() in words and zipf(_letters(text), language) >= _KNOWN_WORD:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def join_spaced_letters(words: Sequence[Word]) -> Sequence[Word]:
    """Return a page's words, those of letters set apart made whole: "C H A P T E R   O N E"."""
    if sum(len(word.text) == 1 for word in words) < _FEWEST_SPACED:
        return words
    joined: list[Word] = []
    for line in _lines(words):
        joined += _joined_letters(line) if _is_spaced(line) else line
    return joined


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the words that follow one another at one height."""
    line: list[Word] = []
    for word in words:
        if line and not _follows(line[-1], word):
            yield line
            line = []
        line.append(word)
    yield line


def _follows(before: Word, word: Word) -> bool:
    if before.baseline != word.baseline or before.size != word.size:
        return False
    return 0 <= word.left - before.right <= _WIDEST_WORD_GAP * word.size


def _is_spaced(line: Sequence[Word]) -> bool:
    """Return whether all of a line are single letters, set apart, and no list of the alphabet."""
    if len(line) < _FEWEST_SPACED or any(len(word.text) > 1 for word in line):
        return False
    letters = [word.text for word in line if word.text.isalpha()]
    if len(letters) < _FEWEST_SPACED:
        return False
    is_alphabet = all(ord(after) - ord(before) == 1 for before, after in pairwise(letters))
    return not is_alphabet and _letter_gap(line) <= _WIDEST_LETTER_GAP * line[0].size


def _letter_gap(line: Sequence[Word]) -> float:
    """Return the gap between the letters of a word, in points: a short one of all gaps."""
    gaps = [word.left - before.right for before, word in pairwise(line)]
    return quantiles(gaps, n=4)[0]


def _joined_letters(line: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a line of letters, which are parted by wider gaps.

    It stays as it is where one would be longer than words are, as the rows of a puzzle.
    """
    widest = _WORD_GAP * _letter_gap(line)
    words = [line[0]]
    for letter in line[1:]:
        word = words[-1]
        if letter.left - word.right > widest:
            words.append(letter)
        elif len(word.text) < _LONGEST_WORD:
            words[-1] = word._replace(text=word.text + letter.text, right=letter.right)
        else:
            return line
    return words


def level_small_capitals(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a line, its small capitals in the size of the capitals that they follow.

    Small capitals are often made of larger ones: "I" in 10 points and "NTRODUCTION" in 8.
    """
    size = words[0].size
    if all(word.size == size for word in words):
        return words
    initials = [before for before, word in pairwise(words) if _is_small_rest(before, word)]
    if not initials or not "".join(word.text for word in words).isupper():
        return words
    return [word._replace(size=max(word.size, initials[0].size)) for word in words]


def _is_small_rest(initial: Word, word: Word) -> bool:
    """Return whether a word is the rest, in small capitals, of one that begins with a capital."""
    smallest, largest = _SMALL_CAPITALS
    return (
        not word.space_before
        and smallest * initial.size <= word.size <= largest * initial.size
        and word.baseline == initial.baseline
        and word.text[0].isupper()
        and initial.text[-1].isupper()
    )
