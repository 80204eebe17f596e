"""The clock: how far something is from the start of an article, of which not all may be spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narrator.article import count_words
from narrator.playing.player import Heard
from narrator.playing.script import Script, Spot
from narrator.recording.passages import Passage
from narrator.recording.recorder import StoredTake

# characters of spoken text a second at one word a minute, as in ``recording.preview``
_CHARACTERS_A_SECOND = 18.3 / 175


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds from the start, and whether they are estimated."""

    seconds: float
    is_estimated: bool


class Clock:
    """Times of a script, some of whose takes are made."""

    def __init__(self, script: Script, takes: Mapping[int, StoredTake], rate: int) -> None:
        self._script = script
        self._takes = takes
        self._seconds_a_character = 1 / (_CHARACTERS_A_SECOND * rate)
        self._words_before: list[int] = [0]

    def time_of(self, heard: Heard) -> Time:
        """Return when something is heard."""
        seconds = 0.0
        is_estimated = False
        for number in range(heard.spot.passage):
            take = self._takes.get(number)
            if take is None:
                is_estimated = True
                seconds += self._estimate(self._script.planned[number], None)
            else:
                seconds += take.seconds
        if heard.is_whole:
            return Time(seconds + heard.clip_seconds, is_estimated)
        passage = self._script.planned[heard.spot.passage]
        seconds += self._estimate(passage, heard.spot.utterance) + heard.seconds
        return Time(seconds, is_estimated or heard.spot.utterance > 0)

    def percent(self, spot: Spot, all_words: int) -> int:
        """Return how much of an article's words is before a spot."""
        for passage in self._script.planned[len(self._words_before) - 1 : spot.passage]:
            self._words_before.append(self._words_before[-1] + passage.words)
        words = self._words_before[spot.passage]
        for utterance in self._script.planned[spot.passage].utterances[: spot.utterance]:
            words += count_words(utterance.text)
        return min(100, 100 * words // max(1, all_words))

    def _estimate(self, passage: Passage, end: int | None) -> float:
        """Return how long some utterances take, up to the one of a number, or all."""
        characters = sum(len(utterance.spoken) for utterance in passage.utterances[:end])
        return characters * self._seconds_a_character
