"""``lead``: the first sentences of the text, which are hard to beat on news."""

from __future__ import annotations

from typing import Any

from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer


class LeadSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """A summarizer with sumy's interface that takes the first sentences."""

    def __call__(self, document: ObjectDocumentModel, sentences_count: Any) -> tuple[Sentence, ...]:
        """Return as many of the document's first sentences as ``sentences_count`` takes."""
        best: tuple[Sentence, ...] = self._get_best_sentences(
            document.sentences, sentences_count, lambda _sentence: 0
        )
        return best
