"""Footnotes to where they are heard."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from narrator.article import NOTE_MARK, Kind, Paragraph, Section

# section and paragraph
Place = tuple[int, int]


def place_notes(sections: Sequence[Section], where: str) -> list[Section]:
    """The same sections with each footnote after the paragraph that refers to it (``inline``) or at the end of that
    paragraph's section. Those that no text refers to stay.
    """
    notes = _notes_by_mark(sections)
    moved = {place for places in notes.values() for place in places}
    placed = []
    for index, section in enumerate(sections):
        body: list[Paragraph] = []
        at_the_end: list[Paragraph] = []
        for position, paragraph in enumerate(section.paragraphs):
            if (index, position) not in moved:
                body.append(paragraph)
            target = body if where == "inline" else at_the_end
            target.extend(sections[s].paragraphs[p] for s, p in notes.get((index, position), ()))
        placed.append(replace(section, paragraphs=(*body, *at_the_end)))
    return placed


def _notes_by_mark(sections: Sequence[Section]) -> Mapping[Place, list[Place]]:
    """Where a paragraph refers to footnotes, where these are.

    Books count their notes anew in every chapter: a mark means its own section's note, else the next one of its name. A
    mark said twice in a section is the same note.
    """
    own, others = _notes_by_label(sections)
    found: dict[Place, list[Place]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    taken: set[Place] = set()
    for index, section in enumerate(sections):
        for position, paragraph in enumerate(section.paragraphs):
            for mark in (
                () if paragraph.kind is Kind.FOOTNOTE else NOTE_MARK.findall(paragraph.text)
            ):
                if (index, mark) in seen:
                    continue
                seen.add((index, mark))
                note = own.get((index, mark)) or _next(others.get(mark, deque()), taken)
                if note and note not in taken:
                    taken.add(note)
                    found[index, position].append(note)
    return found


def _notes_by_label(
    sections: Sequence[Section],
) -> tuple[dict[tuple[int, str], Place], dict[str, deque[Place]]]:
    """The first note of a label in each section, and those of all sections in their order."""
    own: dict[tuple[int, str], Place] = {}
    others: dict[str, deque[Place]] = defaultdict(deque)
    for index, section in enumerate(sections):
        for position, paragraph in enumerate(section.paragraphs):
            if paragraph.kind is Kind.FOOTNOTE:
                own.setdefault((index, paragraph.label), (index, position))
                others[paragraph.label].append((index, position))
    return own, others


def _next(places: deque[Place], taken: set[Place]) -> Place | None:
    while places and places[0] in taken:
        places.popleft()
    return places[0] if places else None
