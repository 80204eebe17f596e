"""Subtitles (SubRip and WebVTT) as the running text that is spoken in them.

Counts, times, positions and styles go; sentences that run over several subtitles are joined. A
pause begins a new paragraph, and so does another speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from narrator.article import Article
from narrator.readers.builder import ArticleBuilder
from narrator.readers.encoding import decode

# the line of times of a subtitle; hours may be missing in WebVTT
_TIMES = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*"
    r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\b.*"
)
# marks of style, positions in braces, and descriptions of sounds alone on a line
_MARKS = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}")
_SOUND = re.compile(r"[\[(][^\[\]()\n]{1,100}[\])]|[♪♫\s]+")
_SPEAKER = re.compile(r"^[-–—]\s+")
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*\Z")
# seconds without a subtitle after which a paragraph begins
_PAUSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class _Subtitle:
    """Lines that are shown together.

    Attributes:
        start: When they are shown first, in seconds.
        end: Until when, in seconds.
        lines: The lines, without marks.
    """

    start: float
    end: float
    lines: tuple[str, ...]


def is_subtitles(text: str) -> bool:
    """Return whether the beginning of a text is that of subtitles."""
    lines = text.lstrip("\ufeff\n ").split("\n", 3)
    if lines[0].startswith("WEBVTT"):
        return True
    return len(lines) > 2 and lines[0].strip().isdigit() and bool(_TIMES.fullmatch(lines[1]))


def read_subtitles(data: bytes, source: str) -> Article:
    """Return the article of a file of subtitles.

    Raises:
        SourceError: It is no text.
    """
    builder = ArticleBuilder()
    for paragraph in _paragraphs(_subtitles(decode(data, source))):
        builder.add(paragraph)
    return builder.article(source)


def _subtitles(text: str) -> Iterator[_Subtitle]:
    """Yield the subtitles in order; blocks without times, such as styles, are left out."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n[ \t]*\n", normal):
        lines = block.strip("\n").split("\n")
        for place, line in enumerate(lines[:2]):
            times = _TIMES.fullmatch(line)
            if times:
                groups = [int(group or 0) for group in times.groups()]
                shown = tuple(filter(None, map(_plain, lines[place + 1 :])))
                yield _Subtitle(_seconds(groups[:4]), _seconds(groups[4:]), shown)
                break


def _seconds(parts: list[int]) -> float:
    hours, minutes, seconds, milliseconds = parts
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000


def _plain(line: str) -> str:
    """Return a line without marks; empty where it only describes a sound."""
    line = unescape(_MARKS.sub("", line)).strip()
    return "" if _SOUND.fullmatch(line) else line


def _paragraphs(subtitles: Iterator[_Subtitle]) -> Iterator[str]:
    lines: list[str] = []
    last_end = 0.0
    last_line = ""
    for subtitle in subtitles:
        is_pause = subtitle.start - last_end > _PAUSE_SECONDS
        if lines and is_pause and _SENTENCE_END.search(lines[-1]):
            yield " ".join(lines)
            lines = []
        for line in subtitle.lines:
            if line == last_line:  # live captions show a line again while it moves up
                continue
            last_line = line
            if _SPEAKER.match(line) and lines:
                yield " ".join(lines)
                lines = []
            lines.append(_SPEAKER.sub("", line, count=1))
        last_end = subtitle.end
    yield " ".join(lines)
