"""Tagging: what the audio file says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from narrator.article import Article
from narrator.audio.formats import Format, Tags
from narrator.recording.assemble import article_tags, describe
from narrator.recording.plan import chapter_titles
from narrator.settings import Settings, SummarySettings
from narrator.speech.voices import (
    Speaker,
)
from narrator.summary.key_sentences import Summary

if TYPE_CHECKING:
    pass


def make_tags(article: Article, speaker: Speaker, audio: Format, settings: Settings) -> Tags:
    """Return the file's tags, after checking that its format can hold them and the chapters.

    Raises:
        SourceError: The cover cannot be read.
        UsageError: The format cannot hold the tags or the chapters.
    """
    tags = article_tags(article, settings.tags, speaker.voice)
    titles = chapter_titles(article, settings.summary.speak_summary)
    if settings.output.split:
        titles = [max(titles, key=len, default="")]  # a file has one
    audio.check(tags, titles)
    return tags


def with_description(tags: Tags, summary: Summary, settings: SummarySettings) -> Tags:
    """Return tags with the summary as description and comment, if the user asked for one.

    One that is made for the result only does not change the file.
    """
    description = describe(summary)
    if description and (settings.summary or settings.speak_summary):
        return replace(tags, description=description, comment=description)
    return tags
