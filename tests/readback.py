"""Reading audio files back with PyAV (FFmpeg's libraries) and mutagen, which did not write them."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any, NamedTuple

import av
import mutagen.id3
import mutagen.mp3

# mutagen has no types
ID3: Any = mutagen.id3.ID3
MP3: Any = mutagen.mp3.MP3


class Heard(NamedTuple):
    """A decoded file: mono 16-bit samples, and the chapters as (start, end, title) in seconds."""

    pcm: array[int]
    sample_rate: int
    chapters: list[tuple[float, float, str]]
    metadata: dict[str, str]

    def loudest(self, start_seconds: float, end_seconds: float) -> int:
        """Return the largest sample between two times."""
        start = int(start_seconds * self.sample_rate)
        end = int(end_seconds * self.sample_rate)
        return max(map(abs, self.pcm[start:end]))


def hear(path: Path) -> Heard:
    """Decode a file and read its chapters."""
    pcm = array("h")
    with av.open(str(path)) as container:
        chapters = []
        for chapter in container.chapters():
            unit = chapter["time_base"] or 0
            title = chapter["metadata"].get("title", "")
            chapters.append((float(chapter["start"] * unit), float(chapter["end"] * unit), title))
        stream = container.streams.audio[0]
        to_int16 = av.AudioResampler(format="s16", layout="mono")
        for frame in container.decode(stream):
            for plain in to_int16.resample(frame):
                pcm.frombytes(bytes(plain.planes[0])[: plain.samples * 2])
        return Heard(pcm, stream.rate, chapters, dict(container.metadata))
