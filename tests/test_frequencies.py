"""How frequent words are, and how they are written."""

from __future__ import annotations

import pytest

from narrator.language.frequencies import CAPITALS, LISTED, SMALL, UNLISTED, look_up, zipf
from tests.conftest import PROJECT

DATA = PROJECT / "narrator" / "language" / "data"


@pytest.mark.parametrize(
    ("word", "language", "least", "most"),
    [
        ("the", "en", 7, 8),
        ("The", "en-GB", 7, 8),
        ("sloth", "en", 2.5, 3.5),
        ("Straße", "de", 4, 6),
        ("è", "it", 6, 8),
        ("the", "xx", 0, 0),
        ("", "en", 0, 0),
        ("th", "", 0, 0),
        ("two words", "en", 0, 0),
        ("a\nb", "en", 0, 0),
        ("\ud800", "en", 0, 0),
    ],
)
def test_a_word_has_its_frequency(word: str, language: str, least: float, most: float) -> None:
    assert least <= zipf(word, language) <= most


def test_english_words_have_their_casings() -> None:
    assert look_up("house", "en").casings.find(SMALL) >= 0
    assert look_up("nato", "en").casings == CAPITALS
    assert set(look_up("us", "en").casings) == {SMALL, CAPITALS}
    assert look_up("haus", "de").casings == ""


@pytest.mark.parametrize("code", sorted(LISTED))
def test_first_and_last_words_of_a_list_are_found(code: str) -> None:
    lines = (DATA / code / "words.txt").read_bytes().splitlines()
    assert lines == sorted(lines)
    for line in (lines[0], lines[1], lines[-1]):
        word, tenths, _ = line.decode().split(" ")
        assert zipf(word, code) == int(tenths) / 10
    assert look_up("zzzzzz", code) == UNLISTED
