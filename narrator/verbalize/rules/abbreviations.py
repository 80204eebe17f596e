"""Abbreviations by what stands around them: titles before names, streets in addresses, numbers after "No."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from narrator.language.tables import CAPITAL, FIGURE, INNER_DOT, Language, Rule, by_marks, one_of
from narrator.verbalize.numbers import digits, pairs

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"


def rules(language: Language) -> Iterator[Rule]:
    """Addresses first, they hold what means something else elsewhere; what may stand anywhere last."""
    table = language.table("abbreviations")
    if not table:
        return
    yield from _addresses(language)
    yield from _saint(language)
    yield from _tables(language)


def _tables(language: Language) -> Iterator[Rule]:
    table = language.table("abbreviations")

    def rule(part: str, before: str, after: str, *needs: str) -> Iterator[Rule]:
        words: Mapping[str, str] = _capitalised(table.get(part, {}))
        # most have a dot, and a text without one is spared them; what has to stand before something ends no text
        for marks, some in by_marks(words):
            marks = marks.replace(".", INNER_DOT) if after.startswith("(?=") else marks
            yield Rule(
                f"{before}({one_of(some)}){after}", lambda m: _full(m, words), (marks, *needs)
            )

    start = r"(?<![\w.&-])"
    yield from rule("titles", start, rf"(?=\s(?:[\"“(]|d[eu]\s|d'|v[ao]n\s)?{_CAPITAL})", CAPITAL)
    yield from rule("bare_titles", start, rf"(?=\s{_CAPITAL}\w*[a-z.])", CAPITAL)
    yield from rule("after_name", r"(?<=[\w,.)]\s)", r"(?!\w)", CAPITAL)
    yield from rule("before_number", start, r"(?=\s?(?:#\s?)?[0-9]|\s(?:[IVXLC]+|[ivxl]+)\b)")
    if number := table.get("number_without_dot"):
        # "at No 10", but "No 10 people came"
        pattern = rf"(?<=[a-z]\s)({number})(?=\s[0-9]{{1,4}}(?!\w))"
        yield Rule(pattern, lambda _: str(table["number"]), (FIGURE, CAPITAL))
    yield from rule("after_number", r"(?<=[0-9]\s)", r"(?!\w)", FIGURE)
    yield from rule("after_number", r"(?<=[0-9])", r"(?!\w)", FIGURE)
    yield from rule("between_names", r"(?<=\w\s)", rf"(?=\s{_CAPITAL})", CAPITAL)
    yield from rule("prefixes", start, rf"(?={_CAPITAL})", CAPITAL)
    yield from rule("endings", r"(?<=[^\W\d_]{2})", r"(?!\w)")
    yield from rule("anywhere", r"(?<![\w.])", r"(?!\w)")


def _capitalised(words: Mapping[str, str]) -> Mapping[str, str]:
    """With the forms that begin a sentence."""
    return {
        word[0].upper() + word[1:]: full[0].upper() + full[1:] for word, full in words.items()
    } | dict(words)


def _full(m: re.Match[str], words: Mapping[str, str]) -> str:
    """The full word, with the full stop where the abbreviation's dot ended the sentence too."""
    full = words[m[1]]
    if m[1].endswith(".") and not full.endswith(".") and not m.string[m.end() :].strip(" \"”')»"):
        return full + "."
    return full


def _saint(language: Language) -> Iterator[Rule]:
    """ "St." is a saint before a name, and a street after one."""
    table = language.table("abbreviations")
    if saints := table.get("saints"):
        # the man's and the woman's word, told by the name's ending
        yield Rule(
            rf"(?<![\w.&-])S\.\s(?=({_CAPITAL}\w+))",
            lambda m: saints[m[1].endswith("a") and m[1] not in table["men_in_a"]] + " ",
            (INNER_DOT, CAPITAL),
        )
    if "streets" not in table:
        return
    saint, street = table["saint"], table["streets"]["St"]
    # a saint before a capital, else a street: "on Elm St. in", "Elm St., Hull", "to the end of Elm St."
    yield Rule(
        rf"St\.(?<=[a-z0-9]\sSt\.)(?=\s{_CAPITAL})(?!\s?$)", lambda _: saint, (INNER_DOT, CAPITAL)
    )
    yield Rule(
        r"St\.(?<=\w\sSt\.)(?=,|;|\s[a-z(]|$)",
        lambda m: street + ("." if m.end() == len(m.string) else ""),
        (".",),
    )
    yield Rule(rf"St\.(?<![\w.]St\.)(?=\s{_CAPITAL})", lambda _: saint, (INNER_DOT, CAPITAL))


def _addresses(language: Language) -> Iterator[Rule]:
    """221B Baker St., 1600 Penn Ave. NW, Hull, MA 02045; Ann Lee, D-Mass."""
    table = language.table("abbreviations")
    streets, states, directions = (
        table.get("streets", {}),
        table.get("states", {}),
        table.get("directions", {}),
    )
    way, kind = one_of(directions), one_of(streets)

    def address(m: re.Match[str]) -> str:
        name = " ".join(directions.get(word, word) for word in m["name"].split())
        end = f" {directions[m['way']]}" if m["way"] else ""
        stop = "." if m[0].endswith(".") and m.end() == len(m.string) else ""
        return (
            f"{pairs(m['house'], language)} {m['door']}".strip()
            + f" {name} {streets[m['kind']]}{end}{stop}"
        )

    if streets:
        name = rf"(?:{way}|[A-Z][\w']{{1,20}}|[0-9]{{1,3}}(?:st|nd|rd|th))"
        house = r"(?<![\w.,$/-])(?<!\bNo\.\s)(?P<house>[0-9]{1,5})(?P<door>[A-Z]?)\s"
        pattern = rf"{house}(?P<name>{name}(?:\s{name}){{0,2}})\s(?P<kind>{kind})(?!\w)(?:\s(?P<way>{way})(?!\w))?"
        yield Rule(pattern, address, (FIGURE, CAPITAL))
    if states:
        before = r"(?:(?<=\w,\s)|(?<=[(\s][DRI]-))"
        yield Rule(
            rf"{before}({one_of(states)})((?:,?\s[0-9]{{5}}(?:-[0-9]{{4}})?)?)(?=[,.;:)]|$|\s[a-z0-9(])(?!\w)",
            lambda m: (
                states[m[1]] + (", " + digits(re.sub("[^0-9]", "", m[2]), language) if m[2] else "")
            ),
            (",-", CAPITAL),
        )
