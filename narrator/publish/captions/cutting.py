"""Where a sentence is cut into captions, and a caption into lines.

A caption has at most two lines, each as wide as 42 Latin characters. Cuts come after clause marks
where one is near, else at spaces, and between any two characters of scripts without spaces. A
written run that is said as one, such as "$5.2M" or "10 km", stays whole, and so does every word
that is no wider than a line.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from narrator.language.scripts import HAN_AND_KANA, WIDE_SIGNS
from narrator.language.tables import ANY_LANGUAGE, Table, language_table

# Widths count halves of a Latin character. Captions of films have up to 42 Latin characters a line,
# and 16 Chinese ones.
_NARROW, _WIDE = 2, 5
LINE_WIDTH = 42 * _NARROW
_MOST_LINES = 2
_CAPTION_WIDTH = _MOST_LINES * LINE_WIDTH

# How far, in widths, a cut may be from where parts would be equal before one of a better kind is
# taken: a clause mark is looked for within 24 Latin characters.
_AT_PAUSE, _AT_SPACE, _AT_WORD, _INSIDE_WORD = 0, 48, 52, 96
# A word of up to three letters, which may be an article or a preposition, belongs to what follows.
_SHORT_WORD = re.compile(r"(?<!\w)\w{1,3}\Z")
_AFTER_SHORT_WORD = 64

# closing marks after a clause mark
_MOST_CLOSING = 4

# letters and signs that are all as wide as a Latin one: those of most European texts
_ALL_NARROW = re.compile(r"[\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e]*+")
# the second half of a picture: a colour of skin, a letter of a flag
_SECOND_HALF = re.compile("[\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff]")
_JOINER = "\u200d"
# Unicode's categories of what has no width, and of what belongs to the character before it
_WITHOUT_WIDTH = frozenset(("Mn", "Me", "Cf", "Cc"))
_MARKS = frozenset(("Mn", "Mc", "Me", "Cf"))


class Span(NamedTuple):
    """Characters of a text, from ``start`` up to but without ``end``."""

    start: int
    end: int


class Word(NamedTuple):
    """A word of a text, or a written run that is said as one.

    Attributes:
        start: Its first character.
        end: The character after its last.
        start_milliseconds: When it is heard.
    """

    start: int
    end: int
    start_milliseconds: int


class _Place(NamedTuple):
    """A place where a text can be cut; the space there belongs to neither side.

    Attributes:
        end: Where the text before it ends.
        start: Where the text after it starts.
        left: The width of all text before it, without the space.
        right: The same with the space.
        cost: How much worse than after a clause mark a cut is here.
    """

    end: int
    start: int
    left: int
    right: int
    cost: int


def cut(text: str, words: Sequence[Word]) -> list[tuple[Span, ...]]:
    """Return the captions of a text in order, each as its one or two lines.

    Args:
        text: A sentence on one line.
        words: Its words in order.
    """
    whole = _trimmed(text, Span(0, len(text)))
    if whole.start >= whole.end:
        return []
    ruler = _Ruler(text)
    if ruler.width(*whole) <= LINE_WIDTH:
        return [(whole,)]
    places = _find_places(text, whole, words, ruler)
    captions = []
    first = 0
    while first < len(places) - 1:
        last = _end_of_caption(places, first)
        lines = [_trimmed(text, line) for line in _lines(places, first, last)]
        captions.append(tuple(line for line in lines if line.start < line.end))
        first = last
    return [lines for lines in captions if lines]


def _trimmed(text: str, span: Span) -> Span:
    """Return a span of a text without the spaces at its ends."""
    after_spaces = text[span.start : span.end].lstrip()
    start = span.end - len(after_spaces)
    return Span(start, start + len(after_spaces.rstrip()))


class _Ruler:
    """Widths in a text.

    Attributes:
        is_narrow: Whether all of its characters are as wide as a Latin one.
        before: The width of what is before each character, and of the whole.
    """

    def __init__(self, text: str) -> None:
        self.is_narrow = _ALL_NARROW.fullmatch(text) is not None
        self.before: Sequence[int] = range(0, _NARROW * len(text) + 1, _NARROW)
        if not self.is_narrow:
            self.before = list(accumulate(map(_width, text), initial=0))

    def width(self, start: int, end: int) -> int:
        """Return the width of the text between two places."""
        return self.before[end] - self.before[start]

    def farthest(self, start: int) -> int:
        """Return the end of the longest text from ``start`` on that fits in a line."""
        return bisect_right(self.before, self.before[start] + LINE_WIDTH) - 1

    def place(self, end: int, start: int, cost: int) -> _Place:
        """Return a place between two texts."""
        return _Place(end, start, self.before[end], self.before[start], cost)


@lru_cache(maxsize=1 << 14)
def _width(character: str) -> int:
    """Return the width of a character; marks on another one have none."""
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    return _NARROW


@cache
def _signs() -> Table:
    """Return the marks beside which a line may end or not, by what they do."""
    return language_table(ANY_LANGUAGE, "lines")


@cache
def _break_pattern(*, is_narrow: bool) -> re.Pattern[str]:
    """Return the pattern of where a line may end: at spaces, after dashes, between wide letters."""
    marks = {name: re.escape(signs) for name, signs in _signs().items()}
    space = r"(?:[^\S\u00a0\u2007\u202f]|\u200b)"
    places = [
        f"(?<![{marks['spaced_opening']}]){space}++(?![{marks['spaced_closing']}])",
        r"(?<=\w—)(?=\w)",
    ]
    if not is_narrow:
        letter = f"{HAN_AND_KANA}{WIDE_SIGNS}"
        never_first = marks["wide_pauses"] + marks["closing"] + marks["never_first"]
        places.append(f"(?<=[{letter}])(?<![{marks['opening']}])(?=[{letter}])(?![{never_first}])")
    return re.compile("|".join(places))


def _find_places(text: str, whole: Span, words: Sequence[Word], ruler: _Ruler) -> list[_Place]:
    """Return the places where a text can be cut, its start and its end included.

    Between two that follow each other there is no more than a line holds.
    """
    # an engine may take every Chinese character for a word
    starts = {word.start for word in words if word.end - word.start > 1}
    inside = _insides(text, words, ruler)
    places = [ruler.place(whole.start, whole.start, _AT_PAUSE)]
    for match in _break_pattern(is_narrow=ruler.is_narrow).finditer(text, *whole):
        end, start = match.span()
        if end == whole.start or start in inside:
            continue
        place = ruler.place(end, start, _cost(text, end, start, starts))
        if place.left - places[-1].right > LINE_WIDTH:
            places += _places_inside(text, Span(places[-1].start, end), starts, inside, ruler)
        places.append(place)
    places += _places_inside(text, Span(places[-1].start, whole.end), starts, inside, ruler)
    places.append(ruler.place(whole.end, whole.end, _AT_PAUSE))
    return places


def _insides(text: str, words: Iterable[Word], ruler: _Ruler) -> set[int]:
    """Return the places inside words that have spaces and fit in a line: they stay whole."""
    inside: set[int] = set()
    for word in words:
        is_run = " " in text[word.start : word.end]
        if is_run and ruler.width(word.start, word.end) <= LINE_WIDTH:
            inside.update(range(word.start + 1, word.end))
    return inside


def _cost(text: str, end: int, start: int, starts: Collection[int]) -> int:
    """Return the cost of a cut between two texts.

    Args:
        text: The whole text.
        end: Where the first one ends.
        start: Where the second one starts, with or without a space before it.
        starts: Where words start.
    """
    if not text[end - 1].isalnum() and _is_after_pause(text, end):
        return _AT_PAUSE
    if end < start:
        is_after_short = _SHORT_WORD.search(text, max(0, end - 4), end)
        return _AFTER_SHORT_WORD if is_after_short else _AT_SPACE
    if start in starts or text[start] in _signs()["opening"]:
        return _AT_WORD
    return _INSIDE_WORD


def _is_after_pause(text: str, place: int) -> bool:
    """Return whether a clause mark is before a place, with closing marks after it or not."""
    signs = _signs()
    before = text[max(0, place - _MOST_CLOSING) : place].rstrip(signs["closing"])
    return before.endswith((*signs["pauses"], *signs["wide_pauses"]))


def _places_inside(
    text: str, chunk: Span, starts: Collection[int], inside: Collection[int], ruler: _Ruler
) -> Iterator[_Place]:
    """Yield places inside what is too wide for a line and has no place of its own.

    Args:
        text: The whole text.
        chunk: What is too wide.
        starts: Where words start.
        inside: Places in words that stay whole.
        ruler: The widths of the text.
    """
    start = chunk.start
    while ruler.width(start, chunk.end) > LINE_WIDTH:
        start = _cut_inside(text, Span(start, ruler.farthest(start)), starts, inside)
        yield ruler.place(start, start, _INSIDE_WORD)


def _cut_inside(text: str, line: Span, starts: Collection[int], inside: Collection[int]) -> int:
    """Return the end of a line in what is too wide: at a space, else a word or a sign, or anywhere.

    Args:
        text: The whole text.
        line: The longest line that fits.
        starts: Where words start.
        inside: Places in words that stay whole.
    """
    middle = (line.start + line.end) // 2
    places = [place for place in range(line.end, line.start, -1) if place not in inside]
    for place in places:
        if text[place - 1].isspace() or text[place].isspace():
            return place
    for place in places:
        is_after_sign = text[place - 1] in _signs()["inside_words"]
        if place > middle and (is_after_sign or place in starts):
            return place
    for place in places:
        if place > middle and not _is_joined(text, place):
            return place
    return line.end


def _is_joined(text: str, place: int) -> bool:
    """Return whether the character after a place belongs to the one before it."""
    following = text[place]
    is_mark = unicodedata.category(following) in _MARKS
    return is_mark or text[place - 1] == _JOINER or bool(_SECOND_HALF.match(following))


def _end_of_caption(places: Sequence[_Place], first: int) -> int:
    """Return the index of the place where a caption ends that starts at the place ``first``.

    What is left is cut into as few captions as possible, of about the same width.
    """
    last = len(places) - 1
    farthest = first
    for _ in range(_MOST_LINES):
        farthest = _end_of_line(places, farthest)
    if farthest == last:
        return last
    left = places[first].right
    width = places[last].left - left
    middle = left + width / max(math.ceil(width / _CAPTION_WIDTH), 2)

    def cost(index: int) -> float:
        return abs(places[index].left - middle) + places[index].cost

    return min(range(first + 1, farthest + 1), key=cost)


def _end_of_line(places: Sequence[_Place], first: int) -> int:
    """Return the index of the place where the longest line ends that starts at ``first``."""
    limit = places[first].right + LINE_WIDTH
    end = first
    while end + 1 < len(places) and places[end + 1].left <= limit:
        end += 1
    return end


def _lines(places: Sequence[_Place], first: int, last: int) -> tuple[Span, ...]:
    """Return the lines of a caption between two places; two are of about the same width."""
    start, end = places[first], places[last]
    if end.left - start.right <= LINE_WIDTH:
        return (Span(start.start, end.end),)
    sum_of_edges = start.right + end.left

    def cost(place: _Place) -> int:
        return abs(place.left + place.right - sum_of_edges) + place.cost

    fitting = [
        place
        for place in places[first + 1 : last]
        if place.left - start.right <= LINE_WIDTH and end.left - place.right <= LINE_WIDTH
    ]
    between = min(fitting, key=cost)
    return Span(start.start, between.end), Span(between.start, end.end)
