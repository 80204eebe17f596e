"""Which episode a source is, what its files are called, and whether it has changed."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import fields

from narrator.article import Article
from narrator.audio.cover import read_cover
from narrator.settings import Settings
from narrator.sources import STANDARD_INPUT, file_identity, is_url, spoken_name, without_login
from narrator.verbalize.pronunciations import dictionaries_beside, find_pronunciations

# of the podcast namespace, for the identities of podcasts
_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# settings that do not change what is heard or written: whole parts, and single ones
_PARTS_OF_THE_RUN = {"cache", "output", "run"}
_OF_THE_RESULT = {"cues", "in_result"}
_LONGEST_SLUG = 60
_GUID_DIGITS = 10
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_DEFAULT_SLUG = "episode"


def guid_of(source: str, name: str = "") -> str:
    """Return the identity of the episode that a source is.

    It is made from a file's absolute path, with links followed, or from the URL, without a login
    and a fragment. So an edited article keeps its identity.

    Args:
        source: The source.
        name: What stands in for the address of standard input, see ``name_of``.
    """
    if source == STANDARD_INPUT:
        identity = f"text:{name}"
    elif is_url(source):
        identity = url_of(source)
    else:
        identity = f"file:{file_identity(source)}"
    # a name may hold bytes that are no text
    ascii_identity = identity.encode("unicode_escape").decode()
    return str(uuid.uuid5(uuid.NAMESPACE_URL, ascii_identity))


def name_of(article: Article) -> str:
    """Return what an article without an address is known by: its title, else its text."""
    has_title = article.title != spoken_name(article.name)
    return article.title if has_title else article.text


def url_of(source: str) -> str:
    """Return a URL as it is asked for; as it is written, where it cannot be.

    A login and a fragment are left out.
    """
    from narrator.readers.web.address import UnreachableError, parse_url

    try:
        return parse_url(source).url
    except UnreachableError:
        return without_login(source)


def podcast_guid(feed_url: str) -> str:
    """Return the identity of a podcast that is first seen at an address.

    Source: the podcast namespace's ``guid``: the address without its scheme.
    """
    address = feed_url.partition("://")[2]
    return str(uuid.uuid5(_PODCASTS, address.rstrip("/")))


def random_podcast_guid() -> str:
    """Return an identity for a podcast that has no address of its own."""
    return str(uuid.uuid5(_PODCASTS, uuid.uuid4().hex))


def stem_of(title: str, guid: str) -> str:
    """Return a name for an episode's files: its title in ASCII, and the start of its identity."""
    from anyascii import anyascii

    latin = anyascii(title[: 4 * _LONGEST_SLUG]).lower()
    slug = _NOT_IN_SLUGS.sub("-", latin)[:_LONGEST_SLUG].strip("-")
    return f"{slug or _DEFAULT_SLUG}-{guid.replace('-', '')[:_GUID_DIGITS]}"


def fingerprint(article: Article, settings: Settings) -> str:
    """Return a checksum of all that decides how an episode sounds and looks.

    Of the settings only what differs from the defaults counts, so that one which a later version
    adds does not change all episodes.

    Raises:
        DictionaryError: A pronunciation dictionary cannot be read.
        SourceError: The cover cannot be read.
    """
    given = settings.pronunciation.pronounce
    words = find_pronunciations(dictionaries_beside([article.source], given), given)
    digest = hashlib.sha256()
    for line in (*_lines(article), *_choices(settings), *map(repr, words)):
        digest.update(line.encode("utf-8", "surrogatepass") + b"\0")
    if settings.tags.cover_file is not None:
        digest.update(read_cover(settings.tags.cover_file).data)
    return digest.hexdigest()


def _lines(article: Article) -> Iterator[str]:
    """Yield what is known of an article, and its text with its structure."""
    yield from (article.title, article.author, article.date, article.language)
    for section in article.sections:
        yield f"{section.level} {section.title}"
        yield from section.heading
        for paragraph in section.paragraphs:
            yield f"{paragraph.kind} {paragraph.label} {paragraph.text}"


def _choices(settings: Settings) -> Iterator[str]:
    """Yield the settings that are not the defaults and change the result."""
    for part_field in fields(Settings):
        if part_field.name in _PARTS_OF_THE_RUN:
            continue
        part = getattr(settings, part_field.name)
        for each in fields(part):
            value = getattr(part, each.name)
            if value != each.default and each.name not in _OF_THE_RESULT:
                yield f"{each.name}={value!r}"
