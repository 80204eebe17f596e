"""The recorder: all passages through an executor, in order.

A passage that an earlier run has spoken comes out of the store. Whether a passage needs a process
of its own depends on the engine: the sound of some depends on what their process spoke before.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from narrator.audio.formats import Format
from narrator.errors import SpeechError
from narrator.processes.alone import SECONDS_A_LOOK, WorkerDiedError, WorkerHangsError, run_alone
from narrator.processes.memory import check_memory_limit, free_megabytes
from narrator.processes.pool import LateExecutor, kill_workers, open_pool
from narrator.processes.starting import can_fork, interruptions_held
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
class _Call(Generic[T]):
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
    """

    pool: Executor
    store: TakeStore
    recipe: Recipe
    jobs: int
    reports: Reports | None = None
    slowness: Slowness = field(default_factory=Slowness)

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
        versions = maker_versions(self.recipe)
        in_flight: deque[_Call[StoredTake]] = deque()
        for passage in passages:
            in_flight.append(self._start(passage, take_key(passage, self.recipe, versions)))
            if len(in_flight) >= self.jobs * _PASSAGES_IN_FLIGHT_A_JOB:
                yield self._take_of(in_flight.popleft(), tell)
        while in_flight:
            yield self._take_of(in_flight.popleft(), tell)

    def _take_of(self, call: _Call[StoredTake], tell: Tell) -> StoredTake:
        """Wait for a take, and learn how slow the engines are."""
        take = self._wait(call, tell)
        if not take.reused:
            self.slowness.learn(call.passage, time.monotonic() - call.asked_at)
        return take

    def _wait(self, call: _Call[T], tell: Tell = _tell_nobody) -> T:
        """Wait for a call's result, and tell every second how far the workers are.

        A worker's death need not be the passage's fault, so it is spoken once more.

        Raises:
            SpeechError: The passage could not be spoken.
        """
        try:
            self._watch(call, tell)
            return call.future.result()
        except WorkerHangsError:
            kill_workers(self.pool)
            wait([call.future], timeout=SECONDS_A_LOOK)
        except (BrokenExecutor, WorkerDiedError):
            pass
        return self._call_again(call)

    def _watch(self, call: _Call[T], tell: Tell) -> None:
        """Look at the workers every second until a call is done.

        Raises:
            WorkerHangsError: They do not go on.
        """
        watch = Watch(self.slowness.looks_for(call.passage))

        def tell_sign(words: int, seconds: float) -> None:
            """Pass on a report, and take it for a sign that the workers go on."""
            watch.look(True)
            tell(words, seconds)

        while not call.future.done():
            wait([call.future], timeout=SECONDS_A_LOOK)
            watch.look(False)
            if self.reports is not None:
                self.reports.read(tell_sign)

    def _call_again(self, call: _Call[T]) -> T:
        """Make a call in a process of its own.

        When a worker dies, the standard library's pool gives up all its calls and does not say
        whose worker it was. Alone, the passage that is to blame fails again and is named.

        Raises:
            SpeechError: That process died as well.
        """
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
            make = partial(make_take, recipe=self.recipe)
            take = self._wait(self._submit(make, stored.passage))
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

    def _start(self, passage: Passage, key: str) -> _Call[StoredTake]:
        """Find a passage's take in the store, or have it made."""
        make = partial(_make_and_store, recipe=self.recipe, key=key, store=self.store)
        kept = self.store.load(key)
        if kept is None or not kept.times.fit(passage):
            return self._submit(make, passage)
        self.store.touch(key)
        future: Future[StoredTake] = Future()
        future.set_result(StoredTake.of(key, passage, kept, reused=True))
        return _Call(make, passage, future)

    def _submit(self, function: Callable[[Passage], T], passage: Passage) -> _Call[T]:
        """Have a worker call a function with a passage."""
        call = partial(_call_for_engine, self.recipe, function)
        try:
            future = self.pool.submit(call, passage)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        return _Call(call, passage, future)


@contextmanager
def open_recorder(
    speaker: Speaker, audio: Format, settings: Settings, guests: Sequence[Speaker] = ()
) -> Iterator[Recorder]:
    """Open a recorder, whose workers end and whose store is closed when the block ends.

    Args:
        speaker: The recording's own voice.
        audio: The file's format.
        settings: How to narrate.
        guests: Who else is known to speak.

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
            with interruptions_held():
                warm_up(recipe, guests)
            sender = reports.open(stack)
            return stack.enter_context(open_pool(jobs, report_to, sender))

        yield Recorder(LateExecutor(open_workers), store, recipe, jobs, reports)


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
