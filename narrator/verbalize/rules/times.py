"""Clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import CAPITAL, FIGURE, Language, Rule, one_of
from narrator.verbalize.numbers import cardinal, digits


def rules(language: Language) -> Iterator[Rule]:
    """Times with a half of the day, then bare ones."""
    table = language.table("times")
    if not table:
        return
    yield from _offsets(language)
    if table.get("halves"):
        yield from _half_days(language)
    yield from _clock(language)


def _offsets(language: Language) -> Iterator[Rule]:
    """GMT+2, UTC-4:30."""
    zones, numbers = language.table("times").get("zones", {}), language.table("numbers")
    if not zones:
        return

    def offset(m: re.Match[str]) -> str:
        sign = numbers["plus" if m[2] == "+" else "minus"]
        minutes = f" {cardinal(str(int(m[4])), language)}" if m[4] and int(m[4]) else ""
        hour = cardinal(
            str(int(m[3])),
            language,
            agree="f" if language.table("times").get("feminine_hour") else "",
        )
        # the zone itself is left to the time before it
        return f"{m[1]} {sign} {hour}{minutes}"

    names = f"(?i:{one_of(zones)})"
    yield Rule(
        rf"\b({names})\s?([-+–])\s?([0-9]{{1,2}})(?::([0-5][0-9]))?(?!\w)", offset, (FIGURE, "-+–")
    )


def _half_days(language: Language) -> Iterator[Rule]:
    """5pm, 11:20 a.m., 9am-5pm, 5-7 pm, with a time zone."""
    table = language.table("times")
    to = language.table("numbers")["to"]
    clock = r"([0-2]?[0-9])(?:[:.]([0-5][0-9]))?"

    def halved(m: re.Match[str]) -> str:
        if int(m[1]) > 24:
            return m[0]
        half = m[3].lower() + "m"
        halves = table.get("night_halves", {}) if int(m[1]) == 12 else {}
        name = halves.get(half) or table["halves"][half]
        said = f"{_time(m[1], m[2], language, bare=True)} {name}{_zone(m['zone'], language)}"
        return said + (" " if m.string[m.end() : m.end() + 1].isalnum() else "")

    if names := table.get("named"):
        yield Rule(
            rf"\b({one_of(names)})\s?[-–—]\s?(?=[0-9])", lambda m: f"{m[1]} {to} ", (FIGURE, "-–—")
        )
    yield Rule(
        rf"(?<![\w.:/$-]){clock}\s?[-–—]\s?(?=[0-2]?[0-9](?:[:.][0-5][0-9])?\s?[aApP]\.?[mM]\b)",
        lambda m: f"{_time(m[1], m[2], language, bare=True)} {to} ",
        (FIGURE, "-–—"),
    )
    yield Rule(
        rf"(?<![\w:/$])(?<![0-9]\.){clock}(?::[0-5][0-9])?\s?([aApP])\.?\s?[mM]\b\.?{_zones(language)}",
        halved,
        (FIGURE,),
    )
    yield Rule(r"(?<=\.M\.)\s?[-–—]\s?(?=\w)", lambda _: f" {to} ", ("-–—", CAPITAL))
    # a runner's or swimmer's time
    yield Rule(
        r"(?<![\w.,:/-])([0-5]?[0-9]):([0-5][0-9])\.([0-9]{1,3})(?![\w:]|\.[0-9])",
        lambda m: (
            f"{_time(m[1], m[2], language)} {language.table('numbers')['point']} {digits(m[3], language)}"
        ),
        (FIGURE, ":"),
    )


def _clock(language: Language) -> Iterator[Rule]:
    """1:01:01, 14:30 and, where a word or letter for it is used, 14.30 Uhr and 14 h 30."""
    table = language.table("times")
    word = table.get("word", "")
    zone = _zones(language)

    def seconds(m: re.Match[str]) -> str:
        if int(m[1]) > 24:
            return m[0]
        names = ("hour", "minute", "second")
        hours, minutes, rest = (
            _count(figures, name, language)
            for figures, name in zip(m.groups(), names, strict=False)
        )
        if language.code == "es" and m[2] == m[3] == "00":
            return _time(m[1], None, language, bare=True) + _zone(m["zone"], language)
        said: str = table["duration"].format(hours=hours, minutes=minutes, seconds=rest)
        return said + _zone(m["zone"], language)

    def bare(m: re.Match[str]) -> str:
        return m[0] if int(m[1]) > 24 else _time(m[1], m[2], language) + _zone(m["zone"], language)

    marks = re.escape(table.get("separators", ":"))
    to = language.table("numbers")["to"]
    span = rf"(?<=[0-9][{marks}][0-5][0-9])\s?[-–—]\s?(?=[0-2]?[0-9][{marks}][0-5][0-9])"
    yield Rule(span, lambda _: f" {to} ", (FIGURE, "-–—"))
    optional = rf"(?:\s?{word}\b)?" if word else r"(?:\s?mi?n\b\.?)?" if "h" in marks else ""
    start, end = r"(?<![\w.,:/-])", r"(?!\w|[:/.,][0-9])"
    yield Rule(
        rf"{start}([0-2]?[0-9]):([0-5][0-9]):([0-5][0-9]){optional}{end}{zone}",
        seconds,
        (FIGURE, ":"),
    )
    yield Rule(
        rf"(?<![\w.,:/])([0-2]?[0-9])\s?[{marks}]\s?([0-5][0-9]){optional}{end}{zone}",
        bare,
        (FIGURE, marks),
    )
    if after := table.get("after"):
        # "alle 8.30"
        yield Rule(
            rf"(?i)(\b{one_of(after)}\s)([0-2]?[0-9])[.,]([0-5][0-9])(?!\w|[.,:][0-9])",
            lambda m: m[1] + _time(m[2], m[3], language),
            (FIGURE, ".,"),
        )
    if word:
        # "1 h" may be a duration, "01 h" and "10 h UTC" may not
        names = one_of([*table.get("zones", {}), *map(str.lower, table.get("zones", {}))])
        alone = rf"(?:(?<=0[0-9])|(?=\s?{word}\s{names}))" if len(word) == 1 else ""
        yield Rule(rf"{start}([0-2]?[0-9])\.([0-5][0-9])\s?{word}\b{zone}", bare, (FIGURE, "."))
        yield Rule(rf"{start}([0-2]?[0-9]){alone}()\s?{word}\b{zone}", bare, (FIGURE,))
    elif table.get("hours"):
        yield Rule(rf"{start}([0-2]?[0-9])()\s?[hH]\b{zone}", bare, (FIGURE,))


def _zones(language: Language) -> str:
    """A pattern for a time zone, spelt with or without dots, as the group zone."""
    zones = language.table("times").get("zones", {})
    if not zones:
        return "(?P<zone>(?!))?"
    names = "|".join(r"\.?".join(zone) for zone in sorted(zones, key=len, reverse=True))
    return rf"(?:\s?\(?(?P<zone>(?i:{names}))\b\.?\)?)?"


def _zone(name: str | None, language: Language) -> str:
    return f" {language.table('times')['zones'][name.replace('.', '').upper()]}" if name else ""


def _count(figures: str, name: str, language: Language) -> str:
    """So many hours, minutes or seconds."""
    table = language.table("times")
    number = str(int(figures))
    agree = "f" if name in table.get("feminine", ()) else "m"
    return f"{cardinal(number, language, agree=agree)} {table[name][0 if number == '1' else 1]}".strip()


def _time(hour: str, minute: str | None, language: Language, *, bare: bool = False) -> str:
    """An hour and its minutes; ``bare`` leaves out what is said for a full hour."""
    table = language.table("times")
    number = int(hour)
    words = cardinal(
        str(number),
        language,
        agree="f" if table.get("feminine_hour") else "m" if table.get("word") else "",
    )
    one = number <= 1 if language.code == "fr" else number == 1
    hours = table["hours"][0 if one else 1] if "hours" in table else ""
    if not minute or int(minute) == 0:
        if bare:
            return words
        form: str = (
            table["full_hour"] if number <= 12 else table.get("full_hour_late", table["full_hour"])
        )
        return form.format(hour=words, hours=hours)
    named = table.get("minutes", {}) if number <= table.get("named_until", number) else {}
    small = named.get(minute) or cardinal(str(int(minute)), language)
    if minute[0] == "0" and "oh" in table:
        small = f"{table['oh']} {small}"
    said: str = table["hour_minute"].format(hour=words, minute=small, hours=hours)
    return said
