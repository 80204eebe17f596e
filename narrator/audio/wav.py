"""WAV: the PCM itself, with cue points and labels for chapters, and RF64 where 4 GiB are too little.

All that describes the sound stands before it, so the file is written in one go. RIFF's texts say nothing of their encoding;
they are UTF-8 here, as FFmpeg and most players take them.

Sources: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF, cue, adtl, INFO); EBU Tech
3306 (RF64).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from narrator.audio import languages
from narrator.audio.formats import Chapter, Encoded, Tags
from narrator.audio.sound import SAMPLE_BYTES, Sound, fit
from narrator.errors import UsageError

_U32_MAX = 0xFFFFFFFF
_DS64_BYTES = 28
_PCM, _MONO = 1, 1


class Wav:
    """The format ``wav``: 16-bit PCM."""

    bitrate_kbps = None
    attenuation_db = 0.0
    version = "PCM"

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        if bitrate_kbps is not None:
            raise UsageError("WAV is not compressed and takes no bitrate")

    def warm_up(self) -> None:
        """There is no encoder."""

    def check(self, tags: Tags, titles: Sequence[str]) -> None:  # noqa: ARG002
        if tags.cover:
            raise UsageError("WAV has no place for a cover; all other formats do")

    def encode(self, sound: Sound) -> Encoded:
        pcm, samples = fit(sound, 1)
        return Encoded(bytes(pcm), samples, sound.sample_rate)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        rate, samples = chapters[-1].sample_rate, chapters[-1].end_samples
        if chapters[-1].start_samples > _U32_MAX:
            raise OverflowError(
                f"a WAV file marks chapters up to {_U32_MAX / rate / 3600:.0f} hours; the last starts later"
            )
        about = b"".join(
            [
                _chunk(
                    b"fmt ",
                    struct.pack(
                        "<HHIIHH",
                        _PCM,
                        _MONO,
                        rate,
                        rate * SAMPLE_BYTES,
                        SAMPLE_BYTES,
                        8 * SAMPLE_BYTES,
                    ),
                ),
                _list(b"INFO", _info(tags)),
                _chunk(
                    b"cue ",
                    struct.pack("<I", len(chapters))
                    + b"".join(_cue(*row) for row in enumerate(chapters, 1)),
                ),
                _list(b"adtl", [_label(*row) for row in enumerate(chapters, 1)]),
            ]
        )
        file.write(_head(about, samples))
        for pcm in takes:
            file.write(pcm)


def _head(about: bytes, samples: int) -> bytes:
    """All that stands before the sound: RIFF, or RF64 when a size does not fit into 32 bits."""
    size = samples * SAMPLE_BYTES
    total = len(b"WAVE") + len(about) + 8 + size
    if total <= _U32_MAX:
        return (
            b"RIFF" + struct.pack("<I", total) + b"WAVE" + about + b"data" + struct.pack("<I", size)
        )
    no_table = 0
    sizes = struct.pack("<QQQI", total + 8 + _DS64_BYTES, size, samples, no_table)
    unknown = struct.pack("<I", _U32_MAX)
    return b"RF64" + unknown + b"WAVE" + _chunk(b"ds64", sizes) + about + b"data" + unknown


def _chunk(name: bytes, body: bytes) -> bytes:
    """A chunk, filled up to an even length, which its size does not count."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _list(kind: bytes, chunks: Sequence[bytes]) -> bytes:
    return _chunk(b"LIST", kind + b"".join(chunks))


def _info(tags: Tags) -> list[bytes]:
    texts = {
        b"INAM": tags.title,
        b"IART": tags.artist,
        b"IPRD": tags.album,
        b"ICRD": tags.year,
        b"ILNG": languages.iso639_2(tags.language),
        b"ISFT": tags.encoder,
    }
    return [_chunk(name, _text(text)) for name, text in texts.items() if text]


def _cue(number: int, chapter: Chapter) -> bytes:
    start = chapter.start_samples
    return struct.pack("<II4sIII", number, start, b"data", 0, 0, start)


def _label(number: int, chapter: Chapter) -> bytes:
    return _chunk(b"labl", struct.pack("<I", number) + _text(chapter.title))


def _text(text: str) -> bytes:
    return text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
