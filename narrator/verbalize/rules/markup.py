"""Marks that are not read: entities, tags, Markdown, emoticons.

These rules are the same for all languages. After them a text has no square bracket, so it cannot
smuggle espeak-ng's phonemes ``[[…]]`` into the engine, and no ``<``, so neither SSML nor SAPI's
XML.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import lru_cache

from narrator.language.tables import ANY_LANGUAGE, Language, language_table, one_of
from narrator.verbalize.readable import clean
from narrator.verbalize.rules.rule import Match, Rule, first_group, fixed

_BULLETS = "•▪◦‣●○■□"
_MARKS_OF_ITEMS = f"{_BULLETS}·–—*+-"

_drop = fixed("")
_space = fixed(" ")
_comma = fixed(", ")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules; those for marks that may contain other marks come first."""
    return (
        *_tags_and_entities(),
        *_emoticons(),
        *_brackets(),
        *_arrows_and_formulas(),
        *_markdown(),
        # some engines read out the marks after the first
        Rule(r"([!?])[!?]+", first_group, ("!?",)),
        # marks of notes and of trade names
        Rule(r"[†‡¶®™]", _drop, ("†‡¶®™",)),
        Rule(r"\[", fixed("("), ("[",)),
        Rule(r"\]", fixed(")"), ("]",)),
    )


def _tags_and_entities() -> Iterator[Rule]:
    tags = one_of(language_table(ANY_LANGUAGE, "markup")["tags"])
    number = "#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}"
    yield Rule(rf"&(?:{number}|[a-zA-Z][a-zA-Z0-9]{{1,31}});", _entity, ("&",))
    yield Rule(rf"(?i)</?{tags}(?:[\s/][^<>]{{0,400}})?>", _space, ("<",))
    yield Rule(r"<!--.{0,400}?-->", _space, ("<",))


def _entity(match: Match, _language: Language) -> str:
    return clean(html.unescape(match[0]))


def _emoticons() -> Iterator[Rule]:
    emoticons = one_of(language_table(ANY_LANGUAGE, "markup")["emoticons"])
    yield Rule(rf"(?<!\S){emoticons}(?=[\s.,!?)]|$)", _drop, (":;=<^-_xX",))
    # "Miss you <3", but "children <3 years", "a pH <3."
    yield Rule(r"(?<!\S)<3+(?:(?:\s<3+)+(?=[\s.,!?]|$)|(?=\s?[!?)]|\s*$))", _drop, ("<",))


def _brackets() -> Iterator[Rule]:
    """Yield the rules for links, which keep their text, and for notes and times in brackets."""
    notes = one_of(language_table(ANY_LANGUAGE, "markup")["notes"])
    target = r"\([^()\s]{0,400}(?:\s\"[^\"]{0,200}\")?\)"
    yield Rule(rf"!?\[([^\[\]]{{1,300}})\]{target}", first_group, ("]",))
    wiki_link = r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]"
    yield Rule(wiki_link, first_group, ("]",))
    numbers = r"[0-9]{1,3}(?:\s?[,:–-]\s?(?:[a-zA-Z]{1,2}\.\s?)?[0-9]{1,4}){0,8}"
    words = rf"(?i:{notes})(?:\s?[0-9]{{1,3}})?"
    yield Rule(rf"\s?\[\^?(?:{numbers}|[a-z]|{words})\]", _drop, ("]",))
    check_box = r"\[[ xX]\]\s"
    yield Rule(check_box, _drop, ("]",))
    time_of_subtitle = r"\[[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?\]\s?"
    yield Rule(time_of_subtitle, _drop, ("]",))
    admonition = r"^\[!([A-Za-z]{3,20})\]\s?"
    yield Rule(admonition, _admonition, ("[",))


def _admonition(match: Match, _language: Language) -> str:
    return f"{match[1].capitalize()}: "


def _arrows_and_formulas() -> Iterator[Rule]:
    yield Rule(r"\s?(?:-{1,2}|=)>\s?", _comma, (">",))
    # "Settings > Privacy"
    yield Rule(r"(?<=[^\W\d_]{2})\s>\s(?=[^\W\d_]{2})", _comma, (">",))
    yield Rule(r"\${2}", _space, ("$",))
    formula = r"(?=[^\s\d$])([^$]{0,200}[=\\^_][^$]{0,200})(?<=\S)"
    yield Rule(rf"(?<![\w$])\${formula}\$(?![\w$])", first_group, ("$",))


def _markdown() -> Iterator[Rule]:
    heading_or_item = rf"(?:#{{1,6}}|[{_MARKS_OF_ITEMS}])\s+"
    quote = r">(?!\s?[0-9=])\s?"
    at_start = rf"^\s*(?:{heading_or_item}|{quote})+"
    yield Rule(at_start, _drop, ("#>" + _MARKS_OF_ITEMS,))
    yield Rule(r"(?<![\s#])(?:\s#{1,6})+\s*$", _drop, ("#",))
    yield Rule(f"[{_BULLETS}]", _space, (_BULLETS,))
    starred = r"(?=[^\s*])([^*\n]{1,400})(?<=\S)"
    yield Rule(rf"(?<![\w*])\*{{1,3}}{starred}\*{{1,3}}(?![\w*])", first_group, ("*",))
    underlined = r"(?=[^\s_])([^_\n]{1,400})(?<=[^\s_])"
    yield Rule(rf"(?<![\w/])_{{1,3}}{underlined}_{{1,3}}(?![\w/])", first_group, ("_",))
    yield Rule(r"~~([^~\n]{1,400})~~", first_group, ("~",))
    yield Rule(r"`{1,3}", _drop, ("`",))
