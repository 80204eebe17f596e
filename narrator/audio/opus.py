"""Opus in Ogg: passages encoded one by one, their packets written one after the other.

Every start is exact to the sample. Opus counts time at 48 kHz whatever it encodes. Its encoder
looks 312 samples ahead, so a passage gives up as much of the pause it ends with, and the next
one's packets follow. The header tells players to skip those samples once, at the start of the file
(pre-skip); a silent packet at the end makes up for them.

Sources: RFC 6716 (Opus), RFC 7845 (Opus in Ogg).
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO, ClassVar

from narrator.audio import codec, vorbis
from narrator.audio.formats import (
    Chapter,
    CodingLoss,
    Encoded,
    FormatDescription,
    Tags,
    choose_bitrate,
    loss_at,
)
from narrator.audio.ogg import PageWriter
from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound, fit_to_frames

_CLOCK_HERTZ = 48_000
# samples at the clock's rate; libopus's lookahead in all but its low-delay mode
_LOOKAHEAD_SAMPLES = 312
_PACKET_SAMPLES = 960  # at the clock's rate: 20 ms
# a voice of up to 24 kHz has no more to give, and at 32 kbit/s both rates cost the same but for
# the resampling
_LOW_RATE_HERTZ = 24_000
_HIGH_RATE_HERTZ = 48_000
# By libopus's own choice of how to code, which needs its highest levels: "voip" adds pops of up to
# 8 dB, and at 32 kbit/s PESQ finds 3.9 (espeak) and 4.5 (hibari) here, 2.6 and 4.2 with voip at
# level 0, 3.1 and 3.2 at level 0. An hour of audio takes 38 s of CPU; with voip at level 0 16.
_OPTIONS = (("application", "audio"), ("compression_level", "10"))
_LOSSES = (
    CodingLoss(attenuation_db=0.45, headroom_db=3.0, up_to_kbps=24),
    CodingLoss(attenuation_db=0.35, headroom_db=3.0, up_to_kbps=40),
    CodingLoss(headroom_db=1.6),
)
# a second: players seek by pages, and at 256 kbit/s a page cannot hold more
_PAGE_PACKETS = 50


class Opus(codec.FfmpegEncoder):
    """The format ``opus``: mono speech in an Ogg file, chapters as Vorbis comments."""

    description: ClassVar = FormatDescription(
        name="opus",
        codec="Opus",
        sound="Opus in Ogg",
        chapters="Vorbis comments CHAPTER000",
        media_type="audio/ogg",
        bitrates_kbps=range(6, 257),
        default_bitrate_kbps=32,
        max_chapters=vorbis.MAX_CHAPTERS,
    )

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        self.bitrate_kbps = choose_bitrate(self.description, bitrate_kbps)
        self.loss = loss_at(_LOSSES, self.bitrate_kbps)

    def check(self, tags: Tags, titles: Sequence[str]) -> None:  # noqa: ARG002
        """Check the number of chapters; comments have no largest size."""
        vorbis.check_chapters(titles, self.description)

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage at 24 or 48 kHz."""
        rate = _HIGH_RATE_HERTZ
        if sound.sample_rate <= _LOW_RATE_HERTZ:
            rate = _LOW_RATE_HERTZ
        ticks_a_sample = _CLOCK_HERTZ // rate
        fitted = fit_to_frames(
            codec.resample(sound, rate),
            _PACKET_SAMPLES // ticks_a_sample,
            _LOOKAHEAD_SAMPLES // ticks_a_sample,
        )
        packets = self._packets(fitted.pcm, fitted.frames, rate)
        samples = fitted.frames * _PACKET_SAMPLES
        return Encoded(codec.pack_packets(packets), samples, _CLOCK_HERTZ)

    def _packets(self, pcm: Pcm, count: int, rate: int) -> list[bytes]:
        """Return the ``count`` packets of mono PCM."""
        encoder = codec.EncoderSettings("libopus", "s16", self.bitrate_kbps, _OPTIONS)
        return codec.encode(encoder, pcm, rate, count)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write both headers, all packets and a silent one."""
        pages = PageWriter()
        file.write(pages.header_pages(_identification_header()))
        file.write(pages.header_pages(_comment_header(tags, chapters)))
        written_samples = 0
        for take in takes:
            packets = codec.unpack_packets(take)
            for start in range(0, len(packets), _PAGE_PACKETS):
                page_packets = packets[start : start + _PAGE_PACKETS]
                written_samples += len(page_packets) * _PACKET_SAMPLES
                file.write(pages.page(page_packets, written_samples))
        # the last page ends where the audio does: in the middle of its packet
        end_samples = written_samples + _LOOKAHEAD_SAMPLES
        file.write(pages.page(self._silence(), end_samples, last=True))

    def _silence(self) -> list[bytes]:
        """Return one silent packet."""
        ticks = _PACKET_SAMPLES - _LOOKAHEAD_SAMPLES
        samples = ticks * _LOW_RATE_HERTZ // _CLOCK_HERTZ
        return self._packets(bytes(samples * SAMPLE_BYTES), 1, _LOW_RATE_HERTZ)


def _identification_header() -> bytes:
    """Return the identification header (RFC 7845, section 5.1)."""
    version = 1
    channels = 1
    output_gain = 0
    mapping_family = 0  # one stream of one or two channels
    return b"OpusHead" + struct.pack(
        "<BBHIhB",
        version,
        channels,
        _LOOKAHEAD_SAMPLES,
        _LOW_RATE_HERTZ,
        output_gain,
        mapping_family,
    )


def _comment_header(tags: Tags, chapters: Sequence[Chapter]) -> bytes:
    """Return the comment header (RFC 7845, section 5.2), with the cover as a comment."""
    more: list[str] = []
    if tags.cover:
        picture = base64.b64encode(vorbis.picture(tags.cover)).decode()
        more.append(f"METADATA_BLOCK_PICTURE={picture}")
    return b"OpusTags" + vorbis.comment_header(tags, chapters, *more)
