"""Recording: all passages through an executor in order, each one from the store where an earlier run has spoken it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from narrator.errors import SpeechError
from narrator.processes import WorkerDiedError
from narrator.recording.passages import Passage
from narrator.recording.store import TakeStore
from narrator.recording.take import Recipe, Take, make_take, makers, take_key


@dataclass(frozen=True, slots=True)
class TakeRef:
    """What remains in memory of a take that is in the store; ``reused`` when an earlier run made it."""

    key: str
    passage: Passage
    samples: int
    sample_rate: int
    reused: bool

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.samples / self.sample_rate


def keep_take(passage: Passage, recipe: Recipe, key: str, store: TakeStore) -> TakeRef:
    """Make a take and put it into the store; where that cannot keep it, it is made again when it is fetched.

    Raises:
        SpeechError: the engine failed at a sentence.
    """
    take = make_take(passage, recipe)
    with suppress(OSError):
        store.save(key, take)
    return TakeRef(key, passage, take.encoded.samples, take.encoded.sample_rate, reused=False)


def find_take(passage: Passage, key: str, store: TakeStore) -> TakeRef | None:
    """A take that an earlier run left whole in the store."""
    if (take := store.load(key)) is None:
        return None
    store.use(key)
    return TakeRef(key, passage, take.encoded.samples, take.encoded.sample_rate, reused=True)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recorder:
    """Where one run records: any executor, a store, one recipe."""

    pool: Executor
    store: TakeStore
    recipe: Recipe

    def record(self, passages: Iterable[Passage], window: int) -> Iterator[TakeRef]:
        """All passages spoken and kept, in order, ``window`` of them in flight.

        Raises:
            SpeechError: a passage could not be spoken, or the process that spoke it died.
        """
        made_by = makers(self.recipe)
        waiting: deque[tuple[Passage, Future[TakeRef]]] = deque()
        for passage in passages:
            waiting.append(
                (passage, self._submit(passage, take_key(passage, self.recipe, made_by)))
            )
            if len(waiting) >= window:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())

    def fetch(self, kept: TakeRef) -> Take:
        """A take out of the store, made again if another run has thrown it away meanwhile.

        Raises:
            SpeechError: as ``record``.
        """
        # not by way of the store: whoever threw it away may do so again
        return self.store.load(kept.key) or _result(
            kept.passage, self.pool.submit(make_take, kept.passage, self.recipe)
        )

    def _submit(self, passage: Passage, key: str) -> Future[TakeRef]:
        if (found := find_take(passage, key, self.store)) is None:
            return self._speak(passage, key)
        done: Future[TakeRef] = Future()
        done.set_result(found)
        return done

    def _speak(self, passage: Passage, key: str) -> Future[TakeRef]:
        return self.pool.submit(keep_take, passage, self.recipe, key, self.store)


def _result(passage: Passage, future: Future[T]) -> T:
    try:
        return future.result()
    except (WorkerDiedError, BrokenExecutor) as error:
        raise SpeechError(passage.section, passage.utterances[0].text, str(error)) from error
