"""The numbers of list items, as a browser counts them (HTML Standard, 4.4.5 and 4.4.8)."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.readers.tree.elements import Element, integer_attribute, tag_of

_BULLET_TAGS = {"ul", "menu", "dir"}
_LETTERS = 26


@dataclass(slots=True)
class _OpenList:
    """A list that the walk is in; ``next_number`` is None for bullets."""

    element: Element
    next_number: int | None


class OpenLists:
    """The lists around the place that a walk has reached."""

    def __init__(self) -> None:
        self._lists: list[_OpenList] = []

    def open(self, element: Element, tag: str) -> None:
        """Enter an element, which may be a list."""
        if tag == "ol":
            self._lists.append(_OpenList(element, _first_number(element)))
        elif tag in _BULLET_TAGS:
            self._lists.append(_OpenList(element, None))

    def close(self, element: Element) -> None:
        """Leave an element, which may be a list."""
        if self._lists and self._lists[-1].element is element:
            self._lists.pop()

    def next_label(self, item: Element) -> str:
        """Return the number or letter of the next list item; empty for a bullet."""
        if not self._lists:
            return ""
        innermost = self._lists[-1]
        if innermost.next_number is None:
            return ""
        number = integer_attribute(item, "value")
        if number is None:
            number = innermost.next_number
        step = 1
        if "reversed" in innermost.element.attrib:
            step = -1
        innermost.next_number = number + step
        return _label(number, innermost.element.get("type") or "")


def _label(number: int, style: str) -> str:
    """Return a number as a list shows it whose ``type`` is ``style``."""
    if style in {"a", "A"} and 0 < number <= _LETTERS:
        return chr(ord(style) + number - 1)
    return str(number)


def _first_number(ordered: Element) -> int:
    start = integer_attribute(ordered, "start")
    if start is not None:
        return start
    if "reversed" in ordered.attrib:
        return sum(tag_of(child) == "li" for child in ordered)
    return 1
