"""What caption formats have in common: times, and text that cannot be taken for anything else."""

from __future__ import annotations

import re
from functools import lru_cache

# A character of no width that is read as part of a text. Where a format has no escapes, it parts
# signs that players would take for markup or for a time.
WORD_JOINER = "\u2060"

# every word has a time, so that numbers are not formatted anew each time
_TWO_DIGITS = [f"{number:02}" for number in range(60)]
_THREE_DIGITS = [f"{number:03}" for number in range(1000)]


def clock_time(milliseconds: int, decimal: str) -> str:
    """Return hours, minutes, seconds and milliseconds; hours have as many digits as they need.

    Args:
        milliseconds: From the start of the file.
        decimal: The sign before the milliseconds.
    """
    minutes, milliseconds = divmod(milliseconds, 60_000)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return (
        _hours_and_minutes(minutes) + _TWO_DIGITS[seconds] + decimal + _THREE_DIGITS[milliseconds]
    )


@lru_cache(maxsize=16)
def _hours_and_minutes(minutes: int) -> str:
    """Return the start of a time, which is the same for many words."""
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:"


def lyrics_time(milliseconds: int) -> str:
    """Return minutes, seconds and hundredths; minutes have as many digits as they need."""
    hundredths = (milliseconds + 5) // 10
    seconds, hundredths = divmod(hundredths, 100)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes:02}:{seconds:02}.{hundredths:02}"


def parted(text: str, signs: re.Pattern[str]) -> str:
    """Return a text with a character of no width after all that a pattern finds in it."""
    return signs.sub(rf"\g<0>{WORD_JOINER}", text)
