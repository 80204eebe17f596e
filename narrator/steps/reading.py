"""Reading: sources as one article, and the voice that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.article import Article
from narrator.events import (
    Listener,
    Note,
)
from narrator.language.tables import language_name
from narrator.processes.confined import do_nothing
from narrator.selection import select_sections
from narrator.selection.joined import join_articles
from narrator.settings import Settings
from narrator.speech.voices import (
    AUTO,
    Speaker,
    find_natural_voice,
    find_speaker,
    is_in,
    why_not_natural,
    with_options,
)
from narrator.summarising import fetch_article

if TYPE_CHECKING:
    from narrator.playing.stage import Stage


# where an article comes from: a path, a URL or ``-``, or itself
Source = str | Path | Article


def read_source(
    source: str | Path, settings: Settings, listener: Listener
) -> tuple[Article, Speaker]:
    """Read a source and find who reads it."""
    article = fetch_article(source, settings, listener)
    return article, find_reader(article, settings)


def read_selected(
    source: Source | Sequence[Source],
    settings: Settings,
    listener: Listener,
    stage: Stage | None = None,
) -> tuple[Article, Speaker]:
    """Read a source, or several as one, and return what is narrated of it and who reads it.

    What a stage takes is loaded meanwhile.
    """
    sources = [source] if isinstance(source, (str, Path, Article)) else source
    tags = settings.tags
    if len(sources) > 1:  # the title given is that of the whole
        settings = replace(settings, tags=replace(tags, title=None, author=None))
    load = do_nothing if stage is None else _load_player
    articles = [fetch_article(each, settings, listener, load) for each in sources]
    speaker = find_reader(articles[0], settings)
    language = speaker.voice.language
    selected = [select_sections(article, settings.selection, language) for article in articles]
    return join_articles(selected, tags.title or "", tags.author or ""), speaker


def _load_player() -> None:
    """Load what playing takes."""
    from narrator.playing import performance, stretch  # noqa: F401

    stretch.warm_up()


def find_reader(article: Article, settings: Settings) -> Speaker:
    """Find who reads an article."""
    speaker = find_speaker(settings.voice.engine, settings.voice.voice, article.language)
    return with_options(speaker, settings.voice.engine_option)


def report_voice(
    article: Article, speaker: Speaker, settings: Settings, listener: Listener
) -> None:
    """Note that a voice was chosen by the text's language, or that none speaks it."""
    if settings.voice.engine == AUTO:
        _report_natural_voice(speaker, settings, listener)
    if settings.voice.voice is not None or not article.language:
        return
    voice = speaker.voice
    others = [part for part in article.parts if part.language not in ("", article.language)]
    for part in others:
        if not is_in(voice, part.language):
            language = language_name(part.language)
            listener(Note(f"{part.source} is {language}, and is read by {voice.name} all the same"))
    if not is_in(voice, article.language):
        language = language_name(article.language)
        listener(Note(f"{speaker.engine} has no voice for {language}: using {voice.name}"))
    elif voice.id != find_speaker(settings.voice.engine, None, "").voice.id:
        language = language_name(article.language)
        note = (
            f"using the {voice.name} voice ({voice.id}) because the text is {language}; "
            "change it with --voice"
        )
        listener(Note(note))


def _report_natural_voice(speaker: Speaker, settings: Settings, listener: Listener) -> None:
    """Note that a more natural voice is missing, and how to get one."""
    if settings.voice.voice is None:
        reason = why_not_natural(speaker)
        if reason:
            listener(Note(f"{reason}; {speaker.engine} speaks"))
    natural = find_natural_voice(speaker)
    if natural is not None:
        language = language_name(natural.language)
        size = f"{natural.size_bytes / 1e6:,.1f} MB"
        get = f"narrate voices get {natural.id}"
        listener(Note(f"there is a natural voice for {language}: {get} ({size})"))
