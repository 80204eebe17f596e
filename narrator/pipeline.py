"""The recipe: a source in, a summary and a chaptered audio file out."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from narrator.assemble import assemble
from narrator.events import Listener, Narrated, PassageSpoken, SpeechStarted, SummaryReady, ignore
from narrator.model import Narration
from narrator.output import choose_format, choose_path
from narrator.plan import plan
from narrator.pool import make_pool
from narrator.reading import read
from narrator.settings import Settings
from narrator.speech import load_engine
from narrator.store import TakeStore, default_cache_folder, open_store
from narrator.studio import Studio
from narrator.summary import summarise
from narrator.take import Kept, Recipe, warm_up

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
    article = read(source)
    voice = load_engine(settings.engine).find_voice(settings.voice)
    path = choose_path(output, article.name, format_name)
    summary: tuple[str, ...] = ()
    if settings.summary or settings.speak_summary:
        summary = summarise(article, settings.sentences, voice.language)
    if settings.summary:
        listener(SummaryReady(article, summary))
    recipe = Recipe(settings.engine, voice, settings.rate, format_name, settings.loudness_lufs)
    passages = plan(article, summary if settings.speak_summary else (), settings.pauses, voice.language)
    warm_up(recipe)
    # before the listener hears of it: one that starts a thread would cost the processes their quick start
    pool = make_pool(settings.jobs)
    try:
        with _store(settings) as store:
            listener(SpeechStarted(article.source, article.words, settings.jobs))
            studio = Studio(pool, store, recipe)
            kept = [_told(take, listener) for take in studio.record(passages, settings.jobs * _WINDOW_A_JOB)]
            narration = assemble(article, summary, kept, studio, path)
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
    listener(Narrated(narration))
    return narration


def _store(settings: Settings) -> AbstractContextManager[TakeStore]:
    if not settings.cache:
        return open_store(None, 0)
    return open_store(settings.cache_folder or default_cache_folder(), settings.cache_bytes)


def _told(take: Kept, listener: Listener) -> Kept:
    listener(PassageSpoken(take.passage.words, take.samples / take.sample_rate, take.reused))
    return take
