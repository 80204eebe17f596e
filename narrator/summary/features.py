"""Features of sentences for the directed method, as numbers between 0 and about 1.

All of them take time linear in the length of the text: a sentence is compared with sums of vectors,
never with every other sentence.

More of them do not help. On 1,074 news articles, each ranked by weights fitted to others, these
changed ROUGE-1 by (95 % interval): the frequency of words in the language, in centrality 0.0 (-0.1
to 0.1) and in forward 0.0 (-0.1 to 0.1); vectors of words, of three models of 8 to 46 MB, between
-0.1 and 0.0 (each ±0.1); the most frequent 200 words as features 0.1 (-0.1 to 0.4); similarity to
the first three sentences -0.1 (-0.3 to 0.0); all 47 features tried at once -0.1 (-0.4 to 0.2), and
boosted trees of them in place of a weighted sum 0.0 (-0.3 to 0.4). To fit the weights anew to all
of these articles gains 0.1 (0.0 to 0.3), none of it on noisy or leadless news.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import language_table

Features = dict[str, float]
Vector = dict[str, float]

# the features that depend on the number of the sentence
POSITION_FEATURES = ("position", "first", "second", "third")

_END_MARKS = frozenset(".!?…。！？؟।")
_QUESTION_MARKS = frozenset("?？؟")
_QUOTATION_MARK = re.compile(r"[\"“”„«»「」]|(?<!\w)['‘]")
_OPENING_QUOTATION_MARKS = tuple("\"“‘'„«‹「『")
# the end mark of a line that had none before a program joined it to the next
_STRAY_MARK = re.compile(r"\w [.] \w")
_IN_BRACKETS = re.compile(r"\((?:\w+ )?([\w-]+)\)")
# in words: a shorter sentence is seldom complete, a longer one is hard to follow by ear
_SHORT_SENTENCE = 10
_LONG_SENTENCE = 25
# in words; a longer line without an end mark has lost it, a shorter one is a title or the like
_LONGEST_TITLE = 14
# the prior of position n, from 0, is 1 / (1 + 0.3 n): it has halved after 1 / 0.3 sentences
_POSITION_DECAY = 0.3
# words added to the length of every sentence, so that short ones have no advantage
_LENGTH_OFFSET = 5
# names in a sentence, and share of personal words, at which the feature reaches 1
_MANY_NAMES = 6
_MANY_PERSONAL = 0.1


@dataclass(frozen=True, slots=True)
class Openings:
    """A language's words for the features, from ``openings.toml``, in lower case.

    All sets may be empty.

    Attributes:
        pronouns: First words that refer to an earlier sentence.
        connectives: First words that link a sentence to the one before.
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


@dataclass(frozen=True, slots=True)
class StemmedSentence:
    """A sentence and its words.

    Attributes:
        text: The sentence.
        words: Its words as they are written.
        stems: How often each stem occurs in it, in the order of the text; stop words have none.
        chapter: The number of its chapter, from 0; 0 in a text that is no book.
    """

    text: str
    words: tuple[str, ...]
    stems: Mapping[str, int]
    chapter: int = 0


def has_chapters(sentences: Sequence[StemmedSentence]) -> bool:
    """Return whether the sentences of a text belong to several chapters, as those of a book do."""
    return bool(sentences) and sentences[-1].chapter > 0


def extract_features(
    sentences: Sequence[StemmedSentence],
    title: frozenset[str],
    openings: Openings,
    document_frequency: Mapping[str, int],
) -> list[Features]:
    """Return the features of each sentence of a text or a chapter, by name.

    Features that compare sentences are divided by the highest of them.

    Args:
        sentences: The sentences, in order.
        title: The stems of the text's title.
        openings: The words of the text's language.
        document_frequency: In how many sentences of the whole text each stem occurs.
    """
    rows: list[Features] = []
    for number, sentence in enumerate(sentences):
        features = _position_features(number) | _form_features(sentence, openings)
        features["title"] = _title_overlap(sentence, title)
        rows.append(features)
    vectors = list(map(_unit_vector, sentences))
    centrality = [_centrality(sentence, document_frequency) for sentence in sentences]
    _add_normalised(rows, "centrality", centrality)
    _add_normalised(rows, "forward", similarity_to_later(vectors))
    _add_normalised(rows, "backward", similarity_to_earlier(vectors))
    return rows


def count_sentences_with_stem(sentences: Sequence[StemmedSentence]) -> Counter[str]:
    """Return in how many of the sentences each stem occurs."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update(sentence.stems.keys())
    return counts


def similarity_to_later(vectors: Sequence[Vector]) -> list[float]:
    """Return the similarity of each vector to the sum of all later ones.

    What later sentences repeat is the text's subject; what only repeats earlier ones is not. The
    direction is from Mihalcea, "Graph-based ranking algorithms for sentence extraction, applied to
    text summarization", ACL 2004. Running sums instead of a graph make it linear.
    """
    return similarity_to_earlier(vectors[::-1])[::-1]


def similarity_to_earlier(vectors: Sequence[Vector]) -> list[float]:
    """Return the similarity (scalar product) of each vector to the sum of all earlier ones."""
    total: Vector = {}
    get = total.get  # looked up once: this is the inmost loop
    similarities = []
    for vector in vectors:
        products = [weight * get(stem, 0.0) for stem, weight in vector.items()]
        similarities.append(sum(products))
        for stem, weight in vector.items():
            total[stem] = get(stem, 0.0) + weight
    return similarities


def _add_normalised(rows: Sequence[Features], name: str, values: Sequence[float]) -> None:
    """Add a feature to the rows: the values divided by the highest of them."""
    highest = max(values, default=0.0) or 1.0
    for features, value in zip(rows, values, strict=True):
        features[name] = value / highest


def _unit_vector(sentence: StemmedSentence) -> Vector:
    """Return a sentence's stems as a vector of length one with equal components.

    Rare stems do not weigh more (no inverse document frequency): within a single text they are
    often beside the subject.
    """
    return dict.fromkeys(sentence.stems, 1 / math.sqrt(len(sentence.stems) or 1))


def _centrality(sentence: StemmedSentence, document_frequency: Mapping[str, int]) -> float:
    """Return in how many other sentences a stem of the sentence occurs, on average."""
    others = [document_frequency[stem] - 1 for stem in sentence.stems]
    return sum(others) / (sum(sentence.stems.values()) + _LENGTH_OFFSET)


def _title_overlap(sentence: StemmedSentence, title: frozenset[str]) -> float:
    """Return the share of the title's stems that the sentence has."""
    return len(title.intersection(sentence.stems)) / (len(title) or 1)


def _position_features(number: int) -> Features:
    """Return the features of the place of a sentence, by its number from 0."""
    return {
        "position": 1 / (1 + _POSITION_DECAY * number),
        "first": float(number == 0),
        "second": float(number == 1),
        "third": float(number == 2),
    }


def _form_features(sentence: StemmedSentence, openings: Openings) -> Features:
    """Return the features of a sentence that depend on nothing but itself."""
    text = sentence.text
    length = len(sentence.words)
    lowered = list(map(str.lower, sentence.words))
    first_word = lowered[0] if lowered else ""
    end_mark = _end_mark(text)
    reports = not openings.reporting.isdisjoint(lowered)
    opens_quote = text.startswith(_OPENING_QUOTATION_MARKS)
    return {
        "short": max(0.0, 1 - (length or 1) / _SHORT_SENTENCE),
        "long": min(1.0, max(0, length - _LONG_SENTENCE) / _LONG_SENTENCE),
        "personal": _personal(lowered, openings),
        "names": _names(sentence.words),
        "number": float(_has_number(sentence.words)),
        "quote": float(_QUOTATION_MARK.search(text) is not None),
        "opens_quote": float(opens_quote and not reports),
        "question": float(end_mark in _QUESTION_MARKS),
        "open_end": float(not end_mark),
        "open_title": float(not end_mark and length <= _LONGEST_TITLE),
        "lower_case": float(text[:1].islower()),
        "stray_mark": float(_STRAY_MARK.search(text) is not None),
        "pronoun": float(first_word in openings.pronouns),
        "connective": float(first_word in openings.connectives),
        "caption": float(_is_caption(text, first_word, openings)),
    }


def _end_mark(text: str) -> str:
    """Return the last end mark of a sentence, behind which other marks may close it, if any."""
    for character in reversed(text):
        if character in _END_MARKS:
            return character
        if character.isalnum():
            break
    return ""


def _personal(lowered: Sequence[str], openings: Openings) -> float:
    """Return the share of words of the first and second person, times ten and at most 1."""
    count = sum([word in openings.personal for word in lowered])
    return min(1.0, count / (len(lowered) or 1) / _MANY_PERSONAL)


def _names(words: Sequence[str]) -> float:
    """Return how many different words after the first have a capital, over six and at most 1."""
    names = {word for word in words[1:] if word[0].isupper()}
    return min(1.0, len(names) / _MANY_NAMES)


def _has_number(words: Sequence[str]) -> bool:
    """Return whether a word begins with a digit."""
    return any(word[0].isdigit() for word in words)


def _is_caption(text: str, first_word: str, openings: Openings) -> bool:
    """Return whether a sentence describes a picture.

    Examples are "Pictured at home: Anna Berg" and "Anna Berg (left) and a friend".
    """
    if first_word in openings.caption:
        return True
    if "(" not in text:
        return False
    in_brackets = map(str.lower, _IN_BRACKETS.findall(text))
    return not openings.caption.isdisjoint(in_brackets)
