"""Names of authors, without what pages write beside them: dates, posts, reading times, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from narrator.language.characters import title_key
from narrator.language.tables import all_words, tables_of

_MOST_WORDS = 6
# a name of so many words may have lost a date's figures behind the month
_FULL_NAME_WORDS = 3
# what stands between a name and other things
_AFTER_NAME = re.compile(r" ?[·|•–—/(\[]| - |,? \d")
_LAST_WORD = re.compile(r" ([^\W\d_]+)\.?$")


def clean_authors(names: Iterable[str], site: str) -> str:
    """Return the names of people with commas between them; empty where there are none.

    Args:
        names: What a page calls its authors, each with what may stand beside a name.
        site: What the site is called; it is no author beside others.
    """
    cleaned: dict[str, None] = {}
    for name in ", ".join(names).split(", "):
        person = _person(name)
        if person:
            cleaned[person] = None
    people = [person for person in cleaned if title_key(person) != title_key(site)]
    return ", ".join(people or cleaned)


def _person(text: str) -> str:
    """Return the name of a person or an office in a text; empty where there is none."""
    text = " ".join(text.split())
    name = _AFTER_NAME.split(_by().sub("", text), maxsplit=1)[0].strip(" ,;:.-")
    last = _LAST_WORD.search(name)
    has_more = len(name) < len(text) or len(name.split()) >= _FULL_NAME_WORDS
    if last and has_more and last[1].lower() in _months():
        name = name[: last.start()]
    if not any(map(str.isalpha, name)) or len(name.split()) > _MOST_WORDS:
        return ""
    if _post().fullmatch(name) or _no_author().search(name):
        return ""
    return name


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
def _months() -> frozenset[str]:
    months: set[str] = set()
    for table in tables_of("dates").values():
        months.update(month.lower() for month in table.get("months", ()))
    return frozenset(months)
