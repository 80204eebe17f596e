"""MP3: passages encoded one by one by LAME, written one after the other.

Every start is exact to the sample. An encoder and a decoder together delay sound by 1,105 samples,
and LAME ends every stream with 1,152 more to let it out. So a passage gives up as much of the pause
it ends with, its length becomes a whole number of frames, and the next one starts where the frames
before it end. An Info header tells players to skip the delay once, at the start of the file; silent
frames at the end make up for it.

Sources: ISO/IEC 11172-3 and 13818-3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO, ClassVar

from narrator.audio import id3
from narrator.audio.formats import (
    Chapter,
    CodingLoss,
    Encoded,
    FormatDescription,
    Tags,
    choose_bitrate,
    loss_at,
)
from narrator.audio.mp3_info import (
    LAME_QUALITY,
    TAIL_SAMPLES,
    Stream,
    info_frame,
    mpeg_version,
)
from narrator.audio.sound import Pcm, Sound, fit_to_frames
from narrator.errors import UsageError
from narrator.installed import package_version

# LAME gets this much at once: a whole passage would be copied several times over, out of reach of
# the processor's cache
_CHUNK_BYTES = 1 << 16
# MPEG-2.5, which voices below 16 kHz need, has no higher bitrates; LAME would silently take less
_MPEG_25_BELOW_HERTZ = 16_000
_MPEG_25_MAX_KBPS = 64
# LAME scales its input by 0.95, and at low bitrates cuts high frequencies off
_LOSSES = (
    CodingLoss(attenuation_db=0.6, headroom_db=1.5, up_to_kbps=40),
    CodingLoss(attenuation_db=0.4455, headroom_db=1.0),
)


class Mp3:
    """The format ``mp3``: mono at a constant bitrate, ID3v2.3 chapters."""

    description: ClassVar = FormatDescription(
        name="mp3",
        codec="MP3",
        sound="MP3, constant bitrate",
        chapters="ID3v2.3 CHAP and CTOC",
        media_type="audio/mpeg",
        # those of both MPEG-1 and MPEG-2, so that they fit every sample rate from 16 kHz on
        bitrates_kbps=(32, 40, 48, 56, 64, 80, 96, 112, 128, 160),
        default_bitrate_kbps=64,
    )

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        self.bitrate_kbps = choose_bitrate(self.description, bitrate_kbps)
        self.loss = loss_at(_LOSSES, self.bitrate_kbps)

    @property
    def version(self) -> str:
        """Version of lameenc, whose wheels contain LAME."""
        return f"lameenc {package_version('lameenc')}"

    def warm_up(self) -> None:
        """Load LAME into this process."""
        import lameenc  # noqa: F401

    def check(self, tags: Tags, titles: Sequence[str]) -> None:
        """Accept everything: an ID3 tag holds any titles and tags."""

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage.

        Raises:
            UsageError: MP3 does not have the bitrate at the voice's sample rate.
        """
        rate = sound.sample_rate
        if rate < _MPEG_25_BELOW_HERTZ and self.bitrate_kbps > _MPEG_25_MAX_KBPS:
            raise UsageError(
                f"at this voice's {rate} Hz MP3 takes bitrates up to {_MPEG_25_MAX_KBPS} kbit/s"
            )
        frame_samples = mpeg_version(rate).frame_samples
        fitted = fit_to_frames(sound, frame_samples, TAIL_SAMPLES)
        samples = fitted.frames * frame_samples
        data = self._encode_pcm(fitted.pcm, rate)
        bytes_a_second = self.bitrate_kbps * 125
        expected_bytes = samples * bytes_a_second / rate
        if abs(len(data) - expected_bytes) > 1:
            raise RuntimeError(f"LAME wrote {len(data)} bytes where {expected_bytes:.0f} were due")
        return Encoded(data, samples, rate)

    def _encode_pcm(self, pcm: Pcm, rate: int) -> bytes:
        """Return the frames of PCM, and of the silence that lets the delay out."""
        import lameenc

        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_channels(1)
        encoder.set_in_sample_rate(rate)
        encoder.set_out_sample_rate(rate)
        encoder.set_bit_rate(self.bitrate_kbps)
        encoder.set_quality(LAME_QUALITY)
        parts: list[bytes] = []
        # LAME starts with the first chunk, so there is one even where there is no sound
        for start in range(0, len(pcm) or 1, _CHUNK_BYTES):
            chunk = bytes(pcm[start : start + _CHUNK_BYTES])
            parts.append(bytes(encoder.encode(chunk)))
        parts.append(bytes(encoder.flush()))
        return b"".join(parts)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write tag, Info header, all frames, and the silent ones that let the delay out.

        The Info header counts bytes that come later: it is left empty first and filled in then.
        """
        rate = chapters[-1].sample_rate
        stream = Stream(rate, self.bitrate_kbps)
        silent_frames = self._encode_pcm(b"", rate)
        file.write(id3.make_tag(tags, chapters))
        start = file.tell()
        file.write(bytes(stream.info_bytes))
        for data in takes:
            file.write(data)
        file.write(silent_frames)
        end = file.tell()

        samples = chapters[-1].end_samples + TAIL_SAMPLES
        frames = samples // mpeg_version(rate).frame_samples
        frame_header = silent_frames[:4]
        file.seek(start)
        file.write(info_frame(stream, frame_header, frames, end - start))
        file.seek(end)
