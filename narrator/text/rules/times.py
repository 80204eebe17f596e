"""Clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.text.language import DIGITS, Language, Rule
from narrator.text.numbers import cardinal


def rules(language: Language) -> Iterator[Rule]:
    """Spans, then times with seconds, with half-days, and bare ones."""
    table = language.table("times")
    if not table:
        return
    yield from _half_days(language)
    yield from _clock(language)


def _half_days(language: Language) -> Iterator[Rule]:
    """5pm, 11:20 a.m., 9am-5pm, 5-7 pm, with a time zone."""
    table = language.table("times")
    if not table.get("halves"):
        return
    to = language.table("numbers")["to"]
    zones = table.get("zones", {})
    half = r"(?:([aApP])\.?[mM]\b\.?)"
    clock = r"([0-2]?[0-9])(?:[:.]([0-5][0-9]))?"
    dotted = {r"\.?".join(zone): zone for zone in zones}
    zone = (
        rf"(?:\s?\(?(?P<zone>(?i:{'|'.join(sorted(dotted, key=len, reverse=True))}))\b\.?\)?)?"
        if zones
        else "(?P<zone>(?!))?"
    )

    def span(m: re.Match[str]) -> str:
        return f"{_time(m[1], m[2], language, bare=True)} {to} {m[3]}"

    def halved(m: re.Match[str]) -> str:
        if int(m[1]) > 24:
            return m[0]
        said = f"{_time(m[1], m[2], language, bare=True)} {table['halves'][m[3].lower() + 'm']}"
        if m["zone"]:
            said += " " + zones[m["zone"].replace(".", "").upper()]
        follows = m.string[m.end() : m.end() + 1]
        return said + (" " if follows.isalnum() else "")

    yield Rule(
        re.compile(rf"(?<![\w.:/$-]){clock}\s?[-–—]\s?(?=[0-2]?[0-9](?:[:.][0-5][0-9])?\s?(?:[aApP]\.?[mM])\b)()"),
        lambda m: f"{_time(m[1], m[2], language, bare=True)} {to} ",
        DIGITS,
    )
    yield Rule(re.compile(rf"(?<![\w.:/$])(?:(?<=[^\s])-|){clock}(?::[0-5][0-9])?\s?{half}{zone}"), halved, DIGITS)
    yield Rule(re.compile(r"(?<=\.M\.)\s?[-–—]\s?(?=\w)"), lambda _: f" {to} ", frozenset("M"))
    del span


def _clock(language: Language) -> Iterator[Rule]:
    table = language.table("times")

    def seconds(m: re.Match[str]) -> str:
        if int(m[1]) > 24:
            return m[0]
        parts = {
            key: _count(figures, table[key], language)
            for key, figures in zip(("hour", "minute", "second"), m.groups(), strict=False)
        }
        said: str = table["duration"].format(hours=parts["hour"], minutes=parts["minute"], seconds=parts["second"])
        return said

    def bare(m: re.Match[str]) -> str:
        return m[0] if int(m[1]) > 24 else _time(m[1], m[2], language)

    yield Rule(re.compile(r"(?<![\w.:/-])([0-2]?[0-9]):([0-5][0-9]):([0-5][0-9])(?![\w:]|[.,][0-9])"), seconds, DIGITS)
    yield Rule(re.compile(r"(?<![\w.:/])([0-2]?[0-9]):([0-5][0-9])(?!\w|[:/][0-9])"), bare, DIGITS)


def _count(figures: str, names: list[str], language: Language) -> str:
    number = str(int(figures))
    return f"{cardinal(number, language)} {names[0] if number == '1' else names[1]}"


def _time(hour: str, minute: str | None, language: Language, *, bare: bool = False) -> str:
    table = language.table("times")
    number = int(hour)
    words = cardinal(str(number), language)
    if not minute:
        return words
    if int(minute) == 0:
        if bare:
            return words
        form = table["full_hour"] if number <= 12 else table.get("full_hour_late", table["full_hour"])
        said: str = form.format(hour=words)
        return said
    small = f"{table['oh']} {cardinal(minute[1], language)}" if minute[0] == "0" else cardinal(minute, language)
    said = table["hour_minute"].format(hour=words, minute=small)
    return said
