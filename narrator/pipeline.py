"""The recipe: a source in, a summary and a chaptered audio file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from narrator.article import Article
from narrator.audio.formats import Chapter, Tags, load_format
from narrator.errors import EngineError, OutputError, os_reason
from narrator.events import (
    CacheCleared,
    FetchStarted,
    Listener,
    Narrated,
    Narration,
    Note,
    PassageSpoken,
    SpeechStarted,
    SummaryReady,
    ignore,
)
from narrator.output import check_not_source, choose_format, choose_path
from narrator.processes import make_pool
from narrator.readers import read
from narrator.recording.assemble import assemble, describe
from narrator.recording.passages import Passage
from narrator.recording.plan import Say, chapter_titles, plan
from narrator.recording.preview import Preview, SectionList, make_preview, make_section_list
from narrator.recording.recorder import Recorder, TakeRef
from narrator.recording.store import TakeStore, default_cache_folder, make_cache, open_store
from narrator.recording.take import Recipe, warm_up
from narrator.selection import choose, list_all
from narrator.settings import Settings
from narrator.sources import is_url, without_login
from narrator.speech.engines import Voice, find_voice, is_in, load_engine
from narrator.summary import missing_words, summarise_by
from narrator.summary.file import write_summary
from narrator.summary.key_sentences import Summary
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.pronounce import find_pronunciations, pronounce

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
        source: a file, an http or https URL, or ``-`` for standard input.
        output: the file to write or the folder to write it into; ``output/<name>.mp3`` when None.
        settings: how to narrate; the defaults when None.
        listener: is told what happens, in the calling thread.

    Raises:
        NarrateError: in one of its kinds; an older output is then as it was.
    """
    settings = settings or Settings()
    format_name = choose_format(output, settings.format)
    audio = load_format(format_name, settings.bitrate_kbps)
    if is_url(str(source)):
        listener(FetchStarted(without_login(str(source))))
    article, voice = _take_in(source, settings)
    _tell_of_voice(article, voice, settings, listener)
    tags = describe(article, settings, voice.language)
    audio.check(tags, chapter_titles(article, settings.speak_summary))
    path = choose_path(output, article.name, format_name)
    check_not_source(path, article.source)
    summary = _summarise(article, voice, settings, listener)
    if settings.summary:
        listener(SummaryReady(article, summary))
    recipe = Recipe(
        settings.engine,
        voice,
        settings.rate,
        format_name,
        audio.bitrate_kbps,
        settings.loudness_lufs,
    )
    passages = _plan(article, summary, voice, settings)
    chapters = _record(article, passages, recipe, tags, path, settings, listener)
    beside = path.with_name(f"{path.stem}.summary.md")
    if settings.summary_file and not write_summary(beside, article, summary):
        listener(Note(f"{beside} is not a summary of narrate's, or was edited: it stays as it is"))
    narration = Narration(
        article.source,
        path,
        article.title,
        chapters[-1].end_seconds,
        chapters,
        summary,
        article.skipped,
    )
    listener(Narrated(narration))
    return narration


def preview(source: str | Path, settings: Settings | None = None) -> Preview:
    """What ``narrate`` would say, with the words and the estimated duration of every chapter.

    Raises:
        NarrateError: in one of its kinds.
    """
    settings = settings or Settings()
    article, voice = _take_in(source, settings)
    summary = _summarise(article, voice, settings, ignore)
    return make_preview(article, _plan(article, summary, voice, settings), settings.rate)


def list_sections(source: str | Path, settings: Settings | None = None) -> SectionList:
    """The sections of a source, all of them, with their words and estimated durations.

    Raises:
        NarrateError: in one of its kinds.
    """
    settings = settings or Settings()
    article, voice = _read(source, settings)
    article, narrated = list_all(article, settings.selection, voice.language)
    return make_section_list(
        article, narrated, _plan(article, Summary(), voice, settings), settings.rate
    )


def _tell_of_voice(article: Article, voice: Voice, settings: Settings, listener: Listener) -> None:
    """Where the voice was not asked for, a line on why it is not the default one, or not the right one."""
    if settings.voice is not None or not article.language:
        return
    language = f"the text is in {article.language!r}"
    if not is_in(voice, article.language):
        listener(Note(f"{language}, for which there is no voice: it is read by {voice.name}"))
    elif voice != load_engine(settings.engine).find_voice(None):
        listener(
            Note(f"read by {voice.id} ({voice.name}), for {language}; --voice chooses another")
        )


def _take_in(source: str | Path, settings: Settings) -> tuple[Article, Voice]:
    """The article as it will be narrated, and its voice."""
    article, voice = _read(source, settings)
    return choose(article, settings.selection, voice.language), voice


def _read(source: str | Path, settings: Settings) -> tuple[Article, Voice]:
    article = read(source, settings.allow_local)
    voice = find_voice(settings.engine, settings.voice, article.language)
    return replace(
        article, title=settings.title or article.title, author=settings.author or article.author
    ), voice


def _summarise(article: Article, voice: Voice, settings: Settings, listener: Listener) -> Summary:
    """The summary, empty where nobody asks for one."""
    if not (settings.summary or settings.summary_file or settings.speak_summary):
        return Summary()
    if note := missing_words(voice.language):
        listener(Note(note))
    return summarise_by(settings, article, voice.language)


def _plan(
    article: Article, summary: Summary, voice: Voice, settings: Settings
) -> Iterator[Passage]:
    say: Say = partial(to_spoken, language=voice.language)
    words = find_pronunciations(article.source, settings.pronounce)
    if not load_engine(settings.engine).speaks_phonemes:
        words = words.without_phonemes()
    said_first = summary.texts if settings.speak_summary else ()
    return plan(
        article,
        said_first,
        settings.pauses,
        voice.language,
        partial(pronounce, pronunciations=words, spoken=say),
    )


def _record(
    article: Article,
    passages: Iterable[Passage],
    recipe: Recipe,
    tags: Tags,
    path: Path,
    settings: Settings,
    listener: Listener,
) -> tuple[Chapter, ...]:
    cache = _cache_folder(settings)
    warm_up(recipe)
    # before the listener hears of it: one that starts a thread would cost the processes their quick start
    try:
        pool = make_pool(settings.jobs)
    except OSError as error:
        reason = os_reason(error)
        raise EngineError(
            f"{settings.jobs} processes cannot be started: {reason}; try fewer with --jobs"
        ) from error
    listener(SpeechStarted(article.source, article.words, settings.jobs))
    try:
        with open_store(cache, settings.cache_bytes) as store:
            studio = Recorder(pool, store, recipe)
            kept = [
                _told(take, listener)
                for take in studio.record(passages, settings.jobs * _WINDOW_A_JOB)
            ]
            chapters = assemble(tags, kept, studio, path)
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
    return chapters


def _cache_folder(settings: Settings) -> Path | None:
    if not settings.cache:
        return None
    folder = settings.cache_folder or default_cache_folder()
    try:
        return make_cache(folder)
    except OSError as error:
        if settings.cache_folder is None:
            return None  # nobody asked for this one
        raise OutputError(str(folder), os_reason(error)) from error


def clear_cache(settings: Settings, listener: Listener = ignore) -> None:
    """Delete every take that is kept.

    Raises:
        OutputError: the cache folder cannot be used.
    """
    if (folder := _cache_folder(settings)) is not None:
        listener(CacheCleared(str(folder), TakeStore(folder).evict(0)))


def _told(take: TakeRef, listener: Listener) -> TakeRef:
    listener(PassageSpoken(take.passage.words, take.samples / take.sample_rate, take.reused))
    return take
