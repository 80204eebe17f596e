"""The AAC track.

Sources: ISO/IEC 14496-12, whose sections the functions name where no other is; 14496-14 and 14496-1
(esds), 14496-3 (AudioSpecificConfig).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.audio.mp4.bitrate import Bitrates
from narrator.audio.mp4.boxes import (
    AUDIO_TRACK_ID,
    NORMAL_SPEED,
    TEXT_TRACK_ID,
    box,
    full_box,
    table,
    time_format,
)
from narrator.audio.mp4.track import (
    ENABLED,
    IN_MOVIE,
    Media,
    data_information,
    media_box,
    track_header,
)

# sampling frequencies in the order of their index (ISO/IEC 14496-3, table 1.18)
AAC_RATES_HERTZ = (
    96_000,
    88_200,
    64_000,
    48_000,
    44_100,
    32_000,
    24_000,
    22_050,
    16_000,
    12_000,
    11_025,
    8_000,
    7_350,
)
_SIZE_BYTES = 4
_FULL_VOLUME = 0x100
_CHANNELS = 1


@dataclass(frozen=True, slots=True)
class AudioLayout:
    """How the packets of the audio track lie in the file.

    Attributes:
        rate: Samples per second.
        packets: Number of packets.
        packet_samples: Samples in a packet.
        chunk_packets: How many packets lie side by side in a chunk.
        language: ISO 639-2 code.
        wide_offsets: Whether places in the file need 64 bits.
    """

    rate: int
    packets: int
    packet_samples: int
    chunk_packets: int
    language: str
    wide_offsets: bool

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.packets // self.chunk_packets)

    @property
    def sizes_bytes(self) -> int:
        """Room that the packets' sizes take."""
        return _SIZE_BYTES * self.packets


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of the packets when all are written.

    Attributes:
        chunk_offsets: Where in the file each chunk begins.
        bitrates: Their bitrates.
    """

    chunk_offsets: Sequence[int]
    bitrates: Bitrates

    @classmethod
    def nothing(cls, layout: AudioLayout) -> Written:
        """Return zeros, which take as much room."""
        return cls([0] * layout.chunks, Bitrates(0, 0))


def audio_track(layout: AudioLayout, written: Written, duration_samples: int) -> bytes:
    """Return the audio track (section 8.3.1) without its last ``sizes_bytes``.

    The packets' sizes are left for the caller to write after it.

    Args:
        layout: How the packets lie in the file.
        written: What is known when they are written. The track is as long with zeros.
        duration_samples: Length of what is heard; an edit list skips the first packet, which only
            fills the encoder.
    """
    room = layout.sizes_bytes
    header = track_header(AUDIO_TRACK_ID, duration_samples, ENABLED | IN_MOVIE, _FULL_VOLUME)
    sound_header = full_box(b"smhd", bytes(4))
    sample_table = _sample_table(layout, written)
    information = box(b"minf", sound_header, data_information(), sample_table, room=room)
    all_samples = layout.packets * layout.packet_samples
    media = Media(b"soun", layout.rate, all_samples, layout.language)
    return box(
        b"trak",
        header,
        _edit_list(layout.packet_samples, duration_samples),
        _chapter_reference(),
        media_box(media, information, room),
        room=room,
    )


def _edit_list(skipped_samples: int, duration_samples: int) -> bytes:
    """Return an edit list that skips the priming samples (sections 8.6.5 and 8.6.6)."""
    form = time_format(duration_samples)
    entry_count = 1
    edit = struct.pack(
        f">I2{form.code}I", entry_count, duration_samples, skipped_samples, NORMAL_SPEED
    )
    return box(b"edts", full_box(b"elst", edit, version=form.version))


def _chapter_reference() -> bytes:
    """Return the reference to the text track (section 8.3.3; QuickTime's type ``chap``)."""
    return box(b"tref", box(b"chap", struct.pack(">I", TEXT_TRACK_ID)))


def _sample_table(layout: AudioLayout, written: Written) -> bytes:
    """Return the sample table (section 8.5); MP4 calls a packet a sample."""
    durations = struct.pack(">II", layout.packets, layout.packet_samples)
    return box(
        b"stbl",
        table(b"stsd", [_aac_entry(layout.rate, written.bitrates)]),
        table(b"stts", [durations]),
        _chunk_sizes(layout),
        *_roll_distance(layout.packets),
        _chunk_offsets(written.chunk_offsets, layout.wide_offsets),
        full_box(b"stsz", struct.pack(">II", 0, layout.packets), room=layout.sizes_bytes),
        room=layout.sizes_bytes,
    )


def _chunk_sizes(layout: AudioLayout) -> bytes:
    """Return how many packets each chunk has (section 8.7.4): all the same, but for the last."""
    whole_chunks, left_packets = divmod(layout.packets, layout.chunk_packets)
    description = 1
    runs: list[bytes] = []
    if whole_chunks:
        runs.append(struct.pack(">III", 1, layout.chunk_packets, description))
    if left_packets:
        runs.append(struct.pack(">III", whole_chunks + 1, left_packets, description))
    return table(b"stsc", runs)


def _roll_distance(packets: int) -> tuple[bytes, bytes]:
    """Return two boxes that say that all packets need the one before (8.9.2, 8.9.3, 10.1).

    A packet sounds right once the packet before it is decoded.
    """
    entry_bytes = 2
    entry_count = group = 1
    distance = -1
    entry = struct.pack(">IIh", entry_bytes, entry_count, distance)
    members = struct.pack(">III", entry_count, packets, group)
    return full_box(b"sgpd", b"roll", entry, version=1), full_box(b"sbgp", b"roll", members)


def _chunk_offsets(offsets: Sequence[int], is_wide: bool) -> bytes:
    """Return the table of the chunks' places (section 8.7.5)."""
    if is_wide:
        return table(b"co64", [struct.pack(">Q", offset) for offset in offsets])
    return table(b"stco", [struct.pack(">I", offset) for offset in offsets])


def _aac_entry(rate: int, bitrates: Bitrates) -> bytes:
    """Return the description of the packets (section 12.2.3; ISO/IEC 14496-14, section 5.6)."""
    data_reference = 1
    sample_bits = 16
    short_rate = rate  # in 16.16 fixed point, which ends at 65,535
    if short_rate >= 1 << 16:
        short_rate = 0
    head = struct.pack(">6xH8xHHIHH", data_reference, _CHANNELS, sample_bits, 0, short_rate, 0)
    return box(b"mp4a", head, full_box(b"esds", _stream_descriptor(rate, bitrates)))


def _stream_descriptor(rate: int, bitrates: Bitrates) -> bytes:
    """Return the elementary stream descriptor (ISO/IEC 14496-1, section 7.2.6.5)."""
    aac = 0x40
    audio_stream = 0x15
    bits_a_second = (bitrates.largest, bitrates.average)
    decoder_head = struct.pack(">BB3xII", aac, audio_stream, *bits_a_second)
    decoder = decoder_head + _descriptor(5, _decoder_setup(rate))
    in_mp4 = b"\x02"
    flags = 0
    head = struct.pack(">HB", AUDIO_TRACK_ID, flags)
    return _descriptor(3, head + _descriptor(4, decoder) + _descriptor(6, in_mp4))


def _decoder_setup(rate: int) -> bytes:
    """Return the AudioSpecificConfig (ISO/IEC 14496-3, section 1.6.2.1)."""
    low_complexity = 2
    rate_index = AAC_RATES_HERTZ.index(rate)
    return struct.pack(">H", low_complexity << 11 | rate_index << 7 | _CHANNELS << 3)


def _descriptor(tag: int, body: bytes) -> bytes:
    """Return a descriptor of up to 127 bytes (ISO/IEC 14496-1, section 8.3.3)."""
    return bytes([tag, len(body)]) + body
