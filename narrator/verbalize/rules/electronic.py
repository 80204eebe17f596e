"""Network addresses: pages by their site alone ("example dot com"), mail addresses in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import is_digits, spell_digits
from narrator.verbalize.rules.rule import INNER_DOT, Match, Rule

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_REST_OF_ADDRESS = r"[^\s<>\"'()]{0,2000}"
_WWW = r"(?:[Ww]{3}\.)?"
_PARTS_OF_NAME = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]|_")
_WORDS_OF_TAG = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_a-zA-Z]+|[.-]")
_SHORT_PATH = re.compile(r"/([A-Za-z][A-Za-z-]{0,19})/?")
_STOPS = ".,;:!?"
# a last label of so few letters is spelt
_SPELT_LABEL = 2
# longer runs of digits in a tag are read digit by digit
_MOST_DIGITS_OF_NUMBER = 4


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules in order: a mail address holds a host name."""
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
    """Return the mark of the sentence that a page's address ends, if any."""
    if not address.endswith(tuple(_STOPS)):
        return ""
    return address[-1]


def _host_words(host: str, language: Language) -> str:
    """Return a host's labels: words, or names spelt, with the last one in capitals if short."""
    table = language.table("electronic")
    *labels, last = host.split(".")
    if labels and labels[0].lower() == "www":
        labels = labels[1:]
    words = []
    for label in labels:
        if label.lower() not in table["read"]:
            label = _name_words(label, language)
        words.append(label)
    words.append(_last_label(last.lower(), table))
    return f" {table['dot']} ".join(words)


def _last_label(label: str, table: Table) -> str:
    """Return a last label as a word, or the letters of a country with dots: "U.K."."""
    if label in table["read"] or len(label) > _SPELT_LABEL:
        return label
    if len(label) == 1:
        return label.upper()
    return ".".join(label.upper()) + "."


def _path_words(path: str, language: Language) -> str:
    """Return a short path of words; the rest of an address helps no listener."""
    stop = _stop(path)
    short = _SHORT_PATH.fullmatch(path.rstrip(_STOPS))
    if not short:
        return stop
    slash = language.table("electronic")["slash"]
    return f" {slash} {short[1].replace('-', ' ')}{stop}"


def _name_words(name: str, language: Language) -> str:
    """Return a name's letters as words, its digits one by one, its marks by their names."""
    parts = _PARTS_OF_NAME.findall(name)
    return " ".join(_part_words(part, language) for part in parts)


def _part_words(part: str, language: Language) -> str:
    table = language.table("electronic")
    if part.isalpha():
        return _letters_words(part, table)
    if is_digits(part[0]):
        return spell_digits(part, language)
    marks: dict[str, str] = {
        ".": table["dot"],
        "-": table["dash"],
        "_": table["underscore"],
        "+": table["plus"],
    }
    return marks.get(part, part)


def _letters_words(letters: str, table: Table) -> str:
    """Return letters as a word, or spelt where the engine would make another word of them."""
    known = letters.lower() in table["read"]
    if known or len(letters) > table.get("spell_until", 0):
        return letters
    return " ".join(letters)


def _tag_words(tag: str, language: Language) -> str:
    """Return the words that are run together in a tag."""
    words = []
    for word in _WORDS_OF_TAG.findall(tag):
        if is_digits(word[0]) and len(word) > _MOST_DIGITS_OF_NUMBER:
            word = spell_digits(word, language)
        words.append(word)
    return " ".join(words)
