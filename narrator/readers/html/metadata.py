"""Metadata: what a web page says about itself.

trafilatura knows structured data and bylines too, but takes the dots out of names and knows no date
before 1995; for these the page's own ``meta`` tags come first.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from narrator.language.characters import title_key
from narrator.readers.html.authors import clean_authors, find_byline
from narrator.readers.html.extraction import (
    EXTRACTOR_ERRORS,
    LONGEST_ATTRIBUTE,
    drop_long_attributes,
    measure,
)
from narrator.readers.html.titles import window_title
from narrator.readers.metadata import Metadata
from narrator.readers.tree.elements import HtmlRoot

# the names of ``meta`` tags, the best first; colons in them are read as dots
_TITLE_NAMES = ("dc.title", "dcterms.title", "dcterm.title", "og.title", "parsely-title")
_AUTHOR_NAMES = (
    "author",
    "dc.creator",
    "dcterms.creator",
    "dcterm.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "article.author",
)
_DATE_NAMES = (
    "article.published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "parsely-pub-date",
    "publication_date",
    "pubdate",
    "date",
)
# Open Graph's names of the page's picture, the best first
_PICTURE_NAMES = ("og:image:secure_url", "og:image", "og:image:url")
_LANGUAGE_NAMES = {"content-language", "language", "dc.language", "og.locale"}
_NAME_ATTRIBUTES = ("name", "property", "itemprop", "http-equiv")
_LANGUAGE_ATTRIBUTES = ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")
_ADDRESS = ("http://", "https://", "//", "www.")
_LANGUAGE_TAG = re.compile(r"\s*([a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*)\b")
# of a date and time by ISO 8601
_TIME_OF_DAY = re.compile(r"(?<=\d)T\d.*")
# characters of a tag's content that are read
_LONGEST_CONTENT = 200
# characters of a picture's address; those that services make of parameters are long
_LONGEST_ADDRESS = 4000
# tags or comments in structured data that do not end; each is looked for to the end of the data
_MOST_OPEN = 100

# the contents of ``meta`` tags by their names in lower case, in the page's order
MetaTags = Mapping[str, Sequence[str]]


def read_metadata(root: HtmlRoot) -> Metadata:
    """Return the metadata of a page."""
    tags = _meta_tags(root)
    guessed = _by_trafilatura(root)
    site = " ".join(tags.get("og.site_name", ()))
    author = _author(tags, guessed.author, site) or clean_authors([find_byline(root)], site)
    return Metadata(
        title=_first(tags, _TITLE_NAMES) or window_title(root) or guessed.title,
        author=author,
        date=_date(tags) or guessed.date,
        language=_language(root, tags),
        picture_url=_picture_url(root),
        site=site,
    )


def canonical_address(root: HtmlRoot) -> str:
    """Return the address that a page says to be its own; empty where it says none."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            return link.get("href") or ""
    return ""


def _meta_tags(root: HtmlRoot) -> MetaTags:
    tags: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())[:_LONGEST_CONTENT]
        if not content:
            continue
        for attribute in _NAME_ATTRIBUTES:
            # one tag may have several names
            for name in (element.get(attribute) or "").lower().split():
                tags.setdefault(name.replace(":", "."), []).append(content)
    return tags


def _first(tags: MetaTags, names: Sequence[str]) -> str:
    """Return the content of the first tag with the best of some names; it may be empty."""
    return next((tags[name][0] for name in names if name in tags), "")


def _author(tags: MetaTags, guessed: str, site: str) -> str:
    """Return the authors that the tags name, unless trafilatura found other ones."""
    names: Sequence[str] = ()
    for name in _AUTHOR_NAMES:
        # some sites give the address of an author's page
        if name in tags and not tags[name][0].startswith(_ADDRESS):
            names = tags[name]
            break
    stated = clean_authors(names, site)
    found = clean_authors(guessed.split(", "), site)
    # trafilatura adds those of other tags, and takes the dots and the order out of names
    if stated and set(title_key(stated).split()) <= set(title_key(found).split()):
        return stated
    if not found or _letters(found).startswith(_letters(stated) or found):
        return stated
    return found


def _letters(names: str) -> str:
    """Return the letters of names, for one writes "J. R. R." where another writes "JRR"."""
    return title_key(names).replace(" ", "")


def _date(tags: MetaTags) -> str:
    return _TIME_OF_DAY.sub("", _first(tags, _DATE_NAMES))


def _picture_url(root: HtmlRoot) -> str:
    """Return the address of the page's picture; empty where it names none."""
    addresses: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        address = (element.get("content") or "").strip()
        if name in _PICTURE_NAMES and 0 < len(address) <= _LONGEST_ADDRESS:
            addresses.setdefault(name, address)
    return next((addresses[name] for name in _PICTURE_NAMES if name in addresses), "")


def _by_trafilatura(root: HtmlRoot) -> Metadata:
    """Return the title, authors and date that trafilatura finds."""
    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    page = deepcopy(root) if measure(root).is_small else _head_alone(root)
    _drop_harmful(page)
    try:
        found = extract_metadata(
            page, date_config={"extensive_search": False, "original_date": True}
        )
    except EXTRACTOR_ERRORS:
        return Metadata()
    authors = dict.fromkeys(map(str.strip, (found.author or "").split(";")))
    author = ", ".join(filter(None, authors))
    return Metadata(title=found.title or "", author=author, date=found.date or "")


def _drop_harmful(page: HtmlRoot) -> None:
    """Drop what is no metadata, and what trafilatura takes time for by the square of its length."""
    drop_long_attributes(page)
    for title in page.iter("title"):
        if len(title.text or "") > LONGEST_ATTRIBUTE:
            title.text = ""
    for script in page.iter("script"):
        if _has_open_tags(script.text or ""):
            script.text = ""


def _has_open_tags(text: str) -> bool:
    """Return whether many tags or comments in a text never end."""
    tags = text.count("<") - text.count(">")
    comments = text.count("<!--") - text.count("-->")
    return max(tags, comments) > _MOST_OPEN


def _head_alone(root: HtmlRoot) -> HtmlRoot:
    """Return a page with the same head and nothing else."""
    from lxml import html

    page = html.document_fromstring("<p></p>")
    head = root.find("head")
    if head is not None:
        page.insert(0, deepcopy(head))
    return page


def _language(root: HtmlRoot, tags: MetaTags) -> str:
    """Return the first language tag that the page's attributes or ``meta`` tags give."""
    for text in _language_texts(root, tags):
        tag = _LANGUAGE_TAG.match(text)
        if tag:
            return tag[1]
    return ""


def _language_texts(root: HtmlRoot, tags: MetaTags) -> Iterator[str]:
    for element in (root, root.find("body")):
        if element is not None:
            for attribute in _LANGUAGE_ATTRIBUTES:
                yield element.get(attribute) or ""
    for name, contents in tags.items():
        if name in _LANGUAGE_NAMES:
            yield from contents
