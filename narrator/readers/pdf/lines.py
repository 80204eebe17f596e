"""Words into lines: text runs, as the file has them, and rows, as the page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from narrator.article import Skipped
from narrator.readers.pdf.lettering import join_initial, join_spaced_letters, level_small_capitals
from narrator.readers.pdf.words import Word

# in ems. Justified lines have wider spaces; their parts are put together again when no gutter is
# found between them
_WIDEST_SPACE_EMS = 1.0
# in ems: kerning moves a word back over the one before by less
_OVERLAP_EMS = 0.3
# in ems: superscript marks are up to half an em above their line, the next line at least 0.9 below
_SAME_LINE_EMS = 0.5
# a first letter this many times as large as the word after it is an ornament
_DROP_CAP_SIZE = 1.8
# in ems of the letter, to the word: letters of all widths may have the same room
_DROP_CAP_GAP = 0.7
_CLOSING_PUNCTUATION = ".,;:!?)]»”’"
# in ems; a space is 0.2 at the least
_TIGHT_EMS = 0.12


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one baseline, from left to right.

    Attributes:
        words: The words.
        left: The left edge in points.
        right: The right edge in points.
        baseline: The height, in points, of most characters.
        size: The size, in points, that most characters have.
        is_bold: Whether all of it is bold.
        is_monospaced: Whether all of it is in fonts of one width.
    """

    words: tuple[Word, ...]
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool
    is_monospaced: bool

    @property
    def text(self) -> str:
        """The words with the spaces between them, unrepaired."""
        parts: list[str] = []
        for word in self.words:
            if word.space_before:
                parts.append(" ")
            parts.append(word.text)
        return "".join(parts).strip()

    @property
    def character_count(self) -> int:
        """How many characters its words have."""
        return sum(len(word.text) for word in self.words)


def make_line(words: Sequence[Word]) -> TextLine:
    """Return the line of one word or more, given from left to right."""
    words = level_small_capitals(words)
    size, baseline = _usual_size_and_baseline(words)
    return TextLine(
        tuple(words),
        min(word.left for word in words),
        max(word.right for word in words),
        baseline,
        size,
        all(word.is_bold for word in words),
        all(word.is_monospaced for word in words),
    )


def _usual_size_and_baseline(words: Sequence[Word]) -> tuple[float, float]:
    """Return the size and the baseline of most characters."""
    characters = Counter[tuple[float, float]]()
    for word in words:
        characters[word.size, word.baseline] += len(word.text)
    return max(characters, key=characters.__getitem__)


def left_edge(lines: Iterable[TextLine]) -> float:
    """Return the left edge of the leftmost of some lines, in points."""
    return min(line.left for line in lines)


def right_edge(lines: Iterable[TextLine]) -> float:
    """Return the right edge of the rightmost of some lines, in points."""
    return max(line.right for line in lines)


def raw_text(lines: Iterable[TextLine]) -> str:
    """Return the text of lines with spaces between them, neither repaired nor dehyphenated."""
    return " ".join(line.text for line in lines)


def text_runs(words: Sequence[Word]) -> list[TextLine]:
    """Return the text runs: words that follow one another both in the file and on the page."""
    runs: list[list[Word]] = []
    for word in join_spaced_letters(words):
        run = runs[-1] if runs else []
        if run and _is_drop_cap(run, word):
            run[:] = join_initial(run[0], word)
        elif run and _continues(run[-1], word):
            run.append(_close_up(run[-1], word))
        else:
            runs.append([word])
    return list(map(make_line, runs))


def _is_drop_cap(run: Sequence[Word], word: Word) -> bool:
    """Return whether a run is the ornamental first letter of a word, large and lower than it."""
    cap = run[0]
    if len(run) > 1 or len(cap.text) > 1 or not cap.text.isupper():
        return False
    is_large = cap.size > _DROP_CAP_SIZE * word.size
    is_lower = cap.baseline < word.baseline < cap.baseline + cap.size
    is_near = -word.size <= word.left - cap.right <= max(word.size, _DROP_CAP_GAP * cap.size)
    return is_large and is_lower and is_near and word.text[0].isalpha()


def _continues(before: Word, word: Word) -> bool:
    """Return whether a word is beside the one before it in the file."""
    size = max(before.size, word.size)
    if abs(before.baseline - word.baseline) > _SAME_LINE_EMS * size:
        return False
    if not word.space_before:
        return True
    gap = word.left - before.right
    return -_OVERLAP_EMS * size <= gap <= _WIDEST_SPACE_EMS * size


def _close_up(before: Word, word: Word) -> Word:
    """Return a word without the space that pdfium sees between a superscript and punctuation."""
    is_tight = word.left - before.right < _TIGHT_EMS * word.size
    if is_tight and word.text[0] in _CLOSING_PUNCTUATION:
        return word._replace(space_before=False)
    return word


def group_rows(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """Group lines of one height, from the top down, each row from left to right."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=_from_the_top):
        if rows and _is_level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=attrgetter("left"))
    return rows


def _is_level(above: TextLine, line: TextLine) -> bool:
    distance = above.baseline - line.baseline
    return distance < _SAME_LINE_EMS * min(line.size, above.size)


def _from_the_top(line: TextLine) -> tuple[float, float]:
    return -line.baseline, line.left


@dataclass(frozen=True, slots=True)
class PageBody:
    """Pages and what was left out of them.

    Attributes:
        pages: The lines of each page that are kept.
        skipped: What was left out, counted.
    """

    pages: list[list[TextLine]]
    skipped: list[Skipped]


def without_lines(page: Iterable[TextLine], ids: Collection[int]) -> list[TextLine]:
    """Return the lines of a page but for those whose identities (``id``) are given.

    Identities, because a page may have two lines that are equal.
    """
    return [line for line in page if id(line) not in ids]
