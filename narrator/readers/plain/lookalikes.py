"""What short blocks look like: a speaker's words, a price, a question, a usual section title.

Each is a pattern that is matched at a block's start. Most are the same in every language; the words
in the others come from every language's ``headings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from narrator.language.characters import title_key
from narrator.language.tables import all_words, one_of

_USUAL_TITLE = "usual name"
# characters, drawn marks and a number included
_LONGEST_CONTENTS_TITLE = 60


def lookalikes(text: str) -> list[str]:
    """Return the names of everything that a text looks like."""
    return [name for name, pattern in _patterns().items() if pattern.match(text)]


def looks_like(name: str, text: str) -> bool:
    """Return whether a text looks like what a pattern is named after.

    Raises:
        KeyError: No pattern has this name.
    """
    return _patterns()[name].match(text) is not None


def is_usual_title(text: str) -> bool:
    """Return whether a section of any text could have this heading, such as "Introduction"."""
    return looks_like(_USUAL_TITLE, text)


def is_contents_title(text: str) -> bool:
    """Return whether a heading is that of a contents page."""
    return len(text) <= _LONGEST_CONTENTS_TITLE and title_key(text) in _contents_titles()


@cache
def _contents_titles() -> frozenset[str]:
    return frozenset(map(title_key, all_words("matter", "contents")))


def _any_word(key: str) -> str:
    """Return a pattern for one of the words that any language lists under a key."""
    return one_of(all_words("headings", key))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    frames = {
        # a link or a button of a web site
        "service": rf"{_any_word('site_actions')}\b",
        # a line of a talk: "Anna: Are you there?"
        "speaker": r"(?-i:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}: +\S)",
        "brackets": r"[\[({].*[\])}]\W*$",
        "quotation": r"[“\"„«].*[”\"»]\W*$",
        # of a member of a social network: "@anna"
        "handle": r".*(?:^|\s)@\w+",
        "code": r".*(?:[{}<>]|==|=>|->|::|\(\)|;$|\s=\s|\w_\w|`|\\|\$ \w)|#|//",
        # a path, an option, a name in camel case, a key with its value
        "path": r".*(?:^|\s)[\w.~-]*/[\w.-]+(?:/|\s|$)",
        "option": r".*(?:^|\s)--?[a-z]",
        "identifier": r"(?-i:.*\b(?:[a-z]+[A-Z]|[a-z]+\.[a-z]\w*\b))",
        "setting": r"[\w.-]+:\s*\S+$",
        "price": r".*[$€£]\s?\d",
        # an ingredient: "½ cup"
        "measure": rf"[\d/½¼¾.,-]+\s*{_any_word('measures')}\b",
        # parts between bars or dots: "Home | News"
        "bar": r".*\s[|·•]\s",
        "two sentences": r"(?-i:.*[.!?][”\"’)]*\s+[“\"‘(]?[A-ZÀ-Þ0-9])",
        "question": rf"{_any_word('questions')}\b.*\?$",
        _USUAL_TITLE: rf"{_any_word('usual')}\W*$",
    }
    return {name: re.compile(frame, re.I) for name, frame in frames.items()}
