"""Clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.agreement import FEMININE, NO_GENDER, Noun
from narrator.verbalize.numbers import cardinal, counted, spell_digits
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, Match, Rule, after, first_group_and, to

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
    if "zones" in times:
        yield _offset_from_zone(language)
    if "halves" in times:
        yield from _half_days(language)
    yield from _with_seconds(language)
    yield from _clock(language)
    yield from _hours_alone(language)


def _offset_from_zone(language: Language) -> Rule:
    """Return the rule for GMT+2 and UTC-4:30."""
    zone = f"(?i:{one_of(language.times['zones'])})"
    offset = rf"\b({zone})\s?([-+–])\s?([0-9]{{1,2}})(?::{_MINUTE})?(?!\w)"
    return Rule(offset, _offset, (DIGIT, "-+–"))


def _offset(match: Match, language: Language) -> str:
    """Return an offset's words after its zone, which is left for the rules of times to say."""
    zone, mark, hour, minute = match.groups()
    sign = language.numbers["plus" if mark == "+" else "minus"]
    gender = FEMININE if language.times.get("hour_gender") == FEMININE else NO_GENDER
    words = f"{zone} {sign} {cardinal(str(int(hour)), language, gender=gender)}"
    if minute and int(minute):
        words += f" {cardinal(str(int(minute)), language)}"
    return words


def _half_days(language: Language) -> Iterator[Rule]:
    """Yield the rules for noon-2pm, 5-7 pm, 11:20 a.m. and 9am-5pm, with a time zone."""
    times = language.times
    if "named" in times:
        named = one_of(times["named"])
        then_to = first_group_and(f" {language.numbers['to']} ")
        yield Rule(rf"\b({named}){_DASH}(?=[0-9])", then_to, (DIGIT, "-–—"))
    clock = rf"{_HOUR}(?:[:.]{_MINUTE})?"
    halves = "|".join(r"\.?\s?".join(half) for half in times["halves"])  # am, a.m., a. m.
    half = rf"\s?(?P<half>(?i:{halves}))\b"
    second_time = rf"[0-2]?[0-9](?:[:.][0-5][0-9])?{half}"
    span = rf"(?<![\w.:/$-]){clock}{_DASH}(?={second_time})"
    yield Rule(span, _first_of_two_times, (DIGIT, "-–—"))
    seconds = "(?::[0-5][0-9])?"
    halved = rf"(?<![\w:/$])(?<![0-9]\.){clock}{seconds}{half}\.?{_zone_pattern(language)}"
    yield Rule(halved, _half_day, (DIGIT,))
    for name in times["halves"].values():
        if name.endswith("."):
            yield Rule(rf"(?<={re.escape(name)}){_DASH}(?=\w)", to, ("-–—", CAPITAL))
    # a runner's or swimmer's time
    race = rf"{_START}([0-5]?[0-9]):{_MINUTE}\.([0-9]{{1,3}})(?![\w:]|\.[0-9])"
    yield Rule(race, _race_time, (DIGIT, ":"))


def _first_of_two_times(match: Match, language: Language) -> str:
    hour = _clock_time(match[1], match[2], language, bare=True)
    return f"{hour} {language.numbers['to']} "


def _half_day(match: Match, language: Language) -> str:
    """Return a time with its half of the day, which is named otherwise at twelve."""
    times = language.times
    hour, minute = match[1], match[2]
    if int(hour) > _LAST_HOUR:
        return match[0]
    half = re.sub(r"[\s.]", "", match["half"].lower())
    name = times["halves"][half]
    if int(hour) == _NOON:
        name = times.get("night_halves", {}).get(half, name)
    words = f"{_clock_time(hour, minute, language, bare=True)} {name}{_zone(match, language)}"
    if after(match, 1).isalnum():
        words += " "
    return words


def _race_time(match: Match, language: Language) -> str:
    point = language.numbers["point"]
    fraction = spell_digits(match[3], language)
    return f"{_clock_time(match[1], match[2], language)} {point} {fraction}"


def _with_seconds(language: Language) -> Iterator[Rule]:
    """Yield the rules for a span of times and for 1:01:01."""
    marks = re.escape(language.times.get("separators", ":"))
    time = f"[0-2]?[0-9][{marks}][0-5][0-9]"
    span = rf"(?<=[0-9][{marks}][0-5][0-9]){_DASH}(?={time})"
    yield Rule(span, to, (DIGIT, "-–—"))
    word, zone = _optional_word(language), _zone_pattern(language)
    full = f"{_START}{_HOUR}:{_MINUTE}:{_MINUTE}{word}{_END}{zone}"
    yield Rule(full, _duration, (DIGIT, ":"))


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
    if "after" in times:
        word = rf"(\b{one_of(times['after'])}\s)"
        after_word = rf"(?i){word}{_HOUR}[.,]{_MINUTE}(?!\w|[.,:][0-9])"
        yield Rule(after_word, _time_after_word, (DIGIT, ".,"))


def _bare_time(match: Match, language: Language) -> str:
    if int(match[1]) > _LAST_HOUR:
        return match[0]
    return _clock_time(match[1], match[2], language) + _zone(match, language)


def _time_after_word(match: Match, language: Language) -> str:
    return match[1] + _clock_time(match[2], match[3], language)


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
        yield Rule(rf"{_START}{_HOUR}\.{_MINUTE}\s?{word}\b{zone}", _bare_time, (DIGIT, "."))
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
