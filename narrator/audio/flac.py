"""FLAC: passages encoded one by one, their frames numbered anew and written one after the other.

Every frame carries its number and two checksums, so the frames of a later passage get the numbers
that follow (see ``flac_frame``). A passage is filled up with silence to whole frames, because all
frames of a file have one size.

The stream's MD5, by which players and ``flac -t`` check that everything is there, needs the sound
in order. So frames are decoded again when they are written, at a second of CPU for an hour of
audio.

Source: RFC 9639.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from narrator.audio import codec, vorbis
from narrator.audio.flac_frame import renumber
from narrator.audio.formats import Chapter, CodingLoss, Encoded, FormatDescription, Tags
from narrator.audio.sound import Sound, fit_to_frames
from narrator.errors import UsageError

_MARKER = b"fLaC"
# types of metadata blocks (RFC 9639, section 8.1)
_STREAM_INFO = 0
_SEEK_TABLE = 3
_VORBIS_COMMENT = 4
_PICTURE = 6
_MAX_BLOCK_BYTES = (1 << 24) - 1
_BITS_PER_SAMPLE = 16
_CHANNELS = 1
_MD5_BYTES = 16
# the block sizes that a frame header has short codes for, up to the largest that FFmpeg uses
_BLOCK_SIZES = (192, 256, 512, 576, 1024, 1152, 2048, 2304, 4096, 4608)
_MAX_BLOCK_SECONDS = 0.105
_SEEK_POINT_SECONDS = 10
_ENCODER = codec.EncoderSettings("flac", "s16")


@dataclass(frozen=True, slots=True)
class _Block:
    """A metadata block: its type and its body."""

    kind: int
    body: bytes


class Flac(codec.FfmpegEncoder):
    """The format ``flac``: lossless, chapters as Vorbis comments."""

    description: ClassVar = FormatDescription(
        name="flac",
        codec="FLAC",
        sound="FLAC, lossless",
        chapters="Vorbis comments CHAPTER000",
        media_type="audio/flac",
        max_chapters=vorbis.MAX_CHAPTERS,
    )
    bitrate_kbps = None
    loss = CodingLoss()

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        if bitrate_kbps is not None:
            raise UsageError("FLAC is lossless and takes no bitrate")

    def check(self, tags: Tags, titles: Sequence[str]) -> None:
        """Check the number of chapters and the size of the comments."""
        vorbis.check_chapters(titles, self.description)
        chapters = [Chapter(title, 0, 0, sample_rate=1) for title in titles]
        comments = vorbis.comment_header(tags, chapters)
        if len(comments) > _MAX_BLOCK_BYTES:
            raise UsageError("FLAC holds up to 16 MiB of tags and chapter titles; these are more")

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage into frames numbered from 0."""
        rate = sound.sample_rate
        block_samples = _block_samples(rate)
        fitted = fit_to_frames(sound, block_samples)
        frames = codec.encode(_ENCODER, fitted.pcm, rate, fitted.frames)
        return Encoded(codec.pack_packets(frames), fitted.frames * block_samples, rate)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write marker, metadata blocks and all frames.

        Seek table and MD5 are known at the end: they are left empty first and filled in then.
        """
        rate = chapters[-1].sample_rate
        samples = chapters[-1].end_samples
        seek_table = _SeekTable(rate, samples)
        info = _stream_info(rate, samples, bytes(_MD5_BYTES))
        more = [_Block(_VORBIS_COMMENT, vorbis.comment_header(tags, chapters))]
        if tags.cover:
            more.append(_Block(_PICTURE, vorbis.picture(tags.cover)))
        empty = [_Block(_STREAM_INFO, info), _Block(_SEEK_TABLE, seek_table.body)]
        file.write(_MARKER + _metadata(empty + more))

        md5 = hashlib.md5(usedforsecurity=False)
        number = 0
        for take in takes:
            frames = codec.unpack_packets(take)
            for pcm in codec.decode("flac", info, frames):
                md5.update(pcm)
            numbered = [renumber(frame, index) for index, frame in enumerate(frames, number)]
            seek_table.add(number, numbered)
            file.write(b"".join(numbered))
            number += len(numbered)

        end = file.tell()
        info = _stream_info(rate, samples, md5.digest())
        filled = [_Block(_STREAM_INFO, info), _Block(_SEEK_TABLE, seek_table.body)]
        file.seek(len(_MARKER))
        file.write(_metadata(filled + more))
        file.seek(end)


def _block_samples(rate: int) -> int:
    """Return the samples of a frame as FFmpeg chooses them: the most within 105 ms."""
    possible = [size for size in _BLOCK_SIZES if size <= rate * _MAX_BLOCK_SECONDS]
    return max(possible, default=_BLOCK_SIZES[0])


def _metadata(blocks: Sequence[_Block]) -> bytes:
    """Return metadata blocks, the last one marked as such (section 8.1)."""
    data = b""
    for index, block in enumerate(blocks):
        is_last = index == len(blocks) - 1
        header = is_last << 31 | block.kind << 24 | len(block.body)
        data += struct.pack(">I", header) + block.body
    return data


def _stream_info(rate: int, samples: int, md5: bytes) -> bytes:
    """Return the body of the streaminfo block (section 8.2)."""
    block_samples = _block_samples(rate)
    block_sizes = struct.pack(">HH", block_samples, block_samples)
    unknown_frame_sizes = bytes(6)
    fields = rate << 44 | (_CHANNELS - 1) << 41 | (_BITS_PER_SAMPLE - 1) << 36 | samples
    return block_sizes + unknown_frame_sizes + struct.pack(">Q", fields) + md5


class _SeekTable:
    """A point for every ten seconds of the file (section 8.5).

    It is as large when it is empty as when it is full, so that it can be filled in later.
    """

    def __init__(self, rate: int, samples: int) -> None:
        self._block_samples = _block_samples(rate)
        self._frames_a_point = _SEEK_POINT_SECONDS * rate // self._block_samples
        self._count = -(-samples // self._block_samples // self._frames_a_point)
        self._written_bytes = 0
        self._points: list[bytes] = []

    def add(self, number: int, frames: Sequence[bytes]) -> None:
        """Note the frames of a passage, the first of which has this number."""
        for index, frame in enumerate(frames, number):
            if index % self._frames_a_point == 0:
                sample = index * self._block_samples
                self._points.append(_seek_point(sample, self._written_bytes, self._block_samples))
            self._written_bytes += len(frame)

    @property
    def body(self) -> bytes:
        """Body of the block; points that are not known yet are placeholders, which come last."""
        placeholder = _seek_point((1 << 64) - 1, 0, 0)
        missing = self._count - len(self._points)
        return b"".join(self._points) + placeholder * missing


def _seek_point(sample: int, offset_bytes: int, samples: int) -> bytes:
    """Return a seek point: a frame's first sample, its place behind the metadata, its length."""
    return struct.pack(">QQH", sample, offset_bytes, samples)
