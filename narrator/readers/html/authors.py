"""Names of authors, without what pages write beside them: dates, posts, reading times, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from narrator.language.characters import title_key
from narrator.language.tables import all_words, tables_of

_MOST_WORDS = 6
# what stands between a name and other things
_AFTER_NAME = re.compile(r"\s*[·|•–—/(\[]|\s-\s|\s*,?\s+\d")
_LAST_WORD = re.compile(r"\s+([^\W\d_]+)\.?$")


def clean_authors(names: Iterable[str], site: str) -> str:
    """Return the names of people with commas between them; empty where there are none.

    Args:
        names: What a page calls its authors, each with what may stand beside a name.
        site: What the site is called; it is no author beside others.
    """
    cleaned: dict[str, None] = {}
    for name in names:
        person = _person(name)
        if person:
            cleaned[person] = None
    people = [person for person in cleaned if title_key(person) != title_key(site)]
    return ", ".join(people or cleaned)


def _person(text: str) -> str:
    """Return the name of a person or an office in a text; empty where there is none."""
    text = " ".join(text.split())
    if _no_author().search(text):
        return ""
    name = _AFTER_NAME.split(_by().sub("", text), maxsplit=1)[0].strip(" ,;:.-")
    if text[len(name) :].strip()[:1].isdigit() or len(name) < len(text):
        last = _LAST_WORD.search(name)
        if last and last[1].lower() in _months():
            name = name[: last.start()]
    if not 0 < len(name.split()) <= _MOST_WORDS or _post().fullmatch(name):
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
