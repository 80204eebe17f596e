"""The recipe: a source in, a summary and a chaptered audio file out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path

from narrator.assemble import assemble, describe
from narrator.audio import load_format
from narrator.errors import SpeechError
from narrator.events import Listener, Narrated, PassageSpoken, SpeechStarted, SummaryReady, ignore
from narrator.model import Narration, Passage
from narrator.output import choose_format, choose_path
from narrator.plan import chapter_titles, plan
from narrator.pool import WorkerDiedError, make_pool
from narrator.reading import read
from narrator.settings import Settings
from narrator.speech import load_engine
from narrator.store import TakeStore
from narrator.summary import summarise
from narrator.take import Kept, Recipe, keep_take, warm_up

# passages in flight for each process: one that is spoken, one that waits, and one whose turn in the order has not come
_WINDOW_A_JOB = 3


def narrate(
    source: str | Path,
    output: str | Path | None = None,
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> Narration:
    """Turn a source into one chaptered audio file.

    Args:
        source: a text file, or ``-`` for standard input.
        output: the file to write or the folder to write it into; ``output/<name>.mp3`` when None.
        settings: how to narrate; the defaults when None.
        listener: is told what happens, in the calling thread.

    Raises:
        NarrateError: in one of its kinds; an older output is then as it was.
    """
    settings = settings or Settings()
    format_name = choose_format(output, settings.format)
    audio = load_format(format_name, settings.bitrate_kbps)
    article = read(source)
    article = replace(article, title=settings.title or article.title, author=settings.author or article.author)
    voice = load_engine(settings.engine).find_voice(settings.voice)
    tags = describe(article, settings, voice.language)
    audio.check(tags, chapter_titles(article, settings.speak_summary))
    path = choose_path(output, article.name, format_name)
    summary: tuple[str, ...] = ()
    if settings.summary or settings.speak_summary:
        summary = summarise(article, settings.sentences, voice.language)
    if settings.summary:
        listener(SummaryReady(article, summary))
    recipe = Recipe(settings.engine, voice, settings.rate, format_name, audio.bitrate_kbps)
    passages = plan(article, summary if settings.speak_summary else (), settings.pauses, voice.language)
    with TakeStore() as store:
        warm_up(recipe)
        # before the listener hears of it: one that starts a thread would cost the processes their quick start
        pool = make_pool(settings.jobs)
        listener(SpeechStarted(article.source, article.words, settings.jobs))
        kept = _speak(pool, passages, recipe, store, settings.jobs * _WINDOW_A_JOB, listener)
        chapters = assemble(tags, kept, recipe, store, path)
    narration = Narration(article.source, path, article.title, chapters[-1].end_seconds, chapters, summary)
    listener(Narrated(narration))
    return narration


def _speak(
    pool: Executor, passages: Iterable[Passage], recipe: Recipe, store: TakeStore, window: int, listener: Listener
) -> list[Kept]:
    """All passages spoken and kept, in order; the pool is shut down."""
    kept = []
    try:
        for passage, take in _in_order(pool, passages, recipe, store, window):
            kept.append(take)
            listener(PassageSpoken(passage.words, take.samples / take.sample_rate))
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
    return kept


def _in_order(
    pool: Executor, passages: Iterable[Passage], recipe: Recipe, store: TakeStore, window: int
) -> Iterator[tuple[Passage, Kept]]:
    waiting: deque[tuple[Passage, Future[Kept]]] = deque()
    for passage in passages:
        waiting.append((passage, pool.submit(keep_take, passage, recipe, store)))
        if len(waiting) >= window:
            yield _result(*waiting.popleft())
    while waiting:
        yield _result(*waiting.popleft())


def _result(passage: Passage, future: Future[Kept]) -> tuple[Passage, Kept]:
    try:
        return passage, future.result()
    except (WorkerDiedError, BrokenExecutor) as error:
        raise SpeechError(passage.section, passage.utterances[0].text, str(error)) from error
