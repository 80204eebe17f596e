"""A page's characters into words, each with its place and its style.

pdfium puts spaces where it sees them. They are corrected both ways: a word is cut at a wide gap
that is no character, and words are joined where the space between them was taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from narrator.readers.pdf.characters import Extent, Flaw, PageCharacters, TextStyle

# pdfium's sign for a hyphen that ends a line
_LINE_END_HYPHEN = 2
_SPACE = 32
# controls, spaces and what is no character; the hyphen at a line's end is among them
_SEPARATORS = frozenset([*range(_SPACE + 1), *range(0x7F, 0xA1), 0xFFFE, 0xFFFF])
# in ems: a space that is no character. Spaces are 0.2 wide at the least, kerning moves letters by
# less than 0.1
_GAP_EMS = 0.2
# in ems: a space that was taken back, as one of the oldest typesetters does to move letters
_NO_GAP_EMS = 0.04
# of a page's spaces: if more of them have no width, it is the widths that are wrong
_TAKEN_BACK_SHARE = 0.1


class Word(NamedTuple):
    """A word on a page that is turned so that its text runs from left to right.

    A tuple, for there are many. Places are in points, heights grow upward.

    Attributes:
        text: Its characters.
        left: Its left edge.
        right: Its right edge.
        baseline: The height of its baseline.
        size: Its font's size in points.
        is_bold: Whether its font is bold.
        is_monospaced: Whether its font's characters all have one width.
        space_before: Whether a space is before it; a superscript footnote mark has none.
        quarter_turns: The direction it has on the page as it is printed, counter-clockwise.
        flaw: Why it may not be what a reader of the page sees.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool = False
    is_monospaced: bool = False
    space_before: bool = True
    quarter_turns: int = 0
    flaw: Flaw | None = None


def extract_words(text_page: Any) -> list[Word]:
    """Return the words of pdfium's text page in the order of the file."""
    page = PageCharacters(text_page)
    codes = page.codes()
    codes.append(_SPACE)  # ends the last word
    words: list[Word] = []
    start = 0
    for index, code in enumerate(codes):
        if code not in _SEPARATORS:
            continue
        stop = index
        if code == _LINE_END_HYPHEN:
            stop += 1
        if start < stop:
            words += _split_word(page, codes[start:stop], start)
        start = index + 1
    return _join_false_spaces(words)


def _split_word(page: PageCharacters, codes: list[int], start: int) -> Iterator[Word]:
    """Split what pdfium takes for one word where its style changes or it has a wide gap.

    Args:
        page: The page's characters.
        codes: The code points of the word.
        start: The index of its first character on the page.
    """
    indices = range(start, start + len(codes))
    first_style = page.style(start)
    is_of_one_style = len(codes) == 1 or page.style(indices[-1]) is first_style
    extents = page.extents(indices, first_style.quarter_turns)
    gaps = [begin - end for (_, end), (begin, _) in pairwise(extents)]
    if is_of_one_style and max(gaps, default=0.0) <= _GAP_EMS * first_style.size:
        yield _make_word(codes, extents, first_style, True)
        return
    styles = [first_style] * len(codes) if is_of_one_style else list(map(page.style, indices))
    widest_gap = _widest_gap(gaps, first_style.size)
    begin = 0
    space_before = True
    for index, gap in enumerate(gaps, 1):
        is_wide = gap > widest_gap
        is_level = styles[index] is styles[begin] or styles[index].is_level_with(styles[begin])
        if is_level and not is_wide:
            continue
        yield _make_word(codes[begin:index], extents[begin:index], styles[begin], space_before)
        begin = index
        space_before = is_wide
    yield _make_word(codes[begin:], extents[begin:], styles[begin], space_before)


def _widest_gap(gaps: Sequence[float], size: float) -> float:
    """Return the widest gap between letters of one word, which may be letter-spaced, in points."""
    if len(gaps) > 1:
        return _GAP_EMS * size + max(0.0, median(gaps))
    return _GAP_EMS * size + size


def _make_word(
    codes: Sequence[int],
    extents: Sequence[Extent],
    style: TextStyle,
    space_before: bool,
) -> Word:
    text = "".join(map(chr, codes)).replace(chr(_LINE_END_HYPHEN), "-")
    first, last = extents[0], extents[-1]
    if last[0] < first[0]:  # it is read from the right
        first, last = last, first
    return Word(
        text,
        first[0],
        last[1],
        style.baseline,
        style.size,
        style.font.is_bold,
        style.font.is_monospaced,
        space_before,
        style.quarter_turns,
        style.flaw,
    )


def _join_false_spaces(words: list[Word]) -> list[Word]:
    """Join words that follow one another without any gap, unless a page has too many of them."""
    joined = [
        index
        for index, (before, word) in enumerate(pairwise(words), 1)
        if _is_false_space(before, word)
    ]
    if len(joined) <= _TAKEN_BACK_SHARE * len(words):
        for index in joined:
            words[index] = words[index]._replace(space_before=False)
    return words


def _is_false_space(before: Word, word: Word) -> bool:
    """Return whether the space between two words of a line has no width."""
    return (
        word.space_before
        and word.baseline == before.baseline
        and word.size == before.size
        and before.text[-1].isalnum()
        and word.text[0].isalnum()
        and abs(word.left - before.right) < _NO_GAP_EMS * word.size
    )
