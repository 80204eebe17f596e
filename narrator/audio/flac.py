"""FLAC: passages encoded apart, their frames numbered anew and written one after the other.

Every frame carries its number and two checksums, so frames of a later passage are given the numbers that go on. The
checksum of a whole frame is linear in its bits: what a new header changes in it follows from the headers and the length
of the rest. A passage is filled up with silence to whole frames, because all of a file's are of one size.

The stream's MD5, by which players and ``flac -t`` see that all is there, needs the sound in order. So frames are decoded
again when they are written, at a second of CPU for an hour of audio.

Source: RFC 9639.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from functools import cache
from typing import BinaryIO

from narrator.audio import codec, vorbis
from narrator.audio.formats import Chapter, Encoded, Tags
from narrator.audio.sound import Sound, fit
from narrator.errors import UsageError

_MARKER = b"fLaC"
_STREAM_INFO, _SEEK_TABLE, _COMMENTS, _PICTURE = 0, 3, 4, 6
_MAX_BLOCK_BYTES = (1 << 24) - 1
_BITS_A_SAMPLE = 16
# the block sizes that a frame header has short codes for, up to the largest that FFmpeg uses
_BLOCK_SAMPLES = (192, 256, 512, 576, 1024, 1152, 2048, 2304, 4096, 4608)
_BLOCK_SECONDS = 0.105
_SEEK_SECONDS = 10
# header bytes that follow a frame's number, by the codes for block size and sample rate
_MORE_SIZE_BYTES = {6: 1, 7: 2}
_MORE_RATE_BYTES = {12: 1, 13: 2, 14: 2}


class Flac(codec.FfmpegEncoder):
    """The format ``flac``: lossless, chapters as Vorbis comments."""

    bitrate_kbps = None

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        if bitrate_kbps is not None:
            raise UsageError("FLAC is lossless and takes no bitrate")

    def check(self, tags: Tags, titles: Sequence[str]) -> None:
        vorbis.check_chapters(titles, "FLAC")
        if (
            len(vorbis.comments(tags, [Chapter(title, 0, 0, 1) for title in titles]))
            > _MAX_BLOCK_BYTES
        ):
            raise UsageError("FLAC holds up to 16 MiB of tags and chapter titles; these are more")

    def encode(self, sound: Sound) -> Encoded:
        rate = sound.sample_rate
        pcm, frames = fit(sound, _block_samples(rate))
        packets = codec.encode("flac", pcm, rate, "s16")
        if len(packets) != frames:
            raise RuntimeError(
                f"the FLAC encoder wrote {len(packets)} frames where {frames} were due"
            )
        return Encoded(codec.join(packets), frames * _block_samples(rate), rate)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        # marker, metadata blocks with stream information and seek table still empty, all frames
        rate, samples = chapters[-1].sample_rate, chapters[-1].end_samples
        table = _SeekTable(rate, samples)
        blocks = [(_SEEK_TABLE, table.data), (_COMMENTS, vorbis.comments(tags, chapters))]
        blocks += [(_PICTURE, vorbis.picture(tags.cover))] if tags.cover else []
        empty = _stream_info(rate, samples, bytes(16))
        file.write(_MARKER + _metadata([(_STREAM_INFO, empty), *blocks]))
        checksum = hashlib.md5(usedforsecurity=False)
        number = 0
        for take in takes:
            frames = codec.split(take)
            for pcm in codec.decode("flac", empty, frames):
                checksum.update(pcm)
            frames = [renumber(frame, number + index) for index, frame in enumerate(frames)]
            table.add(number, frames)
            file.write(b"".join(frames))
            number += len(frames)
        end = file.tell()
        file.seek(len(_MARKER))
        blocks[0] = (_SEEK_TABLE, table.data)
        file.write(
            _metadata([(_STREAM_INFO, _stream_info(rate, samples, checksum.digest())), *blocks])
        )
        file.seek(end)


def _block_samples(rate: int) -> int:
    """FFmpeg's choice: the largest block of at most 105 ms."""
    return max(
        (size for size in _BLOCK_SAMPLES if size <= rate * _BLOCK_SECONDS),
        default=_BLOCK_SAMPLES[0],
    )


def _metadata(blocks: Sequence[tuple[int, bytes]]) -> bytes:
    last = len(blocks) - 1
    heads = (
        struct.pack(">I", (index == last) << 31 | kind << 24 | len(body))
        for index, (kind, body) in enumerate(blocks)
    )
    return b"".join(head + body for head, (_, body) in zip(heads, blocks, strict=True))


def _stream_info(rate: int, samples: int, checksum: bytes) -> bytes:
    block, mono = _block_samples(rate), 1
    frame_sizes_unknown = bytes(6)
    packed = rate << 44 | (mono - 1) << 41 | (_BITS_A_SAMPLE - 1) << 36 | samples
    return (
        struct.pack(">HH", block, block)
        + frame_sizes_unknown
        + struct.pack(">Q", packed)
        + checksum
    )


class _SeekTable:
    """A place in the file for every ten seconds; as large when it is empty as when it is full."""

    def __init__(self, rate: int, samples: int) -> None:
        self._block = _block_samples(rate)
        self._every = _SEEK_SECONDS * rate // self._block
        self._count = -(-samples // self._block // self._every)
        self._bytes = 0
        self._points: list[bytes] = []

    def add(self, number: int, frames: Sequence[bytes]) -> None:
        """Note the frames from ``number`` on."""
        for index, frame in enumerate(frames, number):
            if index % self._every == 0:
                self._points.append(
                    struct.pack(">QQH", index * self._block, self._bytes, self._block)
                )
            self._bytes += len(frame)

    @property
    def data(self) -> bytes:
        """The body of the block; points that are not there yet are placeholders, which come last."""
        placeholder = struct.pack(">QQH", (1 << 64) - 1, 0, 0)
        return b"".join(self._points) + placeholder * (self._count - len(self._points))


def renumber(frame: bytes, number: int) -> bytes:
    """The frame with another number and the checksums that go with it."""
    code = _coded(number)
    old_end = 4 + _coded_bytes(frame[4])
    more_end = (
        old_end + _MORE_SIZE_BYTES.get(frame[2] >> 4, 0) + _MORE_RATE_BYTES.get(frame[2] & 15, 0)
    )
    head = frame[:4] + code + frame[old_end:more_end]
    head += bytes([_crc(head, 8)])
    old_head, rest = frame[: more_end + 1], frame[more_end + 1 : -2]
    change = _behind(_crc(head, 16) ^ _crc(old_head, 16), len(rest))
    return head + rest + (int.from_bytes(frame[-2:], "big") ^ change).to_bytes(2, "big")


def _coded(number: int) -> bytes:
    """A frame number, in UTF-8's way of writing numbers, up to 31 bits."""
    if number < 0x80:
        return bytes([number])
    # n bytes hold 5n + 1 bits: 7 - n of them in the first, 6 in each of the others
    size = next(size for size in range(2, 7) if number < 1 << 5 * size + 1)
    rest = [0x80 | number >> shift & 0x3F for shift in range(6 * (size - 2), -1, -6)]
    return bytes([(0xFF00 >> size) & 0xFF | number >> 6 * (size - 1), *rest])


def _coded_bytes(first: int) -> int:
    """How many bytes a coded number has, by its first one."""
    return 1 if first < 0x80 else 8 - (first ^ 0xFF).bit_length()


_POLYNOMIAL = {8: 0x107, 16: 0x18005}


@cache
def _crc_table(bits: int) -> list[int]:
    table = []
    for byte in range(256):
        crc = byte << bits - 8
        for _ in range(8):
            crc <<= 1
            if crc >> bits:
                crc ^= _POLYNOMIAL[bits]
        table.append(crc)
    return table


def _crc(data: Iterable[int], bits: int) -> int:
    table, mask, crc = _crc_table(bits), (1 << bits) - 1, 0
    for byte in data:
        crc = crc << 8 & mask ^ table[crc >> bits - 8 ^ byte]
    return crc


def _behind(crc: int, size: int) -> int:
    """What a CRC-16 becomes when so many zero bytes follow: its product with the remainder of x to the 8 × size."""
    product, factor = 0, _power(size)
    while crc:
        if crc & 1:
            product ^= factor
        factor <<= 1
        if factor >> 16:
            factor ^= _POLYNOMIAL[16]
        crc >>= 1
    return product


_POWERS = [1]


def _power(size: int) -> int:
    table = _crc_table(16)
    while len(_POWERS) <= size:
        last = _POWERS[-1]
        _POWERS.append(last << 8 & 0xFFFF ^ table[last >> 8])
    return _POWERS[size]
