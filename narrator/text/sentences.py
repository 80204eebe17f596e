"""Sentences of a paragraph, by sentencex, and pieces of a sentence no engine chokes on."""

from __future__ import annotations


def split_sentences(text: str, language: str) -> list[str]:
    """The sentences in order, with the white space after each: joined they are the text."""
    from sentencex import segment

    return list(segment(language.partition("-")[0], text))
