"""Boilerplate between the sentences of an article is cut off or left out, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.summary.boilerplate import load_boilerplate


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        (
            "Scroll down for video More than fifty boats came home.",
            "More than fifty boats came home.",
        ),
        ("(CNN)A new harbour was opened.", "A new harbour was opened."),
        ("CALMIRA, Lorvia (Reuters) -- Bees make more honey.", "Bees make more honey."),
        ("SKERRA — The ferry stops.", "The ferry stops."),
        (
            "PUBLISHED: . 19:44 EST, 10 October 2012 . | . "
            "UPDATED: . 05:29 EST, 11 October 2012 . A man",
            "A man",
        ),
        ("VIDEO Tarn won the cup.", "Tarn won the cup."),
        ("By Tolle Amsund", ""),
        ("By . Daily News Reporter .", ""),
        ("Olaf Brenn contributed to this report.", ""),
        ("Click here for more pictures of boats.", ""),
        ("For more news from Lorvia, visit lorviatoday.com.", ""),
        ("Follow us on Twitter for all the latest.", ""),
        ("© 2024 Lorvia Press. All rights reserved.", ""),
        ("Read more: ten bridges to fear", ""),
        ("By noon the boats were home.", "By noon the boats were home."),
        ("See Naples and die.", "See Naples and die."),
        ("Share prices fell on Monday.", "Share prices fell on Monday."),
        ("More than a hundred came: all were fed.", "More than a hundred came: all were fed."),
        ("Copyright law is about to change.", "Copyright law is about to change."),
        ("He was writing by lamplight.", "He was writing by lamplight."),
        ("The video shows a man with a dog.", "The video shows a man with a dog."),
        (
            "IBM - the company with the blue letters - was late.",
            "IBM - the company with the blue letters - was late.",
        ),
    ],
)
def test_boilerplate_is_cut_off_and_nothing_else(sentence: str, left: str) -> None:
    assert load_boilerplate("en").strip(sentence) == left


@given(st.text(max_size=300), st.sampled_from(["en", "de", "fr", "es", "it", "pt", "xx"]))
@settings(deadline=None)
def test_what_is_left_is_an_end_of_the_sentence(text: str, language: str) -> None:
    assert text.endswith(load_boilerplate(language).strip(text))
