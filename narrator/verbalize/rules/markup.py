"""Characters and marks that are not for the ear: entities, tags, Markdown, footnote marks, emoji, controls.

These rules are the same for all languages. After them a text has no square bracket, so it cannot smuggle espeak-ng's
phonemes ``[[…]]`` into the engine, and no ``<``, so neither SSML nor SAPI's XML.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from narrator.language.tables import Rule, markup_table, one_of

_HIDDEN = (
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFE0E,
    0xFE0F,
    0x20E3,
    0xFEFF,
)
_SAME: dict[int, str | None] = {
    # soft hyphen, zero-width characters, direction marks, emoji selectors, byte-order mark
    **dict.fromkeys(_HIDDEN),
    # full-width forms of ASCII
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "’‘ʼ"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011−"), "-"),
    **dict.fromkeys(map(ord, "⁄∕"), "/"),
    ord("ﬁ"): "fi",
    ord("ﬂ"): "fl",
}
# what may have no sound: everything but Latin to Greek extended and the scripts of East Asia
_DOUBTFUL = re.compile(r"[^\x20-\x7e\xa1-\u1fff\u3040-\ud7ff]")
# the spaces that only typographers use, between groups of figures
_GROUP_SPACE = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_SPOKEN_SYMBOLS = frozenset("°№℃℉")
_MUTE = frozenset({"So", "Sk", "Cn", "Co", "Cs", "Cc", "Cf", "Zs", "Zl", "Zp"})


def clean(text: str) -> str:
    """One kind of space, apostrophe and hyphen; nothing that has no sound."""
    if text.isascii() and text.isprintable():
        return text
    return _DOUBTFUL.sub(_audible, _GROUP_SPACE.sub("", text).translate(_SAME))


def _audible(match: re.Match[str]) -> str:
    character = match[0]
    mute = unicodedata.category(character) in _MUTE and character not in _SPOKEN_SYMBOLS
    return " " if mute else character


def _entity(match: re.Match[str]) -> str:
    return clean(html.unescape(match[0]))


def _keep_first(match: re.Match[str]) -> str:
    return match[1]


def _drop(_: re.Match[str]) -> str:
    return ""


def _space(_: re.Match[str]) -> str:
    return " "


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """In order: what contains other marks comes first."""
    table = markup_table()
    tags, notes = one_of(table["tags"]), one_of(table["notes"])
    found: list[tuple[str, str, Callable[[re.Match[str]], str]]] = [
        ("&", r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});", _entity),
        ("<", rf"(?i)</?{tags}(?:[\s/][^<>]{{0,400}})?>", _space),
        ("<", r"<!--.{0,400}?-->", _space),
        # links and images keep their text
        ("]", r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,400}(?:\s\"[^\"]{0,200}\")?\)", _keep_first),
        ("]", r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]", _keep_first),
        # footnote and wiki marks
        (
            "]",
            rf"\s?\[\^?(?:[0-9]{{1,3}}(?:\s?[,–-]\s?[0-9]{{1,3}}){{0,8}}|[a-z]|(?i:{notes})(?:\s?[0-9]{{1,3}})?)\]",
            _drop,
        ),
        ("]", r"\[[ xX]\]\s", _drop),
        ("]", r"\[[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?\]\s?", _drop),
        ("[", r"^\[!([A-Za-z]{3,20})\]\s?", lambda m: f"{m[1].capitalize()}: "),
        # arrows, and "Settings > Privacy"
        (">", r"\s?(?:-{1,2}|=)>\s?", lambda _: ", "),
        (">", r"(?<=[^\W\d_]{2})\s>\s(?=[^\W\d_]{2})", lambda _: ", "),
        # formulas
        ("$", r"\${2}", _space),
        (
            "$",
            r"(?<![\w$])\$(?=[^\s\d$])([^$]{0,200}[=\\^_][^$]{0,200})(?<=\S)\$(?![\w$])",
            _keep_first,
        ),
        # Markdown at the start of a line
        ("#>•·▪◦‣●○■□–—*+-", r"^\s*(?:(?:#{1,6}|[•·▪◦‣●○■□–—*+-])\s+|>(?!\s?[0-9=])\s?)+", _drop),
        ("#", r"(?<![\s#])(?:\s#{1,6})+\s*$", _drop),
        ("•▪◦‣●○■□", r"[•▪◦‣●○■□]", _space),
        # Markdown around words
        ("*", r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]{1,400})(?<=\S)\*{1,3}(?![\w*])", _keep_first),
        ("_", r"(?<![\w/])_{1,3}(?=[^\s_])([^_\n]{1,400})(?<=[^\s_])_{1,3}(?![\w/])", _keep_first),
        ("~", r"~~([^~\n]{1,400})~~", _keep_first),
        ("`", r"`{1,3}", _drop),
        # some engines read what follows a run of them
        ("!?", r"([!?])[!?]+", _keep_first),
        # daggers and other marks of notes
        ("†‡¶®™", r"[†‡¶®™]", _drop),
        ("[", r"\[", lambda _: "("),
        ("]", r"\]", lambda _: ")"),
    ]
    return tuple(Rule(pattern, say, (needs,)) for needs, pattern, say in found)
