"""Moving footnotes to where they are narrated."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from narrator.article import NOTE_MARK, Kind, Paragraph, Section


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph's place: the numbers of its section and of itself in that, from 0."""

    section: int
    paragraph: int


@dataclass(slots=True)
class _Notes:
    """The footnotes of an article by their labels.

    Attributes:
        of_section: The first note of a label in each section.
        of_label: The notes of a label in all sections, in order.
        used: The notes that a text refers to.
    """

    of_section: dict[tuple[int, str], _Place] = field(default_factory=dict)
    of_label: dict[str, deque[_Place]] = field(default_factory=lambda: defaultdict(deque))
    used: set[_Place] = field(default_factory=set)

    def add(self, label: str, place: _Place) -> None:
        """Add a note."""
        self.of_section.setdefault((place.section, label), place)
        self.of_label[label].append(place)

    def use(self, label: str, section: int) -> _Place | None:
        """Return the note that a mark in a section refers to, or None if no unused one is left."""
        note = self.of_section.get((section, label)) or self._next_unused(label)
        if note is None or note in self.used:
            return None
        self.used.add(note)
        return note

    def _next_unused(self, label: str) -> _Place | None:
        """Return the next note of a label that no text has referred to yet."""
        places = self.of_label.get(label, deque())
        while places and places[0] in self.used:
            places.popleft()
        return places[0] if places else None


def place_notes(sections: Sequence[Section], where: str) -> list[Section]:
    """Return the sections with each footnote after the paragraph that refers to it.

    Args:
        sections: All sections of the article.
        where: ``inline`` for this; otherwise they are placed at the end of the paragraph's section.

    Footnotes that no text refers to stay where they are.
    """
    notes_of = _match_notes(sections)
    moved: set[_Place] = set()
    for notes in notes_of.values():
        moved.update(notes)
    placed: list[Section] = []
    for section_number, section in enumerate(sections):
        body: list[Paragraph] = []
        at_end: list[Paragraph] = []
        target = body if where == "inline" else at_end
        for number, paragraph in enumerate(section.paragraphs):
            place = _Place(section_number, number)
            if place not in moved:
                body.append(paragraph)
            for note in notes_of.get(place, ()):
                target.append(sections[note.section].paragraphs[note.paragraph])
        placed.append(replace(section, paragraphs=(*body, *at_end)))
    return placed


def _match_notes(sections: Sequence[Section]) -> dict[_Place, list[_Place]]:
    """Return the footnotes that each paragraph refers to.

    Books number their notes anew in every chapter: a mark refers to the note in its own section, or
    else to the next unused one with its label. A mark that occurs twice in a section counts once.
    """
    notes = _collect_notes(sections)
    matched: dict[_Place, list[_Place]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for place, paragraph in _paragraphs(sections):
        if paragraph.kind is Kind.FOOTNOTE:
            continue
        for label in NOTE_MARK.findall(paragraph.text):
            if (place.section, label) in seen:
                continue
            seen.add((place.section, label))
            note = notes.use(label, place.section)
            if note is not None:
                matched[place].append(note)
    return matched


def _collect_notes(sections: Sequence[Section]) -> _Notes:
    """Return all footnotes."""
    notes = _Notes()
    for place, paragraph in _paragraphs(sections):
        if paragraph.kind is Kind.FOOTNOTE:
            notes.add(paragraph.label, place)
    return notes


def _paragraphs(sections: Sequence[Section]) -> Iterator[tuple[_Place, Paragraph]]:
    """Yield all paragraphs with their places."""
    for section_number, section in enumerate(sections):
        for number, paragraph in enumerate(section.paragraphs):
            yield _Place(section_number, number), paragraph
