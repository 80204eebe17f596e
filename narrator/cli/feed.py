"""The verb ``feed``: sources as episodes of a podcast in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.lists import with_listed
from narrator.cli.options import Given, SourceType, as_given_for_feed, with_feed_options
from narrator.cli.tasks import CONTEXT_SETTINGS, Task, run_tasks
from narrator.errors import UsageError
from narrator.publish.feed.settings import FeedSettings
from narrator.settings import Settings
from narrator.sources import STANDARD_INPUT, is_url, without_login

if TYPE_CHECKING:
    from narrator.article import Article
    from narrator.cli.reporter import Reporter
    from narrator.events import Event, Listener, Narration
    from narrator.publish.feed.folder import Feed

_HELP = """Make each SOURCE an episode of the podcast in FOLDER.

The folder, created if missing, gets feed.xml, which podcast apps read, and audio, chapters and
transcripts. A source that has not changed is left alone; one that was edited, or is narrated with
other options, replaces its episode. What is said of the podcast itself is remembered.

\b
Examples:
  narrate feed podcast/ a.txt https://example.org/b  add two episodes
  narrate feed podcast/ --feed-title "To hear"       change its title
  narrate feed podcast/ --remove a.txt               take an episode out
"""
# the captions that podcast apps show as a transcript
_TRANSCRIPT = "vtt"


@click.command(context_settings=CONTEXT_SETTINGS, help=_HELP)
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.argument("sources", metavar="[SOURCE...]", nargs=-1, type=SourceType())
@with_feed_options
def feed(folder: str, sources: tuple[str, ...], **values: Any) -> None:
    """Add episodes to a podcast, take some out, or change what is said of it."""
    wanted = FeedSettings(**{each.name: values.pop(each.name) for each in fields(FeedSettings)})
    given = as_given_for_feed(values)
    _check_folder(folder)
    sources = with_listed(sources, given)
    with ExitStack() as stack:
        run = _Run(Path(folder), wanted, given, stack)
        tasks = [*run.tasks(sources)]
        run_tasks(tasks, given.verbose, quiet=given.quiet, as_json=given.as_json)


def _check_folder(folder: str) -> None:
    """Check that the podcast's folder is not a source.

    Raises:
        UsageError: It is one, or it is empty, as a variable of a script may be.
    """
    if is_url(folder) or not folder or os.path.isfile(folder):
        shown = without_login(folder) or "an empty name"
        raise UsageError(f"{shown} is no folder: the podcast's folder comes before the sources")


class _Run:
    """One run over a feed, which is open from the first task to the end."""

    def __init__(self, folder: Path, wanted: FeedSettings, given: Given, stack: ExitStack) -> None:
        self._folder = folder
        self._wanted = wanted
        self._given = given
        self._stack = stack
        self._feed: Feed | None = None

    def tasks(self, sources: tuple[str, ...]) -> Iterator[Task]:
        """Yield the steps; an error in one does not stop the next."""
        yield partial(self._open, bool(sources))
        for source in self._wanted.remove:
            yield partial(self._remove, source)
        for source in sources:
            yield partial(self._add, source)
        yield self._count

    def _open(self, has_sources: bool, reporter: Reporter) -> None:
        from narrator.publish.feed.folder import audio_suffix, is_feed, open_feed

        if not has_sources and not is_feed(self._folder):
            raise UsageError(f"{self._folder} has no feed: give sources to make one")
        audio_suffix(self._given.settings.audio)
        feed = self._stack.enter_context(open_feed(self._folder, reporter))
        feed.change(self._wanted)
        self._feed = feed

    def _remove(self, source: str, _: Reporter) -> None:
        if self._feed is not None:  # else it was said why it could not be opened
            self._feed.remove(source)

    def _count(self, reporter: Reporter) -> None:
        """Say what the feed has now."""
        from narrator.events import Note
        from narrator.publish.feed.document import NAME

        if self._feed is not None and not self._feed.is_new:
            episodes = "1 episode" if self._feed.size == 1 else f"{self._feed.size:,} episodes"
            reporter(Note(f"{self._folder / NAME} has {episodes}"))

    def _add(self, source: str, reporter: Reporter) -> None:
        from narrator.events import Narrated, Note
        from narrator.publish.feed.identity import fingerprint, guid_of, name_of
        from narrator.summarising import fetch_article

        if self._feed is None:
            return
        settings = _with_companions(self._given.settings)
        article = fetch_article(source, settings, reporter)
        guid = guid_of(source, name_of(article))
        made_of = fingerprint(article, settings)
        if self._feed.is_current(guid, made_of):
            shown = "standard input" if source == STANDARD_INPUT else article.source
            reporter(Note(f"{shown} has not changed: its episode is kept"))
            return
        narration = _make_episode(self._feed, article, settings, (guid, made_of), reporter)
        reporter(Narrated(narration))


def _make_episode(
    feed: Feed, article: Article, settings: Settings, identity: tuple[str, str], reporter: Reporter
) -> Narration:
    """Narrate an article, add it to the feed, and return the narration as it is there."""
    from narrator.pipeline import narrate
    from narrator.publish.feed.episodes import make_episode, write_cover
    from narrator.publish.feed.folder import audio_suffix

    guid, made_of = identity
    name = f"{feed.stem(guid, article.title)}.{audio_suffix(settings.audio)}"
    with feed.stage() as folder:
        path = folder / name
        narration = narrate(article, path, settings, _without_result(reporter))
        if narration.cover is not None:
            write_cover(path, narration.cover)
        episode = make_episode(article, narration, guid, made_of)
        feed.add(episode, folder)
    files = [feed.path / each.name for each in narration.files]
    return replace(narration, output=feed.path / name, files=tuple(files))


def _with_companions(settings: Settings) -> Settings:
    """Return settings that have the files made which go with an episode."""
    captions = dict.fromkeys([*settings.publish.captions, _TRANSCRIPT])
    publish = replace(settings.publish, captions=tuple(captions), chapters_file=True)
    summary = replace(settings.summary, in_result=True)
    return replace(settings, publish=publish, summary=summary)


def _without_result(listener: Listener) -> Listener:
    """Return a listener that is not told of the result, whose files have not found their place."""
    from narrator.events import Narrated

    def tell(event: Event) -> None:
        if not isinstance(event, Narrated):
            listener(event)

    return tell
