"""FFmpeg's encoders through PyAV, for the formats that LAME does not make.

No container is opened: packets come out and the formats write them. PyAV is imported when one of
these functions is called.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound
from narrator.installed import package_version

if TYPE_CHECKING:
    from av import AudioCodecContext, AudioFrame


# converted at a time: all frames of a four-minute passage at once take 140 MB
_BLOCK_SAMPLES = 65_536


class FfmpegEncoder:
    """Common part of the formats whose encoder is one of FFmpeg's."""

    @property
    def version(self) -> str:
        """Version of PyAV, whose wheels contain FFmpeg."""
        return f"av {package_version('av')}"

    def warm_up(self) -> None:
        """Load PyAV into this process."""
        import av  # noqa: F401


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """An FFmpeg encoder and how it is set.

    Attributes:
        name: FFmpeg's name of the encoder.
        sample_format: The sample format it takes, by FFmpeg's name.
        bitrate_kbps: Bitrate in kbit/s; None for the encoder's own.
        options: Private options of the encoder, by name.
    """

    name: str
    sample_format: str
    bitrate_kbps: int | None = None
    options: tuple[tuple[str, str], ...] = ()


def encode(encoder: EncoderSettings, pcm: Pcm, rate: int, count: int) -> list[bytes]:
    """Return the packets that an encoder makes of mono PCM, which must be ``count``.

    Chapter times are sums of packets, so a packet too many or too few would shift them. The encoder
    writes no version of itself into the packets, so that the bytes can be reproduced.

    Raises:
        RuntimeError: The encoder made another number of packets.
    """
    from av.codec.context import CodecContext, Flags

    # PyAV types what create() returns by the literal name of the codec
    context = cast("AudioCodecContext", CodecContext.create(encoder.name, "w"))
    context.sample_rate = rate
    context.layout = "mono"
    context.format = encoder.sample_format
    context.flags |= Flags.bitexact
    context.options = dict(encoder.options)
    if encoder.bitrate_kbps is not None:
        context.bit_rate = encoder.bitrate_kbps * 1000
    context.open()
    packets: list[bytes] = []
    for frame in _convert(pcm, rate, encoder.sample_format, rate, context.frame_size):
        packets += _packets_of(context, frame)
    packets += _packets_of(context, None)
    if len(packets) != count:
        raise RuntimeError(
            f"the encoder {encoder.name} wrote {len(packets)} packets where {count} were due"
        )
    return packets


def _packets_of(context: AudioCodecContext, frame: AudioFrame | None) -> list[bytes]:
    """Return the packets that a frame brings out of the encoder; None brings out the rest."""
    return [bytes(packet) for packet in context.encode(frame) if packet.size]


def decode(codec: str, setup: bytes, packets: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the mono 16-bit PCM of packets, a frame at a time.

    Args:
        codec: FFmpeg's name of the decoder.
        setup: The codec's private data (FFmpeg's extradata), which it needs before any packet.
        packets: All packets in order.
    """
    from av import Packet
    from av.codec.context import CodecContext

    context = cast("AudioCodecContext", CodecContext.create(codec, "r"))
    context.extradata = setup
    for packet in packets:
        for frame in context.decode(Packet(packet)):
            yield _pcm_of(frame)


def resample(sound: Sound, rate: int) -> Sound:
    """Return the same sound at another sample rate."""
    old_rate = sound.sample_rate
    if rate == old_rate:
        return sound
    frames = _convert(sound.pcm, old_rate, "s16", rate)
    pcm = b"".join(map(_pcm_of, frames))
    starts = tuple(start * rate // old_rate for start in sound.starts_samples)
    tail = sound.tail_samples * rate // old_rate
    return replace(sound, pcm=pcm, sample_rate=rate, starts_samples=starts, tail_samples=tail)


def _pcm_of(frame: AudioFrame) -> bytes:
    """Return the samples of a 16-bit frame, whose plane may be longer than its samples."""
    return bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]


def _convert(
    pcm: Pcm, rate: int, sample_format: str, new_rate: int, frame_samples: int = 0
) -> Iterator[AudioFrame]:
    """Yield frames of PCM in another sample format or rate; 0 ``frame_samples`` is any size."""
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


def pack_packets(packets: Sequence[bytes]) -> bytes:
    """Return packets as a take stores them: their number (u32), their sizes (u16) and data."""
    sizes = [len(packet) for packet in packets]
    header = struct.pack(f"<I{len(sizes)}H", len(sizes), *sizes)
    return header + b"".join(packets)


def unpack_packets(data: bytes) -> list[bytes]:
    """Return the packets that ``pack_packets`` put together."""
    (count,) = struct.unpack_from("<I", data)
    sizes = struct.unpack_from(f"<{count}H", data, 4)
    packets: list[bytes] = []
    position = 4 + 2 * count
    for size in sizes:
        packets.append(data[position : position + size])
        position += size
    return packets
