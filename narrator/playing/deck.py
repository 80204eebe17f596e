"""The deck: what is heard next is made first.

A passage takes a neural voice seconds. So where none is ready, its next sentences are spoken apart,
a few at a time, until the whole of it is there. They are takes like any other, but not stored: the
file, and what is kept for later runs, do not depend on what was heard.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from narrator.playing.clip import Clip, as_clip
from narrator.playing.script import Script, Spot, piece_of
from narrator.processes.alone import SECONDS_A_LOOK, WorkerHangsError
from narrator.recording.recorder import Call, Recorder, StoredTake
from narrator.recording.take import Take
from narrator.recording.watch import Watch

# characters of the first piece of a passage that is spoken apart, of the second and so on: the
# first is one sentence, the next ones take no longer to speak than those before to hear
_PIECE_CHARACTERS = (0, 120, 480)
# passages that are made ahead of the one that is heard
_PASSAGES_AHEAD = 2
# where all is to be made: passages in the executor, for each of its processes
_PASSAGES_IN_FLIGHT_A_JOB = 2
# whole passages that are kept decoded: 7 MB each
_MOST_DECODED = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some utterances of a passage that are spoken apart.

    Attributes:
        spot: Where it starts.
        end: The spot of its last utterance.
        rank: Its number, from 0, among those spoken apart one after the other.
        call: The call that makes it.
    """

    spot: Spot
    end: Spot
    rank: int
    call: Call[Take]


@dataclass(slots=True)
class _Guard:
    """A watch over the oldest call, which looks every second."""

    call: Call[Any] | None = None
    watch: Watch | None = None
    looked_at: float = field(default_factory=time.monotonic)


class Deck:
    """Takes that are made in the order in which they are heard.

    Attributes:
        script: What is said.
        takes: Whole passages that are made, by number.
    """

    def __init__(self, script: Script, recorder: Recorder, *, makes_all: bool) -> None:
        self.script = script
        self.takes: dict[int, StoredTake] = {}
        self._recorder = recorder
        self._makes_all = makes_all
        self._calls: dict[int, Call[StoredTake]] = {}
        self._pieces: dict[Spot, _Piece] = {}
        self._decoded: dict[int, Clip] = {}
        self._passages_seen = 0
        self._guard = _Guard()

    @property
    def has_all(self) -> bool:
        """Whether the whole script is made."""
        made = len(self.takes)
        return made == len(self.script.planned) and self.script.passage(made) is None

    def clip(self, spot: Spot) -> Clip | None:
        """Return a clip with a spot in it; None where it is not made yet.

        Raises:
            SpeechError: It could not be made.
        """
        if spot.passage in self.takes:
            return self._whole(spot.passage)
        piece = self._pieces.get(spot)
        if piece is None or not piece.call.is_done:
            return None
        take = self._recorder.wait(piece.call)
        return as_clip(take, spot, self._recorder.recipe.audio, is_whole=False)

    def hurry(self) -> None:
        """Use all workers, now that the first sound is there."""
        self._recorder.use_all_workers()

    def tend(self, spot: Spot | None) -> None:
        """Have made what is needed next.

        Args:
            spot: Where the sound ends that is ready; None where that is the script's end.

        Raises:
            SpeechError: A passage could not be spoken.
        """
        if spot is not None:
            self._ask_first(spot)
            self._look_back(spot)
        for number in self._wanted(spot):
            self._ask(number)
        self._look_after()

    def _ask_first(self, spot: Spot) -> None:
        """Have the passage at a spot made before all others, with its next sentences apart."""
        number = spot.passage
        if number not in self._calls:
            self._find(number)
        if number in self.takes:
            self._pieces.clear()
            return
        self._make_room(number)
        if self._has_begun(spot):
            self._ask_apart(spot)
            self._ask(number)

    def _has_begun(self, spot: Spot) -> bool:
        """Return whether something is heard before a spot or ready there.

        Until then the processor is for the first sentence alone.
        """
        piece = self._piece(spot, 0)
        return piece.rank > 0 or piece.call.is_done

    def _find(self, number: int) -> None:
        """Look for a passage in the store, unless it is known."""
        passage = self.script.passage(number)
        if passage is None or number in self.takes:
            return
        found = self._recorder.find(passage)
        if found is not None:
            self.takes[number] = found

    def _look_back(self, spot: Spot) -> None:
        """Look for one more of the passages before a spot in the store: they tell the time."""
        if self._passages_seen < spot.passage:
            self._find(self._passages_seen)
            self._passages_seen += 1

    def _whole(self, number: int) -> Clip:
        """Return a whole passage as a clip."""
        clip = self._decoded.pop(number, None)
        if clip is None:
            take = self._recorder.load(self.takes[number])
            clip = as_clip(take, Spot(number, 0), self._recorder.recipe.audio)
        self._decoded[number] = clip
        if len(self._decoded) > _MOST_DECODED:
            del self._decoded[next(iter(self._decoded))]
        return clip

    def collect(self) -> None:
        """Take in the passages that are done.

        Raises:
            SpeechError: One could not be spoken.
        """
        for number, call in list(self._calls.items()):
            if call.is_done:
                self.takes[number] = self._recorder.finish(call)
                del self._calls[number]

    def _ask(self, number: int) -> None:
        """Have a whole passage made, unless it is, or found in the store."""
        passage = self.script.passage(number)
        if passage is None or number in self.takes or number in self._calls:
            return
        call = self._recorder.start(passage)
        if call.is_done:
            self.takes[number] = self._recorder.finish(call)
        else:
            self._calls[number] = call

    def _wanted(self, spot: Spot | None) -> Iterator[int]:
        """Yield the numbers of the passages that are to be made next."""
        if spot is not None and spot.passage not in self.takes:
            return  # the workers are kept free for it
        if spot is not None:
            yield from range(spot.passage + 1, spot.passage + 1 + _PASSAGES_AHEAD)
        if not self._makes_all:
            return
        number = 0
        while len(self._calls) < _PASSAGES_IN_FLIGHT_A_JOB * self._recorder.jobs:
            while number in self.takes or number in self._calls:
                number += 1
            if self.script.passage(number) is None:
                return
            yield number

    def _make_room(self, number: int) -> None:
        """Give up the passages that wait to be made, but for one."""
        for other, call in list(self._calls.items()):
            if other != number and call.future.cancel():
                del self._calls[other]

    def _ask_apart(self, spot: Spot) -> None:
        """Have the piece at a spot spoken apart, and the one after it."""
        piece = self._piece(spot, 0)
        following = Spot(spot.passage, piece.end.utterance + 1)
        if self.script.has(following):
            self._piece(following, piece.rank + 1)

    def _piece(self, spot: Spot, rank: int) -> _Piece:
        """Return the piece that starts at a spot, having it made if it is not."""
        known = self._pieces.get(spot)
        if known is not None:
            return known
        passage = self.script.passage(spot.passage)
        assert passage is not None
        characters = _PIECE_CHARACTERS[min(rank, len(_PIECE_CHARACTERS) - 1)]
        part = piece_of(passage, spot.utterance, characters)
        end = Spot(spot.passage, spot.utterance + len(part.utterances) - 1)
        piece = _Piece(spot, end, rank, self._recorder.start_apart(part))
        self._pieces[spot] = piece
        return piece

    def _look_after(self) -> None:
        """Look every second whether the workers go on with the oldest call.

        Where they do not they are killed, and what they were to make is made again later.
        """
        call = self._oldest_call()
        guard = self._guard
        if call is None:
            return
        if guard.call is not call or guard.watch is None:
            self._guard = _Guard(call, self._recorder.watch(call))
            return
        if time.monotonic() - guard.looked_at < SECONDS_A_LOOK:
            return
        guard.looked_at = time.monotonic()
        with suppress(WorkerHangsError):
            self._recorder.look_after(guard.watch)

    def _oldest_call(self) -> Call[Any] | None:
        """Return the call that is waited for longest; pieces come before whole passages."""
        for piece in self._pieces.values():
            if not piece.call.is_done:
                return piece.call
        return next(iter(self._calls.values()), None)
