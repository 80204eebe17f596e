"""Caption files in several formats, made in one go, since finding and cutting cues is most work."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from narrator.publish.captions import lrc, srt, vtt
from narrator.publish.captions.timed import Caption, timed_captions
from narrator.recording.cues import Recorded

# of each file, as much is kept in memory while another is written: enough for an hour
_MOST_IN_MEMORY = 1 << 19


@dataclass(frozen=True, slots=True)
class _Format:
    """How a format is written.

    Attributes:
        head: Returns what comes before the captions.
        entry: Returns a caption, given its number from 1 on.
    """

    head: Callable[[Recorded], str]
    entry: Callable[[int, Caption], str]


_FORMATS = {
    "vtt": _Format(vtt.head, vtt.entry),
    "srt": _Format(srt.head, srt.entry),
    "lrc": _Format(lrc.head, lrc.entry),
}


class CaptionFiles:
    """The captions of a recording in some formats.

    Attributes:
        names: The formats.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._formats = {name: _FORMATS[name] for name in self.names}
        self._made: dict[str, SpooledTemporaryFile[bytes]] = {}

    def write(self, name: str, file: BinaryIO, recorded: Recorded) -> None:
        """Write the captions in one of the formats; all are made when the first is written."""
        if name not in self._made:
            self._make(recorded)
        with self._made.pop(name) as made:
            made.seek(0)
            shutil.copyfileobj(made, file)

    def _make(self, recorded: Recorded) -> None:
        """Make the captions in all formats."""
        for name, known in self._formats.items():
            self._made[name] = SpooledTemporaryFile(_MOST_IN_MEMORY)
            self._made[name].write(_encoded(known.head(recorded)))
        for number, caption in enumerate(timed_captions(recorded.cues()), 1):
            for name, known in self._formats.items():
                self._made[name].write(_encoded(known.entry(number, caption)))


def _encoded(text: str) -> bytes:
    """Return a text in UTF-8, with a question mark for half a character."""
    return text.encode("utf-8", "replace")
