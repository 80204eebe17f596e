"""Clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.agreement import NO_GENDER, Noun
from narrator.verbalize.numbers import cardinal, counted, is_zero, spell_digits, two_digit_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, after

_LAST_HOUR = 24
_NOON = 12
_HOUR = "([0-2]?[0-9])"
_MINUTE = "([0-5][0-9])"
_DASH = r"\s?[-–—]\s?"
_START = r"(?<![\w.,:/-])"
_END = r"(?!\w|[:/.,][0-9])"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for times: those with a half of the day before others."""
    times = language.times
    if not times:
        return
    if "halves" in times:
        yield from _half_days(language)
    yield _with_seconds(language)
    yield from _clock(language)
    yield from _hours_alone(language)


def _half_days(language: Language) -> Iterator[Rule]:
    """Yield the rules for 5-7 pm, 11:20 a.m. and 9am-5pm, with a time zone."""
    times = language.times
    named = one_of(times.get("named", ()))
    clock = rf"{_HOUR}(?:[:.]{_MINUTE})?"
    halves = "|".join(r"\.?\s?".join(half) for half in times["halves"])  # am, a.m., a. m.
    half = rf"\s?(?P<half>(?i:{halves}))\b"
    zone = _zone_pattern(language)
    second_time = rf"(?:[0-2]?[0-9](?:[:.][0-5][0-9])?\s?(?i:{halves})|{named})\b"
    span = rf"(?<![\w.:/$-]){clock}(?:{half}\.?{zone})?{_DASH}(?={second_time})"
    yield Rule(span, _first_of_two_times, (DIGIT, "-–—"))
    seconds = "(?::(?P<second>[0-5][0-9]))?"
    halved = rf"(?<![\w:/$])(?<![0-9]\.){clock}{seconds}{half}\.?{zone}"
    yield Rule(halved, _half_day, (DIGIT, "mM"))
    # a runner's or swimmer's time
    race = rf"{_START}([0-5]?[0-9]):{_MINUTE}\.([0-9]{{1,3}})(?![\w:]|\.[0-9])"
    yield Rule(race, _race_time, (DIGIT, ":"))


def _first_of_two_times(match: Match, language: Language) -> str:
    hour = _clock_time(match[1], match[2], language, bare=True)
    if match["half"]:
        hour += _half(match, language)
    return f"{hour} {language.numbers['to']} "


def _half_day(match: Match, language: Language) -> str:
    """Return a time with its half of the day."""
    if int(match[1]) > _LAST_HOUR:
        return match[0]
    words = _clock_time(match[1], match[2], language, bare=True)
    if match["second"] and not is_zero(match["second"]):
        words += f" {two_digit_words(match['second'], language)}"
    words += _half(match, language)
    if after(match, 1).isalnum():
        words += " "
    return words


def _half(match: Match, language: Language) -> str:
    """Return the half of the day, which is named otherwise at twelve, and the zone."""
    times = language.times
    half = re.sub(r"[\s.]", "", match["half"].lower())
    name = times["halves"][half]
    if int(match[1]) == _NOON:
        name = times.get("night_halves", {}).get(half, name)
    return f" {name}{_zone(match, language)}"


def _race_time(match: Match, language: Language) -> str:
    point = language.numbers["point"]
    fraction = spell_digits(match[3], language)
    return f"{_clock_time(match[1], match[2], language)} {point} {fraction}"


def _with_seconds(language: Language) -> Rule:
    """Return the rule for 1:01:01."""
    word, zone = _optional_word(language), _zone_pattern(language)
    full = f"{_START}{_HOUR}:{_MINUTE}:{_MINUTE}{word}{_END}{zone}"
    return Rule(full, _duration, (DIGIT, ":"))


def _duration(match: Match, language: Language) -> str:
    """Return hours, minutes and seconds."""
    times = language.times
    hour, minute, second = match[1], match[2], match[3]
    if int(hour) > _LAST_HOUR:
        return match[0]
    full_hour = minute == second == "00"
    if full_hour and times.get("silent_zero_seconds"):
        return _clock_time(hour, None, language, bare=True) + _zone(match, language)
    parts = {}
    for name, digits in (("hour", hour), ("minute", minute), ("second", second)):
        # in German the word for hours is empty here, and stands in the form
        parts[f"{name}s"] = counted(str(int(digits)), Noun(*times[name]), language).strip()
    words: str = times["duration"].format(**parts)
    return words + _zone(match, language)


def _clock(language: Language) -> Iterator[Rule]:
    """Yield the rules for 14:30 and, after such words as "alle", 8.30."""
    times = language.times
    marks = re.escape(times.get("separators", ":"))
    word, zone = _optional_word(language), _zone_pattern(language)
    clock = rf"(?<![\w.,:/]){_HOUR}\s?[{marks}]\s?{_MINUTE}{word}{_END}{zone}"
    yield Rule(clock, _bare_time, (DIGIT, marks))


def _bare_time(match: Match, language: Language) -> str:
    if int(match[1]) > _LAST_HOUR:
        return match[0]
    return _clock_time(match[1], match[2], language) + _zone(match, language)


def _hours_alone(language: Language) -> Iterator[Rule]:
    """Yield the rules for 14.30 Uhr, 14 Uhr and 14 h, where a word or letter for it is used."""
    times = language.times
    zone = _zone_pattern(language)
    if "word" in times:
        word = times["word"]
        sure = ""
        if len(word) == 1:
            # "1 h" may be a duration, "01 h" and "10 h UTC" may not
            zones = times.get("zones", {})
            zone_name = one_of([*zones, *map(str.lower, zones)])
            sure = rf"(?:(?<=0[0-9])|(?=\s?{word}\s{zone_name}))"
        yield Rule(rf"{_START}{_HOUR}{sure}()\s?{word}\b{zone}", _bare_time, (DIGIT,))
    elif "hour_sign" in times:
        hour_alone = rf"{_START}{_HOUR}()\s?(?i:{times['hour_sign']})\b{zone}"
        yield Rule(hour_alone, _bare_time, (DIGIT,))


def _optional_word(language: Language) -> str:
    """Return a pattern for what may follow the minutes: the word "Uhr", or "min" after 14h30."""
    times = language.times
    if "word" in times:
        return rf"(?:\s?{times['word']}\b)?"
    if "minute_signs" in times:
        return rf"(?:\s?{one_of(times['minute_signs'])}\b\.?)?"
    return ""


def _zone_pattern(language: Language) -> str:
    """Return a pattern for a time zone, spelt with or without dots, as the group zone."""
    zones = language.times.get("zones", {})
    if not zones:
        return "(?P<zone>(?!))?"
    longest_first = sorted(zones, key=len, reverse=True)
    names = "|".join(r"\.?".join(zone) for zone in longest_first)
    return rf"(?:\s?\(?(?P<zone>(?i:{names}))\b\.?\)?)?"


def _zone(match: Match, language: Language) -> str:
    """Return a space and the words for the zone of a time, or nothing."""
    zone = match["zone"]
    if not zone:
        return ""
    name = zone.replace(".", "").upper()
    return f" {language.times['zones'].get(name, name)}"


def _clock_time(hour: str, minute: str | None, language: Language, *, bare: bool = False) -> str:
    """Return an hour and its minutes; ``bare`` leaves out what is said for a full hour."""
    times = language.times
    number = int(hour)
    gender = times.get("hour_gender", NO_GENDER)
    hour_words = cardinal(str(number), language, gender=gender)
    hours = _hours_noun(number, times)
    if minute and int(minute):
        form: str = times["hour_minute"]
        minute_words = _minute_words(minute, number, language)
        return form.format(hour=hour_words, minute=minute_words, hours=hours)
    if bare:
        return hour_words
    form = times["full_hour"]
    if number > _NOON:
        form = times.get("full_hour_late", form)
    return form.format(hour=hour_words, hours=hours)


def _hours_noun(hour: int, times: Table) -> str:
    """Return the word for hours, in languages that say it with a time."""
    if "hours" not in times:
        return ""
    one = hour == 1 or (hour == 0 and times.get("zero_is_singular", False))
    return Noun(*times["hours"]).form(one=one)


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
