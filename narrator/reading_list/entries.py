"""What a list names: entries one by one, each source once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# of an address in an export; a path in one was not typed by its user
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.I)


@dataclass(frozen=True, slots=True)
class ReadingList:
    """What is to be narrated.

    Attributes:
        sources: Paths and addresses, in the list's order.
        left_out: Entries of an export that are no web address, such as ``mailto:`` ones.
    """

    sources: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def list_of_addresses(entries: Iterable[str]) -> ReadingList:
    """Return the web addresses among the entries of an export.

    An export is somebody else's program's file, so nothing in it is taken for a path of this
    machine.
    """
    addresses: dict[str, None] = {}
    others: dict[str, None] = {}
    for entry in entries:
        entry = entry.strip()
        if _WEB_ADDRESS.match(entry):
            addresses[entry] = None
        elif entry:
            others[entry] = None
    return ReadingList(tuple(addresses), tuple(others))
