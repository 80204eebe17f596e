"""A summary, and the sentences it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.article import count_words


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence of a summary, as it stands in the article, without note marks and what a site glued to its front.

    ``section`` is the title of its section, the article's own where that has none. ``position`` is its number among the
    sentences of the article's prose, quotations and list items, from 1 on.
    """

    text: str
    section: str
    position: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences that say most of an article, in its order, and the style to show them in."""

    sentences: tuple[KeySentence, ...] = ()
    style: str = "sentences"

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(sentence.text for sentence in self.sentences)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(map(count_words, self.texts))
