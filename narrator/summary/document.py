"""An article's candidates as a document of sumy's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from narrator.article import Article
from narrator.summary.candidates import Candidate
from narrator.summary.words import Tokenizer


def make_document(article: Article, candidates: Sequence[Candidate]) -> ObjectDocumentModel:
    """Return a document whose sentences are the candidates, in their order.

    A section's first paragraph has its headings, the document's first paragraph the article's title
    before them. Sections without candidates are left out.
    """
    tokenizer = Tokenizer()
    paragraphs: list[Paragraph] = []
    section: int | None = None
    for _, group in groupby(candidates, key=attrgetter("paragraph")):
        members = list(group)
        headings: list[str] = []
        if section is None:
            headings.append(article.title)
        if members[0].section != section:
            section = members[0].section
            headings += article.sections[section].heading
        lines = [Sentence(heading, tokenizer, is_heading=True) for heading in headings]
        lines += [Sentence(candidate.text, tokenizer) for candidate in members]
        paragraphs.append(Paragraph(lines))
    return ObjectDocumentModel(paragraphs)
