"""What needs no voice: a source read, and its summary.

It stands beside the recipe (``pipeline.py``), which uses it, because a summary alone is there
before all that speech needs is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from narrator.article import Article
from narrator.events import FetchStarted, Listener, Note, SummaryReady, ignore
from narrator.processes.confined import do_nothing
from narrator.readers import read
from narrator.selection import select_sections
from narrator.settings import Settings, SummarySettings
from narrator.sources import is_url, without_login
from narrator.summary import summarise, unknown_language_note
from narrator.summary.key_sentences import KeySentence, Summary

# the language of a summary where the text's is not known
DEFAULT_LANGUAGE = "en"


def summarise_source(
    source: str | Path, settings: Settings | None = None, listener: Listener = ignore
) -> tuple[Article, Summary]:
    """Return a source's article as it would be narrated, and its summary.

    The language is that of the voice if the settings name one; only then is the engine loaded.

    Raises:
        NarrateError: Any of its subclasses.
    """
    settings = settings or Settings()
    article = fetch_article(source, settings, listener)
    language = article.language or DEFAULT_LANGUAGE
    if settings.voice.voice is not None:
        from narrator.speech.voices import find_speaker

        speaker = find_speaker(settings.voice.engine, settings.voice.voice, "")
        language = speaker.voice.language
    article = select_sections(article, settings.selection, language)
    wanted = replace(settings.summary, summary=False, in_result=True)
    return article, summarise_article(article, language, wanted, listener)


def fetch_article(
    source: str | Path | Article,
    settings: Settings,
    listener: Listener,
    meanwhile: Callable[[], None] = do_nothing,
) -> Article:
    """Read a source, unless it is an article that was read.

    Title and author in the settings replace those of the source.

    Args:
        source: The source.
        settings: How to narrate.
        listener: Who is told that a URL is fetched.
        meanwhile: What this process does while another one reads, if it can fork.
    """
    if not isinstance(source, Article):
        if is_url(str(source)):
            listener(FetchStarted(without_login(str(source))))
        source = read(source, settings.run.allow_local, meanwhile, settings.run.encoding or "")
    title = settings.tags.title or source.title
    author = settings.tags.author or source.author
    return replace(source, title=title, author=author)


def summarise_article(
    article: Article, language: str, settings: SummarySettings, listener: Listener
) -> Summary:
    """Return the summary, announced if it is to be shown; an empty one if none is wanted.

    Articles that were joined are summarised one by one.
    """
    if not settings.is_wanted:
        return Summary()
    if article.parts:
        parts: list[Summary] = []
        sentences: list[KeySentence] = []
        for part in article.parts:
            summary = summarise_article(part, part.language or language, settings, listener)
            parts.append(summary)
            sentences += summary.sentences
        return Summary(tuple(sentences), settings.summary_style, tuple(parts))
    note = unknown_language_note(language)
    if note:
        listener(Note(note))
    summary = summarise(article, settings, language)
    if settings.summary:
        listener(SummaryReady(article, summary))
    return summary
