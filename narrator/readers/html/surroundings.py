"""The surroundings of the blocks that neither the extractor nor the page decides about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from narrator.readers.html.candidates import Candidate
from narrator.readers.tree.elements import Element

# elements around a group that count: an item in a list in a section of an article
_WIDEST = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Undecided blocks that are kept or left out together.

    Attributes:
        candidates: The blocks in their order.
        trust: How far the surroundings are the article's: the words in them that the extractor
            found, for each word that is undecided.
    """

    candidates: list[Candidate]
    trust: float


@dataclass(slots=True)
class _WordCounts:
    """The words in an element, page chrome apart."""

    extracted: int = 0
    undecided: int = 0

    @property
    def trust(self) -> float:
        return self.extracted / max(self.undecided, 1)


def holders(amounts: Mapping[Element, int]) -> set[Element]:
    """Return the elements that hold more than half of all amounts, themselves or inside."""
    inside: Counter[Element] = Counter(amounts)
    for element in reversed(_outermost_first(amounts)):
        parent = element.getparent()
        if parent is not None:
            inside[parent] += inside[element]
    half = sum(amounts.values()) / 2
    return {element for element, amount in inside.items() if amount > half}


def undecided_groups(candidates: Sequence[Candidate]) -> Iterator[Group]:
    """Yield the undecided blocks, grouped by the largest element without extracted text."""
    counts = _own_counts(candidates)
    elements = _outermost_first(counts)
    _add_to_parents(counts, elements)
    largest = _largest_without_extracted(counts, elements)
    groups: dict[Element, list[Candidate]] = {}
    for candidate in candidates:
        if not candidate.is_undecided:
            continue
        element = largest[candidate.element]
        if element is None:
            yield Group([candidate], _trust(candidate.element, counts))
        else:
            groups.setdefault(element, []).append(candidate)
    for element, members in groups.items():
        yield Group(members, _trust(element, counts))


def _own_counts(candidates: Iterable[Candidate]) -> defaultdict[Element, _WordCounts]:
    """Return the words of the blocks that are directly in each element."""
    counts: defaultdict[Element, _WordCounts] = defaultdict(_WordCounts)
    for candidate in candidates:
        if candidate.is_extracted:
            counts[candidate.element].extracted += len(candidate.words)
        elif candidate.is_undecided:
            counts[candidate.element].undecided += len(candidate.words)
    return counts


def _outermost_first(elements: Iterable[Element]) -> list[Element]:
    """Return elements and all those around them, the outermost first."""
    depths: dict[Element, int] = {}
    for start in elements:
        path: list[Element] = []
        element: Element | None = start
        while element is not None and element not in depths:
            path.append(element)
            element = element.getparent()
        depth = 0
        if element is not None:
            depth = depths[element]
        for inner in reversed(path):
            depth += 1
            depths[inner] = depth
    return sorted(depths, key=depths.__getitem__)


def _add_to_parents(counts: defaultdict[Element, _WordCounts], elements: Sequence[Element]) -> None:
    """Add the words in each element to those of the elements around it."""
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None:
            counts[parent].extracted += counts[element].extracted
            counts[parent].undecided += counts[element].undecided


def _largest_without_extracted(
    counts: Mapping[Element, _WordCounts], elements: Sequence[Element]
) -> dict[Element, Element | None]:
    """Return for each element the largest one around it, or itself, without extracted text."""
    largest: dict[Element, Element | None] = {}
    for element in elements:
        parent = element.getparent()
        around = None if parent is None else largest[parent]
        if counts[element].extracted:
            largest[element] = None
        elif around is None:
            largest[element] = element
        else:
            largest[element] = around
    return largest


def _trust(element: Element, counts: Mapping[Element, _WordCounts]) -> float:
    around = (element, *islice(element.iterancestors(), _WIDEST))
    return max(counts[each].trust for each in around)
