"""The feed that podcast programs read: RSS 2.0, made from the manifest alone.

The file begins with a comment that contains a checksum of the rest, so that it is seen whether
somebody has edited it. An entry depends on its episode and the folder's address: the same two make
the same bytes.

Sources: the RSS 2.0 specification, Apple's "A Podcaster's Guide to RSS", and the podcast namespace
of the Podcast Index (podcastindex.org/namespace/1.0).
"""

from __future__ import annotations

import re
import zlib
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from narrator.language.visible import without_hidden
from narrator.publish.feed.records import AUDIO_TYPES, Episode, Manifest, Show
from narrator.publish.feed.settings import SEPARATOR

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAME = "feed.xml"
_CHAPTERS = ".chapters.json"
_CHAPTERS_TYPE = "application/json+chapters"
_TRANSCRIPT_TYPES = {".vtt": "text/vtt", ".srt": "application/x-subrip"}
_PAGE = ".html"
_UNTITLED = "Podcast"
# limits that Apple and the podcast namespace state
_LONGEST_VALUE = 255
_LONGEST_PERSON = 128
_LONGEST_DESCRIPTION_BYTES = 4000
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
# characters that are no text in XML, besides those that nobody sees
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_CUT_ENTITY = re.compile(r"&[a-z]*\Z")
_START = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_COMMENT = "<!-- feed by narrate, {checksum:08x}: made from narrate-feed.json -->\n"
_MARK = re.compile(rb"<!-- feed by narrate, ([0-9a-f]{8}): [^\n]* -->\n")


def to_rss(manifest: Manifest, base_url: str = "") -> bytes:
    """Return the feed of a manifest.

    Args:
        manifest: The show and its episodes.
        base_url: Where the folder is; the show's own address where it is empty.
    """
    from lxml import etree

    base_url = base_url or manifest.show.base_url
    rss = etree.Element("rss", {"version": "2.0"}, nsmap=_NAMESPACES)
    channel = etree.SubElement(rss, "channel")
    _add_show(channel, manifest, base_url)
    for episode in reversed(manifest.episodes):
        _add_episode(etree.SubElement(channel, "item"), episode, base_url)
    body = etree.tostring(rss, encoding="utf-8", pretty_print=True)
    comment = _COMMENT.format(checksum=zlib.crc32(body))
    return _START + comment.encode() + body


def is_edited(data: bytes) -> bool:
    """Return whether somebody has edited a feed since it was made."""
    if not data.startswith(_START):
        return True
    mark = _MARK.match(data, len(_START))
    if mark is None:
        return True
    return int(mark[1], 16) != zlib.crc32(data[mark.end() :])


def clean(text: str) -> str:
    """Return a text on one line, without what nobody sees and what XML does not allow."""
    shown = without_hidden(" ".join(text.split()))
    return " ".join(_NOT_IN_XML.sub("", shown).split())


def _add_show(channel: Element, manifest: Manifest, base_url: str) -> None:
    """Add what is said of the podcast as a whole."""
    show = manifest.show
    _add(channel, "title", _short(show.title) or _UNTITLED)
    _add(channel, "link", base_url)
    _add(channel, "description", _cut_to_bytes(clean(show.description)))
    _add(channel, "language", show.language.lower())
    _add(channel, "generator", "narrate")
    if manifest.episodes:
        newest = manifest.episodes[-1].published_at
        _add(channel, "lastBuildDate", _rfc_2822(newest))
    own_url = f"{base_url}{NAME}"
    _add(channel, "atom:link", href=own_url, rel="self", type="application/rss+xml")
    _add_for_directories(channel, show, base_url)


def _add_for_directories(channel: Element, show: Show, base_url: str) -> None:
    """Add what directories of podcasts ask for."""
    _add_author(channel, show.author)
    if show.cover:
        _add(channel, "itunes:image", href=_url(base_url, show.cover))
    category, _, subcategory = show.category.partition(SEPARATOR)
    element = _add(channel, "itunes:category", text=category)
    if subcategory:
        _add(element, "itunes:category", text=subcategory)
    _add(channel, "itunes:explicit", str(show.explicit).lower())
    _add(channel, "itunes:type", "episodic")
    if not show.listed:
        _add(channel, "itunes:block", "Yes")
        _add(channel, "podcast:block", "yes")
    _add(channel, "podcast:guid", show.guid)
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:locked", "no" if show.listed else "yes")
    _add_person(channel, show.author, "cast", "host")


def _add_episode(item: Element, episode: Episode, base_url: str) -> None:
    """Add what is said of one episode."""
    _add(item, "title", _title(episode))
    link = _link(episode, base_url)
    if link:
        _add(item, "link", link)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", _rfc_2822(episode.published_at))
    _add(item, "description", _description(episode))
    _add(item, "content:encoded", _show_notes(episode))
    url = _url(base_url, episode.audio)
    kind = AUDIO_TYPES[episode.audio_suffix]
    _add(item, "enclosure", url=url, length=str(episode.size_bytes), type=kind)
    _add(item, "itunes:duration", str(round(episode.duration_seconds)))
    _add_author(item, episode.author)
    if episode.cover:
        _add(item, "itunes:image", href=_url(base_url, episode.cover))
    _add(item, "itunes:episodeType", "full")
    _add_companions(item, episode, base_url)
    _add_person(item, episode.author, "writing", "author")
    _add_person(item, episode.narrator, "cast", "narrator")


def _add_companions(item: Element, episode: Episode, base_url: str) -> None:
    """Add the addresses of the chapters and the transcripts."""
    for name in episode.files:
        url = _url(base_url, name)
        if name.endswith(_CHAPTERS):
            _add(item, "podcast:chapters", url=url, type=_CHAPTERS_TYPE)
        for suffix, kind in _TRANSCRIPT_TYPES.items():
            if name.endswith(suffix):
                language = episode.language
                _add(item, "podcast:transcript", url=url, type=kind, language=language)


def _add_author(parent: Element, name: str) -> None:
    """Add an author whose name can be seen."""
    shown = _short(name)
    if shown:
        _add(parent, "itunes:author", shown)


def _add_person(parent: Element, name: str, group: str, role: str) -> None:
    """Add a person whose name can be seen, by a group and a role of the podcast taxonomy."""
    shown = _cut(clean(name), _LONGEST_PERSON)
    if shown:
        _add(parent, "podcast:person", shown, group=group, role=role)


def _add(parent: Element, name: str, content: str = "", /, **attributes: str) -> Element:
    """Add an element with a text and attributes that XML can hold, and return it."""
    from lxml import etree

    prefix, _, local = name.rpartition(":")
    tag = f"{{{_NAMESPACES[prefix]}}}{local}" if prefix else local
    element = etree.SubElement(parent, tag)
    for key, value in attributes.items():
        element.set(key, clean(value))
    if content:
        element.text = clean(content)
    return element


def _title(episode: Episode) -> str:
    """Return the title, or the name of the audio file where nothing of the title can be seen."""
    return _short(episode.title) or episode.audio


def _link(episode: Episode, base_url: str) -> str:
    """Return the address of the article or of the page beside the audio; empty without either."""
    if _is_web(episode.source):
        return episode.source
    for name in episode.files:
        if name.endswith(_PAGE):
            return _url(base_url, name)
    return ""


def _is_web(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _description(episode: Episode) -> str:
    """Return the summary, else the title, as a paragraph of HTML.

    Some programs take a description for HTML and others for plain text, unless it has a tag.
    """
    summary = clean(" ".join(note.text for note in episode.summary))
    text = escape(summary or _title(episode), quote=False)
    room = _LONGEST_DESCRIPTION_BYTES - len("<p></p>")
    return f"<p>{_cut_to_bytes(text, room)}</p>"


def _show_notes(episode: Episode) -> str:
    """Return the summary, and where the article is from, in HTML."""
    items: list[str] = []
    for note in episode.summary:
        text = escape(clean(note.text))
        heading = escape(clean(note.heading))
        if heading:
            text = f"<strong>{heading}</strong> {text}"
        items.append(text)
    summary = f"<p>{' '.join(items)}</p>"
    if episode.is_list:
        listed = "".join(f"<li>{item}</li>" for item in items)
        summary = f"<ul>{listed}</ul>"
    return summary + _credits(episode)


def _credits(episode: Episode) -> str:
    """Return who wrote and who reads an episode, and where it is from, in HTML."""
    source = ""
    if _is_web(episode.source):
        url = escape(clean(episode.source))
        source = f'<a href="{url}">{url}</a>'
    facts = [
        ("By", escape(clean(episode.author))),
        ("From", source),
        ("Read by", escape(clean(episode.narrator))),
    ]
    lines = [f"{word} {fact}" for word, fact in facts if fact]
    return f"<p>{'<br>'.join(lines)}</p>"


def _url(base_url: str, name: str) -> str:
    return base_url + quote(name)


def _rfc_2822(time: datetime) -> str:
    return format_datetime(time, usegmt=True)


def _short(text: str) -> str:
    """Return a text as long as most fields may be."""
    return _cut(clean(text), _LONGEST_VALUE)


def _cut(text: str, longest: int) -> str:
    """Return a text of so many characters at the most."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rstrip()}…"


def _cut_to_bytes(text: str, longest: int = _LONGEST_DESCRIPTION_BYTES) -> str:
    """Return a text, of HTML or not, of so many bytes at the most."""
    data = text.encode("utf-8", "replace")
    if len(data) <= longest:
        return text
    room = longest - len("…".encode())
    shorter = data[:room].decode("utf-8", "ignore")
    return f"{_CUT_ENTITY.sub('', shorter).rstrip()}…"
