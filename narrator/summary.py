"""The extractive summary: sumy documents, a ranker over them, the choice of sentences.

None of sumy's own rankers serves here: LSA gives another summary on every run, LexRank and TextRank take minutes on a book,
and all of them lose to the plain lead of a news item. The ranker below is linear and always gives the same.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from narrator.article import Article
from narrator.text.sentences import split_sentences

if TYPE_CHECKING:
    from sumy.models.dom import ObjectDocumentModel

MIN_SENTENCES, MAX_SENTENCES = 3, 7
# a news item has up to so many words; every doubling asks for one sentence more
_NEWS_ITEM_WORDS = 800

# The constants below were chosen on news articles with human highlights, for ROUGE on clean text and on text with
# boilerplate lines between; values half and twice as large gain nothing.
_LEAD_DECAY = 0.3  # the n-th sentence weighs 1 / (1 + 0.3 n)
_NEWS_ITEM_SENTENCES = 40  # in longer texts n grows more slowly: the first page of a book is not what it says
_LENGTH_OFFSET = 5  # words added to every sentence, so that short ones do not win by being short
_REDUNDANCY_WEIGHT = 0.5
_DOUBTFUL_WEIGHT = 0.3  # for what reads like a fragment, a caption or an appeal to the reader
_QUESTION_WEIGHT = 0.5
_FEWEST_WORDS = 8

_ENDS = tuple(".!?…。！？؟।")
_CLOSERS = "\"'”’»)] "
_APPEAL = re.compile(
    r"(?:click|read (?:more|also)|follow|share|for more|sign up|subscribe|watch|photo|image|by |updated|published"
    r"|copyright)\b",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# ISO 639-1 → the name of sumy's list of stop words
_STOP_WORD_LISTS = {
    "ar": "arabic",
    "cs": "czech",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "he": "hebrew",
    "it": "italian",
    "pl": "polish",
    "pt": "portuguese",
    "sk": "slovak",
    "sv": "swedish",
    "uk": "ukrainian",
}


def default_sentences(words: int) -> int:
    """How many sentences summarise an article of so many words: 3 for a news item, up to 7 for a book."""
    more = math.ceil(math.log2(max(words, 1) / _NEWS_ITEM_WORDS))
    return min(MAX_SENTENCES, MIN_SENTENCES + max(0, more))


def summarise(article: Article, sentences: int | None = None, language: str = "en") -> tuple[str, ...]:
    """The sentences that say most of an article, as they stand in it and in its order.

    Args:
        article: what to summarise; headings help to choose but are never chosen.
        sentences: how many at the most; by the article's length when None.
        language: a BCP 47 tag; its list of stop words is used where sumy has one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sumy and nltk are not ours to mend
        from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    words = _Words()
    document = ObjectDocumentModel(
        Paragraph(
            [
                *(Sentence(line, words, is_heading=True) for line in section.heading),
                *(Sentence(s, words) for p in section.paragraphs for s in split_sentences(p.text, language)),
            ]
        )
        for section in article.sections
    )
    count = default_sentences(article.words) if sentences is None else sentences
    return _rank(document, count, _stop_words(language))


def _rank(document: ObjectDocumentModel, count: int, stop_words: frozenset[str]) -> tuple[str, ...]:
    """Greedily the best sentences: common content words, near the start, saying what is not said yet."""
    texts = [str(sentence) for sentence in document.sentences]
    contents = [[w for w in map(str.lower, sentence.words) if w not in stop_words] for sentence in document.sentences]
    decay = _LEAD_DECAY * min(1.0, _NEWS_ITEM_SENTENCES / max(len(texts), 1))
    frequency = Counter(word for words in contents for word in set(words))
    ratings = [
        _weight(text) * _centrality(words, frequency) / (1 + decay * position)
        for position, (text, words) in enumerate(zip(texts, contents, strict=True))
    ]
    chosen: list[int] = []
    said: set[str] = set()
    left = {text: position for position, text in reversed(list(enumerate(texts)))}  # a repeated sentence counts once
    while left and len(chosen) < count:

        def value(position: int) -> tuple[float, int]:
            words = set(contents[position])
            overlap = len(words & said) / (len(words) + 1)
            return ratings[position] * (1 - _REDUNDANCY_WEIGHT * overlap), -position

        best = max(left.values(), key=value)
        chosen.append(best)
        said.update(contents[best])
        del left[texts[best]]
    return tuple(texts[position] for position in sorted(chosen))


def _centrality(words: Sequence[str], frequency: Counter[str]) -> float:
    return sum(math.log1p(frequency[word]) for word in set(words) if frequency[word] > 1) / (len(words) + _LENGTH_OFFSET)


def _weight(sentence: str) -> float:
    plain = sentence.rstrip(_CLOSERS)
    weight = 1.0
    if len(sentence.split()) < _FEWEST_WORDS:
        weight *= _DOUBTFUL_WEIGHT
    if not plain.endswith(_ENDS):
        weight *= _DOUBTFUL_WEIGHT
    if plain.endswith(("?", "？", "؟")):
        weight *= _QUESTION_WEIGHT
    if _APPEAL.match(sentence):
        weight *= _DOUBTFUL_WEIGHT
    return weight


def _stop_words(language: str) -> frozenset[str]:
    name = _STOP_WORD_LISTS.get(language.partition("-")[0].lower())
    if name is None:
        return frozenset()
    from sumy.utils import get_stop_words

    words: frozenset[str] = get_stop_words(name)
    return words


class _Words:
    """The part of sumy's tokenizer its documents use; the original wants data that pip does not install."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(text))
