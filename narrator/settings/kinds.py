"""Kinds of values that settings take: how they are written on a command line, which are allowed."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any


class Kind:
    """What values a setting takes: how they are written, and which are allowed.

    Attributes:
        metavar: What stands for the value in the help text.
        choices: The allowed values, where there are only a few.
        is_flag: Whether the value is true or false.
        is_list: Whether the option may be given several times.
        is_path: Whether the value names a file or a folder.
    """

    metavar: str = "TEXT"
    choices: tuple[str, ...] = ()
    is_flag = False
    is_list = False
    is_path = False

    def parse(self, text: str) -> Any:
        """Return the value that a text from the command line means.

        Raises:
            ValueError: It means none; the message says what is wrong.
        """
        self.check(text)
        return text

    def check(self, value: object) -> None:
        """Accept a value.

        Raises:
            ValueError: It is not allowed; the message says what is.
        """
        if not isinstance(value, str):
            raise ValueError(f"must be text, not {value!r}")


class Text(Kind):
    """Any text."""

    def __init__(self, metavar: str = "TEXT") -> None:
        self.metavar = metavar


class TextList(Kind):
    """Several texts, as a tuple."""

    is_list = True

    def __init__(self, metavar: str) -> None:
        self.metavar = metavar

    def check(self, value: object) -> None:
        """Accept a tuple of texts."""
        if not isinstance(value, tuple) or not all(isinstance(text, str) for text in value):
            raise ValueError(f"must be a tuple of texts, not {value!r}")

    def parse(self, text: str) -> str:
        """Return one of the texts."""
        return text


class PathName(Kind):
    """The path of a file or a folder."""

    is_path = True

    def __init__(self, metavar: str) -> None:
        self.metavar = metavar

    def parse(self, text: str) -> str:
        """Return the path, as it is written: a slash at its end has a meaning."""
        return text

    def check(self, value: object) -> None:
        """Accept a path or a text."""
        if not isinstance(value, (str, Path)):
            raise ValueError(f"must be a path, not {value!r}")


class Flag(Kind):
    """True or false."""

    is_flag = True

    def check(self, value: object) -> None:
        """Accept a truth value."""
        if not isinstance(value, bool):
            raise ValueError(f"must be true or false, not {value!r}")


class Choice(Kind):
    """One of a few names."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices
        self.metavar = f"[{'|'.join(choices)}]"

    def check(self, value: object) -> None:
        """Accept one of the names."""
        if value not in self.choices:
            *others, last = self.choices
            raise ValueError(f"must be {', '.join(others)} or {last}, not {value!r}")


class Number(Kind):
    """A number within bounds, which both belong to the range."""

    noun = "a number"

    def __init__(self, minimum: float, maximum: float = math.inf, metavar: str = "N") -> None:
        self.minimum = minimum
        self.maximum = maximum
        self.metavar = metavar

    def parse(self, text: str) -> float:
        """Return the number."""
        try:
            number = float(text)
        except ValueError:
            raise ValueError(self._refusal(text)) from None
        self.check(number)
        return number

    def check(self, value: object) -> None:
        """Accept a number in the range; NaN is in none."""
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise ValueError(self._refusal(value))
        if not self.minimum <= value <= self.maximum:
            raise ValueError(self._refusal(value))

    def _refusal(self, value: object) -> str:
        if math.isinf(self.maximum):
            allowed = f"{self.noun} from {self.minimum:g} on"
        else:
            allowed = f"{self.noun} from {self.minimum:g} to {self.maximum:g}"
        return f"must be {allowed}, not {value!r}"


class WholeNumber(Number):
    """A whole number within bounds."""

    noun = "a whole number"

    def parse(self, text: str) -> int:
        """Return the number."""
        try:
            number = int(text)
        except ValueError:
            raise ValueError(self._refusal(text)) from None
        self.check(number)
        return number

    def check(self, value: object) -> None:
        """Accept a whole number in the range."""
        if not isinstance(value, int):
            raise ValueError(self._refusal(value))
        super().check(value)


class SectionRanges(Kind):
    """Ranges of section numbers from 1 on, as pairs of first and last; written ``2,4-6``."""

    metavar = "N,N-M"
    _RANGE = re.compile(r"\s*([1-9][0-9]{0,5})\s*(?:-\s*([1-9][0-9]{0,5})\s*)?")

    def parse(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the ranges."""
        ranges = []
        for part in text.split(","):
            found = self._RANGE.fullmatch(part)
            if found is None:
                raise ValueError(self._refusal(text))
            first = int(found[1])
            last = int(found[2] or first)
            ranges.append((first, last))
        self.check(tuple(ranges))
        return tuple(ranges)

    def check(self, value: object) -> None:
        """Accept pairs of whole numbers of which the second is not the smaller one."""
        if not isinstance(value, tuple):
            raise ValueError(self._refusal(value))
        for pair in value:
            is_pair = isinstance(pair, tuple) and len(pair) == 2
            if not is_pair or not all(isinstance(number, int) for number in pair):
                raise ValueError(self._refusal(value))
            if not 1 <= pair[0] <= pair[1]:
                raise ValueError(self._refusal(value))

    def _refusal(self, value: object) -> str:
        return f"must be section numbers such as 2,4-6, not {value!r}"
