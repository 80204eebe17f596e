"""FFmpeg's encoders through PyAV, for the formats that LAME does not make.

No container is opened: packets come out and the formats write them. PyAV is imported when one of these is used.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, cast

from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound

if TYPE_CHECKING:
    from av import AudioCodecContext, AudioFrame


# converted at a time: all frames of a four-minute passage at once take 140 MB
_BLOCK_SAMPLES = 65_536


class FfmpegEncoder:
    """What the formats share whose encoder is one of FFmpeg's."""

    attenuation_db = 0.0

    @property
    def version(self) -> str:
        """PyAV's, whose wheels bring FFmpeg."""
        from importlib.metadata import version

        return f"av {version('av')}"

    def warm_up(self) -> None:
        """Load PyAV into this process."""
        import av  # noqa: F401


def encode(
    codec: str,
    pcm: Pcm,
    rate: int,
    sample_format: str,
    bitrate_kbps: int | None = None,
    **options: str,
) -> list[bytes]:
    """All packets that an encoder makes of mono PCM. It writes no version of itself into them."""
    from av.codec.context import CodecContext, Flags

    # PyAV types what create() returns by the literal name of the codec
    context = cast("AudioCodecContext", CodecContext.create(codec, "w"))
    context.sample_rate = rate
    context.layout = "mono"
    context.format = sample_format
    context.flags |= Flags.bitexact
    context.options = options
    if bitrate_kbps is not None:
        context.bit_rate = bitrate_kbps * 1000
    context.open()
    frames = chain(_convert(pcm, rate, sample_format, rate, context.frame_size), [None])
    return [bytes(packet) for frame in frames for packet in context.encode(frame) if packet.size]


def decode(codec: str, setup: bytes, packets: Sequence[bytes]) -> Iterator[bytes]:
    """The mono 16-bit PCM of packets; ``setup`` is what the decoder must know before the first."""
    from av import Packet
    from av.codec.context import CodecContext

    context = cast("AudioCodecContext", CodecContext.create(codec, "r"))
    context.extradata = setup
    for packet in packets:
        for frame in context.decode(Packet(packet)):
            yield _pcm(frame)


def resample(sound: Sound, rate: int) -> Sound:
    """The same sound at another rate."""
    if rate == sound.sample_rate:
        return sound
    frames = _convert(sound.pcm, sound.sample_rate, "s16", rate)
    return replace(
        sound,
        pcm=b"".join(map(_pcm, frames)),
        sample_rate=rate,
        starts_samples=tuple(start * rate // sound.sample_rate for start in sound.starts_samples),
        tail_samples=sound.tail_samples * rate // sound.sample_rate,
    )


def _pcm(frame: AudioFrame) -> bytes:
    # a plane may be longer than its samples
    return bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]


def _convert(
    pcm: Pcm, rate: int, sample_format: str, new_rate: int, frame_samples: int = 0
) -> Iterator[AudioFrame]:
    from av import AudioFrame, AudioResampler

    resampler = AudioResampler(sample_format, "mono", new_rate, frame_samples)
    for start in range(0, len(pcm), _BLOCK_SAMPLES * SAMPLE_BYTES):
        block = bytes(pcm[start : start + _BLOCK_SAMPLES * SAMPLE_BYTES])
        frame = AudioFrame(format="s16", layout="mono", samples=len(block) // SAMPLE_BYTES)
        frame.planes[0].update(block)
        frame.sample_rate = rate
        frame.pts = start // SAMPLE_BYTES
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def join(packets: Sequence[bytes]) -> bytes:
    """Packets as a take keeps them: how many there are, their sizes, and themselves."""
    return struct.pack(f"<I{len(packets)}H", len(packets), *map(len, packets)) + b"".join(packets)


def split(data: bytes) -> list[bytes]:
    """The packets that ``join`` joined."""
    (count,) = struct.unpack_from("<I", data)
    sizes = struct.unpack_from(f"<{count}H", data, 4)
    packets, at = [], 4 + 2 * count
    for size in sizes:
        packets.append(data[at : at + size])
        at += size
    return packets
