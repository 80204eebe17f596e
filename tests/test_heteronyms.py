"""Heteronyms are said as their neighbours ask, and both engines say their spellings right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.language.tables import language_table
from narrator.speech import hibari
from narrator.speech.phonemizer import MNEMONICS, phonemize
from narrator.verbalize.alignment import align
from narrator.verbalize.normalize import to_said

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def test_a_heteronym_is_said_as_its_neighbours_ask() -> None:
    wrong = [
        f"{written} → {said}"
        for written, spoken in rows("heteronyms_en.tsv")
        if (said := to_said(written, "en")) != spoken
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_both_engines_say_every_spelling_right() -> None:
    model = hibari.load_model("heart")
    for spelling, mnemonics, phonemes in rows("heteronym_sounds.tsv"):
        assert phonemize(spelling, "gmw/en-US", MNEMONICS) == mnemonics
        assert "".join(word.phonemes for word in model.spell(spelling)) == phonemes


def test_every_spelling_has_been_listened_to() -> None:
    words = language_table("en", "heteronyms")["words"]
    heard = {spelling for spelling, *_ in rows("heteronym_sounds.tsv")}
    spellings = {
        spelling
        for word, readings in words.items()
        for spelling in readings.values()
        if word.islower() and spelling != word
    }
    assert spellings == heard


@pytest.mark.parametrize(
    ("text", "spoken_word", "written_word"),
    [("She read the map.", "red", "read"), ("We saw minute cracks.", "my-newt", "minute")],
)
def test_the_written_word_is_shown(text: str, spoken_word: str, written_word: str) -> None:
    spoken = to_said(text, "en")
    start = spoken.index(spoken_word)
    place = align(text, spoken).written(start, start + len(spoken_word))
    assert place is not None
    assert text[slice(*place)] == written_word
