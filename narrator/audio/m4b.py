"""M4B and M4A: passages encoded apart as AAC, their packets written one after the other, every start exact to the sample.

An AAC encoder fills one packet of 1,024 samples before sound comes out. So a passage gives up that much of the pause it
ends with, and the next one's packets follow. An edit list tells players to skip the first packet of the file; a silent
one at the end makes up for it.

Chapters stand in the file twice: as a QuickTime text track, which holds all titles whole, and as Nero's ``chpl``, which
ends at 255 chapters and cuts titles at 255 bytes. Players that know both take the track.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO, ClassVar

from narrator.audio import codec, languages, mp4
from narrator.audio.formats import Chapter, Encoded, Tags, choose_bitrate
from narrator.audio.sound import SAMPLE_BYTES, Pcm, Sound, fit
from narrator.errors import UsageError

_PACKET_SAMPLES = 1024
# AAC has at most 6,144 bits for a mono packet: 96 kbit/s at 16 kHz, 132 at 22.05
_MAX_PACKET_BYTES = 768
# titles, cover and headers together stay far below
_MAX_OTHER_BYTES = 64 * 1024 * 1024
_BITRATES_KBPS = range(16, 129)
_DEFAULT_KBPS = 64
# packets from one entry of the chunk table to the next: about 24 s at 22.05 kHz, so the table stays small
_CHUNK_PACKETS = 512
_MAX_TITLE_BYTES = 0xFFFF
_AUDIOBOOK = 2


class M4b(codec.FfmpegEncoder):
    """The format ``m4b``: AAC in an MP4 file that players take for an audiobook."""

    brand: ClassVar[bytes] = b"M4B "
    media_type: ClassVar[int | None] = _AUDIOBOOK

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        self.bitrate_kbps = choose_bitrate("AAC", bitrate_kbps, _BITRATES_KBPS, _DEFAULT_KBPS)

    def check(self, tags: Tags, titles: Sequence[str]) -> None:  # noqa: ARG002
        if any(len(title.encode("utf-8", "replace")) > _MAX_TITLE_BYTES for title in titles):
            raise UsageError(
                f"an MP4 file holds chapter titles of up to {_MAX_TITLE_BYTES:,} bytes; one is longer"
            )

    def encode(self, sound: Sound) -> Encoded:
        # the next rate that AAC has; nearly all engines speak at one
        rate = min(
            (rate for rate in mp4.AAC_RATES_HERTZ if rate >= sound.sample_rate),
            default=mp4.AAC_RATES_HERTZ[0],
        )
        pcm, packets = fit(codec.resample(sound, rate), _PACKET_SAMPLES, _PACKET_SAMPLES)
        return Encoded(
            codec.join(self._packets(pcm, packets, rate)), packets * _PACKET_SAMPLES, rate
        )

    def _packets(self, pcm: Pcm, count: int, rate: int) -> list[bytes]:
        # the coder that searches longer takes seven times the time, and speech at this bitrate gains nothing
        packets = codec.encode("aac", pcm, rate, "fltp", self.bitrate_kbps, aac_coder="fast")
        if len(packets) != count:
            raise RuntimeError(
                f"the AAC encoder wrote {len(packets)} packets where {count} were due"
            )
        return packets

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        # file type, movie header with room for the packets' sizes, the titles, all packets and a silent one
        rate, end = chapters[-1].sample_rate, chapters[-1].end_samples
        packets = end // _PACKET_SAMPLES + 1
        wide = packets * (_MAX_PACKET_BYTES + 4) + _MAX_OTHER_BYTES > mp4.U32_MAX
        language = languages.iso639_2(tags.language) or "und"
        layout = mp4.Layout(
            rate, packets, _PACKET_SAMPLES, _CHUNK_PACKETS, self.bitrate_kbps, language, wide
        )
        silence = self._packets(bytes(_PACKET_SAMPLES * SAMPLE_BYTES), 2, rate)[1:]
        place = _write_header(
            file, layout, chapters, mp4.user_data(tags, self.media_type, chapters), self.brand
        )
        data = _MediaData(file, layout, place)
        for take in takes:
            data.write(codec.split(take))
        data.write(silence)
        data.close()


class M4a(M4b):
    """The format ``m4a``: the same as plain audio."""

    brand = b"M4A "
    media_type = None


def _write_header(
    file: BinaryIO, layout: mp4.Layout, chapters: Sequence[Chapter], about: bytes, brand: bytes
) -> _Place:
    """File type and movie header with tables still empty, the head of the data and the titles."""
    rate, end = chapters[-1].sample_rate, chapters[-1].end_samples
    lengths = [chapter.end_samples - chapter.start_samples for chapter in chapters]
    if max(lengths) > mp4.U32_MAX:
        raise OverflowError(
            f"an MP4 file holds chapters of up to {mp4.U32_MAX / rate / 3600:.0f} hours; one is longer"
        )
    titles = [mp4.text_sample(chapter.title) for chapter in chapters]
    header = mp4.movie_header(rate, end) + mp4.audio_track(layout, end)

    def rest(offset: int) -> bytes:
        return mp4.text_track(titles, lengths, rate, layout.language, offset) + about

    kind = mp4.file_type(brand)
    size = len(header) + layout.sizes_bytes + len(rest(0))
    data_at = len(kind) + 8 + size
    file.write(kind + mp4.box(b"moov", header, room=size - len(header)))
    sizes_at = file.tell()
    file.seek(sizes_at + layout.sizes_bytes)
    file.write(rest(data_at + mp4.DATA_HEAD_BYTES) + bytes(mp4.DATA_HEAD_BYTES) + b"".join(titles))
    return _Place(sizes_at, data_at)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file the packets' sizes and the data box begin."""

    sizes_at: int
    data_at: int


class _MediaData:
    """The packets; their sizes go to their place in the header as they come, so that memory holds one take's."""

    def __init__(self, file: BinaryIO, layout: mp4.Layout, place: _Place) -> None:
        self._file = file
        self._layout = layout
        self._place = place
        self._packets = 0
        self._offsets: list[int] = []

    def write(self, packets: Sequence[bytes]) -> None:
        starts = list(accumulate(map(len, packets), initial=self._file.tell()))
        self._offsets += starts[-self._packets % _CHUNK_PACKETS : len(packets) : _CHUNK_PACKETS]
        self._file.write(b"".join(packets))
        self._fill(
            self._place.sizes_at + 4 * self._packets,
            struct.pack(f">{len(packets)}I", *map(len, packets)),
        )
        self._packets += len(packets)

    def close(self) -> None:
        """Fill in the chunks' places and the size of it all."""
        if self._packets != self._layout.packets:
            raise RuntimeError(
                f"{self._packets} AAC packets came where {self._layout.packets} were due"
            )
        form = "Q" if self._layout.wide_offsets else "I"
        offsets = struct.pack(f">{len(self._offsets)}{form}", *self._offsets)
        self._fill(self._place.sizes_at - mp4.SIZES_HEAD_BYTES - len(offsets), offsets)
        self._fill(self._place.data_at, mp4.data_head(self._file.tell() - self._place.data_at))

    def _fill(self, at: int, data: bytes) -> None:
        end = self._file.tell()
        self._file.seek(at)
        self._file.write(data)
        self._file.seek(end)
