"""The beginning of an article: its headline, what stands before it, and the lead below it.

Pages put a site's name, a topic or a breadcrumb above the headline, and dates and names between it
and the text. The lead is often set apart from the text, so that extractors miss it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from narrator.article import Kind
from narrator.language.characters import title_key
from narrator.language.tables import all_words, tables_of
from narrator.readers.html.candidates import Candidate

# kept blocks, in which the text begins
_MOST_BEFORE_TEXT = 12
# blocks between a headline and the lead
_MOST_BEFORE_LEAD = 8
_FEWEST_LEAD_WORDS = 10
# of the article's words; what holds more is no beginning
_MOST_BEFORE_HEADLINE = 0.1
_LONGEST_DATELINE_WORDS = 14
# a day, a time of day or a year
_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2}){1,2}\b | \b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b"
    r"| \b\d{1,2}:\d\d\b | \b(?:19|20)\d\d\b",
    re.X,
)
_WORD = re.compile(r"[^\W\d_]+")


def find_headline(candidates: Sequence[Candidate], titles: Collection[str]) -> Candidate | None:
    """Return the heading before the text that the page's title begins with.

    Args:
        candidates: All blocks of the page.
        titles: What the page calls itself.
    """
    keys = list(filter(None, map(title_key, titles)))
    end = _first_paragraph(candidates)
    for candidate in reversed(candidates[:end]):
        key = title_key(candidate.block.text) if candidate.is_heading else ""
        if key and any(_begins(title, key) for title in keys):
            return candidate
    return None


def keep_lead(candidates: Sequence[Candidate], headline: Candidate) -> None:
    """Keep the sentences between the headline and the text."""
    first = headline.index + 1
    end = min(_first_paragraph(candidates), first + _MOST_BEFORE_LEAD)
    for candidate in candidates[first:end]:
        if _is_lead(candidate):
            candidate.is_kept = True


def drop_before(candidates: Sequence[Candidate], headline: Candidate) -> None:
    """Drop what stands before the headline, unless it is much."""
    before = _kept(candidates[: headline.index])
    if _words(before) > _MOST_BEFORE_HEADLINE * _words(_kept(candidates)):
        return
    for candidate in before:
        candidate.is_kept = False


def drop_datelines(candidates: Sequence[Candidate]) -> None:
    """Drop lines before the text that hold a date and nothing else that is told."""
    for candidate in _kept(candidates)[:_MOST_BEFORE_TEXT]:
        if candidate.is_sentence:
            return
        if not candidate.is_heading and is_dateline(candidate.block.text):
            candidate.is_kept = False


def is_dateline(text: str) -> bool:
    """Return whether a text is a date, with words that stand beside dates."""
    if len(text.split()) > _LONGEST_DATELINE_WORDS or not _DATE.search(text):
        return False
    words = {word.casefold() for word in _WORD.findall(text)}
    return words <= date_words()


def _kept(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.is_kept]


def _words(candidates: Iterable[Candidate]) -> int:
    return sum(len(candidate.block.text.split()) for candidate in candidates)


def _first_paragraph(candidates: Sequence[Candidate]) -> int:
    """Return the place of the first sentence that an extractor found, else the end."""
    for candidate in candidates:
        if candidate.is_extracted and candidate.is_sentence and not candidate.is_heading:
            return candidate.index
    return len(candidates)


def _begins(title: str, key: str) -> bool:
    return title == key or title.startswith(f"{key} ")


def _is_lead(candidate: Candidate) -> bool:
    block = candidate.block
    if candidate.is_boilerplate or block.kind not in {Kind.PROSE, Kind.QUOTE}:
        return False
    is_text = candidate.is_sentence or candidate.is_heading
    return is_text and len(block.text.split()) >= _FEWEST_LEAD_WORDS


@cache
def date_names() -> frozenset[str]:
    """Return the names of months and days and their abbreviations in all languages."""
    words: set[str] = set()
    for table in tables_of("dates").values():
        for key in ("months", "month_abbreviations", "weekday_abbreviations"):
            for short, full in table.get(key, {}).items():
                words.update(_WORD.findall(f"{short} {full}".casefold()))
    return frozenset(words)


@cache
def date_words() -> frozenset[str]:
    """Return the names of dates, and the words that stand beside them."""
    return date_names() | {*all_words("web_pages", "beside_dates")}
