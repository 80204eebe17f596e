"""An engine that hums: every word is a tone whose pitch and length follow from its letters.

Real enough to carry a whole narration through, small and exact enough to check one: no library, no randomness, and
silence wherever there is no word.
"""

from __future__ import annotations

import array
import math
import re
import sys
import zlib
from collections.abc import Sequence
from functools import cache

from narrator.speech.engines import Speech, Voice, Word, match_voice

SAMPLE_RATE = 22_050
_AMPLITUDE = 8_000
_GAP_SECONDS = 0.05
# at 175 words a minute a word of average length, 5 letters and the gap, lasts 60/175 s
_LETTER_SECONDS = (60 / 175 - _GAP_SECONDS) / 5


class ToneEngine:
    """Hums."""

    version = "tone 1"
    speaks_phonemes = False

    def voices(self) -> Sequence[Voice]:
        return [Voice("tone", "Tone", "zxx"), Voice("low", "Low tone", "zxx")]

    def find_voice(self, wanted: str | None) -> Voice:
        return match_voice(self.voices(), wanted or "tone")

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        gap = bytes(2 * int(SAMPLE_RATE * _GAP_SECONDS * 175 / rate))
        lowest = 110 if voice.id == "low" else 220
        pcm, words = bytearray(), []
        for match in re.finditer(r"\w\S*", text):
            words.append(Word(len(pcm) // 2, match.start(), len(match[0])))
            samples = SAMPLE_RATE * _LETTER_SECONDS * len(match[0]) * 175 / rate
            period = _period(lowest + zlib.crc32(match[0].encode("utf-8", "replace")) % 24 * 10)
            pcm += period * max(1, round(samples * 2 / len(period))) + gap
        return Speech(bytes(pcm), SAMPLE_RATE, tuple(words))


@cache
def _period(hertz: int) -> bytes:
    """One whole wave, so that tones begin and end at zero."""
    length = round(SAMPLE_RATE / hertz)
    wave = array.array(
        "h", (round(_AMPLITUDE * math.sin(2 * math.pi * n / length)) for n in range(length))
    )
    if sys.byteorder == "big":
        wave.byteswap()
    return wave.tobytes()


def load() -> ToneEngine:
    """What the registry calls."""
    return ToneEngine()
