"""Acronyms the engine would misread: spelt with dots, or written as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.rules.rule import CAPITAL, Match, Rule, after, before, spelt

_WORD = re.compile(r"[^\W\d_]{2,}")
# a passage is shouted if, within so many characters on either side of an acronym, more than this
# share of the words are in capitals
_SHOUTED_WITHIN = 40
_SHOUTED_SHARE = 0.7


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for the signs of shares, and acronyms."""
    table = language.table("acronyms")
    if not table:
        return
    if "exchanges" in table:
        # shares: "NASDAQ: AAPL"
        share = rf"(?<!\w)({one_of(table['exchanges'])}):\s?([A-Z]{{1,5}})(?!\w)"
        yield Rule(share, _share, (CAPITAL, ":"))
    words = _spoken_forms(table)
    acronym = rf"(?<![\w.]){one_of(words)}(?![\w]|\.\w)"
    yield Rule(acronym, partial(_acronym, words), (CAPITAL,))


def _spoken_forms(table: Table) -> dict[str, str]:
    """Return how acronyms and their plurals are said, by how they are written."""
    words: dict[str, str] = {}
    for acronym in table.get("spell", ()):
        words[acronym] = spelt(acronym)
        words[f"{acronym}s"] = f"{spelt(acronym)}s"
    words.update(table.get("read", {}))
    return words


def _share(match: Match, _language: Language) -> str:
    return f"{match[1]}, {_without_double_stop(spelt(match[2]), match)}"


def _acronym(words: Mapping[str, str], match: Match, _language: Language) -> str:
    if _is_shouted(match):
        return match[0]
    return _without_double_stop(words[match[0]], match)


def _without_double_stop(words: str, match: Match) -> str:
    """Return words without their last dot where a full stop follows."""
    if after(match, 1) == ".":
        return words.removesuffix(".")
    return words


def _is_shouted(match: Match) -> bool:
    """Return whether the words around are in capitals too, so that capitals mean nothing."""
    around = f"{before(match, _SHOUTED_WITHIN)} {after(match, _SHOUTED_WITHIN)}"
    words = _WORD.findall(around)
    capitals = sum(word.isupper() for word in words)
    return len(words) >= 2 and capitals > _SHOUTED_SHARE * len(words)
