"""The recorder: all passages through an executor, in order.

A passage that an earlier run has spoken comes out of the store. Any executor does. How much a
passage is kept apart from others is the engine's business: one whose sound depends on what its
process has said before gets a process of its own for each passage.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from narrator.errors import SpeechError
from narrator.processes import WorkerDiedError, can_fork, run_alone
from narrator.recording.passages import Passage
from narrator.recording.store import TakeStore
from narrator.recording.take import (
    Recipe,
    Take,
    make_take,
    maker_versions,
    take_key,
    warm_up,
)
from narrator.speech.engines import load_engine, needs_fresh_process

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TakeLength:
    """The length of a take, in samples of the file."""

    samples: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class TakeRef:
    """A take that is in the store.

    Attributes:
        key: Its name there.
        passage: What it says.
        length: How long it is.
        reused: Whether an earlier run made it.
    """

    key: str
    passage: Passage
    length: TakeLength
    reused: bool

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.length.samples / self.length.sample_rate


def record_take(passage: Passage, recipe: Recipe, key: str, store: TakeStore) -> TakeLength:
    """Make a take and put it into the store, in a process that the engine is content with.

    A take that the store cannot keep is made again when it is fetched.

    Raises:
        SpeechError: The engine failed at a sentence.
        WorkerDiedError: The process of a take ended without an answer.
    """
    return _as_the_engine_needs(recipe, _make_and_keep, passage, recipe, key, store)


def remake_take(passage: Passage, recipe: Recipe) -> Take:
    """Make a take and keep it nowhere.

    Raises:
        SpeechError: The engine failed at a sentence.
        WorkerDiedError: The process of a take ended without an answer.
    """
    return _as_the_engine_needs(recipe, make_take, passage, recipe)


def _as_the_engine_needs(recipe: Recipe, function: Callable[..., T], *args: Any) -> T:
    """Return what a function returns here or, if the engine needs it, in a fresh process."""
    if not needs_fresh_process(load_engine(recipe.engine)):
        return function(*args)
    if can_fork():
        warm_up(recipe)  # once, for all forks
    return run_alone(function, *args)


def _make_and_keep(passage: Passage, recipe: Recipe, key: str, store: TakeStore) -> TakeLength:
    take = make_take(passage, recipe)
    with suppress(OSError):
        store.save(key, take)
    return _length(take)


def _length(take: Take) -> TakeLength:
    return TakeLength(take.encoded.samples, take.encoded.sample_rate)


@dataclass(frozen=True, slots=True)
class _Call(Generic[T]):
    """A call that an executor was asked for."""

    future: Future[T]
    function: Callable[..., T]
    passage: Passage
    args: tuple[Any, ...]

    def result(self) -> T:
        """Wait for the call and return its result.

        When a worker dies, the standard library's pool gives up every call that it has, and does
        not say whose worker it was. So each of them is tried again in a process of its own: the
        passage that is to blame fails again, and is named, and the others are spoken.

        Raises:
            SpeechError: The passage could not be spoken.
        """
        try:
            try:
                return self.future.result()
            except BrokenExecutor:
                return run_alone(self.function, self.passage, *self.args)
        except WorkerDiedError as error:
            reason = f"the process that spoke it {error}"
            text = self.passage.utterances[0].text
            raise SpeechError(self.passage.section, text, reason) from error


@dataclass(frozen=True, slots=True)
class _Pending:
    """A passage in flight: with the length of its take, or the call that makes it."""

    key: str
    passage: Passage
    made: TakeLength | _Call[TakeLength]

    def finish(self) -> TakeRef:
        """Return the take, as soon as there is one."""
        if isinstance(self.made, TakeLength):
            return TakeRef(self.key, self.passage, self.made, reused=True)
        return TakeRef(self.key, self.passage, self.made.result(), reused=False)


@dataclass(frozen=True, slots=True)
class Recorder:
    """What one run records with.

    Attributes:
        pool: Any executor.
        store: Where the takes are kept.
        recipe: How takes are made.
    """

    pool: Executor
    store: TakeStore
    recipe: Recipe

    def record(self, passages: Iterable[Passage], window: int) -> Iterator[TakeRef]:
        """Yield the takes of all passages in order, while up to ``window`` passages are in flight.

        Raises:
            SpeechError: A passage could not be spoken, or the process that spoke it died.
        """
        versions = maker_versions(self.recipe)
        in_flight: deque[_Pending] = deque()
        for passage in passages:
            in_flight.append(self._start(passage, take_key(passage, self.recipe, versions)))
            if len(in_flight) >= window:
                yield in_flight.popleft().finish()
        while in_flight:
            yield in_flight.popleft().finish()

    def fetch(self, ref: TakeRef) -> Take:
        """Return a take out of the store, made again if another run has deleted it meanwhile.

        Raises:
            SpeechError: As for ``record``.
        """
        take = self.store.load(ref.key)
        if take is None:
            # past the store: whoever deleted the take may do so again
            take = self._submit(remake_take, ref.passage, self.recipe).result()
        return take

    def _start(self, passage: Passage, key: str) -> _Pending:
        """Find a passage's take in the store, or have one made."""
        kept = self.store.load(key)
        if kept is not None:
            self.store.touch(key)
            return _Pending(key, passage, _length(kept))
        call = self._submit(record_take, passage, self.recipe, key, self.store)
        return _Pending(key, passage, call)

    def _submit(self, function: Callable[..., T], passage: Passage, *args: Any) -> _Call[T]:
        try:
            future = self.pool.submit(function, passage, *args)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        return _Call(future, function, passage, args)
