"""The result: a summary and its key sentences."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.article import count_words


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence of a summary.

    Attributes:
        text: The sentence as in the article, without note marks and boilerplate at its front.
        section: The title of its section; the article's own where the section has none.
        position: Its number among the sentences of the article's prose, quotations and list items,
            from 1.
    """

    text: str
    section: str
    position: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The key sentences of an article, in its order, and the style to show them in.

    Attributes:
        sentences: The sentences.
        style: One of ``settings.SUMMARY_STYLES``.
        parts: The summaries of articles that were joined, which the sentences are from.
    """

    sentences: tuple[KeySentence, ...] = ()
    style: str = "sentences"
    parts: tuple[Summary, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the sentences."""
        return tuple(sentence.text for sentence in self.sentences)

    @property
    def words(self) -> int:
        """The number of words."""
        return sum(map(count_words, self.texts))
