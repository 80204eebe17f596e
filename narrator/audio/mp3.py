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

from narrator.audio import id3
from narrator.audio.formats import Chapter, Encoded, Tags, choose_bitrate
from narrator.audio.sound import Pcm, Sound, fit
from narrator.errors import UsageError

# what MPEG-1 and MPEG-2 both have, so that it fits whatever rate a voice has from 16 kHz on
_BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160)
_DEFAULT_KBPS = 64
# 7 is the fastest; at 64 kbit/s mono speech leaves it nothing to gain from a slower one
_QUALITY = 7
# what LAME is given at once: a whole passage would be copied several times over, out of the processor's reach
_CHUNK_BYTES = 1 << 16
_TAIL_SAMPLES = 1_152  # one frame of MPEG-1, two of MPEG-2
_ENCODER_DELAY_SAMPLES = 576  # LAME's

# MPEG-1 has the rates from 32 kHz on and 1,152 samples a frame, MPEG-2 and 2.5 the ones below and 576
_MPEG1_FROM_HERTZ = 32_000
# the values of a header's bitrate field from 1 on
_FIELDS_KBPS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# the smallest at which a frame is large enough for an Info header at every sample rate
_MIN_INFO_KBPS = 64
# MPEG-2.5, which voices below 16 kHz need, has no more; LAME would take less without a word
_MPEG25_BELOW_HERTZ = 16_000
_MPEG25_MAX_KBPS = 64
_SIDE_INFO_BYTES = {True: 17, False: 9}


class Mp3:
    """The format ``mp3``: mono at a constant bitrate, ID3v2.3 chapters."""

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        self.bitrate_kbps = choose_bitrate("MP3", bitrate_kbps, _BITRATES_KBPS, _DEFAULT_KBPS)

    attenuation_db = 0.4455  # LAME scales its input by 0.95

    @property
    def version(self) -> str:
        from importlib.metadata import version

        return f"lameenc {version('lameenc')}"

    def warm_up(self) -> None:
        import lameenc  # noqa: F401

    def check(self, tags: Tags, titles: Sequence[str]) -> None:
        """An ID3 tag holds them all."""

    def encode(self, sound: Sound) -> Encoded:
        rate = sound.sample_rate
        if rate < _MPEG25_BELOW_HERTZ and self.bitrate_kbps > _MPEG25_MAX_KBPS:
            raise UsageError(
                f"at this voice's {rate} Hz MP3 takes bitrates up to {_MPEG25_MAX_KBPS} kbit/s"
            )
        frame = _frame_samples(rate)
        pcm, frames = fit(sound, frame, _TAIL_SAMPLES)
        data = self._lame(pcm, rate)
        expected = frames * frame * self.bitrate_kbps * 125 / rate
        if abs(len(data) - expected) > 1:
            raise RuntimeError(f"LAME wrote {len(data)} bytes where {expected:.0f} were due")
        return Encoded(data, frames * frame, rate)

    def _lame(self, pcm: Pcm, rate: int) -> bytes:
        import lameenc

        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_channels(1)
        encoder.set_in_sample_rate(rate)
        encoder.set_out_sample_rate(rate)
        encoder.set_bit_rate(self.bitrate_kbps)
        encoder.set_quality(_QUALITY)
        chunks = (
            bytes(pcm[start : start + _CHUNK_BYTES])
            for start in range(0, len(pcm) or 1, _CHUNK_BYTES)
        )
        return b"".join(
            [*(bytes(encoder.encode(chunk)) for chunk in chunks), bytes(encoder.flush())]
        )

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        # tag, Info header, all frames, and the silent ones that let the delay out
        rate = chapters[-1].sample_rate
        file.write(id3.tag(tags, chapters))
        start = file.tell()
        flush = self._lame(b"", rate)
        # the Info header counts bytes that are not written yet: leave room, come back
        file.write(bytes(self._info_bytes(rate)))
        for data in takes:
            file.write(data)
        file.write(flush)
        end = file.tell()
        file.seek(start)
        frames = (chapters[-1].end_samples + _TAIL_SAMPLES) // _frame_samples(rate)
        file.write(self._info_header(flush[:4], rate, frames, end - start))
        file.seek(end)

    @property
    def _info_kbps(self) -> int:
        return max(self.bitrate_kbps, _MIN_INFO_KBPS)

    def _info_bytes(self, rate: int) -> int:
        return _frame_samples(rate) // 8 * self._info_kbps * 1000 // rate

    def _info_header(self, audio_header: bytes, rate: int, frames: int, size: int) -> bytes:
        """The first frame: silence to a player that does not know it, length and delay to one that does."""
        mpeg1 = rate >= _MPEG1_FROM_HERTZ
        # the audio's header without padding, at a bitrate of its own
        second = audio_header[2] & 0b1100 | _FIELDS_KBPS[mpeg1].index(self._info_kbps) + 1 << 4
        size = min(size, 0xFFFFFFFF)  # players go by the frames
        body = b"".join(
            [
                audio_header[:2]
                + bytes([second])
                + audio_header[3:4]
                + bytes(_SIDE_INFO_BYTES[mpeg1]),
                b"Info" + struct.pack(">3I", 0b1111, frames, size),
                bytes(
                    percent * 256 // 100 for percent in range(100)
                ),  # constant bitrate: places are times
                struct.pack(">I", 100 - 10 * _QUALITY),
                b"LAME3.100" + bytes([1, 0]) + bytes(8) + bytes([0, self.bitrate_kbps]),
                (_ENCODER_DELAY_SAMPLES << 12 | _TAIL_SAMPLES - _ENCODER_DELAY_SAMPLES).to_bytes(
                    3, "big"
                ),
                bytes(4) + struct.pack(">IH", size, 0),
            ]
        )
        return (body + _crc16(body).to_bytes(2, "big")).ljust(self._info_bytes(rate), b"\0")


def _frame_samples(rate: int) -> int:
    return 1152 if rate >= _MPEG1_FROM_HERTZ else 576


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, as LAME checks its header with."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
