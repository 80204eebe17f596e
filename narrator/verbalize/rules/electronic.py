"""Addresses: pages by their site alone ("example dot com"), mail addresses and handles in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from narrator.language.tables import DIGITS, INNER_DOT, Language, Rule, Table, one_of
from narrator.verbalize.numbers import digits

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_a-zA-Z]+|[.-]")


def rules(language: Language) -> Iterator[Rule]:
    """In order: a mail address holds a host name."""
    table = language.table("electronic")
    if not table:
        return
    last = one_of([*table["read"], *table["spell"]])
    host = rf"((?:{_LABEL}\.){{1,5}}(?i:{last}))(?![\w-]|\.\w)"
    yield Rule(
        r"(?<![\w+-])(?i:mailto:)?(\w[\w.+-]{0,63})@((?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24})",
        lambda m: f"{_spell(m[1], language)} {table['at']} {_host(m[2], language)}",
        ("@",),
    )
    yield Rule(
        rf"(?<![\w@])(?i:https?://|ftp://)(?:[Ww]{{3}}\.)?((?:{_LABEL}\.){{0,5}}{_LABEL})(?::[0-9]{{1,5}})?[^\s<>\"'()]{{0,2000}}",
        lambda m: _host(m[1], language) + _end(m[0]),
        (":",),
    )
    yield Rule(
        rf"(?<![\w@.-])(?:[Ww]{{3}}\.)?{host}(/[^\s<>\"'()]{{0,2000}})?",
        lambda m: _host(m[1], language) + _path(m[2] or "", language),
        (INNER_DOT,),
    )
    yield Rule(
        r"(?<![\w@.])@(?=[0-9]{0,20}[^\W\d])(\w{1,40}(?:\.\w{1,40}){0,3})",
        lambda m: f"{table['at']} {_spell(_tag(m[1], language), language)}",
        ("@",),
    )
    yield Rule(
        r"(?<![\w#&])#([A-Za-z]\w{0,80}|[0-9]{1,4}[A-Za-z]{3}\w{0,80})",
        lambda m: f"{table['hash']} {_tag(m[1], language)}",
        ("#",),
    )
    yield Rule(
        r"(?<![\w./])([ru])/([A-Za-z]\w{1,40})",
        lambda m: f"{m[1].upper()} {table['slash']} {m[2]}",
        ("/",),
    )


def _end(url: str) -> str:
    """The full stop of the sentence that a page's address ends."""
    last = url[-1]
    return last if last in ".,;:!?" else ""


def _host(host: str, language: Language) -> str:
    table = language.table("electronic")
    *labels, last = host.split(".")
    if labels and labels[0].lower() == "www":
        labels = labels[1:]
    small = last.lower()
    words = small if small in table["read"] or len(small) > 2 else ".".join(last.upper()) + "."
    inner = [
        label if label.lower() in table["read"] else _spell(label, language) for label in labels
    ]
    return f" {table['dot']} ".join([*inner, words.rstrip(".") if len(words) < 3 else words])


def _path(path: str, language: Language) -> str:
    """A short path of words is said; the rest of an address helps no listener."""
    end = _end(path) if path else ""
    short = re.fullmatch(r"/([A-Za-z][A-Za-z-]{0,19})/?", path.rstrip(".,;:!?"))
    if not short:
        return end
    return f" {language.table('electronic')['slash']} {short[1].replace('-', ' ')}{end}"


def _spell(name: str, language: Language) -> str:
    """A name's letters as a word, its figures one by one, its marks by their names."""
    table = language.table("electronic")
    marks = {".": table["dot"], "-": table["dash"], "_": table["underscore"], "+": table["plus"]}
    parts = re.findall(r"[^\W\d_]+|[0-9]+|[^\w\s]|_", name)
    return " ".join(
        _letters(part, table) if part.isalpha() else _mark(part, marks, language) for part in parts
    )


def _mark(part: str, marks: Mapping[str, str], language: Language) -> str:
    return digits(part, language) if part[0] in DIGITS else marks.get(part, part)


def _letters(word: str, table: Table) -> str:
    short = len(word) <= table.get("spell_until", 0) and word.lower() not in table["read"]
    return " ".join(word) if short else word


def _tag(tag: str, language: Language) -> str:
    parts = _WORDS.findall(tag)
    return " ".join(
        digits(part, language) if part[0] in DIGITS and len(part) > 4 else part for part in parts
    )
