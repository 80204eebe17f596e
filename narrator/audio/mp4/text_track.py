"""QuickTime's chapter list: a track that is not shown, with one text sample for each chapter.

Sources: QuickTime File Format Specification (text media, base media information); ISO/IEC 14496-12.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate

from narrator.audio.formats import Chapter
from narrator.audio.mp4.boxes import MATRIX, TEXT_TRACK_ID, box, full_box, table
from narrator.audio.mp4.track import IN_MOVIE, Media, data_information, media_box, track_header

_UTF_8 = 0x100


def text_samples(chapters: Sequence[Chapter]) -> list[bytes]:
    """Return the chapters' titles as the text track's data holds them."""
    return [_text_sample(chapter.title) for chapter in chapters]


def _text_sample(title: str) -> bytes:
    """Return a text sample: length, text, and a box that names its encoding."""
    text = title.replace("\0", " ").encode("utf-8", "replace")
    return struct.pack(">H", len(text)) + text + box(b"encd", struct.pack(">I", _UTF_8))


def text_track(chapters: Sequence[Chapter], language: str, offset: int) -> bytes:
    """Return the track.

    Args:
        chapters: All chapters.
        language: ISO 639-2 code.
        offset: Where in the file the text samples begin; each is a chunk of its own.
    """
    rate = chapters[-1].sample_rate
    lengths = [chapter.end_samples - chapter.start_samples for chapter in chapters]
    duration = sum(lengths)
    media = Media(b"text", rate, duration, language)
    information = box(
        b"minf",
        _base_media_header(),
        data_information(),
        _sample_table(chapters, lengths, offset),
    )
    header = track_header(TEXT_TRACK_ID, duration, IN_MOVIE, volume=0)
    return box(b"trak", header, media_box(media, information))


def _base_media_header() -> bytes:
    """Return the media header of a track that is neither sound nor video."""
    copy_mode = 0x40
    grey = 0x8000
    balance = 0
    graphics = struct.pack(">H3HH2x", copy_mode, grey, grey, grey, balance)
    return box(b"gmhd", full_box(b"gmin", graphics), box(b"text", MATRIX))


def _sample_table(chapters: Sequence[Chapter], lengths: Sequence[int], offset: int) -> bytes:
    """Return the sample table: a chunk for every text sample, as some readers expect."""
    sizes = [len(sample) for sample in text_samples(chapters)]
    durations = [struct.pack(">II", 1, length) for length in lengths]
    first_chunk = samples_a_chunk = description = 1
    all_chunks = struct.pack(">III", first_chunk, samples_a_chunk, description)
    offsets = accumulate(sizes[:-1], initial=offset)
    any_size = 0
    return box(
        b"stbl",
        table(b"stsd", [_text_entry()]),
        table(b"stts", durations),
        table(b"stsc", [all_chunks]),
        full_box(b"stsz", struct.pack(f">II{len(sizes)}I", any_size, len(sizes), *sizes)),
        table(b"stco", [struct.pack(">I", place) for place in offsets]),
    )


def _text_entry() -> bytes:
    """Return the description of the text samples."""
    data_reference = 1
    display_flags = 1
    justification = 1
    head = struct.pack(">6xHII", data_reference, display_flags, justification)
    # colours, text box, font and its name, which do not matter where nothing is shown
    look = bytes(36)
    return box(b"text", head, look)
