"""The Info header: a first MP3 frame that tells players length and delay of a whole file.

To a player that does not know it, the frame is silence.

Sources: ISO/IEC 11172-3 and 13818-3 (frame header and side information); "Mp3 Info Tag revision 1
Specifications" of LAME.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

# LAME's quality setting, from 0 (best) to 9; at 64 kbit/s mono speech gains
# nothing from a slower one than 7
LAME_QUALITY = 7
# the silence that lets the delay of encoder and decoder out: one frame of MPEG-1, two of MPEG-2
TAIL_SAMPLES = 1_152
_ENCODER_DELAY_SAMPLES = 576  # LAME's
_U32_MAX = 0xFFFFFFFF
# frames, bytes, table of contents and quality are all there
_ALL_FIELDS = 0b1111
_LAME_VERSION = b"LAME3.100"
_CONSTANT_BITRATE = 1
# the smallest bitrate at which a frame is large enough for the header at every sample rate
_MIN_INFO_KBPS = 64
_SAMPLE_RATE_BITS = 0b1100


@dataclass(frozen=True, slots=True)
class MpegVersion:
    """What differs between the versions of MPEG audio, layer III, for one channel.

    Attributes:
        frame_samples: Samples in a frame.
        bitrates_kbps: The bitrates in the order of a frame header's bitrate index, from 1 on.
        side_info_bytes: Size of a frame's side information.
    """

    frame_samples: int
    bitrates_kbps: tuple[int, ...]
    side_info_bytes: int


_MPEG_1 = MpegVersion(
    frame_samples=1152,
    bitrates_kbps=(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    side_info_bytes=17,
)
# MPEG-2.5, an extension to lower sample rates, is the same here
_MPEG_2 = MpegVersion(
    frame_samples=576,
    bitrates_kbps=(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    side_info_bytes=9,
)
_MPEG_1_FROM_HERTZ = 32_000


def mpeg_version(rate: int) -> MpegVersion:
    """Return the MPEG version that has a sample rate."""
    if rate >= _MPEG_1_FROM_HERTZ:
        return _MPEG_1
    return _MPEG_2


@dataclass(frozen=True, slots=True)
class Stream:
    """The MP3 stream that an Info header describes.

    Attributes:
        rate: Samples per second.
        bitrate_kbps: The constant bitrate of its frames in kbit/s.
    """

    rate: int
    bitrate_kbps: int

    @property
    def info_kbps(self) -> int:
        """Bitrate of the Info header's own frame."""
        return max(self.bitrate_kbps, _MIN_INFO_KBPS)

    @property
    def info_bytes(self) -> int:
        """Size of the Info header's frame."""
        frame_samples = mpeg_version(self.rate).frame_samples
        return frame_samples // 8 * self.info_kbps * 1000 // self.rate


def info_frame(stream: Stream, frame_header: bytes, frames: int, size: int) -> bytes:
    """Return the frame with the Info header.

    Args:
        stream: The stream.
        frame_header: The header (4 bytes) of one of the stream's frames.
        frames: Number of frames in the file, without this one.
        size: Number of bytes from the start of this frame to the end of the stream.
    """
    size = min(size, _U32_MAX)  # players go by the number of frames
    frame = _silent_frame_start(stream, frame_header)
    frame += _xing_fields(frames, size)
    frame += _lame_fields(stream, size)
    frame += struct.pack(">H", _crc16(frame))
    return frame.ljust(stream.info_bytes, b"\0")


def _silent_frame_start(stream: Stream, frame_header: bytes) -> bytes:
    """Return a frame header with the Info frame's bitrate, and side information of silence."""
    version = mpeg_version(stream.rate)
    bitrate_index = version.bitrates_kbps.index(stream.info_kbps) + 1
    # the third byte holds bitrate index, sample rate index, padding bit and private bit
    third = bitrate_index << 4 | frame_header[2] & _SAMPLE_RATE_BITS
    header = frame_header[:2] + bytes([third]) + frame_header[3:4]
    return header + bytes(version.side_info_bytes)


def _xing_fields(frames: int, size: int) -> bytes:
    """Return the fields that were Xing's: length, table of contents, quality."""
    # at a constant bitrate places in the file are proportional to times
    contents = bytes(percent * 256 // 100 for percent in range(100))
    quality_percent = 100 - 10 * LAME_QUALITY
    counts = struct.pack(">3I", _ALL_FIELDS, frames, size)
    return b"Info" + counts + contents + struct.pack(">I", quality_percent)


def _lame_fields(stream: Stream, size: int) -> bytes:
    """Return the fields that LAME added, up to the checksum."""
    no_lowpass = 0
    no_replay_gain = bytes(8)
    encoding_flags = 0
    padding_samples = TAIL_SAMPLES - _ENCODER_DELAY_SAMPLES
    delays = _ENCODER_DELAY_SAMPLES << 12 | padding_samples
    no_gain_nor_preset = bytes(4)
    music_crc = 0
    return b"".join(
        [
            _LAME_VERSION,
            bytes([_CONSTANT_BITRATE, no_lowpass]),
            no_replay_gain,
            bytes([encoding_flags, stream.bitrate_kbps]),
            delays.to_bytes(3, "big"),
            no_gain_nor_preset,
            struct.pack(">IH", size, music_crc),
        ]
    )


def _crc16(data: bytes) -> int:
    """Return CRC-16/ARC, the checksum of LAME's header."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            lowest_bit = crc & 1
            crc >>= 1
            if lowest_bit:
                crc ^= 0xA001
    return crc
