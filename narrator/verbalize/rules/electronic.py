"""Addresses of web pages, of which only the site is said, and of mail; names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.frequencies import zipf
from narrator.language.tables import ANY_LANGUAGE, Language, language_table, one_of
from narrator.verbalize.numbers import is_digits, spell_digits
from narrator.verbalize.rules import rewrites
from narrator.verbalize.rules.rule import INNER_DOT, Match, Rule, spelt
from narrator.verbalize.rules.tokens import spelt_characters

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_REST_OF_ADDRESS = r"[^\s<>\"'()]{0,2000}"
_PARTS_OF_NAME = re.compile(r"[A-Z]?[^\W\dA-Z_]+|[A-Z]+(?![a-z])|[0-9]+|[^\w\s]|_")
_SHORT_PATH = re.compile(r"/([A-Za-z][A-Za-z-]{0,19})/?[.,;:!?]*")
# keys of the language's table
_NAMES_OF_MARKS = {".": "dot", "-": "dash", "_": "underscore", "+": "plus"}
_STOPS = tuple(".,;:!?")
# the number of letters of a country's label, which is spelt
_COUNTRY_LETTERS = 2
# Zipf value of a word that engines know
_KNOWN = 4.5
# longer runs of digits in a tag are read digit by digit
_MOST_DIGITS_OF_NUMBER = 4


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules; mail addresses, which contain host names, come first."""
    table = language.table("electronic")
    if not table:
        return
    mail_host = r"((?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24})"
    mail = rf"(?<![\w+-])(?i:mailto:)?(\w[\w.+-]{{0,63}})@{mail_host}"
    yield Rule(rf"\s?<{mail}>|{mail}", _mail, ("@",))
    any_host = rf"(?<![\w@])<?(?i:https?|ftp)://((?:{_LABEL}\.){{0,5}}{_LABEL})"
    last_label = one_of([*table["read"], *table["spell"]])
    known_host = rf"(?<![\w@.-])((?:{_LABEL}\.){{1,5}}{last_label})(?![\w-]|\.\w)"
    path = rf"(?::[0-9]{{1,5}})?([/?#]{_REST_OF_ADDRESS})?"
    page = rf"(?:{any_host}|{known_host}){path}>?"
    yield Rule(page, _page, ("/" + INNER_DOT,))
    name = r"(\w{1,40}(?:\.\w{1,40}){0,3})"
    yield Rule(rf"(?<![\w@.])@(?=[0-9]{{0,20}}[^\W\d]){name}", _handle, ("@",))
    yield from rewrites.rules(language, "addresses")
    tag = r"([A-Za-z]\w{0,80}|[0-9]{1,6}[A-Za-z]\w{0,80})"
    yield Rule(rf"(?<![\w#&])#{tag}", _hashtag, ("#",))
    endings = language_table(ANY_LANGUAGE, "files")
    ending = one_of([*endings["read"], *endings["spell"]])
    file = r"(?<![\w@.-])(\w[\w-]{1,80}(?:\.\w[\w-]{0,40}){0,3})"
    yield Rule(rf"{file}\.({ending})(?!\w|\.\w)", _file, (INNER_DOT,))


def _mail(match: Match, language: Language) -> str:
    """Return a mail address, after a pause where it stands in brackets after a name."""
    at = language.table("electronic")["at"]
    name, host = match[1] or match[3], match[2] or match[4]
    pause = ", " if match[1] else ""
    return f"{pause}{_name_words(name, language)} {at} {_host_words(host, language)}"


def _page(match: Match, language: Language) -> str:
    """Return the site of a page, and its path if it is a short one; others help no listener."""
    path = match[3] or ""
    words = _host_words(match[1] or match[2], language)
    short = _SHORT_PATH.fullmatch(path)
    if short and match[2]:
        words += f" {language.table('electronic')['slash']} {short[1].replace('-', ' ')}"
    # the mark of the sentence that ends with the address
    return words + path[-1:] if path.endswith(_STOPS) else words


def _handle(match: Match, language: Language) -> str:
    name = match[1].replace("_", " ")
    return f"{language.table('electronic')['at']} {_name_words(name, language)}"


def _hashtag(match: Match, language: Language) -> str:
    return f"{language.table('electronic')['hash']} {_tag_words(match[1], language)}"


def _file(match: Match, language: Language) -> str:
    """Return the words of a file's name, and its ending."""
    name, ending = match.groups()
    if ending not in language_table(ANY_LANGUAGE, "files")["read"]:
        ending = spelt_characters(ending, language)
    dot = language.table("electronic")["dot"]
    return f"{_tag_words(name, language)} {dot} {ending}"


def _host_words(host: str, language: Language) -> str:
    """Return a host's labels as words, without "www"; the letters of a country with dots."""
    table = language.table("electronic")
    *labels, last = host.removeprefix("www.").split(".")
    words = []
    for label in labels:
        is_read = label.lower() in table["read"]
        words.append(label if is_read else _name_words(label, language))
    last = last.lower()
    is_country = last not in table["read"] and len(last) == _COUNTRY_LETTERS
    words.append(spelt(last.upper()) if is_country else last)
    return f" {table['dot']} ".join(words)


def _tag_words(tag: str, language: Language) -> str:
    """Return the words that are written together in a tag or the name of a file."""
    return _name_words(re.sub("[_-]", " ", tag), language, is_tag=True)


def _name_words(name: str, language: Language, *, is_tag: bool = False) -> str:
    """Return a name with its marks by their names and its digits read one by one.

    Few digits of a tag are a number.
    """
    table = language.table("electronic")
    most_of_number = _MOST_DIGITS_OF_NUMBER if is_tag else 0
    most_spelt = 0 if is_tag else table.get("spell_until", 0)
    words: list[str] = []
    for part in _PARTS_OF_NAME.findall(name):
        if is_digits(part) and len(part) > most_of_number:
            words.append(spell_digits(part, language))
        elif part in _NAMES_OF_MARKS:
            words.append(table[_NAMES_OF_MARKS[part]])
        elif part.isalpha() and len(part) <= most_spelt and zipf(part, language.code) < _KNOWN:
            # the engine would make another word of so few letters
            words += part
        else:
            words.append(part)
    return " ".join(words)
