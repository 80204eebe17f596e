"""MP3: passages encoded apart by LAME, written one after the other, with every start exact to the sample.

An encoder and a decoder together delay sound by 1,105 samples, and LAME ends every stream with 1,152 more to let it out.
So a passage gives up as much of the pause it ends with, its length becomes a whole number of frames, and the next one
starts where the frames before it end. An Info header tells players to skip the delay once, at the start of the file;
silent frames at the end make up for it.

Sources: ISO/IEC 11172-3 and 13818-3; the Info header as in "Mp3 Info Tag revision 1 Specifications" of LAME.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from narrator.audio import id3, languages
from narrator.audio.sound import SAMPLE_BYTES, Sound
from narrator.model import Chapter, Encoded, Tags

BITRATE_KBPS = 64
# 7 is the fastest; at 64 kbit/s mono speech leaves it nothing to gain from a slower one
_QUALITY = 7
_TAIL_SAMPLES = 1_152  # one frame of MPEG-1, two of MPEG-2
_ENCODER_DELAY_SAMPLES = 576  # LAME's

# MPEG-1 has the rates from 32 kHz on and 1,152 samples a frame, MPEG-2 and 2.5 the ones below and 576
_MPEG1_FROM_HERTZ = 32_000
# a header's bitrate field for 64 kbit/s: its frame is large enough for an Info header at every sample rate
_INFO_BITRATE_KBPS = 64
_INFO_BITRATE_FIELD = {True: 5, False: 8}
_SIDE_INFO_BYTES = {True: 17, False: 9}


class Mp3:
    """The format ``mp3``: 64 kbit/s mono, ID3v2.3 chapters."""

    @property
    def version(self) -> str:
        from importlib.metadata import version

        return f"lameenc {version('lameenc')}"

    def warm_up(self) -> None:
        import lameenc  # noqa: F401

    def encode(self, sound: Sound) -> Encoded:
        frame = _frame_samples(sound.sample_rate)
        whole = -(-sound.samples // frame) * frame
        kept = max(sound.samples - sound.tail_samples, whole - _TAIL_SAMPLES)
        frames = -(-kept // frame) + _TAIL_SAMPLES // frame
        data = _lame(sound.pcm[: kept * SAMPLE_BYTES], sound.sample_rate)
        expected = frames * frame * BITRATE_KBPS * 125 / sound.sample_rate
        if abs(len(data) - expected) > 1:
            raise RuntimeError(f"LAME wrote {len(data)} bytes where {expected:.0f} were due")
        return Encoded(data, frames * frame, sound.sample_rate)

    def write(self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags) -> None:
        # tag, Info header, all frames, and the two that let the delay out
        texts = {
            "TIT2": tags.title,
            "TPE1": tags.artist,
            "TALB": tags.album,
            "TLAN": languages.iso639_2(tags.language),
            "TSSE": tags.encoder,
        }
        rate = chapters[-1].sample_rate
        file.write(id3.tag(texts, chapters))
        start = file.tell()
        flush = _lame(b"", rate)
        # the Info header counts bytes that are not written yet: leave room, come back
        file.write(bytes(_info_bytes(rate)))
        for data in takes:
            file.write(data)
        file.write(flush)
        end = file.tell()
        file.seek(start)
        frames = (chapters[-1].end_samples + _TAIL_SAMPLES) // _frame_samples(rate)
        file.write(_info_header(flush[:4], rate, frames, end - start))
        file.seek(end)


def _frame_samples(rate: int) -> int:
    return 1152 if rate >= _MPEG1_FROM_HERTZ else 576


def _lame(pcm: bytes, rate: int) -> bytes:
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_bit_rate(BITRATE_KBPS)
    encoder.set_quality(_QUALITY)
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def _info_bytes(rate: int) -> int:
    return _frame_samples(rate) // 8 * _INFO_BITRATE_KBPS * 1000 // rate


def _info_header(audio_header: bytes, rate: int, frames: int, size: int) -> bytes:
    """The first frame: silence to a player that does not know it, length and delay to one that does."""
    mpeg1 = rate >= _MPEG1_FROM_HERTZ
    second = audio_header[2] & 0b1100 | _INFO_BITRATE_FIELD[mpeg1] << 4
    body = b"".join(
        [
            audio_header[:2] + bytes([second]) + audio_header[3:4] + bytes(_SIDE_INFO_BYTES[mpeg1]),
            b"Info" + struct.pack(">3I", 0b1111, frames, size),
            bytes(percent * 256 // 100 for percent in range(100)),  # constant bitrate: places are times
            struct.pack(">I", 100 - 10 * _QUALITY),
            b"LAME3.100" + bytes([1, 0]) + bytes(8) + bytes([0, BITRATE_KBPS]),
            (_ENCODER_DELAY_SAMPLES << 12 | _TAIL_SAMPLES - _ENCODER_DELAY_SAMPLES).to_bytes(3, "big"),
            bytes(4) + struct.pack(">IH", size, 0),
        ]
    )
    return (body + _crc16(body).to_bytes(2, "big")).ljust(_info_bytes(rate), b"\0")


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, as LAME checks its header with."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
