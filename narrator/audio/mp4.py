"""The boxes of an MP4 file with one AAC track and a chapter list.

Written here because FFmpeg's muxer holds every packet's entry in memory until the end, and a book has millions. Here the
movie header goes first, with room for the sizes of the packets, which are filled in as the packets are written.

Sources: ISO/IEC 14496-12 (boxes), 14496-14 and -1 (esds), 14496-3 (AudioSpecificConfig); QuickTime File Format
Specification (chapter text track, ``tref``); iTunes' ``ilst`` and Nero's ``chpl`` as players and FFmpeg read them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.audio.formats import Chapter, Tags

# MPEG-4's table of sampling frequencies, in its order
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
AUDIO_TRACK, TEXT_TRACK = 1, 2
U32_MAX = 0xFFFFFFFF
SIZES_HEAD_BYTES = 20  # of the box that ends the audio track
DATA_HEAD_BYTES = 16
_ENABLED, _IN_MOVIE = 1, 2
# the identity in 16.16 and 2.30 fixed point
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_NORMAL_RATE = 0x10000
_UTF8, _JPEG, _PNG, _INTEGER = 1, 13, 14, 21
_NERO_COUNT = 255  # an entry count and a title's length are one byte each
_NERO_TITLE_BYTES = 255
_NERO_TICKS_A_SECOND = 10_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """An audio track's plan: packets of ``packet_samples``, ``chunk_packets`` of them side by side in a chunk."""

    rate: int
    packets: int
    packet_samples: int
    chunk_packets: int
    bitrate_kbps: int
    language: str
    wide_offsets: bool

    @property
    def chunks(self) -> int:
        return -(-self.packets // self.chunk_packets)

    @property
    def sizes_bytes(self) -> int:
        """How much room the packets' sizes take."""
        return 4 * self.packets

    @property
    def offsets_bytes(self) -> int:
        """How much room the chunks' places take."""
        return (8 if self.wide_offsets else 4) * self.chunks


def box(kind: bytes, *parts: bytes, room: int = 0) -> bytes:
    """A box. ``room`` bytes are counted in its size and left for the caller to write after it."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body) + room) + kind + body


def _full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0, room: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts, room=room)


def _timed(kind: bytes, form: str, *values: int, flags: int = 0, rest: bytes = b"") -> bytes:
    """A full box whose ``L`` fields are 32 bits in version 0 and 64 in version 1, which it is when one needs it."""
    wide = any(value > U32_MAX for value in values)
    fields = struct.pack(">" + form.replace("L", "Q" if wide else "I"), *values)
    return _full(kind, fields, rest, version=int(wide), flags=flags)


def file_type(brand: bytes) -> bytes:
    """The file's kind: ``M4B `` for audiobooks, ``M4A `` for other audio."""
    return box(b"ftyp", brand, struct.pack(">I", 0), brand, b"mp42", b"isom")


def data_head(size: int) -> bytes:
    """The head of the box that holds the titles and the packets, with its size in 64 bits."""
    return struct.pack(">I4sQ", 1, b"mdat", size)


def movie_header(rate: int, duration: int) -> bytes:
    """The movie's time scale and length, in samples."""
    rest = (
        struct.pack(">IH10x", _NORMAL_RATE, 0x100)
        + _MATRIX
        + bytes(24)
        + struct.pack(">I", TEXT_TRACK + 1)
    )
    return _timed(b"mvhd", "LLIL", 0, 0, rate, duration, rest=rest)


def audio_track(layout: Layout, duration: int) -> bytes:
    """The audio track but for its last ``sizes_bytes``; before their ``SIZES_HEAD_BYTES`` stand ``offsets_bytes`` of zeros.

    ``duration`` in samples is what is heard: an edit list skips the first packet, which only fills the encoder.
    """
    room = layout.sizes_bytes
    head = _timed(
        b"tkhd",
        "LLIIL",
        0,
        0,
        AUDIO_TRACK,
        0,
        duration,
        flags=_ENABLED | _IN_MOVIE,
        rest=_look(0x100),
    )
    edits = box(b"edts", _timed(b"elst", "ILLI", 1, duration, layout.packet_samples, _NORMAL_RATE))
    chapters = box(b"tref", box(b"chap", struct.pack(">I", TEXT_TRACK)))
    tables = _audio_tables(layout)
    about = box(b"minf", _full(b"smhd", bytes(4)), _data_here(), tables, room=room)
    media = _media(
        b"soun", layout.rate, layout.packets * layout.packet_samples, layout.language, about, room
    )
    return box(b"trak", head, edits, chapters, media, room=room)


def _look(volume: int) -> bytes:
    """The end of a track header: layer, group, volume, matrix, and a width and height of none."""
    return struct.pack(">8x2hHH", 0, 0, volume, 0) + _MATRIX + bytes(8)


def _data_here() -> bytes:
    return box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1)))


def _media(
    handler: bytes, rate: int, duration: int, language: str, about: bytes, room: int = 0
) -> bytes:
    # three letters of five bits
    packed = sum(
        (ord(letter) - 0x60 & 31) << shift
        for letter, shift in zip(language, (10, 5, 0), strict=True)
    )
    head = _timed(b"mdhd", "LLIL", 0, 0, rate, duration, rest=struct.pack(">HH", packed, 0))
    return box(b"mdia", head, _handler(handler), about, room=room)


def _handler(kind: bytes, maker: bytes = bytes(4)) -> bytes:
    return _full(b"hdlr", bytes(4), kind, maker, bytes(8), b"\0")


def _audio_tables(layout: Layout) -> bytes:
    whole, left = divmod(layout.packets, layout.chunk_packets)
    runs = [struct.pack(">III", 1, layout.chunk_packets, 1)] if whole else []
    runs += [struct.pack(">III", whole + 1, left, 1)] if left else []
    return box(
        b"stbl",
        _table(b"stsd", [_aac_entry(layout)]),
        _table(b"stts", [struct.pack(">II", layout.packets, layout.packet_samples)]),
        _table(b"stsc", runs),
        # a packet sounds right once the one before it is decoded
        _full(b"sgpd", b"roll", struct.pack(">IIh", 2, 1, -1), version=1),
        _full(b"sbgp", b"roll", struct.pack(">III", 1, layout.packets, 1)),
        _full(
            b"co64" if layout.wide_offsets else b"stco",
            struct.pack(">I", layout.chunks),
            bytes(layout.offsets_bytes),
        ),
        _full(b"stsz", struct.pack(">II", 0, layout.packets), room=layout.sizes_bytes),
        room=layout.sizes_bytes,
    )


def _table(kind: bytes, rows: Sequence[bytes]) -> bytes:
    return _full(kind, struct.pack(">I", len(rows)), *rows)


def _aac_entry(layout: Layout) -> bytes:
    low_complexity, mono = 2, 1
    config = struct.pack(
        ">H", low_complexity << 11 | AAC_RATES_HERTZ.index(layout.rate) << 7 | mono << 3
    )
    aac, audio_stream = 0x40, 0x15
    bits = layout.bitrate_kbps * 1000
    decoder = struct.pack(">BB3xII", aac, audio_stream, bits, bits) + _descriptor(5, config)
    stream = struct.pack(">HB", AUDIO_TRACK, 0) + _descriptor(4, decoder) + _descriptor(6, b"\x02")
    short_rate = layout.rate if layout.rate < 1 << 16 else 0
    head = struct.pack(">6xH8xHHIHH", 1, mono, 16, 0, short_rate, 0)
    return box(b"mp4a", head, _full(b"esds", _descriptor(3, stream)))


def _descriptor(tag: int, body: bytes) -> bytes:
    return bytes([tag, len(body)]) + body


def text_track(
    samples: Sequence[bytes], lengths: Sequence[int], rate: int, language: str, offset: int
) -> bytes:
    """QuickTime's chapter list: a track that is not shown, one text sample a chapter, all side by side at ``offset``."""
    duration = sum(lengths)
    head = _timed(b"tkhd", "LLIIL", 0, 0, TEXT_TRACK, 0, duration, flags=_IN_MOVIE, rest=_look(0))
    neutral = struct.pack(">HH3HHH", 0, 0x40, 0x8000, 0x8000, 0x8000, 0, 0)
    # display flags, justification, then colours, box, font and name, all of no account where nothing is shown
    entry = box(b"text", struct.pack(">6xHII", 1, 1, 1), bytes(36))
    tables = box(
        b"stbl",
        _table(b"stsd", [entry]),
        _table(b"stts", [struct.pack(">II", 1, length) for length in lengths]),
        _table(b"stsc", [struct.pack(">III", 1, len(samples), 1)]),
        _full(b"stsz", struct.pack(f">II{len(samples)}I", 0, len(samples), *map(len, samples))),
        _table(b"stco", [struct.pack(">I", offset)]),
    )
    about = box(
        b"minf", box(b"gmhd", _full(b"gmin", neutral), box(b"text", _MATRIX)), _data_here(), tables
    )
    return box(b"trak", head, _media(b"text", rate, duration, language, about))


def text_sample(title: str) -> bytes:
    """A chapter's title as the text track holds it."""
    text = title.replace("\0", " ").encode("utf-8", "replace")
    return struct.pack(">H", len(text)) + text + box(b"encd", struct.pack(">I", 0x100))


def user_data(tags: Tags, media_type: int | None, chapters: Sequence[Chapter]) -> bytes:
    """ITunes' tags and Nero's chapter list."""
    texts = {
        b"\xa9nam": tags.title,
        b"\xa9ART": tags.artist,
        b"\xa9alb": tags.album,
        b"\xa9day": tags.year,
        b"\xa9too": tags.encoder,
    }
    items = [
        _item(name, _UTF8, text.encode("utf-8", "replace")) for name, text in texts.items() if text
    ]
    if media_type is not None:
        items.append(_item(b"stik", _INTEGER, bytes([media_type])))
    if tags.cover:
        items.append(
            _item(b"covr", _PNG if tags.cover.mime == "image/png" else _JPEG, tags.cover.data)
        )
    meta = _full(b"meta", _handler(b"mdir", b"appl"), box(b"ilst", *items))
    return box(b"udta", meta, _nero_chapters(chapters))


def _item(name: bytes, kind: int, value: bytes) -> bytes:
    return box(name, box(b"data", struct.pack(">II", kind, 0), value))


def _nero_chapters(chapters: Sequence[Chapter]) -> bytes:
    rows = []
    for chapter in chapters[:_NERO_COUNT]:
        title = (
            chapter.title.replace("\0", " ")
            .encode("utf-8", "replace")[:_NERO_TITLE_BYTES]
            .decode("utf-8", "ignore")
            .encode()
        )
        start = chapter.start_samples * _NERO_TICKS_A_SECOND // chapter.sample_rate
        rows.append(struct.pack(">QB", start, len(title)) + title)
    return _full(b"chpl", struct.pack(">IB", 0, len(rows)), *rows, version=1)
