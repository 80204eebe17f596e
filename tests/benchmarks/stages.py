"""The readers and later stages of the package, each as a function of one text.

A reader gets the text as its kind of source holds it: as it is, escaped in a page, packed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from html import escape

from narrator.article import Article, Kind, Paragraph, Section
from narrator.errors import NarrateError
from narrator.language.detect import detect_language
from narrator.language.quotations import find_quotations
from narrator.language.sentences import split_sentences
from narrator.language.tables import language_codes, load_language
from narrator.readers.docx import read_docx
from narrator.readers.epub import read_epub
from narrator.readers.html import read_html
from narrator.readers.markdown import read_markdown
from narrator.readers.pdf import read_pdf
from narrator.readers.plain import read_text
from narrator.readers.sniff import find_reader
from narrator.reading_list.texts import list_of_text
from narrator.recording.casting import solo
from narrator.recording.plan import plan
from narrator.selection import select_sections
from narrator.settings import Pauses, Selection, SummarySettings
from narrator.summary import summarise
from narrator.verbalize.clauses import split_long
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.pronounce import pronounce
from narrator.verbalize.pronunciations import parse
from tests.benchmarks.attacks import KINDS, SPOKEN, Attack
from tests.books import book
from tests.documents import docx, paragraph
from tests.pdfs import Sheet, pdf

Call = Callable[[str], object]
_PROSE = "The boats came home. Nobody cheered in the valley, for it was late.\n\n"
# characters that XML cannot hold
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")
_LINE_CHARACTERS, _PAGE_LINES = 90, 50


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the package that gets a text."""

    name: str
    call: Call
    kinds: Sequence[Attack] = KINDS


def stages() -> Iterator[Stage]:
    """Yield all readers and later stages; those that speak a language, for each language."""
    for name, call in _READERS.items():
        yield Stage(f"reader: {name}", partial(_tolerant, call))
    for name, call in _LATER.items():
        yield Stage(name, partial(_tolerant, call))
    for code in ("xx", *language_codes()):
        yield Stage(f"sentences: {code}", partial(split_sentences, language=code), SPOKEN)
        yield Stage(f"quotations: {code}", partial(_quotations, code=code), SPOKEN)
        if code == "xx" or load_language(code).numbers:
            yield Stage(f"spoken form: {code}", partial(to_spoken, language=code), SPOKEN)


def _tolerant(call: Call, text: str) -> None:
    """Call a stage that may refuse a text."""
    with suppress(NarrateError):
        call(text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _xml(text: str) -> str:
    return escape(text.translate(_NOT_XML))


def _page(body: str) -> bytes:
    return _bytes(f"<!doctype html><html><body><article>{body}</article></body></html>")


def _attribute_page(text: str) -> bytes:
    shown = escape(text)
    return _bytes(
        f'<html lang="{shown}"><head><title>{shown}</title>'
        f'<meta http-equiv="refresh" content="{shown}"><meta name="author" content="{shown}">'
        f'<meta name="date" content="{shown}"></head><body class="{shown}">'
        f'<p class="{shown}" style="{shown}" id="{shown}">A <img alt="{shown}"></p>'
        f'<h1>{shown}</h1><pre class="{shown}">{shown}</pre><a href="{shown}">{shown}</a>'
        f'<ol start="{shown}"><li value="{shown}">a</li></ol><sup class="{shown}">{shown}</sup>'
        f"<script type='application/ld+json'>{text}</script><p>{_PROSE * 30}"
        f'<table><tr><td colspan="{shown}">{shown}</td></tr></table>'
    )


def _docx(text: str) -> bytes:
    return docx(paragraph(_xml(text)), core=f"<dc:title>{_xml(text)}</dc:title>")


def _docx_attributes(text: str) -> bytes:
    shown = _xml(text)
    picture = f'<w:r><w:drawing><wp:docPr descr="{shown}"/></w:drawing></w:r>'
    field = f"<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>{shown}</w:instrText></w:r>"
    styles = (
        f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="{shown}"/>'
        f'<w:pPr><w:outlineLvl w:val="{shown}"/></w:pPr></w:style>'
    )
    return docx(paragraph(picture + field, "a") + paragraph("Boats."), styles=styles)


def _epub(text: str) -> bytes:
    shown = _xml(text)
    chapter = f"<html><body><h1>{shown}</h1><p>{shown}</p></body></html>"
    return book({"a.xhtml": chapter}, ["a.xhtml"], f"<dc:creator>{shown}</dc:creator>")


def _epub_markup(text: str) -> bytes:
    return book({"a.xhtml": f"<html><body>{text}</body></html>"}, ["a.xhtml"])


def _pdf(text: str) -> bytes:
    shown = text.encode("cp1252", "replace").decode("cp1252").translate(_NOT_XML)
    lines = []
    for line in shown.splitlines():
        starts = range(0, max(1, len(line)), _LINE_CHARACTERS)
        lines += [line[start : start + _LINE_CHARACTERS] for start in starts]
    sheets = []
    for first in range(0, len(lines), _PAGE_LINES):
        sheet = Sheet()
        for number, line in enumerate(lines[first : first + _PAGE_LINES]):
            sheet.put(40, 780 - 14 * number, line, 9)
        sheets.append(sheet)
    return pdf(sheets)


def _sniffed(suffix: str, text: str) -> object:
    """Recognise a source and read it, as the command does."""
    data = _bytes(text)
    return find_reader(data, "a", suffix).read(data, "a")


def read_and_plan(data: bytes, suffix: str) -> None:
    """Read a source as the command does, and plan all that is said of it."""
    with suppress(NarrateError):
        article = find_reader(data, "a", suffix).read(data, "a")
        for _ in plan(article, Pauses(), solo("en")):
            pass


_READERS: dict[str, Call] = {
    "text": lambda text: read_text(_bytes(text), "a.txt"),
    "text in prose": lambda text: read_text(_bytes(f"{_PROSE}{text}\n\n{_PROSE}"), "a.txt"),
    "Markdown": lambda text: read_markdown(_bytes(text), "a.md"),
    "Markdown, YAML": lambda text: read_markdown(_bytes(f"---\n{text}\n---\nA.\n"), "a.md"),
    "Markdown, TOML": lambda text: read_markdown(_bytes(f"+++\n{text}\n+++\nA.\n"), "a.md"),
    "page, text": lambda text: read_html(_page(f"<p>{escape(text)}</p>"), "a.html"),
    "page, markup": lambda text: read_html(_page(text), "a.html"),
    "page, attributes": lambda text: read_html(_attribute_page(text), "a.html"),
    "Word, text": lambda text: read_docx(_docx(text), "a.docx"),
    "Word, attributes": lambda text: read_docx(_docx_attributes(text), "a.docx"),
    "EPUB, text": lambda text: read_epub(_epub(text), "a.epub"),
    "EPUB, markup": lambda text: read_epub(_epub_markup(text), "a.epub"),
    "PDF": lambda text: read_pdf(_pdf(text), "a.pdf"),
    "list": lambda text: list_of_text(_bytes(text), "a"),
    "list, CSV": lambda text: list_of_text(_bytes(f"title,url,tags\n{text}"), "a"),
    "list, JSON": lambda text: list_of_text(_bytes(json.dumps([{"url": text}])), "a"),
    "list, page": lambda text: list_of_text(_bytes(f"<ul><a href='{text}' add_date=1>"), "a"),
    "recognised": partial(_sniffed, ""),
    "recognised page": partial(_sniffed, "html"),
}


def _article(text: str) -> Article:
    """Return an article of a text in paragraphs of several kinds."""
    paragraphs = [Paragraph(line) for line in text.split("\n") if line.strip()]
    kinds = [Paragraph(" ".join(text.split()), kind) for kind in (Kind.QUOTE, Kind.CAPTION)]
    sections = (
        Section((" ".join(text.split()),), tuple(paragraphs)),
        Section(("Two",), tuple(kinds)),
    )
    return Article("Boats", sections, "a", "a.txt")


def _planned(text: str) -> object:
    passages = plan(_article(text), Pauses(), solo("en"))
    return sum(1 for _ in passages)


def _summary(text: str) -> object:
    return summarise(_article(text), SummarySettings(summary=True), "en")


def _selected(text: str) -> object:
    return select_sections(_article(text), Selection(), "en")


def _quotations(text: str, code: str) -> object:
    return sum(1 for _ in find_quotations(text, code, ""))


def _dictionary(text: str) -> object:
    entries = parse(text, "pronounce.toml")
    return pronounce(text, entries, str)


_DICTIONARY = parse('Reading = "Redding"\n"St. Ives" = "saint eyevz"\naa = "b"\n', "a")


_LATER: dict[str, Call] = {
    "language": detect_language,
    "plan": _planned,
    "summary": _summary,
    "selection": _selected,
    "clauses": lambda text: split_long(text),
    "dictionary": _dictionary,
    "dictionary applied": lambda text: pronounce(text, _DICTIONARY, str),
}
