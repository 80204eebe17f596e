"""Recording: all passages through an executor in order, each one from the store where an earlier run has spoken it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from typing import TypeVar

from narrator.errors import SpeechError
from narrator.model import Passage, Take
from narrator.pool import WorkerDiedError
from narrator.store import TakeStore
from narrator.take import Kept, Recipe, find_take, keep_take, make_take, makers, take_key

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Studio:
    """Where one run records: any executor, a store, one recipe."""

    pool: Executor
    store: TakeStore
    recipe: Recipe

    def record(self, passages: Iterable[Passage], window: int) -> Iterator[Kept]:
        """All passages spoken and kept, in order, ``window`` of them in flight.

        Raises:
            SpeechError: a passage could not be spoken, or the process that spoke it died.
        """
        made_by = makers(self.recipe)
        waiting: deque[tuple[Passage, Future[Kept]]] = deque()
        for passage in passages:
            waiting.append((passage, self._submit(passage, take_key(passage, self.recipe, made_by))))
            if len(waiting) >= window:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())

    def fetch(self, kept: Kept) -> Take:
        """A take out of the store, made again if another run has thrown it away meanwhile.

        Raises:
            SpeechError: as ``record``.
        """
        # not by way of the store: whoever threw it away may do so again
        return self.store.load(kept.key) or _result(kept.passage, self.pool.submit(make_take, kept.passage, self.recipe))

    def _submit(self, passage: Passage, key: str) -> Future[Kept]:
        if (found := find_take(passage, key, self.store)) is None:
            return self._speak(passage, key)
        done: Future[Kept] = Future()
        done.set_result(found)
        return done

    def _speak(self, passage: Passage, key: str) -> Future[Kept]:
        return self.pool.submit(keep_take, passage, self.recipe, key, self.store)


def _result(passage: Passage, future: Future[T]) -> T:
    try:
        return future.result()
    except (WorkerDiedError, BrokenExecutor) as error:
        raise SpeechError(passage.section, passage.utterances[0].text, str(error)) from error
