"""Feeds and exports of read-later services: the newest of their entries.

Read are RSS 0.9 to 2.0, Atom (RFC 4287), JSON Feed 1.1, and JSON of one or several objects with a
title and a text. The other entries are counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from html import escape, unescape
from typing import Any

from narrator.article import Article, Skipped
from narrator.errors import SourceError
from narrator.language.characters import has_word
from narrator.readers.archive import whole_xml
from narrator.readers.encoding import decode
from narrator.readers.metadata import Metadata
from narrator.readers.tree.article import tree_article
from narrator.readers.tree.document import parse_html
from narrator.readers.tree.elements import Element

# the elements of an entry by what they hold, the best first
_XML_TEXTS = ("encoded", "content", "description", "summary")
_XML_AUTHORS = ("author/{*}name", "creator", "author")
_XML_DATES = ("published", "pubDate", "date", "updated")
# the names that services and programs use, the best first
_JSON_ENTRIES = ("items", "articles", "entries", "bookmarks", "list", "data")
_JSON_TITLES = ("title", "headline", "resolved_title")
_JSON_PAGES = ("content_html", "content", "html", "articleBody", "body")
_JSON_TEXTS = ("content_text", "textContent", "text", "summary")
_JSON_AUTHORS = ("author", "authors", "byline", "creator")
_JSON_DATES = (
    "date_published",
    "datePublished",
    "publishedTime",
    "published",
    "date",
    "savedAt",
    "created_at",
)
_JSON_LANGUAGES = ("language", "lang")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
_NO_ENTRY = "none of its entries has a text: give the address of one of its articles"
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_NO_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry: its text as HTML, what it states about itself, and when it was published."""

    page: str
    metadata: Metadata
    time: datetime


def read_feed(data: bytes, source: str) -> Article:
    """Return the newest entry of an RSS or Atom feed as an article.

    Raises:
        SourceError: The XML is damaged, or no entry has a text.
    """
    root = whole_xml(data, source)
    language = root.findtext(".//{*}language") or ""
    return _newest(list(_xml_entries(root, language)), source)


def read_json(data: bytes, source: str) -> Article:
    """Return the newest entry of a JSON Feed, or of an export of articles, as an article.

    Raises:
        SourceError: It is no JSON, or no entry has a text.
    """
    try:
        # no number is read, and int refuses one of thousands of digits
        found = json.loads(decode(data, source), parse_int=float)
    except (ValueError, RecursionError) as error:
        raise SourceError(source, f"it is no JSON: {error}") from error
    return _newest(list(_json_entries(found)), source)


def _newest(entries: list[_Entry], source: str) -> Article:
    """Return the entry that was published last, else the first, as an article.

    Raises:
        SourceError: There is none.
    """
    if not entries:
        raise SourceError(source, _NO_ENTRY)
    newest = max(entries, key=lambda entry: entry.time)
    others = len(entries) - 1
    skipped = [Skipped("other entry", others, 0)] if others else []
    page = parse_html(newest.page, source)
    return tree_article(page, newest.metadata, source, skipped)


def _xml_entries(root: Element, language: str) -> Iterator[_Entry]:
    """Yield the entries of a feed that have a text."""
    for node in root.iter("{*}item", "{*}entry"):
        texts = map(_page_in, _children(node, _XML_TEXTS))
        page = next(filter(has_word, texts), "")
        time = _time(_first_text(node, _XML_DATES))
        if page:
            metadata = Metadata(
                title=_without_tags(_first_text(node, ("title",))),
                author=_first_text(node, _XML_AUTHORS),
                date=_day(time),
                language=language,
            )
            yield _Entry(page, metadata, time)


def _children(node: Element, names: Iterable[str]) -> Iterator[Element]:
    """Yield the first child of each name that a node has."""
    for name in names:
        child = node.find(f"{{*}}{name}")
        if child is not None:
            yield child


def _first_text(node: Element, names: Iterable[str]) -> str:
    """Return the text of the first child that has some."""
    for child in _children(node, names):
        text = (child.text or "").strip()
        if text:
            return text
    return ""


def _page_in(node: Element) -> str:
    """Return the HTML in an element, which holds it as a text or, in Atom, as elements."""
    from lxml import etree

    if len(node):
        return "".join(map(partial(etree.tostring, encoding="unicode"), node))
    return _as_page(node.text or "")


def _json_entries(found: Any) -> Iterator[_Entry]:
    """Yield the entries in a value that have a title and a text."""
    for item in _json_items(found):
        if not isinstance(item, dict):
            continue
        page = _value(item, _JSON_PAGES) or _value(item, _JSON_TEXTS)
        title = _value(item, _JSON_TITLES)
        time = _time(_value(item, _JSON_DATES))
        if has_word(page) and title:
            metadata = Metadata(
                title=_without_tags(title),
                author=_value(item, _JSON_AUTHORS),
                date=_day(time),
                language=_value(item, _JSON_LANGUAGES),
            )
            yield _Entry(_as_page(page), metadata, time)


def _json_items(found: Any) -> Iterable[Any]:
    """Return the objects that may be entries: those of a list, at the top or under a name."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        for name in _JSON_ENTRIES:
            items = found.get(name)
            if isinstance(items, list):
                return items
            # one, or several by their numbers, as Pocket exported them
            if isinstance(items, dict):
                return (items, *items.values())
    return [found]


def _value(item: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return the text that an object has under the first of some names; several with commas."""
    for name in names:
        value = item.get(name)
        values = value if isinstance(value, list) else [value]
        texts = []
        for each in values:
            text = each.get("name") if isinstance(each, dict) else each
            if isinstance(text, str):
                texts.append(text.strip())
        if any(texts):
            return ", ".join(filter(None, texts))
    return ""


def _as_page(text: str) -> str:
    """Return a text as HTML, unless it is that."""
    if _TAG.search(text):
        return text
    return "".join(f"<p>{escape(part)}</p>" for part in _PARAGRAPH_BREAK.split(text))


def _without_tags(text: str) -> str:
    return unescape(_TAG.sub("", text))


def _time(text: str) -> datetime:
    """Return a time as feeds write it (RFC 3339 or RFC 5322); the earliest for what is none."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = parse(text)
        except (ValueError, TypeError, IndexError):
            continue
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    return _NO_TIME


def _day(time: datetime) -> str:
    return "" if time == _NO_TIME else time.date().isoformat()
