"""The recipe: a source in, a summary and a chaptered audio file out.

Read ``narrate`` first: it is the program in one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.article import Article, Paragraph, Section
from narrator.covers.late import LateCover, meanwhile
from narrator.events import (
    CacheCleared,
    Listener,
    Narrated,
    Narration,
    ignore,
    report_note,
)
from narrator.language.tables import sample_sentence
from narrator.output import choose_format, choose_path
from narrator.output.places import open_place
from narrator.recording.assemble import assemble, assemble_album
from narrator.recording.casting import Cast
from narrator.recording.cues import Recorded, SentenceCue
from narrator.recording.passages import Passage
from narrator.recording.plan import plan
from narrator.recording.recorder import open_recorder
from narrator.recording.store import TakeStore, find_cache
from narrator.selection import all_sections
from narrator.settings import CacheSettings, Settings
from narrator.speech.voices import (
    Speaker,
    find_speaker,
    with_options,
)
from narrator.steps.casting import cast_article, role_of
from narrator.steps.files import accompany, check_summary_beside, make_request, write_summary_beside
from narrator.steps.reading import Source, read_selected, read_source, report_voice
from narrator.steps.speaking import (
    announce,
    performing,
    record_all,
    summary_settings,
    with_spoken_summary,
)
from narrator.steps.tagging import make_tags, with_description
from narrator.summarising import DEFAULT_LANGUAGE, summarise_article
from narrator.verbalize.pronunciations import (
    find_pronunciations,
)

if TYPE_CHECKING:
    from narrator.playing.stage import Stage
    from narrator.recording.preview import Preview, SectionList


def narrate(
    source: Source | Sequence[Source],
    output: str | Path | None = None,
    settings: Settings | None = None,
    listener: Listener = ignore,
    kept: Iterable[str | Path] = (),
    stage: Stage | None = None,
) -> Narration:
    """Turn a source into one chaptered audio file, or several sources into one.

    Args:
        source: A file, an http or https URL, ``-`` for standard input, or an article that was
            read; several are joined.
        output: The file to write, or the folder to write one into that is called like the title;
            the folder ``output`` when None.
        settings: How to narrate; the defaults when None.
        listener: A function that is called with every event, in the calling thread.
        kept: Files that are never replaced, such as what else this run reads and has written.
        stage: Where it is played while it is made; None where nobody listens.

    Raises:
        NarrateError: Any of its subclasses. An older output then stays unchanged.
    """
    settings = settings or Settings()
    audio = choose_format(output, settings.audio, split=settings.output.split)
    article, speaker = read_selected(source, settings, listener, stage)
    language = speaker.voice.language
    report_voice(article, speaker, settings, listener)
    cast = cast_article(article, speaker, settings, listener)
    tags = make_tags(article, speaker, audio, settings)
    cover = LateCover(article, tags, settings, audio.description.cover, listener)
    request = make_request(output, article, audio, settings, kept)
    with (
        open_recorder(speaker, audio, settings, cast.guests, at_once=bool(stage)) as recorder,
        ExitStack() as stack,
    ):
        with open_place(request, partial(report_note, listener=listener)) as path:
            check_summary_beside(path, article, settings.summary)
            summary = summarise_article(article, language, summary_settings(settings), listener)
            tags = with_description(tags, summary, settings.summary)
            narrated = with_spoken_summary(article, summary, settings.summary)
            passages: Iterable[Passage] = plan(narrated, settings.pauses, cast)
            playing = performing(stage, narrated, passages, recorder, listener)
            performance = stack.enter_context(playing)
            announce(article, speaker, recorder, settings, listener)
            passages = meanwhile(performance.passages, recorder.jobs, cover.get)
            takes = record_all(passages, recorder, listener)
            tags = replace(tags, cover=cover.get())
            write = assemble_album if settings.output.split else assemble
            chapters = write(takes, recorder, tags, path)
            report_note(recorder.store.spare_note, listener)
            times = recorder.load_times
            recorded = Recorded(narrated, path, chapters, tags, summary, takes, times)
            files = accompany(recorded, settings)
            cues = tuple(recorded.cues()) if settings.publish.cues else ()
            files += write_summary_beside(path, article, summary, settings.summary, listener)
        narration = _result(recorded, speaker, files, cues)
        listener(Narrated(narration))
        performance.play()
    return narration


def play(
    article: Article,
    stage: Stage,
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> None:
    """Play an article while it is made, from where its listener stopped, and write no file.

    Args:
        article: What ``read`` returns for a source.
        stage: Where it is played.
        settings: How to narrate; the defaults when None.
        listener: A function that is called with every event, in the calling thread.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.playing.performance import perform

    settings = settings or Settings()
    audio = choose_format(None, settings.audio)
    article, speaker = read_selected(article, settings, listener)
    language = speaker.voice.language
    report_voice(article, speaker, settings, listener)
    cast = cast_article(article, speaker, settings, listener)
    summary = summarise_article(article, language, settings.summary, listener)
    heard = with_spoken_summary(article, summary, settings.summary)
    passages = plan(heard, settings.pauses, cast)
    with (
        open_recorder(speaker, audio, settings, cast.guests, at_once=True) as recorder,
        perform(stage, heard, passages, recorder, makes_all=False) as performance,
    ):
        performance.play()


def preview(
    source: str | Path | Sequence[str | Path],
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> Preview:
    """Return what ``narrate`` would say, with the words and estimated duration of every chapter.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.recording.preview import make_preview

    settings = settings or Settings()
    article, speaker = read_selected(source, settings, listener)
    language = speaker.voice.language
    summary = summarise_article(article, language, settings.summary, ignore)
    heard = with_spoken_summary(article, summary, settings.summary)
    cast = cast_article(article, speaker, settings, listener)
    passages = plan(heard, settings.pauses, cast)
    return make_preview(article, passages, settings.speed.rate)


def list_sections(
    source: str | Path, settings: Settings | None = None, listener: Listener = ignore
) -> SectionList:
    """Return all sections of a source with their words and estimated durations.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.recording.preview import make_section_list

    settings = settings or Settings()
    article, speaker = read_source(source, settings, listener)
    entries = all_sections(article, settings.selection, speaker.voice.language)
    article = replace(article, sections=tuple(entry.section for entry in entries))
    cast = cast_article(article, speaker, settings, ignore)
    passages = plan(article, settings.pauses, cast)
    return make_section_list(article, entries, passages, settings.speed.rate)


def try_voice(
    text: str | None,
    output: str | Path | None = None,
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> Narration:
    """Write a sample of the voice that the settings name.

    Args:
        text: What it says; a sentence in its language when None.
        output: The file to write or the folder to write it into; ``output/<voice>.mp3`` when None.
        settings: Who speaks; the defaults when None.
        listener: A function that is called with every event, in the calling thread.

    Raises:
        NarrateError: Any of its subclasses.
    """
    settings = settings or Settings()
    audio = choose_format(output, settings.audio)
    speaker = find_speaker(settings.voice.engine, settings.voice.voice, "")
    speaker = with_options(speaker, settings.voice.engine_option)
    voice = speaker.voice
    sentence = text or sample_sentence(voice.language) or sample_sentence(DEFAULT_LANGUAGE)
    section = Section((), (Paragraph(sentence),))
    article = Article(voice.name, (section,), name=voice.id, source=voice.id)
    tags = make_tags(article, speaker, audio, settings)
    path = choose_path(output, article.name, audio.description.name)
    words = find_pronunciations([], settings.pronunciation.pronounce)
    cast = Cast(role_of(words, speaker, voice.language, listener))  # nobody stands in
    passages = plan(article, settings.pauses, cast)
    with open_recorder(speaker, audio, settings) as recorder:
        takes = record_all(passages, recorder, ignore)
        chapters = assemble(takes, recorder, tags, path)
    length = chapters[-1].end_seconds
    narration = Narration(voice.id, path, article.title, length, chapters, speaker)
    listener(Narrated(narration))
    return narration


def clear_cache(settings: CacheSettings | None = None, listener: Listener = ignore) -> None:
    """Delete the takes in the cache.

    Raises:
        OutputError: The cache folder cannot be used.
    """
    folder = find_cache(settings or CacheSettings()).folder
    if folder is not None:
        freed_bytes = TakeStore(folder).evict(0)
        listener(CacheCleared(str(folder), freed_bytes))


def _result(
    recorded: Recorded,
    speaker: Speaker,
    files: tuple[Path, ...],
    cues: tuple[SentenceCue, ...],
) -> Narration:
    """Return the result of a narration."""
    article = recorded.article
    return Narration(
        source=article.source,
        output=recorded.audio,
        title=article.title,
        duration_seconds=recorded.chapters[-1].end_seconds,
        chapters=recorded.chapters,
        speaker=speaker,
        summary=recorded.summary,
        skipped=article.skipped,
        files=files,
        cues=cues,
        cover=recorded.tags.cover,
    )
