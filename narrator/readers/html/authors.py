"""Names of authors, without what pages write beside them: dates, posts, reading times, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from narrator.language.characters import title_key
from narrator.language.tables import all_words
from narrator.readers.html.headline import date_names, date_words
from narrator.readers.html.page_chrome import is_marked_boilerplate
from narrator.readers.tree.elements import HtmlRoot

_MOST_WORDS = 6
# a name of so many words may have lost a date's figures behind the month
_FULL_NAME_WORDS = 3
# a first and a last name, before a post
_FEWEST_NAMES = 2
# letters of a month's or a day's name
_SHORTEST_DATE = 3
# names that a catalogue lists; one name with a comma may be two
_FEWEST_IN_CATALOGUE = 2
# what stands between a name and other things
_AFTER_NAME = re.compile(r" ?[·|•–—/(\[]| - |,? \d")
# elements with an author's name, by HTML's link type, schema.org, and class names
_BYLINES = """
    //*[@rel='author' or contains(@itemprop, 'author') or contains(@class, 'byline')
        or contains(@class, 'author') or contains(@id, 'author') or contains(@id, 'byline')]
"""
_LONGEST_BYLINE = 100
# "Keller, Anna" in catalogues
_LAST_NAME_FIRST = re.compile(r"([^\s,]+), ([^,]+)")


def clean_authors(names: Iterable[str], site: str) -> str:
    """Return the names of people with commas between them; empty where there are none.

    Args:
        names: What a page calls its authors, each with what may stand beside a name.
        site: What the site is called; it is no author beside others.
    """
    cleaned: dict[str, None] = {}
    for name in ", ".join(_first_name_first(list(names))).split(", "):
        person = _person(name)
        if person:
            cleaned[person] = None
    people = [
        person
        for person in cleaned
        if title_key(person) != title_key(site) and not _is_date(person)
    ]
    return ", ".join(people or cleaned)


def find_byline(root: HtmlRoot) -> str:
    """Return the text that a page marks as its byline; empty where there is none.

    Only texts that begin as bylines do ("by") count, and not those of comments.
    """
    for element in root.xpath(_BYLINES):
        text = " ".join("".join(element.itertext()).split())
        is_byline = len(text) <= _LONGEST_BYLINE and _by().match(text)
        if is_byline and not any(map(is_marked_boilerplate, element.iterancestors())):
            return text
    return ""


def _first_name_first(names: list[str]) -> list[str]:
    """Return names of which all are written last name first in their usual order."""
    written = [_LAST_NAME_FIRST.fullmatch(name) for name in names]
    if len(names) < _FEWEST_IN_CATALOGUE or not all(written):
        return names
    return [f"{match[2]} {match[1]}" for match in written if match]


def _person(text: str) -> str:
    """Return the name of a person or an office in a text; empty where there is none."""
    text = " ".join(text.split())
    name = _AFTER_NAME.split(_by().sub("", text), maxsplit=1)[0].strip(" ,;:.-")
    if _no_author().search(name):
        return ""
    is_cut = len(name) < len(text)
    post = _last_post().search(name)
    if post and len(name[: post.start()].split()) >= _FEWEST_NAMES:
        name = name[: post.start()]
    words = name.split()
    has_more = is_cut or len(words) >= _FULL_NAME_WORDS
    while len(words) > 1 and _is_beside_name(words[-1], has_more, is_cut):
        words.pop()
    name = " ".join(words)
    if not any(map(str.isalpha, name)) or len(words) > _MOST_WORDS:
        return ""
    if _post().fullmatch(name) or (is_cut and _is_date(name)) or _is_phrase(words):
        return ""
    return name


def _is_phrase(words: Sequence[str]) -> bool:
    """Return whether words are no name: most of them begin with small letters."""
    small = sum(word[0].islower() for word in words)
    return len(words) >= _FULL_NAME_WORDS and small > len(words) / 2


def _is_beside_name(word: str, has_more: bool, is_cut: bool) -> bool:
    """Return whether a last word is what a date leaves: "May", "Monday", "about" (an hour ago)."""
    if not word.islower():
        return has_more and _is_date(word)
    return is_cut or (len(word) >= _SHORTEST_DATE and word in date_words())


def _is_date(word: str) -> bool:
    return len(word) >= _SHORTEST_DATE and word.strip(".,").casefold() in date_names()


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(all_words('web_pages', 'by'))})\s*:?\s+", re.I)


@cache
def _post() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(all_words('web_pages', 'posts'))})", re.I)


@cache
def _no_author() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(all_words('web_pages', 'no_authors'))})\b", re.I)


@cache
def _last_post() -> re.Pattern[str]:
    """Return what finds a post behind a name."""
    return re.compile(rf" (?:{'|'.join(all_words('web_pages', 'posts'))})$", re.I)
