"""Addresses of web pages, of which only the site is said, and of mail; names in social media."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import is_digits, spell_digits
from narrator.verbalize.rules.rule import INNER_DOT, Match, Rule, spelt

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_REST_OF_ADDRESS = r"[^\s<>\"'()]{0,2000}"
_WWW = r"(?:[Ww]{3}\.)?"
_PARTS_OF_NAME = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]|_")
_WORDS_OF_TAG = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_a-zA-Z]+|[.-]")
_SHORT_PATH = re.compile(r"/([A-Za-z][A-Za-z-]{0,19})/?[.,;:!?]*")
# keys of the language's table
_NAMES_OF_MARKS = {".": "dot", "-": "dash", "_": "underscore", "+": "plus"}
_STOPS = tuple(".,;:!?")
# the number of letters of a country's label, which is spelt
_COUNTRY_LETTERS = 2
# longer runs of digits in a tag are read digit by digit
_MOST_DIGITS_OF_NUMBER = 4


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules; mail addresses, which contain host names, come first."""
    table = language.table("electronic")
    if not table:
        return
    mail_host = r"((?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24})"
    mail = rf"(?<![\w+-])(?i:mailto:)?(\w[\w.+-]{{0,63}})@{mail_host}"
    yield Rule(mail, _mail, ("@",))
    url_host = rf"((?:{_LABEL}\.){{0,5}}{_LABEL})(?::[0-9]{{1,5}})?"
    url = rf"(?<![\w@])(?i:https?://|ftp://){_WWW}{url_host}{_REST_OF_ADDRESS}"
    yield Rule(url, _url, (":",))
    last_label = one_of([*table["read"], *table["spell"]])
    host = rf"((?:{_LABEL}\.){{1,5}}(?i:{last_label}))(?![\w-]|\.\w)"
    page = rf"(?<![\w@.-]){_WWW}{host}(/{_REST_OF_ADDRESS})?"
    yield Rule(page, _page, (INNER_DOT,))
    name = r"(\w{1,40}(?:\.\w{1,40}){0,3})"
    yield Rule(rf"(?<![\w@.])@(?=[0-9]{{0,20}}[^\W\d]){name}", _handle, ("@",))
    tag = r"([A-Za-z]\w{0,80}|[0-9]{1,4}[A-Za-z]{3}\w{0,80})"
    yield Rule(rf"(?<![\w#&])#{tag}", _hashtag, ("#",))
    yield Rule(r"(?<![\w./])([ru])/([A-Za-z]\w{1,40})", _forum, ("/",))


def _mail(match: Match, language: Language) -> str:
    at = language.table("electronic")["at"]
    return f"{_name_words(match[1], language)} {at} {_host_words(match[2], language)}"


def _url(match: Match, language: Language) -> str:
    return _host_words(match[1], language) + _stop(match[0])


def _page(match: Match, language: Language) -> str:
    return _host_words(match[1], language) + _path_words(match[2] or "", language)


def _handle(match: Match, language: Language) -> str:
    name = _tag_words(match[1], language)
    return f"{language.table('electronic')['at']} {_name_words(name, language)}"


def _hashtag(match: Match, language: Language) -> str:
    return f"{language.table('electronic')['hash']} {_tag_words(match[1], language)}"


def _forum(match: Match, language: Language) -> str:
    """Return the name of a forum or a user: r/books."""
    slash = language.table("electronic")["slash"]
    return f"{match[1].upper()} {slash} {match[2]}"


def _stop(address: str) -> str:
    """Return the mark of the sentence that ends with a page's address, or nothing."""
    return address[-1] if address.endswith(_STOPS) else ""


def _host_words(host: str, language: Language) -> str:
    """Return a host's labels as words, without "www"."""
    table = language.table("electronic")
    *labels, last = host.split(".")
    words = []
    for label in labels:
        if label.lower() not in table["read"]:
            label = _name_words(label, language)
        words.append(label)
    if words and labels[0].lower() == "www":
        del words[0]
    words.append(_last_label(last.lower(), table))
    return f" {table['dot']} ".join(words)


def _last_label(label: str, table: Table) -> str:
    """Return a last label as a word, or the letters of a country with dots: "U.K."."""
    if label in table["read"] or len(label) != _COUNTRY_LETTERS:
        return label
    return spelt(label.upper())


def _path_words(path: str, language: Language) -> str:
    """Return the words of a path if it is a short one; any other helps no listener."""
    stop = _stop(path)
    short = _SHORT_PATH.fullmatch(path)
    if not short:
        return stop
    slash = language.table("electronic")["slash"]
    return f" {slash} {short[1].replace('-', ' ')}{stop}"


def _name_words(name: str, language: Language) -> str:
    """Return a name with its digits read one by one and its marks by their names."""
    table = language.table("electronic")
    words: list[str] = []
    for part in _PARTS_OF_NAME.findall(name):
        is_short = len(part) <= table.get("spell_until", 0)
        if is_digits(part):
            words.append(spell_digits(part, language))
        elif part in _NAMES_OF_MARKS:
            words.append(table[_NAMES_OF_MARKS[part]])
        elif part.isalpha() and is_short and part.lower() not in table["read"]:
            # the engine would make another word of so few letters
            words += part
        else:
            words.append(part)
    return " ".join(words)


def _tag_words(tag: str, language: Language) -> str:
    """Return the words that are written together in a tag."""
    words = []
    for word in _WORDS_OF_TAG.findall(tag):
        if is_digits(word[0]) and len(word) > _MOST_DIGITS_OF_NUMBER:
            word = spell_digits(word, language)
        words.append(word)
    return " ".join(words)
