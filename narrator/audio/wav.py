"""WAV: the PCM itself, with cue points and labels for chapters, and RF64 beyond 4 GiB.

Everything that describes the sound comes before it, so the file is written from start to end.
RIFF's texts do not say how they are encoded; they are UTF-8 here, as FFmpeg and most players
take them. MediaInfo, mutagen and others take them from an ID3 tag, as Mp3tag and foobar2000 write
it into WAV, so the tags are there again.

Sources: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF,
cue, adtl, INFO); EBU Tech 3306 (RF64).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO, ClassVar

from narrator.audio.formats import Chapter, CodingLoss, Encoded, FormatDescription, Tags
from narrator.audio.id3 import make_tag
from narrator.audio.sound import SAMPLE_BYTES, Sound, fit_to_frames
from narrator.audio.tag_names import named_texts
from narrator.errors import UsageError

_U32_MAX = 0xFFFFFFFF
_CHUNK_HEAD_BYTES = 8
_DS64_BYTES = 28


class Wav:
    """The format ``wav``: 16-bit PCM."""

    description: ClassVar = FormatDescription(
        name="wav",
        codec="PCM",
        sound="16-bit PCM; RF64 beyond 4 GiB",
        chapters="cue and LIST adtl labl",
        media_type="audio/wav",
        cover=False,
    )
    bitrate_kbps = None
    loss = CodingLoss()
    version = "PCM"

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        if bitrate_kbps is not None:
            raise UsageError("WAV is not compressed and takes no bitrate")

    def warm_up(self) -> None:
        """Do nothing: there is no encoder."""

    def check(self, tags: Tags, titles: Sequence[str]) -> None:  # noqa: ARG002
        """Refuse a cover."""
        if tags.cover:
            raise UsageError("WAV has no place for a cover; all other formats do")

    def encode(self, sound: Sound) -> Encoded:
        """Return the passage's PCM as it is."""
        fitted = fit_to_frames(sound, frame_samples=1)
        return Encoded(bytes(fitted.pcm), fitted.frames, sound.sample_rate)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write the chunks that describe the sound, then the sound."""
        rate = chapters[-1].sample_rate
        if chapters[-1].start_samples > _U32_MAX:
            raise OverflowError(
                f"a WAV file marks chapters up to {_U32_MAX / rate / 3600:.0f} hours;"
                " the last starts later"
            )
        about = _format_chunk(rate) + _info_list(tags) + _id3_chunk(tags)
        about += _cue_chunk(chapters) + _labels(chapters)
        file.write(_file_head(about, chapters[-1].end_samples))
        for pcm in takes:
            file.write(pcm)


def _file_head(about: bytes, samples: int) -> bytes:
    """Return everything before the sound: RIFF, or RF64 when a size needs more than 32 bits.

    Args:
        about: The chunks that describe the sound.
        samples: Length of the sound.
    """
    data_bytes = samples * SAMPLE_BYTES
    riff_bytes = len(b"WAVE") + len(about) + _CHUNK_HEAD_BYTES + data_bytes
    if riff_bytes <= _U32_MAX:
        return _head(b"RIFF", riff_bytes) + b"WAVE" + about + _head(b"data", data_bytes)
    ds64 = _ds64_chunk(riff_bytes + _CHUNK_HEAD_BYTES + _DS64_BYTES, data_bytes, samples)
    # RF64 marks sizes that stand in the ds64 chunk with the largest 32-bit number
    return _head(b"RF64", _U32_MAX) + b"WAVE" + ds64 + about + _head(b"data", _U32_MAX)


def _head(name: bytes, size: int) -> bytes:
    """Return the head of a chunk."""
    return name + struct.pack("<I", size)


def _chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk, filled up to an even length, which its size does not count."""
    padding = b"\0" * (len(body) % 2)
    return _head(name, len(body)) + body + padding


def _ds64_chunk(riff_bytes: int, data_bytes: int, samples: int) -> bytes:
    """Return the sizes in 64 bits (EBU Tech 3306)."""
    table_entries = 0
    return _chunk(b"ds64", struct.pack("<QQQI", riff_bytes, data_bytes, samples, table_entries))


def _format_chunk(rate: int) -> bytes:
    """Return the chunk that describes the samples: PCM, mono, 16 bits."""
    pcm = 1
    channels = 1
    bytes_a_second = rate * SAMPLE_BYTES
    bits = 8 * SAMPLE_BYTES
    fields = (pcm, channels, rate, bytes_a_second, SAMPLE_BYTES, bits)
    return _chunk(b"fmt ", struct.pack("<HHIIHH", *fields))


def _info_list(tags: Tags) -> bytes:
    """Return the tags that are not empty."""
    texts = named_texts(tags, "info")
    return _list(b"INFO", [_chunk(tag.name.encode("ascii"), _text(tag.text)) for tag in texts])


def _id3_chunk(tags: Tags) -> bytes:
    """Return the tags as MP3 has them: with their encoding, and those that RIFF has no name for."""
    return _chunk(b"id3 ", make_tag(tags, ()))


def _list(kind: bytes, chunks: Sequence[bytes]) -> bytes:
    """Return a list of chunks."""
    return _chunk(b"LIST", kind + b"".join(chunks))


def _cue_chunk(chapters: Sequence[Chapter]) -> bytes:
    """Return a cue point for the start of every chapter, numbered from 1."""
    body = struct.pack("<I", len(chapters))
    for number, chapter in enumerate(chapters, 1):
        body += _cue_point(number, chapter.start_samples)
    return _chunk(b"cue ", body)


def _cue_point(number: int, start_samples: int) -> bytes:
    """Return a point in the only data chunk."""
    chunk_start = 0
    block_start = 0
    return struct.pack(
        "<II4sIII", number, start_samples, b"data", chunk_start, block_start, start_samples
    )


def _labels(chapters: Sequence[Chapter]) -> bytes:
    """Return the titles of the cue points."""
    chunks: list[bytes] = []
    for number, chapter in enumerate(chapters, 1):
        chunks.append(_chunk(b"labl", struct.pack("<I", number) + _text(chapter.title)))
    return _list(b"adtl", chunks)


def _text(text: str) -> bytes:
    """Return a text in UTF-8 with a NUL at its end."""
    return text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
