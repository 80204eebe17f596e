"""Opus in Ogg: passages encoded apart, their packets written one after the other, every start exact to the sample.

Opus counts time at 48 kHz whatever it encodes. Its encoder looks 312 samples ahead, so a passage gives up that much of the
pause it ends with, and the next one's packets follow. The header tells players to skip those samples once, at the start
of the file; a silent packet at the end makes up for them.

Sources: RFC 6716 (Opus), RFC 7845 (Opus in Ogg).
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from narrator.audio import codec, vorbis
from narrator.audio.formats import Chapter, Encoded, Tags, choose_bitrate
from narrator.audio.ogg import Pages
from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound, fit

_CLOCK_HERTZ = 48_000
_LOOKAHEAD_SAMPLES = 312  # at the clock's rate; libopus' for all but its low-delay mode
_PACKET_SAMPLES = 960  # 20 ms, the clock's
# a voice of up to 24 kHz has no more to give, and at 32 kbit/s both rates cost the same but for the resampling
_RATES_HERTZ = (24_000, 48_000)
# seconds of CPU for an hour of audio: 16 at level 0, 28 at 5, 35 at 10
_LEVEL = 0
_BITRATES_KBPS = range(6, 257)
_DEFAULT_KBPS = 32
# a second: players seek by pages, and at 256 kbit/s a page of more would not hold it
_PAGE_PACKETS = 50


class Opus(codec.FfmpegEncoder):
    """The format ``opus``: mono speech in an Ogg file, chapters as Vorbis comments."""

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        self.bitrate_kbps = choose_bitrate("Opus", bitrate_kbps, _BITRATES_KBPS, _DEFAULT_KBPS)

    def check(self, tags: Tags, titles: Sequence[str]) -> None:  # noqa: ARG002
        vorbis.check_chapters(titles, "Opus")

    def encode(self, sound: Sound) -> Encoded:
        rate = _RATES_HERTZ[0] if sound.sample_rate <= _RATES_HERTZ[0] else _RATES_HERTZ[1]
        scale = _CLOCK_HERTZ // rate
        pcm, packets = fit(
            codec.resample(sound, rate), _PACKET_SAMPLES // scale, _LOOKAHEAD_SAMPLES // scale
        )
        return Encoded(
            codec.join(self._packets(pcm, packets, rate)), packets * _PACKET_SAMPLES, _CLOCK_HERTZ
        )

    def _packets(self, pcm: Pcm, count: int, rate: int) -> list[bytes]:
        packets = codec.encode(
            "libopus",
            pcm,
            rate,
            "s16",
            self.bitrate_kbps,
            application="voip",
            compression_level=str(_LEVEL),
        )
        if len(packets) != count:
            raise RuntimeError(
                f"the Opus encoder wrote {len(packets)} packets where {count} were due"
            )
        return packets

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        # both headers, all packets and a silent one
        pages = Pages()
        mono, no_gain, mapping = 1, 0, 0
        head = struct.pack(
            "<8sBBHIhB", b"OpusHead", 1, mono, _LOOKAHEAD_SAMPLES, _RATES_HERTZ[0], no_gain, mapping
        )
        file.write(pages.header(head))
        cover = (
            [f"METADATA_BLOCK_PICTURE={base64.b64encode(vorbis.picture(tags.cover)).decode()}"]
            if tags.cover
            else []
        )
        file.write(pages.header(b"OpusTags" + vorbis.comments(tags, chapters, *cover)))
        written = 0
        for take in takes:
            packets = codec.split(take)
            for start in range(0, len(packets), _PAGE_PACKETS):
                page = packets[start : start + _PAGE_PACKETS]
                written += len(page) * _PACKET_SAMPLES
                file.write(pages.page(page, written))
        samples = (_PACKET_SAMPLES - _LOOKAHEAD_SAMPLES) * _RATES_HERTZ[0] // _CLOCK_HERTZ
        silence = self._packets(bytes(samples * SAMPLE_BYTES), 1, _RATES_HERTZ[0])
        # where the last page ends, the audio does: in the middle of the packet
        file.write(pages.page(silence, written + _LOOKAHEAD_SAMPLES, last=True))
