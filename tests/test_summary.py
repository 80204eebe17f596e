"""The summary: verbatim, in order, the same every time."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator import read, summarise
from narrator.summary import default_sentences
from tests.conftest import SAMPLES
from tests.strategies import articles, as_article


@given(articles, st.integers(1, 8))
@settings(deadline=None, max_examples=50)
def test_sentences_are_verbatim_in_order_and_not_repeated(text: str, count: int) -> None:
    article = as_article(text)
    summary = summarise(article, count)
    assert len(summary) <= count
    assert len(set(summary)) == len(summary)
    body = "\n".join(paragraph.text for section in article.sections for paragraph in section.paragraphs)
    places = [body.find(sentence) for sentence in summary]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(("words", "sentences"), [(1, 3), (800, 3), (1_600, 4), (2_833, 5), (60_000, 7), (10**7, 7)])
def test_length_goes_by_the_text(words: int, sentences: int) -> None:
    assert default_sentences(words) == sentences


def test_headings_appeals_and_fragments_are_not_chosen() -> None:
    story = (SAMPLES / "night-trains.txt").read_text(encoding="utf-8")
    noisy = f"{story}\nClick here to subscribe to our newsletter for more stories about night trains in Lorvia."
    assert summarise(as_article(noisy), 3) == summarise(as_article(story), 3)


def test_a_repeated_sentence_is_said_once() -> None:
    article = as_article("The bridge over the river was closed on Monday after heavy rain.\n" * 5)
    assert len(summarise(article, 3)) == 1


def test_unknown_languages_have_a_summary_too() -> None:
    assert len(summarise(read(SAMPLES / "bienen.txt"), 3, "xx")) == 3


def test_same_whatever_the_hash_seed() -> None:
    script = f"from narrator import read, summarise; print(summarise(read({str(SAMPLES / 'harbour-cranes.txt')!r})))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
