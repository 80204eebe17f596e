"""Clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import NO_GENDER, Noun
from narrator.verbalize.numbers import cardinal, counted, is_zero, spell_digits, two_digit_words
from narrator.verbalize.rules.rule import Match, Rule, after, after_figure, first_letters, to

_LAST_HOUR = 24
_NOON = 12
_HOUR = "(?P<hour>[0-2]?[0-9])"
_MINUTE = "(?P<minute>[0-5][0-9])"
_SECOND = "(?P<second>[0-5][0-9])"
_START = r"(?<![\w.,:/-])"
_END = r"(?!\w|[:/.,][0-9])"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for times: those with a half of the day before others."""
    times = language.times
    if not times:
        return
    zone = _zone_pattern(language)
    if "halves" in times:
        yield from _half_days(zone, language)
    # 1:01:01, 14:30 and, after such words as "alle", 8.30
    marks, end = times["separators"], times.get("after", "") + _END + zone
    yield Rule(f"{_START}{_HOUR}:{_MINUTE}:{_SECOND}{end}", _duration, (after_figure(":"),))
    clock = rf"(?<![\w.,:/]){_HOUR}\s?[{marks}]\s?{_MINUTE}{end}"
    yield Rule(clock, _bare_time, (after_figure(marks),))
    if "alone" in times:
        # 14 Uhr, 14 h
        needs = (after_figure(times["alone"] + times["alone"].upper()),)
        yield Rule(rf"{_START}{_HOUR}(?P<minute>)\s?{times['alone']}\b{zone}", _bare_time, needs)


def _zone_pattern(language: Language) -> str:
    """Return a pattern for a time zone, spelt with or without dots, as the group zone."""
    longest_first = sorted(language.times["zones"], key=len, reverse=True)
    names = "|".join(r"\.?".join(zone) for zone in longest_first)
    return rf"(?:\s?\(?(?P<zone>(?i:{names}))\b\.?\)?)?"


def _half_days(zone: str, language: Language) -> Iterator[Rule]:
    """Yield the rules for 5-7 pm, 11:20 a.m. and 9am-5pm, and for a runner's or swimmer's time."""
    times = language.times
    halves = "|".join(r"\.?\s?".join(half) for half in times["halves"])  # am, a.m., a. m.
    half = rf"\s?(?P<half>(?i:{halves}))\b\.?{zone}"
    letters = first_letters([*times["halves"], *map(str.upper, times["halves"])])
    named = one_of(times.get("named", ()))
    second_time = rf"(?:[0-2]?[0-9](?:[:.][0-5][0-9])?\s?(?i:{halves})|{named})\b"
    clock = rf"{_HOUR}(?:[:.]{_MINUTE})?(?::{_SECOND})?"
    span = rf"(?<![\w.:/$-]){clock}(?:{half})?\s?[-–—]\s?(?={second_time})"
    yield Rule(span, _first_of_two_times, (after_figure(letters + "-–—"), "-–—"))
    yield Rule(rf"(?<![\w:/$])(?<![0-9]\.){clock}{half}", _half_day, (after_figure(letters),))
    fraction = "(?P<fraction>[0-9]{1,3})"
    race = rf"{_START}(?P<hour>[0-5]?[0-9]):{_MINUTE}\.{fraction}(?![\w:]|\.[0-9])"
    yield Rule(race, _race_time, (after_figure(":"),))


def _first_of_two_times(match: Match, language: Language) -> str:
    return _with_half(match, language) + to(match, language)


def _half_day(match: Match, language: Language) -> str:
    """Return a time with its half of the day."""
    if int(match["hour"]) > _LAST_HOUR:
        return match[0]
    words = _with_half(match, language)
    return words + " " if after(match, 1).isalnum() else words


def _with_half(match: Match, language: Language) -> str:
    """Return a time with the half of the day, which is named otherwise at twelve, and the zone."""
    times = language.times
    words = _clock_time(match, language, bare=True)
    if match["second"] and not is_zero(match["second"]):
        words += f" {two_digit_words(match['second'], language)}"
    if not match["half"]:
        return words
    half = re.sub(r"[\s.]", "", match["half"].lower())
    name = times["halves"][half]
    if int(match["hour"]) == _NOON:
        name = times.get("night_halves", {}).get(half, name)
    return f"{words} {name}{_zone(match, language)}"


def _race_time(match: Match, language: Language) -> str:
    point = language.numbers["point"]
    fraction = spell_digits(match["fraction"], language)
    return f"{_clock_time(match, language)} {point} {fraction}"


def _duration(match: Match, language: Language) -> str:
    """Return hours, minutes and seconds."""
    times = language.times
    if int(match["hour"]) > _LAST_HOUR:
        return match[0]
    full_hour = match["minute"] == match["second"] == "00"
    if full_hour and times.get("silent_zero_seconds"):
        return _clock_time(match, language, bare=True) + _zone(match, language)
    parts = {}
    for name in ("hour", "minute", "second"):
        # in German the word for hours is empty here, and stands in the form
        parts[f"{name}s"] = counted(str(int(match[name])), Noun(*times[name]), language).strip()
    words: str = times["duration"].format(**parts)
    return words + _zone(match, language)


def _bare_time(match: Match, language: Language) -> str:
    if int(match["hour"]) > _LAST_HOUR:
        return match[0]
    return _clock_time(match, language) + _zone(match, language)


def _zone(match: Match, language: Language) -> str:
    """Return a space and the words for the zone of a time, or nothing."""
    if not match["zone"]:
        return ""
    name = match["zone"].replace(".", "").upper()
    return f" {language.times['zones'].get(name, name)}"


def _clock_time(match: Match, language: Language, *, bare: bool = False) -> str:
    """Return an hour and its minutes; ``bare`` leaves out what is said for a full hour."""
    times = language.times
    hour, minute = int(match["hour"]), match["minute"]
    words = cardinal(str(hour), language, gender=times.get("hour_gender", NO_GENDER))
    is_one = hour == 1 or (hour == 0 and "zero_is_singular" in times)
    hours = Noun(*times.get("hours", ("", ""))).form(one=is_one)
    if minute and int(minute):
        form: str = times["hour_minute"]
        minute_words = _minute_words(minute, hour, language)
        return form.format(hour=words, minute=minute_words, hours=hours)
    if bare:
        return words
    form = times["full_hour"]
    if hour > _NOON:
        form = times.get("full_hour_late", form)
    return form.format(hour=words, hours=hours)


def _minute_words(minute: str, hour: int, language: Language) -> str:
    """Return the words for minutes; a quarter and a half may have names, up to some hour."""
    times = language.times
    named = times.get("minutes", {})
    if minute in named and hour <= times.get("named_until", hour):
        return str(named[minute])
    words = cardinal(str(int(minute)), language)
    if minute[0] == "0" and "oh" in times:
        return f"{times['oh']} {words}"
    return words
