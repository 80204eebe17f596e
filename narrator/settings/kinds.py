"""Kinds of values that settings take: how they are written on a command line, which are allowed."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any


class Kind:
    """What values a setting takes: how they are written, and which are allowed.

    Attributes:
        metavar: The placeholder of the value in the help text.
        choices: The allowed values, where there are only a few.
        is_flag: Whether the value is true or false.
        is_list: Whether the option may be given several times.
        is_path: Whether the value names a file or a folder.
    """

    choices: tuple[str, ...] = ()
    is_flag = False
    is_list = False
    is_path = False

    def __init__(self, metavar: str = "TEXT") -> None:
        self.metavar = metavar

    def parse(self, text: str) -> Any:
        """Return the value of a text from the command line.

        Raises:
            ValueError: It is not allowed; the message says what is.
        """
        self.check(text)
        return text

    def check(self, value: object) -> None:
        """Check a value.

        Raises:
            ValueError: It is not allowed; the message says what is.
        """
        if not isinstance(value, str):
            raise ValueError(f"must be text, not {value!r}")


class Text(Kind):
    """Any text."""


class Name(Kind):
    """The name of something, which is never empty: a variable of a script may not be set."""

    def check(self, value: object) -> None:
        """Check that it is a text with characters."""
        super().check(value)
        if not str(value).strip():
            raise ValueError("must not be empty")


class Encoding(Name):
    """The name of a character encoding that Python knows."""

    def check(self, value: object) -> None:
        """Check that there is an encoding of texts with this name."""
        super().check(value)
        try:
            "".encode(str(value))
        except (LookupError, ValueError):
            raise ValueError(f"there is no encoding {value!r}; try utf-8 or cp1251") from None


class TextList(Kind):
    """Several texts, as a tuple."""

    is_list = True

    def check(self, value: object) -> None:
        """Check that it is a tuple of texts."""
        if not isinstance(value, tuple) or not all(isinstance(text, str) for text in value):
            raise ValueError(f"must be a tuple of texts, not {value!r}")

    def parse(self, text: str) -> str:
        """Return one of the texts."""
        return text


class PathName(Kind):
    """The path of a file or a folder, as it is written: a slash at its end has a meaning."""

    is_path = True

    def check(self, value: object) -> None:
        """Check that it is a path or a text that names one."""
        if not isinstance(value, (str, Path)) or not str(value):
            raise ValueError(f"must be a path, not {value!r}")


class Flag(Kind):
    """True or false."""

    is_flag = True

    def check(self, value: object) -> None:
        """Check that it is a truth value."""
        if not isinstance(value, bool):
            raise ValueError(f"must be true or false, not {value!r}")


class Choice(Kind):
    """One of a few names."""

    def __init__(self, choices: tuple[str, ...], metavar: str = "") -> None:
        super().__init__(metavar or f"[{'|'.join(choices)}]")
        self.choices = choices

    def check(self, value: object) -> None:
        """Check that it is one of the names."""
        if value not in self.choices:
            *others, last = self.choices
            raise ValueError(f"must be {', '.join(others)} or {last}, not {value!r}")


class Choices(Kind):
    """Some of a few names, as a tuple; written with commas between them."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(",".join(names))
        self.names = names

    def parse(self, text: str) -> tuple[str, ...]:
        """Return the names."""
        given = tuple(name.strip().lower() for name in text.split(","))
        if not set(given).issubset(self.names):
            raise ValueError(self._refusal(text))
        return given

    def check(self, value: object) -> None:
        """Check that it is a tuple of some of the names."""
        if not isinstance(value, tuple) or not all(name in self.names for name in value):
            raise ValueError(self._refusal(value))

    def _refusal(self, value: object) -> str:
        return f"must be some of {','.join(self.names)}, not {value!r}"


class ImpliedChoice(Choice):
    """One of a few names, or nothing; an option without a value stands for the first."""

    @property
    def implied(self) -> str:
        """What the option stands for where it is given without a value."""
        return self.choices[0]

    def check(self, value: object) -> None:
        """Check that it is empty or one of the names."""
        if value != "":
            super().check(value)


class Number(Kind):
    """A number within bounds, which both belong to the range."""

    noun = "a number"
    number_type: type[float] = float

    def __init__(self, minimum: float, maximum: float = math.inf, metavar: str = "N") -> None:
        super().__init__(metavar)
        self.minimum = minimum
        self.maximum = maximum

    def parse(self, text: str) -> float:
        """Return the number."""
        try:
            number = self.number_type(text)
        except ValueError:
            raise ValueError(self._refusal(text)) from None
        self.check(number)
        return number

    def check(self, value: object) -> None:
        """Check that it is a number in the range, which NaN is not."""
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
    number_type = int

    def check(self, value: object) -> None:
        """Check that it is a whole number in the range."""
        if not isinstance(value, int):
            raise ValueError(self._refusal(value))
        super().check(value)


class SectionRanges(Kind):
    """Ranges of section numbers from 1 on, as pairs of first and last; written ``2,4-6``."""

    _RANGE = re.compile(r"\A\s*+([1-9][0-9]{0,5})\s*+(?:-\s*+([1-9][0-9]{0,5})\s*+)?")

    def __init__(self) -> None:
        super().__init__("N,N-M")

    def parse(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the ranges."""
        ranges = []
        for part in text.split(","):
            found = self._RANGE.fullmatch(part)
            if found is None:
                raise ValueError(self._refusal(text))
            first = int(found[1])
            last = int(found[2] or first)
            if last < first:
                raise ValueError(self._refusal(text))
            ranges.append((first, last))
        return tuple(ranges)

    def check(self, value: object) -> None:
        """Check that it is a tuple of pairs, each a first and a last section number."""
        if not isinstance(value, tuple):
            raise ValueError(self._refusal(value))
        for pair in value:
            is_pair = isinstance(pair, tuple) and len(pair) == 2
            if not is_pair or not all(type(number) is int for number in pair):
                raise ValueError(self._refusal(value))
            if not 1 <= pair[0] <= pair[1]:
                raise ValueError(self._refusal(value))

    def _refusal(self, value: object) -> str:
        return f"must be section numbers such as 2,4-6, not {value!r}"
