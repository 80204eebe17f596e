"""Roman numerals."""

from __future__ import annotations

_SIGNS = {
    "m": 1000,
    "cm": 900,
    "d": 500,
    "cd": 400,
    "c": 100,
    "xc": 90,
    "l": 50,
    "xl": 40,
    "x": 10,
    "ix": 9,
    "v": 5,
    "iv": 4,
    "i": 1,
}
# a pattern for a numeral that is well formed, and not empty
ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
# of a numeral written with the seven letters alone
LARGEST_ROMAN = 3999


def from_roman(numeral: str) -> int:
    """Return the value of a Roman numeral in either case, well formed or not.

    A letter anywhere before a larger one is subtracted.

    Raises:
        KeyError: a character is none of the seven letters.
    """
    total = largest = 0
    for letter in reversed(numeral.lower()):
        value = _SIGNS[letter]
        largest = max(largest, value)
        if value == largest:
            total += value
        else:
            total -= value
    return total


def to_roman(number: int) -> str:
    """Return a number from 1 to ``LARGEST_ROMAN`` as a Roman numeral in lower case."""
    numeral = ""
    for sign, value in _SIGNS.items():
        count, number = divmod(number, value)
        numeral += sign * count
    return numeral
