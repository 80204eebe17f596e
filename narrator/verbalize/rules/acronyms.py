"""Acronyms the engine would misread: spelt with dots, or written as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import CAPITAL, FIGURE, Language, Rule, one_of


def rules(language: Language) -> Iterator[Rule]:
    """Formulas, shares, then what is read and what is spelt."""
    table = language.table("acronyms")
    if not table:
        return
    formulas, read, spell = table.get("formulas", {}), table.get("read", {}), table.get("spell", ())
    if formulas:
        yield Rule(
            rf"(?<![\w.]){one_of(formulas)}(?!\w)",
            lambda m: formulas[m[0]],
            (FIGURE + "₀₁₂₃₄₅₆₇₈₉",),
        )
    if exchanges := table.get("exchanges"):
        # shares: "NASDAQ: AAPL"
        yield Rule(
            rf"(?<!\w)({one_of(exchanges)}):\s?([A-Z]{{1,5}})(?!\w)",
            lambda m: f"{m[1]}, {_undot('.'.join(m[2]) + '.', m)}",
            (CAPITAL, ":"),
        )
    said = {f"{word}{s}": f"{'.'.join(word)}.{s}" for word in spell for s in ("", "s")} | read
    yield Rule(
        rf"(?<![\w.]){one_of(said)}(?![\w]|\.\w)",
        lambda m: m[0] if shouted(m) else _undot(said[m[0]], m),
        (CAPITAL,),
    )


def _undot(words: str, m: re.Match[str]) -> str:
    """Without its last dot where a full stop follows."""
    return words[:-1] if words.endswith(".") and m.string[m.end() : m.end() + 1] == "." else words


def shouted(m: re.Match[str]) -> bool:
    """Whether the words around are capitals too, so that capitals tell nothing."""
    around = m.string[max(0, m.start() - 40) : m.start()] + m.string[m.end() : m.end() + 40]
    words = [word for word in re.findall(r"[^\W\d_]{2,}", around) if word]
    return len(words) >= 2 and sum(word.isupper() for word in words) > 0.7 * len(words)
