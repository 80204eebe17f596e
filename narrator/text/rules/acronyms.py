"""Acronyms the engine would misread: spelt with dots, or written as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.text.language import CAPITAL, FIGURE, Language, Rule, one_of


def rules(language: Language) -> Iterator[Rule]:
    """Formulas, then words, then letters."""
    table = language.table("acronyms")
    if not table:
        return
    formulas, read, spell = table["formulas"], table["read"], table["spell"]
    yield Rule(re.compile(rf"(?<![\w.]){one_of(formulas)}(?!\w)"), lambda m: formulas[m[0]], (FIGURE + "₀₁₂₃₄₅₆₇₈₉",))
    yield Rule(
        re.compile(rf"(?<![\w.])({one_of(read)})(?![\w]|\.\w)"),
        lambda m: m[0] if shouted(m) else _undot(read[m[0]], m),
        (CAPITAL,),
    )
    yield Rule(
        re.compile(rf"(?<![\w.])({one_of(spell)})(s?)(?![\w]|\.\w)"),
        lambda m: m[0] if shouted(m) else _undot(".".join(m[1]) + "." + m[2], m),
        (CAPITAL,),
    )
    yield Rule(re.compile(r"(?<![\w.'])(A|P)M(?!\w)"), lambda m: m[0] if shouted(m) else _undot(f"{m[1]}.M.", m), (CAPITAL,))


def _undot(words: str, m: re.Match[str]) -> str:
    """Without its last dot where a full stop follows."""
    return words[:-1] if words.endswith(".") and m.string[m.end() : m.end() + 1] == "." else words


def shouted(m: re.Match[str]) -> bool:
    """Whether the words around are capitals too, so that capitals tell nothing."""
    around = m.string[max(0, m.start() - 40) : m.start()] + m.string[m.end() : m.end() + 40]
    words = [word for word in re.findall(r"[^\W\d_]{2,}", around) if word]
    return len(words) >= 2 and sum(word.isupper() for word in words) > 0.7 * len(words)
