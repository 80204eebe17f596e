"""What a web page says about itself: title, author, date and language.

trafilatura knows structured data and bylines too, but takes the dots out of names and knows no date before 1995; there the
page's own ``meta`` tags are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from narrator.readers.html.extraction import is_small

_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*)\b")
_AUTHOR = (
    "author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "article:author",
)
_DATE = (
    *(
        "article:published_time",
        "datepublished",
        "citation_publication_date",
        "citation_date",
        "dcterms.created",
    ),
    *(
        "dc.date",
        "dcterms.date",
        "dc.date.issued",
        "parsely-pub-date",
        "publication_date",
        "pubdate",
        "date",
    ),
)
_LANGUAGE_NAMES = {"content-language", "language", "dc.language", "og:locale"}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Details:
    """Each is empty where the page does not say it."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""


def read_details(root: Any) -> Details:
    """The details of the page with this root."""
    said: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        for name in {node.get(key) or "" for key in ("name", "property", "itemprop", "http-equiv")}:
            if text := " ".join((node.get("content") or "").split())[:_LONGEST]:
                said.setdefault(name.lower(), []).append(text)
    title, author, date = _by_trafilatura(root)
    authors = next(
        (said[name] for name in _AUTHOR if name in said and "://" not in said[name][0]), []
    )
    date = next((said[name][0].partition("T")[0] for name in _DATE if name in said), date)
    own = ", ".join(dict.fromkeys(authors))
    if not author or _letters(own) == _letters(author):
        author = own
    return Details(title, author, date, _language(root, said))


def _by_trafilatura(root: Any) -> tuple[str, str, str]:
    import logging
    from copy import deepcopy

    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    page = deepcopy(root) if is_small(root) else _head(root)
    try:
        found = extract_metadata(
            page, date_config={"extensive_search": False, "original_date": True}
        )
    except (
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
    ):  # of markup it is not made for
        return "", "", ""
    authors = dict.fromkeys(filter(None, map(str.strip, (found.author or "").split(";"))))
    return found.title or "", ", ".join(authors), found.date or ""


def _head(root: Any) -> Any:
    """A page of the same head alone."""
    from copy import deepcopy

    from lxml import html

    page = html.document_fromstring("<p></p>")
    if (head := root.find("head")) is not None:
        page.insert(0, deepcopy(head))
    return page


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _language(root: Any, said: dict[str, list[str]]) -> str:
    body = root.find("body")
    nodes: Iterable[Any] = (root,) if body is None else (root, body)
    names = ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")
    texts = [node.get(name) or "" for node in nodes for name in names]
    texts += [text for name in said if name in _LANGUAGE_NAMES for text in said[name]]
    return next((match[1] for text in texts if (match := _LANGUAGE.match(text))), "")
