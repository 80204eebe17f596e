"""The recorder: all passages through an executor, in order.

A passage that an earlier run has spoken comes out of the store. Whether a passage needs a process
of its own depends on the engine: the sound of some depends on what their process spoke before.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from narrator.audio.formats import Format
from narrator.errors import SpeechError
from narrator.processes.alone import SECONDS_A_LOOK, WorkerDiedError, WorkerHangsError, run_alone
from narrator.processes.memory import check_memory_limit, free_megabytes
from narrator.processes.pool import LateExecutor, kill_workers, open_pool
from narrator.processes.starting import can_fork, interruptions_held, start_context
from narrator.recording.passages import Passage
from narrator.recording.progress import Reports, report_to
from narrator.recording.store import TakeStore, open_store
from narrator.recording.take import (
    Recipe,
    Take,
    Times,
    make_take,
    maker_versions,
    take_key,
    warm_up,
)
from narrator.recording.watch import Slowness, Watch
from narrator.settings import Settings
from narrator.speech.engines import Engine, load_engine
from narrator.speech.voices import Speaker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event, Lock

T = TypeVar("T")
# takes words, and seconds of sound
Tell = Callable[[int, float], None]

# for each process: one passage that is spoken, one that waits, and one that is done before its turn
_PASSAGES_IN_FLIGHT_A_JOB = 3
# left to this process and the rest of the machine
_RESERVED_MEGABYTES = 200


def _tell_nobody(words: int, seconds: float) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class StoredTake:
    """A take in the store.

    Attributes:
        key: Its name in the store.
        passage: The passage that it speaks.
        samples: Its length in samples of the file.
        sample_rate: The file's samples per second.
        reused: Whether an earlier run made it.
        unsaid: Which utterances of the passage no voice could say, counted from 0.
    """

    key: str
    passage: Passage
    samples: int
    sample_rate: int
    reused: bool = False
    unsaid: tuple[int, ...] = ()

    @classmethod
    def of(cls, key: str, passage: Passage, take: Take, *, reused: bool) -> StoredTake:
        """Return what is known of a take that is in the store under a key."""
        encoded = take.encoded
        return cls(key, passage, encoded.samples, encoded.sample_rate, reused, take.times.unsaid)

    @property
    def unsaid_texts(self) -> list[str]:
        """What no voice could say."""
        return [self.passage.utterances[number].text for number in self.unsaid]

    @property
    def seconds(self) -> float:
        """Its duration."""
        return self.samples / self.sample_rate


def _make_and_store(passage: Passage, recipe: Recipe, key: str, store: TakeStore) -> StoredTake:
    """Make a take and store it; one that cannot be stored is made again when it is loaded."""
    take = make_take(passage, recipe)
    with suppress(OSError):
        store.save(key, take)
    return StoredTake.of(key, passage, take, reused=False)


def _call_for_engine(recipe: Recipe, function: Callable[[Passage], T], passage: Passage) -> T:
    """Call a function here or, if all engines of the passage need it, in a fresh process."""
    from narrator.recording.speaking import in_fresh_process, needs_fresh_process

    if not needs_fresh_process(passage, recipe.speaker):
        return function(passage)
    if can_fork():
        warm_up(recipe, passage.guests)  # once, for all forks
    return in_fresh_process(function, passage)


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A call that an executor was asked for, with the passage that it is about.

    Attributes:
        function: What is called.
        passage: What it is called with.
        future: Its result.
        asked_at: When the executor was asked, by ``time.monotonic``.
    """

    function: Callable[[Passage], T]
    passage: Passage
    future: Future[T]
    asked_at: float = field(default_factory=time.monotonic)

    @property
    def is_done(self) -> bool:
        """Whether there is a result, or an error."""
        return self.future.done()


@dataclass(frozen=True, slots=True)
class _Turns:
    """One worker loads everything first, so that it is ready soon; the others wait.

    Attributes:
        first: Who takes it is the first.
        others: What the others wait for.
    """

    first: Lock
    others: Event


@dataclass(frozen=True, slots=True)
class Recorder:
    """What one run records with.

    Attributes:
        pool: Any executor.
        store: Where the takes are kept.
        recipe: How takes are made.
        jobs: How many calls the executor runs at a time.
        reports: Where workers report how far they are within a passage; None where they do not.
        slowness: How slow the engines are, which tells what hangs.
        own_keys: The takes in the store that this run has made.
        turns: The order in which the workers begin; None where they begin together.
    """

    pool: Executor
    store: TakeStore
    recipe: Recipe
    jobs: int
    reports: Reports | None = None
    slowness: Slowness = field(default_factory=Slowness)
    turns: _Turns | None = None
    own_keys: set[str] = field(default_factory=set)

    def use_all_workers(self) -> None:
        """Let those workers begin that have left the processor to the first."""
        if self.turns is not None:
            self.turns.others.set()

    def record(
        self, passages: Iterable[Passage], tell: Tell = _tell_nobody
    ) -> Iterator[StoredTake]:
        """Yield the takes of all passages in order, while the next ones are being made.

        Args:
            passages: The passages.
            tell: A function that is called with words, and seconds of sound, that workers have
                spoken of passages that are not done.

        Raises:
            SpeechError: A passage could not be spoken, or two processes that spoke it died.
            EngineError: The workers cannot be started.
        """
        in_flight: deque[Call[StoredTake]] = deque()
        for passage in passages:
            in_flight.append(self.start(passage))
            if len(in_flight) >= self.jobs * _PASSAGES_IN_FLIGHT_A_JOB:
                yield self.finish(in_flight.popleft(), tell)
        while in_flight:
            yield self.finish(in_flight.popleft(), tell)

    def find(self, passage: Passage) -> StoredTake | None:
        """Return a passage's take, if it is in the store."""
        key = self._key(passage)
        kept = self.store.load(key)
        if kept is None or not kept.times.fit(passage):
            return None
        self.store.touch(key)
        return StoredTake.of(key, passage, kept, reused=key not in self.own_keys)

    def start(self, passage: Passage) -> Call[StoredTake]:
        """Find a passage's take in the store, or have it made."""
        key = self._key(passage)
        make = partial(_make_and_store, recipe=self.recipe, key=key, store=self.store)
        found = self.find(passage)
        if found is None:
            return self._submit(make, passage)
        future: Future[StoredTake] = Future()
        future.set_result(found)
        return Call(make, passage, future)

    def _key(self, passage: Passage) -> str:
        """Return the name of a passage's take in the store."""
        return take_key(passage, self.recipe, maker_versions(self.recipe))

    def start_apart(self, passage: Passage) -> Call[Take]:
        """Have a take made that is not stored."""
        return self._submit(partial(make_take, recipe=self.recipe), passage)

    def finish(self, call: Call[StoredTake], tell: Tell = _tell_nobody) -> StoredTake:
        """Wait for a take, and learn how slow the engines are.

        Raises:
            SpeechError: The passage could not be spoken.
        """
        take = self.wait(call, tell)
        if not take.reused:
            self.own_keys.add(take.key)
            self.slowness.learn(call.passage, time.monotonic() - call.asked_at)
        return take

    def wait(self, call: Call[T], tell: Tell = _tell_nobody) -> T:
        """Wait for a call's result, and tell every second how far the workers are.

        A worker's death need not be the passage's fault, so it is spoken once more.

        Raises:
            SpeechError: The passage could not be spoken.
        """
        watch = self.watch(call)
        try:
            while not call.is_done:
                wait([call.future], timeout=SECONDS_A_LOOK)
                self.look_after(watch, tell)
            return call.future.result()
        except (BrokenExecutor, WorkerDiedError, WorkerHangsError):
            return self.call_again(call)

    def watch(self, call: Call[T]) -> Watch:
        """Return a watch over a call, for ``look_after``."""
        return Watch(self.slowness.looks_for(call.passage))

    def look_after(self, watch: Watch, tell: Tell = _tell_nobody) -> None:
        """Look at the workers, as is to be done every second while a call is waited for.

        Raises:
            WorkerHangsError: They do not go on, and are killed.
        """

        def tell_sign(words: int, seconds: float) -> None:
            """Pass on a report, and take it for a sign that the workers go on."""
            watch.look(True)
            tell(words, seconds)

        try:
            watch.look(False)
        except WorkerHangsError:
            kill_workers(self.pool)
            raise
        if self.reports is not None:
            self.reports.read(tell_sign)

    def call_again(self, call: Call[T]) -> T:
        """Make a call in a process of its own.

        When a worker dies, the standard library's pool gives up all its calls and does not say
        whose worker it was. Alone, the passage that is to blame fails again and is named.

        Raises:
            SpeechError: That process died as well.
        """
        wait([call.future], timeout=SECONDS_A_LOOK)
        if isinstance(self.pool, LateExecutor):
            self.pool.let_go()
        watch = Watch(self.slowness.looks_for(call.passage))
        try:
            return run_alone(call.function, call.passage, watch=watch.look)
        except WorkerDiedError as error:
            reason = f"the process that spoke it {error}"
            if self.store.is_kept:
                reason += "; run again to continue"
            text = error.doing or call.passage.utterances[0].text
            raise SpeechError(call.passage.section, text, reason) from error

    def load(self, stored: StoredTake) -> Take:
        """Return a take from the store, made again if another run has deleted it.

        Raises:
            SpeechError: As for ``record``.
        """
        take = self.store.load(stored.key)
        if take is None:
            # not by way of the store: whoever deleted the take may do so again
            take = self.wait(self.start_apart(stored.passage))
        return take

    def load_times(self, stored: StoredTake) -> Times:
        """Return when the utterances of a take are heard.

        Raises:
            SpeechError: As for ``record``.
        """
        times = self.store.load_times(stored.key)
        if times is None or not times.fit(stored.passage):
            times = self.load(stored).times
        return times

    def _submit(self, function: Callable[[Passage], T], passage: Passage) -> Call[T]:
        """Have a worker call a function with a passage."""
        call = partial(_call_for_engine, self.recipe, function)
        try:
            future = self.pool.submit(call, passage)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        return Call(call, passage, future)


@contextmanager
def open_recorder(
    speaker: Speaker,
    audio: Format,
    settings: Settings,
    guests: Sequence[Speaker] = (),
    *,
    at_once: bool = False,
) -> Iterator[Recorder]:
    """Open a recorder, whose workers end and whose store is closed when the block ends.

    Args:
        speaker: The recording's own voice.
        audio: The file's format.
        settings: How to narrate.
        guests: Who else is known to speak.
        at_once: Whether workers start now and load everything themselves, while this process does
            something else; else it loads what they share, when the first of them is needed.

    Raises:
        OutputError: The cache folder that was asked for cannot be used.
    """
    recipe = Recipe(
        speaker=speaker,
        rate=settings.speed.rate,
        format=audio.description.name,
        bitrate_kbps=audio.bitrate_kbps,
        loudness_lufs=settings.audio.loudness,
    )
    engines = {load_engine(each.engine) for each in (speaker, *guests)}
    jobs = affordable_jobs(settings.run.job_count, engines)
    with open_store(settings.cache) as store, ExitStack() as stack:
        reports = Reports()

        def open_workers() -> Executor:
            """Load what the workers share, and start them."""
            check_memory_limit()
            sender = reports.open(stack)
            if at_once:
                prepare = partial(_load_in_turn, recipe, guests, turns)
                return stack.enter_context(open_pool(jobs, prepare, sender))
            with interruptions_held():
                warm_up(recipe, guests)
            return stack.enter_context(open_pool(jobs, report_to, sender))

        pool = LateExecutor(open_workers)
        if not at_once:
            yield Recorder(pool, store, recipe, jobs, reports)
            return
        turns = _Turns(start_context().Lock(), start_context().Event())
        pool.submit(os.getpid)
        yield Recorder(pool, store, recipe, jobs, reports, turns=turns)


def _load_in_turn(
    recipe: Recipe, guests: Sequence[Speaker], turns: _Turns, sender: Connection
) -> None:
    """Load everything into this process, when it is its turn.

    It reports to the other end of a pipe.
    """
    report_to(sender)
    if not turns.first.acquire(block=False):
        turns.others.wait()
    warm_up(recipe, guests)


def affordable_jobs(wanted: int, engines: Iterable[Engine]) -> int:
    """Return how many processes may speak: as many as wanted, or as free memory has room for.

    Each of them speaks with all the engines.
    """
    free = free_megabytes()
    process_megabytes = sum(engine.process_megabytes for engine in engines)
    if free is None or not process_megabytes:
        return wanted
    fitting = (free - _RESERVED_MEGABYTES) // process_megabytes
    return max(1, min(wanted, fitting))
