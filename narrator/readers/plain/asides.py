"""Lines apart from the text that are never headings, though they look like some.

These are captions, by-lines, dates, links and notices. Their words come from every language's
``asides.toml``; the patterns around them are the same in all languages.
"""

from __future__ import annotations

import re
from functools import cache

from narrator.language.tables import all_words, one_of

# capitalised, in a by-line
_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_MONTH = r"[^\W\d]{3,9}\.?"
_CLOCK = r"\d{1,2}[:.]\d\d"
# notices in every language
_NOTICES = (
    # the place that a report comes from: "LORVIA, Valley —"
    r"[A-ZÀ-Þ ]{3,}, [A-Z][\w.]*\.?\s*[—–-]\s*$",
    # rights
    r"©|(?i:\(c\) \d)",
    # addresses
    r".*(?:https?://|www\.\w|\w@\w+\.\w|\bpic\.twitter)",
    # entries of contents
    r".*?(?:(?<!\.)\.{3,}+|…|(?<!\. )(?:\. ){3,}+|(?<!·)(?<!·\s)(?:·\s?){3,}+)\s*+(?:\d+|[ivxl]+)$",
    # whom a quotation is from
    r"(?:[—–]|--)\s*\S",
)


def is_caption(text: str) -> bool:
    """Return whether a line is a caption or the credit of a picture."""
    return is_numbered_caption(text) or _caption_pattern().match(text) is not None


def is_numbered_caption(text: str) -> bool:
    """Return whether a text begins with a caption's label and number: "Figure 3. The quay"."""
    return _numbered_caption_pattern().match(text) is not None


def is_by_line(text: str) -> bool:
    """Return whether a line names the author of the text."""
    return _by_line_pattern().match(text) is not None


def is_aside(text: str) -> bool:
    """Return whether a short line is a caption, a by-line, a date, a link, a notice or the like."""
    return is_caption(text) or is_by_line(text) or _notice_pattern().match(text) is not None


def is_date(text: str) -> bool:
    """Return whether a line is a date and nothing else but a time of day."""
    return _date_pattern().match(text) is not None


def author_of(text: str) -> str:
    """Return the name in a by-line without the author's role; empty if it is no by-line."""
    if not is_by_line(text):
        return ""
    by = _by_pattern().match(text)
    if by is None:
        return ""
    name = re.split(r"\s*[,|]", text[by.end() :])[0]
    return name.strip()


@cache
def _caption_pattern() -> re.Pattern[str]:
    picture = rf"""(?ix:
        \W* {_any_word("picture")} (?: \s* \d+ )?           # "Photo 3"
        \s* (?: : | {_any_expression("picture_credit")} )
    )"""
    bracketed = rf"\[(?i:{_any_word('bracketed_picture')})\b"
    return re.compile("|".join([picture, bracketed, *_expressions("captions")]))


@cache
def _numbered_caption_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
        {_any_word("numbered_picture")}
        \s* (?: [A-Z]? \d+ (?: [.-] \d+ )* [a-z]? | [IVXL]+ )     # 3, A1, 2.1b, IV
        \s* (?: [:.—–|-] | $ )
        """,
        re.I | re.VERBOSE,
    )


@cache
def _by_line_pattern() -> re.Pattern[str]:
    by_line = rf"""(?x:
        (?i: (?: {_any_word("authorship")} \s+ )? {_any_word("by")} \s+ )   # "Posted by"
        {_NAME}
        (?: ,? \  (?: {_any_word("and")}\  | &\  )? {_NAME} ){{1,5}}
        (?: ,.* | \s* \|.* )?                                               # a role or a date
        $
    )"""
    return re.compile("|".join([by_line, *_expressions("by_lines")]))


@cache
def _date_pattern() -> re.Pattern[str]:
    return re.compile(_date())


@cache
def _by_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_any_word('by')}\s+", re.I)


@cache
def _notice_pattern() -> re.Pattern[str]:
    frames = [
        rf"(?i:\W*{_any_word('picture_source')}\s*:)",
        _date(),
        _time(),
        _read_on(),
        _advertisement(),
        *_NOTICES,
        *_expressions("notices"),
    ]
    return re.compile("|".join(frames))


def _any_word(key: str) -> str:
    """Return a pattern for one of the words that any language lists under a key."""
    return f"(?:{one_of(all_words('asides', key))})"


def _any_expression(key: str) -> str:
    """Return a pattern for one of the expressions under a key, for use in a verbose pattern."""
    return f"(?-x:{'|'.join(all_words('asides', key))})"


def _expressions(key: str) -> list[str]:
    """Return the expressions that any language lists under a key, in either case."""
    return [f"(?i:{expression})" for expression in all_words("asides", key)]


def _date() -> str:
    ordinal = f"(?:{_any_word('ordinal_suffixes')})?"
    return rf"""(?ix:
        \W* (?: {_any_word("weekdays")} ,? \s* )?
        (?:
            \d{{1,2}} {ordinal} [ .]+ {_MONTH} ,? \  \d{{4}}        # 12th May 2024
          | {_MONTH} \  \d{{1,2}} {ordinal} ,? \  \d{{4}}           # May 12, 2024
          | \d{{4}} - \d\d - \d\d                                   # 2024-05-12
          | \d\d? [./] \d\d? [./] \d{{2,4}}                         # 12.5.24
        ) \b
        (?:
            \W* (?: {_CLOCK} | {_any_expression("after_date")} ) .*
          | \W*
        ) $
    )"""


def _time() -> str:
    return rf"""(?ix:
        \W* (?: {_any_word("before_time")}\  )?
        {_CLOCK} (?: [:.] \d\d )? \s* {_any_word("after_time")}?
        \W* $
    )"""


def _read_on() -> str:
    """Return a pattern for an invitation to read something else: "Read also: ..."."""
    return rf"""(?ix:
        \W* (?: {_any_word("also")}\  )? {_any_word("read")} \b
        (?: \  {_any_word("read_on")} )*
        \s* [:|»→]
    )"""


def _advertisement() -> str:
    return rf"""(?ix:
        (?: {_any_word("before_advertisement")}\  )? {_any_word("advertisement")}
        \W* $
    )"""
