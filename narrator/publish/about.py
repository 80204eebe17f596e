"""What an EPUB or a page says about itself: title, author, language, date and the like."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass

from narrator.article import Article
from narrator.audio.formats import Tags
from narrator.language.characters import one_line
from narrator.language.writing import (
    is_written_like,
    likely_language,
    text_direction,
)
from narrator.recording.cues import Recorded
from narrator.sources import origin

# of an article without a date: what is made of it is to be the same on every day
_NO_DATE = "2000"
# a language, a script, a region and variants, in BCP 47's order; the parts of private use
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-x(-[a-z0-9]{1,8})+)?",
    re.I | re.ASCII,
)
_BASE_LANGUAGE = re.compile("[a-z]{2,3}(?![a-z])", re.I | re.ASCII)
_UNKNOWN_LANGUAGE = "und"
# characters that show in which letters a text is written: a few lines
_LETTERS_FOR_LANGUAGE = 500
# a number of a series, or of a part in it
_POSITION = re.compile("[0-9]+(?:[.][0-9]+)*")


@dataclass(frozen=True, slots=True)
class About:
    """What an EPUB or a page says about itself; what is empty is left out.

    Attributes:
        identifier: A UUID, the same for the same text from the same source.
        title: The title.
        language: A BCP 47 tag.
        direction: Which way its lines run: ``ltr`` or ``rtl``.
        modified: When it was last changed: the day of the article, at midnight.
        generator: The program that wrote it.
        author: The author or authors.
        narrator: Who reads.
        date: The day, month or year of the article.
        source: Its URL, or the name of its file.
        description: A few sentences on what it is about.
        series: The series that it is part of.
        series_position: Its number there.
    """

    identifier: str
    title: str
    language: str
    direction: str
    modified: str
    generator: str
    author: str = ""
    narrator: str = ""
    date: str = ""
    source: str = ""
    description: str = ""
    series: str = ""
    series_position: str = ""


def about(recorded: Recorded) -> About:
    """Return what an EPUB or a page says about a recording."""
    article, tags = recorded.article, recorded.tags
    position = _POSITION.fullmatch(tags.series_position)
    return About(
        identifier=_identifier(article),
        title=one_line(tags.title) or recorded.audio.stem,
        language=_language(article, tags),
        direction=text_direction(article.text) or "ltr",
        modified=f"{_first_day(tags.date or _NO_DATE)}T00:00:00Z",
        generator=tags.encoder,
        author=one_line(tags.artist),
        narrator=one_line(tags.narrator),
        date=tags.date,
        source=origin(article.source),
        description=one_line(tags.description),
        series=one_line(tags.series),
        series_position=position[0] if position else "",
    )


def _identifier(article: Article) -> str:
    """Return a UUID of an article, made of its source, title and text."""
    made_of = "\n".join([origin(article.source), article.title, article.text])
    digest = hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()
    return str(uuid.uuid5(uuid.NAMESPACE_OID, digest))


def _language(article: Article, tags: Tags) -> str:
    """Return the language of an article as a tag that is well-formed.

    Where it is not known, it is the voice's if the text is in letters of that language, else the
    likeliest one for the letters.
    """
    candidates = [article.language]
    beginning = article.text[:_LETTERS_FOR_LANGUAGE]
    if is_written_like(beginning, tags.language):
        candidates.append(tags.language)
    candidates.append(likely_language(beginning))
    for tag in candidates:
        if _LANGUAGE.fullmatch(tag):
            return tag
        base = _BASE_LANGUAGE.match(tag)
        if base:
            return base[0]
    return _UNKNOWN_LANGUAGE


def _first_day(written: str) -> str:
    """Return the first day of a year or a month, or the day itself."""
    return written + "-01-01"[len(written) - len("2000") :]
