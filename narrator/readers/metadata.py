"""Metadata: what files state about themselves, without what only programs filled in.

Programs fill in a file's name or their own where nobody wrote a title or described a picture. Such
placeholders are recognised by each language's ``metadata.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrator.article import NO_SERIES, Series
from narrator.language.tables import all_words, one_of

# a title that is no words: the name of a file, an address, marks and digits, or a path
_NO_WORDS = re.compile(
    r"""
    .*\.(?:docx?|od[tpsg]|sx[wic]|rtf|pdf|indd?|qxp?d?|tex|dvi|e?ps|p65|pptx?|xlsx?|html?|txt|wpd|md
        |fm|pub|pages|key|ai|psd|cdr|vsdx?|svg|png|jpe?g|gif|tiff?|bmp)$
    | (?:file|https?|doi|pii|arxiv|issn|isbn)\ ?:
    | (?=\S*\d) \S+-\S+-\S+$     # "report-final-2"
    | \S*_\S*$
    | 10\.\d{4,9}/\S*$
    | [\W\d_]*$
    | .*[/\\].*[/\\]
    """,
    re.I | re.VERBOSE,
)


# characters of "2021-03-04"
_DAY_LENGTH = 10
# "Description automatically generated" in any language
_LONGEST_NOTE_WORDS = 10


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source states about itself; each is empty where it is not stated.

    Attributes:
        title: The title.
        author: The names of all authors, with commas between them.
        date: The date of publication as the source writes it, without the time of day.
        language: The code or tag of the language.
        series: The series that it is part of.
        picture_url: Where the picture is that stands for it, as the source writes it.
        site: What the site is called that it is a page of.
    """

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    series: Series = NO_SERIES
    picture_url: str = ""
    site: str = ""


def as_title(text: str) -> str:
    """Return a title as a file states it, on one line; empty where it is a placeholder."""
    text = " ".join(text.split())
    if _NO_WORDS.match(text) or _placeholder_title().match(text):
        return ""
    return text


def day_of(time: str) -> str:
    """Return the day of a time that begins with it: of "2021-03-04T10:00:00Z"."""
    return time[:_DAY_LENGTH]


def is_picture_name(text: str) -> bool:
    """Return whether a picture's description is only its name: ``fig_2.png``, ``Picture 3``."""
    return bool(_picture_name().fullmatch(text))


def without_generated_note(description: str) -> str:
    """Return a picture's description without a program's note that it wrote it.

    Word sets it apart by an empty line, in the language that it is used in.
    """
    text, _, note = description.rstrip().rpartition("\n\n")
    if text and len(note.split()) <= _LONGEST_NOTE_WORDS:
        description = text
    return _generated_note().sub("", description)


@cache
def _generated_note() -> re.Pattern[str]:
    """Return what finds a program's note that it wrote a description."""
    return re.compile(rf"(?<!\s)\s*+{_one_of('generated_notes')}.*", re.I | re.S)


@cache
def _placeholder_title() -> re.Pattern[str]:
    """Return what matches the titles that programs fill in."""
    return re.compile(
        rf"""
        microsoft\ (?:word|powerpoint|excel)\ ?-     # "Microsoft Word - draft.doc"
        | {_one_of("program_titles")}       # and what follows
        | {_one_of("placeholder_titles")} \W* \d* $     # alone or numbered: "Untitled 2"
        """,
        re.I | re.VERBOSE,
    )


@cache
def _picture_name() -> re.Pattern[str]:
    """Return what matches a picture's file name, address or number."""
    return re.compile(
        rf"""
        (?: \S* | .* [\\/] [^\\/]* ) \. (?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif|ico|wmf|emf)
        | https?:\S*
        | (?=\S*[\d_]) [\w%-]+      # a name with a digit or underscore: "IMG2034"
        | (?: img | {_one_of("picture_words")} ) [\s_]* \d*
        """,
        re.I | re.VERBOSE,
    )


def _one_of(key: str) -> str:
    """Return a pattern for one of the words that any language lists under a key."""
    return one_of(all_words("metadata", key))
