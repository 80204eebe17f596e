"""Measures that describe the noun after them, and so are in the singular.

"A $5 bill" is a five dollar bill, "a 5-km run" a five kilometer run. Only languages with a table
``attributive.toml`` have such measures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import Language, language_table, one_of
from narrator.verbalize.rules.rule import Match, before

# characters in which an article before the measure is looked for
_ARTICLE_WITHIN = 5
_HYPHENATED_WORD_BEFORE = re.compile(r"[a-z]-$")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns for the text around a measure that describes a noun."""

    article_before: re.Pattern[str]
    noun_after: re.Pattern[str]
    plural_after: re.Pattern[str]


@cache
def _patterns(code: str) -> _Patterns | None:
    """Return the patterns of a language, or None if it has no such measures."""
    table = language_table(code, "attributive")
    if not table:
        return None
    articles = one_of(table["articles"])
    no_noun = rf"(?:{'|'.join(table['not_nouns'])})\b"
    participle = rf"{table['participle']}\b"
    return _Patterns(
        article_before=re.compile(rf"(?<!\w){articles}\s$"),
        noun_after=re.compile(rf"\s[\"“']?(?!{no_noun}|{participle})(?:[a-z]|[A-Z]{{2}})|-[a-z]"),
        plural_after=re.compile(rf"\s(?!{no_noun}){table['plural']}"),
    )


def plural_follows(match: Match, language: Language) -> bool:
    """Return whether the word after a measure is a plural, as in "two 500ml bottles"."""
    patterns = _patterns(language.code)
    if patterns is None:
        return False
    return patterns.plural_after.match(match.string, match.end()) is not None


def describes_noun(match: Match, language: Language, *, hyphenated: bool) -> bool:
    """Return whether a measure describes the noun after it.

    It does where it is ``hyphenated`` inside, where a hyphen joins it to a word before or after
    it, and after an article.
    """
    patterns = _patterns(language.code)
    if patterns is None:
        return False
    if hyphenated:
        return True
    if not patterns.noun_after.match(match.string, match.end()):
        return False
    if match.string.startswith("-", match.end()):
        return True
    preceding = before(match, _ARTICLE_WITHIN)
    if _HYPHENATED_WORD_BEFORE.search(preceding):
        return True
    return patterns.article_before.search(preceding) is not None
