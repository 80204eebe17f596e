"""WebVTT, which browsers and podcast players read: captions with the times of their words.

Source: W3C, "WebVTT: The Web Video Text Tracks Format".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from narrator.language.characters import one_line
from narrator.publish.captions.cutting import Span, Word
from narrator.publish.captions.notation import clock_time
from narrator.publish.captions.timed import Caption
from narrator.recording.cues import Recorded

_MARKUP = re.compile("[&<>]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# marks that belong to the word after them
_OPENING = "“„‘‚«‹\"'([¿¡"


def head(recorded: Recorded) -> str:
    """Return what comes before the captions of a recording."""
    lines = ["WEBVTT", "", "NOTE", f"Title: {_escaped(one_line(recorded.article.title))}"]
    if recorded.article.language:
        lines.append(f"Language: {_escaped(one_line(recorded.article.language))}")
    return "\n".join([*lines, ""])


def entry(_number: int, caption: Caption) -> str:
    """Return a caption as a cue, with an empty line before it."""
    start = _time(caption.start_milliseconds)
    end = _time(caption.end_milliseconds)
    words = list(_stamped_words(caption))
    lines = [_line(caption.text, line, words) for line in caption.lines]
    return "\n".join(["", f"{start} --> {end}", *lines, ""])


def _stamped_words(caption: Caption) -> Iterator[Word]:
    """Yield the words of a caption that start while it is shown, each later than the last.

    The first one starts with the caption and needs no time of its own.
    """
    latest = caption.start_milliseconds
    for word in caption.words:
        if latest < word.start_milliseconds < caption.end_milliseconds:
            yield word
            latest = word.start_milliseconds


def _line(text: str, line: Span, words: Iterable[Word]) -> str:
    """Return a line with the times of its words."""
    pieces: list[str] = []
    position = line.start
    for word in words:
        if position <= word.start < line.end:
            before = text[position : word.start].rstrip(_OPENING)
            pieces.append(_escaped(before))
            pieces.append(f"<{_time(word.start_milliseconds)}>")
            position += len(before)
    pieces.append(_escaped(text[position : line.end]))
    return "".join(pieces)


def _escaped(text: str) -> str:
    """Return a text without markup; most of the very many have none."""
    return text.translate(_ESCAPES) if _MARKUP.search(text) else text


def _time(milliseconds: int) -> str:
    return clock_time(milliseconds, ".")
