"""Corrections of what is kept: without empty headings and repeats, and with the notes.

Texts are compared as they are written, not by ``title_key``: a repeat on one page is exact.
"""

from __future__ import annotations

from collections.abc import Sequence

from narrator.article import NOTE_MARK, Kind
from narrator.readers.html.candidates import Candidate

# words; a shorter paragraph may say the same as a heading
_SHORTEST_REPEAT = 4


def drop_empty_headings(candidates: Sequence[Candidate]) -> None:
    """Drop headings whose whole text is left out.

    Those that the extractor found stay.
    """
    empty: list[Candidate] = []
    for candidate in candidates:
        if candidate.is_extracted or not (candidate.is_heading and candidate.is_kept):
            continue
        if _lost_its_text(candidate, candidates):
            empty.append(candidate)
    for heading in empty:
        heading.is_kept = False


def _lost_its_text(heading: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Return whether there are blocks under a heading, and none of them is kept."""
    has_blocks = False
    for index in range(heading.index + 1, len(candidates)):
        following = candidates[index]
        if 0 < following.block.level <= heading.block.level:
            break
        if following.is_kept:
            return False
        has_blocks = True
    return has_blocks


def drop_repeated_paragraphs(candidates: Sequence[Candidate]) -> None:
    """Drop paragraphs that only repeat a heading: share buttons and sticky headers do."""
    headings: set[str] = set()
    for candidate in candidates:
        if candidate.is_kept and candidate.is_heading:
            headings.add(candidate.block.text)
    for candidate in candidates:
        text = candidate.block.text
        if candidate.is_heading or text not in headings:
            continue
        if len(text.split()) >= _SHORTEST_REPEAT:
            candidate.is_kept = False


def drop_repeated_headings(candidates: Sequence[Candidate]) -> None:
    """Drop headings with nothing under them that repeat an earlier heading with nothing under it.

    A heading with a heading of lower level after it has something under it.
    """
    seen: set[str] = set()
    # the last heading, while nothing is under it
    bare: Candidate | None = None
    for candidate in candidates:
        if not candidate.is_kept:
            continue
        if not candidate.is_heading:
            bare = None
            continue
        if bare is not None:
            has_part = bare.block.level < candidate.block.level
            if bare.block.text in seen and not has_part:
                bare.is_kept = False
            seen.add(bare.block.text)
        bare = candidate
    if bare is not None and bare.block.text in seen:
        bare.is_kept = False


def keep_notes(candidates: Sequence[Candidate]) -> None:
    """Keep the notes that the kept blocks refer to, wherever they are."""
    marks: set[str] = set()
    for candidate in candidates:
        if candidate.is_kept:
            marks.update(NOTE_MARK.findall(candidate.block.text))
    for candidate in candidates:
        if candidate.block.kind is Kind.FOOTNOTE and candidate.block.label in marks:
            candidate.is_kept = True
