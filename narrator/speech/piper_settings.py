"""What the JSON file beside a Piper voice says: its sound, its phonemes, its speakers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from narrator.errors import EngineError, VoiceError

# what phonemes are made by: espeak-ng, or the letters of the text themselves
ESPEAK, TEXT = "espeak", "text"
# marks of the start, the end, and what stands between all phonemes
_START, _END, _BETWEEN = "^", "$", "_"
_SAMPLE_RATES = range(8_000, 48_001)
# of Piper itself, for voices that do not say
_NOISE, _LENGTH, _WIDTH_NOISE = 0.667, 1.0, 0.8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Coded:
    """Phonemes as numbers.

    Attributes:
        ids: The numbers that the model takes.
        firsts: For each phoneme, the position of its first number.
    """

    ids: Sequence[int]
    firsts: Sequence[int]


@dataclass(frozen=True, slots=True)
class PiperSettings:
    """What a voice's settings say.

    Attributes:
        sample_rate: Samples per second.
        language: Its language, a BCP 47 tag.
        espeak_voice: The voice of espeak-ng whose phonemes it speaks.
        phoneme_type: ``espeak``, or ``text`` for a voice that reads letters.
        phoneme_ids: The numbers of each phoneme.
        noise: How much noise is in the sound.
        length: How long phonemes are, as a factor.
        width_noise: How much their lengths vary.
        speakers: How many speakers it has.
        speaker_numbers: The speakers' numbers by their names.
    """

    sample_rate: int
    language: str
    espeak_voice: str
    phoneme_type: str
    phoneme_ids: Mapping[str, Sequence[int]]
    noise: float
    length: float
    width_noise: float
    speakers: int
    speaker_numbers: Mapping[str, int]

    @classmethod
    def read(cls, content: bytes, path: Path) -> PiperSettings:
        """Return the settings that the content of a file holds.

        Raises:
            EngineError: It makes no sense.
        """
        try:
            return cls.of(json.loads(content))
        except RecursionError as error:
            raise _unusable(path, "it is nested too deeply") from error
        except ValueError as error:
            raise _unusable(path, str(error)) from error

    @classmethod
    def of(cls, table: Any) -> PiperSettings:
        """Return the settings that a table of JSON holds.

        Raises:
            ValueError: One is missing or makes no sense.
        """
        whole = _Table("the file", table)
        inference = whole.table("inference", {})
        espeak_voice = whole.table("espeak", {}).get("voice", str, "")
        settings = cls(
            sample_rate=whole.table("audio").get("sample_rate", int),
            language=_language(whole, espeak_voice),
            espeak_voice=espeak_voice,
            phoneme_type=_phoneme_type(whole),
            phoneme_ids=whole.get("phoneme_id_map", dict),
            noise=inference.number("noise_scale", _NOISE),
            length=inference.number("length_scale", _LENGTH),
            width_noise=inference.number("noise_w", _WIDTH_NOISE),
            speakers=whole.get("num_speakers", int, 1),
            speaker_numbers=whole.get("speaker_id_map", dict, {}),
        )
        settings._check()
        settings._check_numbers()
        return settings

    def _check(self) -> None:
        """Check what the types of the settings do not show.

        Raises:
            ValueError: One makes no sense.
        """
        if self.sample_rate not in _SAMPLE_RATES:
            raise ValueError(f"'sample_rate' is {self.sample_rate}")
        if self.phoneme_type not in (ESPEAK, TEXT):
            raise ValueError(f"phonemes of the kind {self.phoneme_type!r} cannot be made")
        if self.phoneme_type == ESPEAK and not self.espeak_voice:
            raise ValueError("'espeak' names no voice")
        if self.length <= 0:
            raise ValueError(f"'length_scale' is {self.length:g}")
        for mark in (_START, _END, _BETWEEN):
            if mark not in self.phoneme_ids:
                raise ValueError(f"'phoneme_id_map' has no {mark!r}")

    def _check_numbers(self) -> None:
        """Check the numbers of phonemes and speakers.

        Raises:
            ValueError: One is no number.
        """
        for phoneme, numbers in self.phoneme_ids.items():
            if not isinstance(numbers, list) or not numbers or not all(map(_is_number, numbers)):
                raise ValueError(f"'phoneme_id_map' has no numbers for {phoneme!r}")
        for speaker, number in self.speaker_numbers.items():
            if not _is_number(number):
                raise ValueError(f"'speaker_id_map' has no number for {speaker!r}")

    def speaker_number(self, speaker: str) -> int:
        """Return the number of a speaker by its number or name; the first one if it is empty.

        Raises:
            VoiceError: There is no such speaker.
        """
        if not speaker:
            return 0
        if speaker in self.speaker_numbers:
            return self.speaker_numbers[speaker]
        if speaker.isdecimal() and int(speaker) < self.speakers:
            return int(speaker)
        raise VoiceError(f"#{speaker}", [f"#0 to #{self.speakers - 1}"])

    def scales(self, speed: float) -> tuple[float, float, float]:
        """Return the noise, the length of phonemes at a speed, and the variation of lengths."""
        return self.noise, self.length / speed, self.width_noise

    def encode(self, phonemes: str) -> Coded:
        """Return phonemes as numbers."""
        between = self.phoneme_ids[_BETWEEN]
        ids = [*self.phoneme_ids[_START], *between]
        firsts: list[int] = []
        for phoneme in phonemes:
            firsts.append(len(ids))
            ids += self.phoneme_ids[phoneme]
            ids += between
        ids += self.phoneme_ids[_END]
        return Coded(ids, firsts)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of JSON whose values are checked when they are taken.

    Attributes:
        name: What it is called in messages.
        content: What JSON has for it.
    """

    name: str
    content: Any

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Return the value of a key, which must be of a kind."""
        if not isinstance(self.content, dict):
            raise ValueError(f"{self.name} is no table")
        value = self.content.get(key, default)
        if value is None:
            raise ValueError(f"{key!r} is missing")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(f"{key!r} is {str(value)[:20]!r}")
        return value

    def table(self, key: str, default: dict[str, Any] | None = None) -> _Table:
        """Return the table of a key."""
        return _Table(repr(key), self.get(key, dict, default))

    def number(self, key: str, default: float) -> float:
        """Return the number of a key."""
        value = float(self.get(key, float | int, default))  # type: ignore[arg-type]
        if not math.isfinite(value) or value < 0:
            raise ValueError(f"{key!r} is {value:g}")
        return value


def _phoneme_type(whole: _Table) -> str:
    """Return how a voice's phonemes are made; some say ``PhonemeType.ESPEAK`` for ``espeak``."""
    return whole.get("phoneme_type", str, ESPEAK).rpartition(".")[2].lower()


def _language(whole: _Table, espeak_voice: str) -> str:
    """Return a voice's language; older voices only name a voice of espeak-ng."""
    code = whole.table("language", {}).get("code", str, espeak_voice)
    return code.replace("_", "-") or "und"


def _is_number(value: object) -> bool:
    """Return whether a value is a number of a phoneme or a speaker."""
    return isinstance(value, int) and value >= 0


def _unusable(path: Path, reason: str) -> EngineError:
    return EngineError(f"the voice's settings {path} cannot be used: {reason}")
