"""M4B and M4A: passages encoded one by one as AAC, their packets written one after the other.

Every start is exact to the sample. An AAC encoder fills one packet of 1,024 samples before sound
comes out (priming samples). So a passage gives up as much of the pause it ends with, and the next
one's packets follow. An edit list tells players to skip the first packet of the file; a silent one
at the end makes up for it.

Chapters are in the file twice: as a QuickTime text track, which holds all titles whole, and as
Nero's ``chpl``, which cuts titles at 255 bytes. More than 255 chapters are in the track only:
``chpl`` has no room for them, and some players that know both would list no others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, ClassVar

from narrator.audio import codec
from narrator.audio.formats import (
    Chapter,
    CodingLoss,
    Encoded,
    FormatDescription,
    Tags,
    choose_bitrate,
    loss_at,
)
from narrator.audio.mp4 import boxes
from narrator.audio.mp4.audio_track import AAC_RATES_HERTZ, AudioLayout, Written, audio_track
from narrator.audio.mp4.bitrate import BitrateMeter
from narrator.audio.mp4.text_track import text_samples, text_track
from narrator.audio.mp4.user_data import user_data
from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound, fit_to_frames
from narrator.errors import UsageError
from narrator.language.iso639 import UNDETERMINED

_PACKET_SAMPLES = 1024
# AAC has at most 6,144 bits for a mono packet: 96 kbit/s at 16 kHz, 132 at 22.05
_MAX_PACKET_BYTES = 768
_SIZE_ENTRY_BYTES = 4
# titles, cover and headers together stay far below
_MAX_OTHER_BYTES = 64 * 1024 * 1024
# packets from one entry of the chunk table to the next: about 24 s at 22.05 kHz, so the table
# stays small
_CHUNK_PACKETS = 512
_MAX_TITLE_BYTES = 0xFFFF
_AUDIOBOOK = 2
_LOSSES = (
    CodingLoss(attenuation_db=0.6, headroom_db=3.4, up_to_kbps=24),
    CodingLoss(attenuation_db=0.1, headroom_db=2.0, up_to_kbps=48),
    CodingLoss(headroom_db=1.0),
)
_M4B = FormatDescription(
    name="m4b",
    codec="AAC",
    sound="AAC-LC",
    chapters="QuickTime text track and Nero chpl",
    media_type="audio/mp4",
    bitrates_kbps=range(16, 129),
    default_bitrate_kbps=64,
)


class M4b(codec.FfmpegEncoder):
    """The format ``m4b``: AAC in an MP4 file that players take for an audiobook."""

    description: ClassVar = _M4B
    brand: ClassVar[bytes] = b"M4B "
    media_type: ClassVar[int | None] = _AUDIOBOOK

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        self.bitrate_kbps = choose_bitrate(self.description, bitrate_kbps)
        self.loss = loss_at(_LOSSES, self.bitrate_kbps)

    def check(self, tags: Tags, titles: Sequence[str]) -> None:  # noqa: ARG002
        """Check the length of the titles."""
        if any(len(title.encode("utf-8", "replace")) > _MAX_TITLE_BYTES for title in titles):
            raise UsageError(
                f"an MP4 file holds chapter titles of up to {_MAX_TITLE_BYTES:,} bytes;"
                " one is longer"
            )

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage, at the next sample rate that AAC has."""
        rate = _aac_rate(sound.sample_rate)
        resampled = codec.resample(sound, rate)
        fitted = fit_to_frames(resampled, _PACKET_SAMPLES, delay_samples=_PACKET_SAMPLES)
        packets = self._packets(fitted.pcm, fitted.frames, rate)
        return Encoded(codec.pack_packets(packets), fitted.frames * _PACKET_SAMPLES, rate)

    def _packets(self, pcm: Pcm, count: int, rate: int) -> list[bytes]:
        """Return the ``count`` packets of mono PCM.

        The coder that searches longer takes seven times the time, and speech at this bitrate gains
        nothing from it.
        """
        options = (("aac_coder", "fast"),)
        encoder = codec.EncoderSettings("aac", "fltp", self.bitrate_kbps, options)
        return codec.encode(encoder, pcm, rate, count)

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write file type, movie header, titles, all packets and a silent one.

        The header has room for the packets' sizes, which are filled in as they are written, and
        for what is known of the packets in the end.
        """
        layout = self._layout(chapters, tags)
        about = user_data(tags, self.media_type, chapters)
        header = _Header(self.brand, layout, chapters, about)
        writer = _PacketWriter(file, layout, header.write(file))
        for take in takes:
            writer.write(codec.unpack_packets(take))
        writer.write([self._silent_packet(layout.rate)])
        header.fill_in(file, writer.close())

    def _layout(self, chapters: Sequence[Chapter], tags: Tags) -> AudioLayout:
        """Return how the packets will lie in the file."""
        packets = chapters[-1].end_samples // _PACKET_SAMPLES + 1
        max_bytes = packets * (_MAX_PACKET_BYTES + _SIZE_ENTRY_BYTES) + _MAX_OTHER_BYTES
        return AudioLayout(
            rate=chapters[-1].sample_rate,
            packets=packets,
            packet_samples=_PACKET_SAMPLES,
            chunk_packets=_CHUNK_PACKETS,
            language=tags.language_code or UNDETERMINED,
            wide_offsets=max_bytes > boxes.U32_MAX,
        )

    def _silent_packet(self, rate: int) -> bytes:
        """Return one packet of silence, the second of two: the first one fills the encoder."""
        silence = bytes(_PACKET_SAMPLES * SAMPLE_BYTES)
        return self._packets(silence, 2, rate)[1]


class M4a(M4b):
    """The format ``m4a``: the same as plain audio."""

    description: ClassVar = replace(_M4B, name="m4a")
    brand = b"M4A "
    media_type = None


def _aac_rate(rate: int) -> int:
    """Return the lowest sample rate of AAC that is not below a rate; nearly all voices have one."""
    not_below = [aac_rate for aac_rate in AAC_RATES_HERTZ if aac_rate >= rate]
    return min(not_below, default=AAC_RATES_HERTZ[0])


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in the file the packets' sizes and the media data box begin."""

    sizes: int
    media_data: int


@dataclass(frozen=True, slots=True)
class _Header:
    """Everything before the packets.

    Attributes:
        brand: The kind of file.
        layout: How the packets will lie in it.
        chapters: All chapters.
        about: Tags and other user data.
    """

    brand: bytes
    layout: AudioLayout
    chapters: Sequence[Chapter]
    about: bytes

    def write(self, file: BinaryIO) -> _Places:
        """Write file type, movie header with empty tables, head of the media data, and titles.

        Raises:
            OverflowError: A chapter is longer than an MP4 file can hold.
        """
        _check_lengths(self.chapters)
        titles = b"".join(text_samples(self.chapters))
        file.write(self._before_sizes(Written.nothing(self.layout)))
        sizes_place = file.tell()
        media_data_place = sizes_place + self._room_bytes()
        titles_place = media_data_place + boxes.MEDIA_DATA_HEAD_BYTES
        file.seek(sizes_place + self.layout.sizes_bytes)
        file.write(self._text_track(titles_place) + self.about)
        file.write(bytes(boxes.MEDIA_DATA_HEAD_BYTES) + titles)
        return _Places(sizes_place, media_data_place)

    def fill_in(self, file: BinaryIO, written: Written) -> None:
        """Write what is known of the packets over the zeros."""
        end = file.tell()
        file.seek(0)
        file.write(self._before_sizes(written))
        file.seek(end)

    def _before_sizes(self, written: Written) -> bytes:
        """Return file type and movie header up to the packets' sizes, as long as with zeros."""
        end = self.chapters[-1].end_samples
        start = boxes.movie_header(self.layout.rate, end) + audio_track(self.layout, written, end)
        return boxes.file_type(self.brand) + boxes.box(b"moov", start, room=self._room_bytes())

    def _room_bytes(self) -> int:
        """Return how much of the movie header the sizes take, and what comes after them."""
        # a text track has the same size wherever the titles are
        return self.layout.sizes_bytes + len(self._text_track(0)) + len(self.about)

    def _text_track(self, titles_place: int) -> bytes:
        """Return the text track of titles that begin at a place in the file."""
        return text_track(self.chapters, self.layout.language, titles_place)


def _check_lengths(chapters: Sequence[Chapter]) -> None:
    """Raise OverflowError where the text track cannot hold a chapter's length."""
    longest = max(chapter.end_samples - chapter.start_samples for chapter in chapters)
    if longest > boxes.U32_MAX:
        hours = boxes.U32_MAX / chapters[-1].sample_rate / 3600
        raise OverflowError(f"an MP4 file holds chapters of up to {hours:.0f} hours; one is longer")


class _PacketWriter:
    """Writes the packets, and their sizes into the header as they come.

    So memory holds the packets of one take only.
    """

    def __init__(self, file: BinaryIO, layout: AudioLayout, places: _Places) -> None:
        self._file = file
        self._layout = layout
        self._places = places
        self._meter = BitrateMeter(layout.rate, layout.packet_samples)
        self._packets = 0
        self._chunk_offsets: list[int] = []

    def write(self, packets: Sequence[bytes]) -> None:
        """Write packets, and their sizes into the header."""
        sizes = [len(packet) for packet in packets]
        sizes_place = self._places.sizes + _SIZE_ENTRY_BYTES * self._packets
        self._fill(sizes_place, struct.pack(f">{len(sizes)}I", *sizes))
        self._meter.add(sizes)
        offset = self._file.tell()
        for size in sizes:
            if self._packets % _CHUNK_PACKETS == 0:
                self._chunk_offsets.append(offset)
            self._packets += 1
            offset += size
        self._file.write(b"".join(packets))

    def close(self) -> Written:
        """Fill in the size of the media data, and return what is known of the packets.

        Raises:
            RuntimeError: There were more or fewer packets than the header says.
        """
        due = self._layout.packets
        if self._packets != due:
            raise RuntimeError(f"{self._packets} AAC packets came where {due} were due")
        media_data_bytes = self._file.tell() - self._places.media_data
        self._fill(self._places.media_data, boxes.media_data_head(media_data_bytes))
        return Written(self._chunk_offsets, self._meter.bitrates())

    def _fill(self, place: int, data: bytes) -> None:
        """Write data into a place in the file that was left empty."""
        end = self._file.tell()
        self._file.seek(place)
        self._file.write(data)
        self._file.seek(end)
