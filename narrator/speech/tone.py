"""An engine that hums: every word is a tone whose pitch and length follow from its letters.

It is enough to test a whole narration with: it needs no library, has no randomness, and is silent
wherever there is no word.
"""

from __future__ import annotations

import array
import math
import re
import sys
import zlib
from collections.abc import Sequence
from functools import cache

from narrator.speech.engines import Engine, Speech, Voice, Word

SAMPLE_RATE = 22_050
_SAMPLE_BYTES = 2
_AMPLITUDE = 8_000
_NORMAL_RATE = 175  # words per minute
_WORD_LETTERS = 5  # of average length
_GAP_SECONDS = 0.05
# so that a word of average length and its gap last one word at the normal rate
_LETTER_SECONDS = (60 / _NORMAL_RATE - _GAP_SECONDS) / _WORD_LETTERS
# a word has one of these pitches, which are this far apart
_PITCHES = 24
_PITCH_STEP_HERTZ = 10
_LOWEST_HERTZ = 220
_LOWEST_HERTZ_OF_LOW = 110
_WORD = re.compile(r"\w\S*")


class ToneEngine(Engine):
    """The engine that hums."""

    version = "tone 1"

    def voices(self) -> Sequence[Voice]:
        """Return both voices, which speak no language."""
        return [Voice("tone", "Tone", "zxx"), Voice("low", "Low tone", "zxx")]

    def sample_rate(self, voice: Voice) -> int:  # noqa: ARG002
        """Return the samples a second of all tones."""
        return SAMPLE_RATE

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        """Hum a tone for every word of a text."""
        gap_samples = int(SAMPLE_RATE * _GAP_SECONDS * _NORMAL_RATE / rate)
        gap = bytes(_SAMPLE_BYTES * gap_samples)
        pcm = bytearray()
        words: list[Word] = []
        for match in _WORD.finditer(text):
            letters = match[0]
            words.append(Word(len(pcm) // _SAMPLE_BYTES, match.start(), len(letters)))
            samples = SAMPLE_RATE * _LETTER_SECONDS * len(letters) * _NORMAL_RATE / rate
            wave = _one_wave(_pitch(letters, voice))
            waves = round(samples * _SAMPLE_BYTES / len(wave))
            pcm += wave * max(1, waves)
            pcm += gap
        return Speech(bytes(pcm), SAMPLE_RATE, tuple(words))


def _pitch(letters: str, voice: Voice) -> int:
    """Return a word's pitch in hertz."""
    checksum = zlib.crc32(letters.encode("utf-8", "replace"))
    lowest = _LOWEST_HERTZ_OF_LOW if voice.id == "low" else _LOWEST_HERTZ
    return lowest + checksum % _PITCHES * _PITCH_STEP_HERTZ


@cache
def _one_wave(hertz: int) -> bytes:
    """Return the PCM of one whole wave, so that tones begin and end at zero."""
    length = round(SAMPLE_RATE / hertz)
    wave = array.array("h")
    for sample in range(length):
        phase = 2 * math.pi * sample / length
        wave.append(round(_AMPLITUDE * math.sin(phase)))
    if sys.byteorder == "big":
        wave.byteswap()
    return wave.tobytes()


def load() -> ToneEngine:
    """Return the engine; the registry calls this."""
    return ToneEngine()
