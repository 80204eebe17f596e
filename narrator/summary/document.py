"""An article's candidates as sumy's document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from narrator.article import Article
from narrator.summary.candidates import Candidate
from narrator.summary.words import Tokenizer


def make_document(article: Article, candidates: Sequence[Candidate]) -> ObjectDocumentModel:
    """Paragraph by paragraph, with the title and the headings of the sections that have candidates."""
    tokenizer = Tokenizer()
    paragraphs = []
    section = None
    for _, group in groupby(candidates, key=attrgetter("paragraph")):
        members = list(group)
        headings: list[str] = []
        if members[0].section != section:
            headings = [article.title] if section is None else []
            section = members[0].section
            headings += article.sections[section].heading
        paragraphs.append(
            Paragraph(
                [
                    *(Sentence(line, tokenizer, is_heading=True) for line in headings),
                    *(Sentence(candidate.text, tokenizer) for candidate in members),
                ]
            )
        )
    return ObjectDocumentModel(paragraphs)
