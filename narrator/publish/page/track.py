"""The track: when what is heard, as numbers for the page's script."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrator.article import Article, Kind, Paragraph
from narrator.publish.markup import Mark
from narrator.recording.cues import SentenceCue

_MILLISECONDS = 1000
# the last character that is one unit of UTF-16, in which scripts count
_LAST_SINGLE_UNIT = "\uffff"


class Track:
    """Puts cues into numbers, for which it knows what a page shows of a text.

    A page shows no spaces and ends of lines between the cells of a table.

    Args:
        article: The article that the cues are of.
    """

    def __init__(self, article: Article) -> None:
        self._sections = article.sections
        # cues come in order, so that the last block is asked for again and again
        self._gaps = lru_cache(maxsize=1)(self._find_gaps)

    def entry(self, mark: Mark) -> str:
        """Return a cue as JSON: ``[id, start, end, [word, …]]``, with times in milliseconds.

        Each word is three numbers: the time since the word before it started, the units of UTF-16
        between both, and its own units.
        """
        cue = mark.cue
        start = round(cue.start_seconds * _MILLISECONDS)
        end = round(cue.end_seconds * _MILLISECONDS)
        shown = _Shown.of(cue, self._gaps(cue.section, cue.block))
        numbers: list[int] = []
        time = start
        place = 0
        for word in cue.words:
            word_time = round(word.start_seconds * _MILLISECONDS)
            word_start = shown.before(word.text_start)
            word_end = shown.before(word.text_end)
            numbers += (word_time - time, word_start - place, word_end - word_start)
            time, place = word_time, word_end
        words = ",".join(map(str, numbers))
        return f'["{mark.id}",{start},{end},[{words}]]'

    def _find_gaps(self, section: int, block: int) -> Sequence[int]:
        """Return the places of a block's characters that are not shown."""
        owner = self._sections[section]
        number = block - len(owner.heading)
        if number < 0 or owner.paragraphs[number].kind is not Kind.TABLE:
            return ()
        return _gaps_of_table(owner.paragraphs[number])


def _gaps_of_table(table: Paragraph) -> list[int]:
    """Return the places of a table's spaces between cells and ends of lines."""
    gaps: list[int] = []
    place = 0
    for row in filter(None, table.rows):
        for cell in [*filter(None, row)] or [""]:
            place += len(cell)
            gaps.append(place)
            place += 1
    return gaps


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of a cue.

    Attributes:
        start: Where it starts in its block.
        gaps: The places of the block's characters that are not shown.
        wide: The places of the cue's characters that take two units of UTF-16.
    """

    start: int
    gaps: Sequence[int]
    wide: Sequence[int]

    @classmethod
    def of(cls, cue: SentenceCue, gaps: Sequence[int]) -> _Shown:
        """Return what is shown of a cue whose block has gaps."""
        wide: list[int] = []
        if not cue.text.isascii():
            places = enumerate(cue.text, start=cue.text_start)
            wide += (place for place, character in places if character > _LAST_SINGLE_UNIT)
        return cls(cue.text_start, gaps, wide)

    def before(self, place: int) -> int:
        """Return the units of UTF-16 that are shown before a place in the block."""
        left_out = bisect_left(self.gaps, place) - bisect_left(self.gaps, self.start)
        doubled = bisect_left(self.wide, place)
        return place - self.start - left_out + doubled
