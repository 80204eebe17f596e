"""Lines joined again, and the words that were broken at their ends.

Without a dictionary only the text itself can tell a hyphen of a word from one of the wrapper: where the joined word
stands elsewhere in it, the hyphen goes; else it stays, for "well-known" read as one word is worse than "light-house".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from narrator.language.tables import all_words


@cache
def after_suspended_hyphen() -> frozenset[str]:
    """Return the words that follow a suspended hyphen ("pre- and post-war"), which end no compound."""
    return frozenset(all_words("profile", "after_suspended_hyphen"))


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_LONGEST_WORD = 60  # characters; what is longer is no word
_REST = re.compile(r"[^\W\d_]+")


def mender(lines: Iterable[str]) -> Callable[[Sequence[str]], str]:
    """Makes one of several lines; ``lines`` are the text that shows how words are written."""
    read = list(lines)

    @cache
    def words() -> frozenset[str]:
        return frozenset(word.casefold() for line in read for word in _WORD.findall(line))

    def mend(run: Sequence[str]) -> str:
        text: list[str] = []
        for line in run:
            line = " ".join(line.split())
            if text:
                text[-1] = _before(text[-1], line, words)
            text.append(line)
        return "".join(text)

    return mend


def _before(line: str, after: str, words: Callable[[], frozenset[str]]) -> str:
    """A line as it goes on into the next one."""
    if line.endswith("\xad"):
        return line[:-1]
    broken, rest = line.endswith("-") and _BROKEN.search(line[-_LONGEST_WORD:]), _REST.match(after)
    if not broken or not rest or rest[0].casefold() in after_suspended_hyphen():
        return f"{line} "
    together = (broken[1] + rest[0]).casefold()
    return line[:-1] if rest[0][0].islower() and together in words() else line
