"""Words that tell how a sentence stands in its text, by language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import language_table


@dataclass(frozen=True, slots=True)
class Openings:
    """A language's words from ``openings.toml``, in lower case; all sets may be empty.

    Attributes:
        pronouns: As its first word one refers to an earlier sentence.
        connectives: As its first word one links the sentence to the one before.
        personal: Words of the first and second person.
        reporting: Words that say who said what, such as "told" and "according".
        caption: Words that captions of pictures begin with, or have in brackets.
    """

    pronouns: frozenset[str] = frozenset()
    connectives: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    caption: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def load_openings(code: str) -> Openings:
    """Return the words of a language's code."""
    table = language_table(code, "openings")
    return Openings(**{key: frozenset(words) for key, words in table.items()})
