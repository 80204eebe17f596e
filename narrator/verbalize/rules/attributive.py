"""Measures that describe the noun after them, and so are in the singular.

"A $5 bill" is a five dollar bill, "a 5-km run" a five kilometer run. Only languages with a table
``attributive.toml`` have such measures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from narrator.language.tables import Language, language_table, one_of
from narrator.verbalize.rules.rule import Match, before

# characters in which an article or a hyphen before the measure is looked for
_ARTICLE_WITHIN = 5


@cache
def _patterns(code: str) -> Mapping[str, re.Pattern[str]]:
    """Return patterns for the text around measures in a language; none if it has no such ones."""
    table = language_table(code, "attributive")
    if not table:
        return {}
    articles = one_of(table["articles"])
    no_noun = rf"(?:{'|'.join(table['not_nouns'])})\b"
    participle = rf"{table['participle']}\b"
    return {
        "before": re.compile(rf"(?:(?<!\w){articles}\s|[a-z]-)$"),
        "noun": re.compile(rf"\s[\"“']?(?!{no_noun}|{participle})(?:[a-z]|[A-Z]{{2}})|-[a-z]"),
        "plural": re.compile(rf"\s(?!{no_noun}){table['plural']}"),
    }


def plural_follows(match: Match, language: Language) -> bool:
    """Return whether the word after a measure is a plural, as in "two 500ml bottles"."""
    patterns = _patterns(language.code)
    return bool(patterns and patterns["plural"].match(match.string, match.end()))


def describes_noun(match: Match, language: Language, *, hyphenated: bool) -> bool:
    """Return whether a measure describes the noun after it.

    It does where it is ``hyphenated`` inside, where a hyphen joins it to a word before or after
    it, and after an article.
    """
    patterns = _patterns(language.code)
    if not patterns:
        return False
    if hyphenated:
        return True
    if not patterns["noun"].match(match.string, match.end()):
        return False
    if match.string.startswith("-", match.end()):
        return True
    return patterns["before"].search(before(match, _ARTICLE_WITHIN)) is not None
