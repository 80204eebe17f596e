"""Numbers that are names: telephones, network addresses, serials, and what follows such words as "PIN" or "flight"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import FIGURE, Language, Rule, one_of
from narrator.verbalize.numbers import cardinal, digits, pairs

_START = r"(?<![\w.,/+-])"
_END = r"(?![\w/]|[-.][0-9])"
_TELEPHONES = (
    # (212) 555-0199, 1-800-555-1234, 212.555.0199-12
    rf"{_START}(?:\+[0-9]{{1,3}}[\s-]|1-)?(?:\([0-9]{{3}}\)\s?|[0-9]{{3}}[-.])[0-9]{{3}}[-.][0-9]{{4}}(?:-[0-9]{{1,4}})?{_END}",
    # +44 20 7946 0958, +49 1234-1234
    rf"{_START}\+[0-9]{{1,3}}(?:[\s-]?\(?[0-9]{{2,8}}\)?){{1,5}}(?:-[0-9]{{1,4}})?{_END}",
    # (0411) 0234-1234, 11 3333-4444
    rf"{_START}(?:\(0?[0-9]{{2,4}}\)|[0-9]{{2}})\s?[0-9]{{4,5}}-[0-9]{{4}}{_END}",
    # 030 1234567, 06/1234567
    rf"{_START}(?<![0-9]\s)0[0-9]{{1,4}}[\s/-][0-9]{{3,9}}(?:[\s-][0-9]{{2,5}}){{0,3}}{_END}",
    # 123-45-6789
    rf"{_START}[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}{_END}",
    # 555-1234, 99999-1234
    rf"{_START}(?:[0-9]{{3}}|[03-9][0-9]{{3,4}})-[0-9]{{4}}{_END}",
)


def rules(language: Language) -> Iterator[Rule]:
    """Before money, dates and units, which would read parts of them."""
    if not language.table("numbers"):
        return
    yield from _telephones(language)
    yield from _addresses(language)
    yield from _numbered(language)
    yield from _verses(language)
    yield from _serials(language)
    yield from _after_words(language)
    minus = language.table("numbers")["minus"]
    decimal = re.escape(language.table("numbers")["decimal"])
    yield Rule(rf"(?<![\w)\].,^%°€$£/-])-(?={decimal}?[0-9])", lambda _: minus + " ", ("-", FIGURE))


def _telephones(language: Language) -> Iterator[Rule]:
    plus = language.table("numbers")["plus"]

    def phone(m: re.Match[str]) -> str:
        groups = re.findall("[0-9]+", m[0])
        said = [_toll_free(group, language) for group in groups]
        if m[0][0] == "+":
            said[0] = f"{plus} {cardinal(groups[0], language)}"
        return ", ".join(said)

    for pattern in (*_TELEPHONES, *language.table("numbers").get("telephones", ())):
        yield Rule(pattern, phone, (FIGURE, "+-./ "))
    # 1-800-FLOWERS
    yield Rule(
        rf"{_START}(?:(1)-)?(8[0-9]{{2}}|900)-((?:[A-Z]{{1,12}}-?){{1,4}})(?![\w-])",
        lambda m: ", ".join(
            [
                *([digits("1", language)] if m[1] else []),
                _toll_free(m[2], language),
                m[3].replace("-", " ").strip(),
            ]
        ),
        (FIGURE, "-"),
    )


def _toll_free(group: str, language: Language) -> str:
    return cardinal(group, language) if group in ("800", "900") else digits(group, language)


def _addresses(language: Language) -> Iterator[Rule]:
    """127.0.0.1, which is no number with grouped thousands."""
    numbers = language.table("numbers")
    dot = language.table("electronic").get("dot", numbers["point"])
    grouped = r"(?![0-9]{1,3}(?:\.[0-9]{3}){3}(?![0-9]))" if "." in numbers["group"] else ""
    yield Rule(
        rf"(?<![\w.,/-]){grouped}[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?!\w|\.[0-9])",
        lambda m: f" {dot} ".join(digits(part, language) for part in m[0].split(".")),
        (FIGURE, "."),
    )


def _serials(language: Language) -> Iterator[Rule]:
    """Long runs of figures in a name, chains such as an ISBN, 401(k), 1080p and "4s"."""
    yield Rule(
        r"(?<![\w.,/-])([0-9]{3})((?:\([a-zA-Z0-9]{1,2}\)){1,3})(?!\w)",
        lambda m: f"{pairs(m[1], language)} {' '.join(re.findall('[a-zA-Z0-9]+', m[2])).upper()}",
        (FIGURE, "("),
    )
    yield Rule(
        r"(?<![\w.,/-])[0-9]{1,9}(?:-[0-9]{1,9}){3,6}(?:-X)?(?![\w/]|[-.][0-9])",
        lambda m: ", ".join(
            digits(group, language) if group != "X" else group for group in m[0].split("-")
        ),
        (FIGURE, "-"),
    )
    # a formation or a record of games
    yield Rule(
        r"(?<![\w.,/:–-])([0-9]{1,2})([-–])([0-9]{1,2})\2([0-9]{1,2})(?![\w/]|[-–.,:][0-9])",
        lambda m: ", ".join(cardinal(str(int(part)), language) for part in (m[1], m[3], m[4])),
        (FIGURE, "-–"),
    )
    yield Rule(
        r"(?<=[A-Za-z0-9][/-])[0-9]{5,9}(?![\w.,])",
        lambda m: digits(m[0], language),
        (FIGURE, "/-"),
    )
    if language.code == "en":
        yield Rule(
            r"(?<![\w.,])(?:([0-9])s(?!\.\s?[0-9]{1,2}d\.)|(480|576|720|1080|1440|2160|4320)([pi]))(?!\w)",
            lambda m: f"{pairs(m[2], language)} {m[3].upper()}" if m[2] else _many(m, language),
            (FIGURE,),
        )


def _many(m: re.Match[str], language: Language) -> str:
    """ "two 5s", but an "iPhone 4s"."""
    word = digits(m[1], language)
    if not re.search(r"(?<!\w)[A-Za-z][a-z]{2}\s$", m.string[max(0, m.start() - 5) : m.start()]):
        return f"{word} S"
    return f"{word}es" if word[-1] == "x" else f"{word}s"


def _numbered(language: Language) -> Iterator[Rule]:
    """No. 22-1234, art. L. 121-1."""
    table = language.table("numbers")
    if not (words := table.get("numbered")):
        return

    def parts(m: re.Match[str]) -> str:
        first, second = cardinal(m[2], language), pairs(m[3], language)
        return f"{m[1]}{first}{table['numbered_dash']} {second}"

    yield Rule(
        rf"((?<!\w){one_of(words)}\s)([0-9]{{1,4}})-([0-9]{{1,5}})(?![\w/]|[-.,][0-9])",
        parts,
        (FIGURE, "-"),
    )


def _verses(language: Language) -> Iterator[Rule]:
    """Matt. 5:3, John 3:16-18."""
    books = language.table("numbers", "books")
    if not books:
        return
    to = language.table("numbers")["to"]

    def verse(m: re.Match[str]) -> str:
        until = f" {to} {cardinal(m[4], language)}" if m[4] else ""
        return f"{books[m[1]]} {cardinal(m[2], language)} {cardinal(m[3], language)}{until}"

    place = r"([0-9]{1,3}):([0-9]{1,3})(?:[-–]([0-9]{1,3}))?"
    yield Rule(rf"\b({one_of(books)})\.?\s{place}(?![\w:]|[.,][0-9])", verse, (FIGURE, ":"))


def _after_words(language: Language) -> Iterator[Rule]:
    spelled = language.table("numbers", "spelled_after")
    if not spelled:
        return

    def paired(m: re.Match[str]) -> str:
        letter = f"{m[2]} " if m[2] else ""
        return m[1] + letter + " ".join(pairs(part, language) for part in (m[3], m[4]) if part)

    single = one_of(spelled["digits"])
    yield Rule(
        rf"(?i)(\b{single}\s(?:number\s|is\s|to\s)?)([0-9]{{3,10}})(?!\w|[.,:-][0-9]|\s?%|\s[a-z])",
        lambda m: m[1] + digits(m[2], language),
        (FIGURE,),
    )
    by_pairs = one_of(spelled["pairs"])
    yield Rule(
        rf"(\b{by_pairs}(?:'s)?\s)([A-Z]?)([0-9]{{3,4}})(?:-([0-9]{{1,4}}))?(?!\w|[.,:][0-9])",
        paired,
        (FIGURE,),
    )
