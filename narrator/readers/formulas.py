"""Formulas in MathML, Word's markup and TeX, as one line of text: x = (-b ± √(b^2 - 4ac))/(2a).

The line is what a person would type. Its letters, figures and signs are those of the formula;
``/``, ``^``, ``_``, ``√`` and brackets tell where its parts stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from narrator.article import Article, Kind, Paragraph, Section
from narrator.language.tables import Table, load_toml, one_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# parts that need no brackets
_WHOLE = re.compile(r"\w*|[\d.]+|\([^()]*\)")
_SIGN = re.compile(r"(?<=[\w)])\s*([-+=<>≤≥≠≈±×÷→∈−])\s*")
# "function of", "times" and the like, which are not shown
_UNSEEN = dict.fromkeys(range(0x2061, 0x2065))
# deeper ones are no formulas that anyone wrote
_DEEPEST = 60
# elements that only describe others, and the same formula in another notation
_NO_PART = re.compile(r"\w+Pr|annotation(?:-xml)?|mphantom")
# nested braces of TeX are replaced from the innermost on
_MOST_PASSES = 8
_TEX_COMMAND = re.compile(r"\\([a-zA-Z]*)|[{}]")
# the large sign in Word's markup where it names none
_INTEGRAL = "∫"


def formula_text(element: _Element) -> str:
    """Return a formula, a ``math`` of MathML or an ``oMath`` of Word, as a line of text."""
    line = _linear(element, 0).translate(_UNSEEN)
    return " ".join(_SIGN.sub(r" \1 ", line).split())


def without_tex(article: Article) -> Article:
    """Return an article whose formulas in TeX, such as ``$x^{2}$``, are lines of text."""
    sections = tuple(map(_section_without_tex, article.sections))
    return replace(article, sections=sections)


def _section_without_tex(section: Section) -> Section:
    heading = tuple(map(_text_without_tex, section.heading))
    paragraphs = tuple(map(_paragraph_without_tex, section.paragraphs))
    return replace(section, heading=heading, paragraphs=paragraphs)


def _paragraph_without_tex(paragraph: Paragraph) -> Paragraph:
    if paragraph.kind in {Kind.CODE, Kind.TABLE}:
        return paragraph
    return replace(paragraph, text=_text_without_tex(paragraph.text))


def _text_without_tex(text: str) -> str:
    if "$" not in text and "\\" not in text:
        return text
    return _tex_formula().sub(lambda match: tex_line(match[0]), text)


def tex_line(formula: str) -> str:
    """Return a formula in TeX, with the marks around it, as a line of text."""
    characters = _tex()["characters"]
    line = _tex_name().sub(lambda name: str(characters[name[1]]), formula)
    for _ in range(_MOST_PASSES):
        before = line
        for pattern, instead in _tex()["replacements"]:
            line = re.sub(pattern, instead, line)
        if line == before:
            break
    return " ".join(_TEX_COMMAND.sub(r" \1", line).split())


def _tex() -> Table:
    return load_toml("narrator.readers", "data/tex.toml")


@cache
def _tex_name() -> re.Pattern[str]:
    """Return what matches the commands that stand for a character."""
    return re.compile(rf"\\({one_of(_tex()['characters'])})(?![a-zA-Z])")


@cache
def _tex_formula() -> re.Pattern[str]:
    return re.compile(_tex()["formula"], re.X | re.S)


def _linear(element: _Element, depth: int) -> str:
    """Return the text of an element, with signs for the places of its parts."""
    name = _name(element)
    if not name or depth > _DEEPEST:
        return ""
    if not len(element):
        return (element.text or "").strip()
    parts = [_linear(part, depth + 1) for part in element if not _NO_PART.fullmatch(_name(part))]
    if name == "nary":
        parts.insert(0, _sign_of(element))
    written = _WRITTEN.get(name)
    if written is None or len(parts) < written.parts:
        return "".join(parts)
    return written.write(parts)


def _name(element: _Element) -> str:
    """Return an element's local name; empty for comments and the like."""
    if not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2].rpartition(":")[2]


def _sign_of(element: _Element) -> str:
    """Return the large sign before its bounds in Word's markup."""
    for node in element.iterdescendants():
        if _name(node) == "chr":
            return str(next(iter(node.attrib.values()), _INTEGRAL))
    return _INTEGRAL


def _whole(part: str) -> str:
    """Return a part in brackets, unless it is one whole."""
    return part if _WHOLE.fullmatch(part) else f"({part})"


def _fraction(parts: list[str]) -> str:
    return f"{_whole(parts[0])}/{_whole(parts[1])}"


def _power(parts: list[str]) -> str:
    return f"{_whole(parts[0])}^{_whole(parts[1])}"


def _index(parts: list[str]) -> str:
    return f"{parts[0]}_{_whole(parts[1])}"


def _bounds(parts: list[str]) -> str:
    base, low, high, *rest = parts
    return f"{base}_{_whole(low)}^{_whole(high)} {''.join(rest)}"


def _root(parts: list[str]) -> str:
    return f"√({''.join(parts)})"


def _row(parts: list[str]) -> str:
    """Return a row of a matrix; what is between its cells may not make one number of two."""
    return ", ".join(parts) + "; "


class _Written(NamedTuple):
    """How the parts of an element are written in a line, and how many it has at least."""

    write: Callable[[list[str]], str]
    parts: int


_WRITTEN: Mapping[str, _Written] = {
    # MathML
    "mfrac": _Written(_fraction, 2),
    "msup": _Written(_power, 2),
    "msub": _Written(_index, 2),
    "munder": _Written(_index, 2),
    "mover": _Written(lambda parts: parts[0], 2),
    "msubsup": _Written(_bounds, 3),
    "munderover": _Written(_bounds, 3),
    "msqrt": _Written(_root, 1),
    "mroot": _Written(lambda parts: _root(parts[:1]), 2),
    "mfenced": _Written(lambda parts: f"({', '.join(parts)})", 1),
    "mtr": _Written(_row, 1),
    "mlongdiv": _Written(_row, 1),
    # Word
    "f": _Written(_fraction, 2),
    "sSup": _Written(_power, 2),
    "sSub": _Written(_index, 2),
    "sSubSup": _Written(_bounds, 3),
    "nary": _Written(_bounds, 4),
    "rad": _Written(lambda parts: _root(parts[-1:]), 1),
    "d": _Written(lambda parts: f"({', '.join(parts)})", 1),
    "mr": _Written(_row, 1),
}
