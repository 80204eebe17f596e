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
        ("TARN HARBOUR--Boats make less noise.", "Boats make less noise."),
        ("TARN, Lorvia - The ferry stops.", "The ferry stops."),
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


STAMPS_AND_BUTTONS = {
    "en": [
        "By Anna Berg, 3 May 2024, 14:05 GMT",
        "Anna Berg 3 May 2024 4:11 pm EST",
        "UPDATED: .",
        "Updated at 15.04 CET",
        "49 minutes ago",
        "5 min read",
        "11:57 AM 12/25/2014 .",
        "Share on Facebook | 12 comments",
        "Tarn Harbour, Dec. 22, 2023.",
        "Ten Bridges to Fear This Summer .",
        "Brenn, Holm, Vogt (Amsund 89), Vale.",
    ],
    "de": [
        "Von Anna Berg, 3. Mai 2024, 14:05 Uhr",
        "Stand: 03.05.2024",
        "vor 3 Stunden",
        "Artikel teilen",
    ],
    "fr": ["Publié le 3 mai 2024 à 14h05", "Temps de lecture : 4 min", "Partager sur Facebook"],
    "es": ["Publicado el 3 de mayo de 2024", "hace 3 horas", "Compartir en Facebook"],
    "it": ["Pubblicato il 3 maggio 2024", "3 ore fa", "Condividi su Facebook"],
    "pt": ["Publicado em 3 de maio de 2024 às 14:05", "há 3 horas", "Compartilhe no Facebook"],
    "nl": ["Gepubliceerd op 3 mei 2024 om 14:05", "3 uur geleden", "4 min leestijd"],
}


@pytest.mark.parametrize(
    ("language", "line"),
    [(language, line) for language, lines in STAMPS_AND_BUTTONS.items() for line in lines],
)
def test_a_line_of_nothing_but_stamps_and_buttons_is_left_out(language: str, line: str) -> None:
    assert load_boilerplate(language).strip(line) == ""


@pytest.mark.parametrize(
    ("language", "stamped", "left"),
    [
        ("en", "10.45am Anna Berg says no.", "Anna Berg says no."),
        ("en", "14:32 The boats are here.", "The boats are here."),
        ("en", "Published 3 May “The boats are here.”", "“The boats are here.”"),
        ("en", "March 18, 2024 Boats leave Tarn.", "Boats leave Tarn."),
        ("de", "10:45 Uhr: Die Boote sind da.", "Die Boote sind da."),
        ("fr", "3 mai 2024 à 14h05 La tempête arrive.", "La tempête arrive."),
        ("nl", "3 mei 2024 14:05 De boten zijn er.", "De boten zijn er."),
    ],
)
def test_a_stamp_before_a_sentence_is_cut_off(language: str, stamped: str, left: str) -> None:
    assert load_boilerplate(language).strip(stamped) == left


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "3 May 2024 was a Friday."),
        ("en", "December 7, 1941, Tarn Harbour was attacked."),
        ("en", "At 10:45 Anna left."),
        ("en", "Published in 1949, the book made him famous."),
        ("en", "Updated rules came into force on 3 May 2024."),
        ("en", "Like father, like son."),
        ("en", "Boats leave Tarn."),
        ("en", "The boats last."),
        ("en", "THE FERRY STOPS."),
        ("en", "Anna works for Reuters."),
        ("en", "A photo of a weasel on a woodpecker has gone round the world."),
        ("de", "Am 3. Mai 2024 kam die Flut."),
        ("de", "Der Stand der Dinge ist schlecht."),
        ("fr", "Il y a un an, elle partait."),
        ("it", "Il 3 maggio 2024 la tempesta è arrivata."),
    ],
)
def test_sentences_with_dates_and_names_are_kept(language: str, sentence: str) -> None:
    assert load_boilerplate(language).strip(sentence) == sentence


@pytest.mark.parametrize(
    "line",
    [
        "A boat leaves the harbour (AP Photo/Tolle Amsund).",
        "The market on Monday [Getty]",
        "In this image provided by the council, a boat burns.",
        "Media caption Anna Berg says the ferry will stop",
        "Opinion: Why the ferry must stay .",
        "[Read: what the ferry costs the island]",
        "Scroll down to see the harbour burn.",
        "Find out more about our newsletters.",
        "You can tell us on our website what you think.",
        "The ferry is late again pic.twitter.com/abc123 .",
        "By Anna Berg, Staff Writer",
        "Topics: ferry, island, council, engine",
        "Click to share on Telegram (Opens in new window) .",
        "Get the recipe for the island's bread here.",
    ],
)
def test_captions_credits_links_and_calls_are_left_out(line: str) -> None:
    assert load_boilerplate("en").strip(line) == ""


@given(st.text(max_size=300), st.sampled_from(["en", "de", "fr", "es", "it", "pt", "xx"]))
@settings(deadline=None)
def test_what_is_left_is_an_end_of_the_sentence(text: str, language: str) -> None:
    assert text.endswith(load_boilerplate(language).strip(text))
