"""Captions with their times: which lines are shown from when to when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from narrator.language.characters import CONTROLS
from narrator.publish.captions.cutting import Span, Word, cut
from narrator.recording.cues import SentenceCue

# what is shown for less time cannot be read, and a shorter gap is seen as a flicker
_SHORTEST_MILLISECONDS = 800
_SHORTEST_GAP_MILLISECONDS = 500
# what some readers take for the end of a line
_ENDS_OF_LINES = CONTROLS | {0x2028: " ", 0x2029: " "}


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines of text that are shown together.

    Attributes:
        start_milliseconds: When they appear.
        end_milliseconds: When they disappear, at the latest when the next caption appears.
        text: The sentence that they are a part of, on one line.
        lines: Where they are in it; none is empty.
        words: The words that start in them, in order.
    """

    start_milliseconds: int
    end_milliseconds: int
    text: str
    lines: tuple[Span, ...]
    words: Sequence[Word]


def timed_captions(cues: Iterable[SentenceCue]) -> Iterator[Caption]:
    """Yield the captions of a recording; each appears later than the one before it.

    Args:
        cues: The sentences in order, of which no more than two are kept in memory.
    """
    held: Caption | None = None
    for caption in chain.from_iterable(map(_captions, cues)):
        if held is None:
            held = caption
            continue
        if caption.start_milliseconds <= held.start_milliseconds:
            caption = replace(caption, start_milliseconds=held.start_milliseconds + 1)
        yield _shown_until(held, caption.start_milliseconds)
        held = caption
    if held is not None:
        yield _shown_until(held, held.end_milliseconds + _SHORTEST_MILLISECONDS)


def _shown_until(caption: Caption, limit_milliseconds: int) -> Caption:
    """Return a caption that is shown long enough to be read, but no longer than up to a limit."""
    start = caption.start_milliseconds
    end = max(caption.end_milliseconds, start + _SHORTEST_MILLISECONDS)
    if limit_milliseconds - end < _SHORTEST_GAP_MILLISECONDS:
        end = limit_milliseconds
    if end == caption.end_milliseconds:
        return caption
    return Caption(start, end, caption.text, caption.lines, caption.words)


def _captions(cue: SentenceCue) -> list[Caption]:
    """Return the captions of a sentence, each for as long as it is heard."""
    text = cue.text
    if not text.isprintable():
        text = text.translate(_ENDS_OF_LINES)
    words = _words(cue)
    parts = cut(text, words)
    starts = [_start(lines, words) for lines in parts]
    ends = [*starts[1:], words[-1].start_milliseconds]
    captions: list[Caption] = []
    for lines, start, end in zip(parts, starts, ends, strict=False):
        first = bisect_left(words, (lines[0].start,))
        last = bisect_left(words, (lines[-1].end,))
        captions.append(Caption(start, end, text, lines, words[first:last]))
    return captions


def _words(cue: SentenceCue) -> list[Word]:
    """Return the words of a sentence in order, between empty ones at its start and its end."""
    words = [Word(0, 0, round(cue.start_seconds * 1000))]
    for word in cue.words:
        start, end = word.text_start - cue.text_start, word.text_end - cue.text_start
        words.append(Word(start, end, round(word.start_seconds * 1000)))
    length = len(cue.text)
    words.append(Word(length, length, round(cue.end_seconds * 1000)))
    return words


def _start(lines: Sequence[Span], words: Sequence[Word]) -> int:
    """Return when the first word of some lines is heard, in milliseconds.

    Lines without one start between the words around them, in proportion to their place.
    """
    start = lines[0].start
    number = bisect_left(words, (start,))
    word = words[number]
    if number == 0 or word.start < lines[-1].end:
        return word.start_milliseconds
    before = words[number - 1]
    share = (start - before.start) / (word.start - before.start)
    between_milliseconds = word.start_milliseconds - before.start_milliseconds
    return before.start_milliseconds + round(share * between_milliseconds)
