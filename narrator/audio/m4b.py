"""M4B and M4A: passages encoded one by one as AAC, their packets written one after the other.

Every start is exact to the sample. An AAC encoder fills one packet of 1,024 samples before sound
comes out (priming samples). So a passage gives up as much of the pause it ends with, and the next
one's packets follow. An edit list tells players to skip the first packet of the file; a silent one
at the end makes up for it.

Chapters are in the file twice: as a QuickTime text track, which holds all titles whole, and as
Nero's ``chpl``, which ends at 255 chapters and cuts titles at 255 bytes. Players that know both
take the track.
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
from narrator.audio.mp4.audio_track import (
    AAC_RATES_HERTZ,
    SIZES_HEAD_BYTES,
    AudioLayout,
    audio_track,
)
from narrator.audio.mp4.text_track import text_samples, text_track
from narrator.audio.mp4.user_data import user_data
from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound, fit_to_frames
from narrator.errors import UsageError
from narrator.language.iso639 import iso639_2

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
_UNDETERMINED = "und"
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

        The header has room for the packets' sizes, which are filled in as they are written.
        """
        layout = self._layout(chapters, tags)
        about = user_data(tags, self.media_type, chapters)
        places = _write_header(file, layout, chapters, boxes.file_type(self.brand), about)
        writer = _PacketWriter(file, layout, places)
        for take in takes:
            writer.write(codec.unpack_packets(take))
        writer.write([self._silent_packet(layout.rate)])
        writer.close()

    def _layout(self, chapters: Sequence[Chapter], tags: Tags) -> AudioLayout:
        """Return how the packets will lie in the file."""
        packets = chapters[-1].end_samples // _PACKET_SAMPLES + 1
        max_bytes = packets * (_MAX_PACKET_BYTES + _SIZE_ENTRY_BYTES) + _MAX_OTHER_BYTES
        return AudioLayout(
            rate=chapters[-1].sample_rate,
            packets=packets,
            packet_samples=_PACKET_SAMPLES,
            chunk_packets=_CHUNK_PACKETS,
            bitrate_kbps=self.bitrate_kbps,
            language=iso639_2(tags.language) or _UNDETERMINED,
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


def _write_header(
    file: BinaryIO,
    layout: AudioLayout,
    chapters: Sequence[Chapter],
    file_type: bytes,
    about: bytes,
) -> _Places:
    """Write file type, movie header with empty tables, head of the media data, and titles.

    Raises:
        OverflowError: A chapter is longer than an MP4 file can hold.
    """
    _check_lengths(chapters)
    end = chapters[-1].end_samples
    titles = b"".join(text_samples(chapters))
    before_sizes = boxes.movie_header(layout.rate, end) + audio_track(layout, end)
    # a text track has the same size wherever the titles are
    text_track_bytes = len(text_track(chapters, layout.language, 0))
    after_sizes_bytes = text_track_bytes + len(about)
    room = layout.sizes_bytes + after_sizes_bytes
    file.write(file_type + boxes.box(b"moov", before_sizes, room=room))

    sizes_place = file.tell()
    media_data_place = sizes_place + room
    titles_place = media_data_place + boxes.MEDIA_DATA_HEAD_BYTES
    file.seek(sizes_place + layout.sizes_bytes)
    file.write(text_track(chapters, layout.language, titles_place))
    file.write(about + bytes(boxes.MEDIA_DATA_HEAD_BYTES) + titles)
    return _Places(sizes_place, media_data_place)


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
        self._packets = 0
        self._chunk_offsets: list[int] = []

    def write(self, packets: Sequence[bytes]) -> None:
        """Write packets, and their sizes into the header."""
        sizes = [len(packet) for packet in packets]
        sizes_place = self._places.sizes + _SIZE_ENTRY_BYTES * self._packets
        self._fill(sizes_place, struct.pack(f">{len(sizes)}I", *sizes))
        offset = self._file.tell()
        for size in sizes:
            if self._packets % _CHUNK_PACKETS == 0:
                self._chunk_offsets.append(offset)
            self._packets += 1
            offset += size
        self._file.write(b"".join(packets))

    def close(self) -> None:
        """Fill in the chunks' places and the size of the media data.

        Raises:
            RuntimeError: There were more or fewer packets than the header says.
        """
        layout = self._layout
        if self._packets != layout.packets:
            raise RuntimeError(f"{self._packets} AAC packets came where {layout.packets} were due")
        form = f">{layout.chunks}{layout.offset_code}"
        offsets_place = self._places.sizes - SIZES_HEAD_BYTES - layout.offsets_bytes
        self._fill(offsets_place, struct.pack(form, *self._chunk_offsets))
        media_data_bytes = self._file.tell() - self._places.media_data
        self._fill(self._places.media_data, boxes.media_data_head(media_data_bytes))

    def _fill(self, place: int, data: bytes) -> None:
        """Write data into a place in the file that was left empty."""
        end = self._file.tell()
        self._file.seek(place)
        self._file.write(data)
        self._file.seek(end)
