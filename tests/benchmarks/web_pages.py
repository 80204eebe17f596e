"""Web pages read by narrate and two extractors: ``python -m tests.benchmarks.web_pages FOLDERS``.

The pages are those that two projects test their own readers with; fetch them yourself:

    git clone --depth 1 https://github.com/mozilla/readability
    git clone --depth 1 https://github.com/adbar/trafilatura
    python -m tests.benchmarks.web_pages --readability readability --trafilatura trafilatura

readability's pages come with the article as it should be, which is compared by its words, headings,
title and byline. trafilatura's come with pieces of text that are wanted and pieces that are junk.
Half of the pages, chosen by a hash of their names, are for finding faults, the others for a last
look: what was mended for one half must hold for the other. readability-lxml is compared where it
is installed (``pip install readability-lxml``).
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from narrator.errors import SourceError
from narrator.language.characters import title_key
from narrator.readers.html import read_html
from narrator.readers.tree.document import decode_page, parse_html
from narrator.readers.tree.elements import HEADING_LEVELS
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.walk import walk_blocks

_WORD = re.compile(r"\w+")
_TITLE_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|: ")
# what stands in a byline beside names
_BESIDE_NAMES = re.compile(r"\b(?:by|par|von|and|et|und|with|edited|written)\b|[\d(].*", re.I)
# junk and wanted text shown of each page
_SHOWN = 110


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page; ``text`` is empty where it refused it."""

    text: str = ""
    headings: frozenset[str] = frozenset()
    title: str = ""
    author: str = ""


Reader = Callable[[bytes], Reading]


@dataclass(slots=True)
class Counts:
    """What one reader got right of all pages, and how long it took."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    shares: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    refused: int = 0
    seconds: float = 0.0

    def add(self, name: str, right: int, of: int) -> None:
        """Add what is right of a number of things."""
        self.right[name] += right
        self.of[name] += of

    def add_share(self, name: str, right: int, of: int) -> None:
        """Add the share of a page's things that is right, one page counting as much as another."""
        self.shares[name] += right / max(1, of)
        self.of[name] += 1

    def mean(self, name: str) -> str:
        """Return the mean of the shares that were added."""
        return f"{self.shares[name] / max(1, self.of[name]):.3f}"

    def figure(self, name: str) -> str:
        """Return how many are right of how many."""
        return f"{self.right[name]}/{self.of[name]}"


@click.command()
@click.option("--readability", type=click.Path(exists=True, path_type=Path), help="Checkout.")
@click.option("--trafilatura", type=click.Path(exists=True, path_type=Path), help="Checkout.")
@click.option(
    "--half",
    type=click.Choice(["development", "held-out", "all"]),
    default="development",
    show_default=True,
    help="Which of the pages.",
)
@click.option("--alone", is_flag=True, help="Read with narrate alone.")
@click.option("--faults", is_flag=True, help="List what narrate has wrong of each page.")
def main(
    readability: Path | None, trafilatura: Path | None, half: str, alone: bool, faults: bool
) -> None:
    """Print how much of web pages each reader has right."""
    readers = _readers(alone)
    if readability:
        _print_articles(readability, half, readers, faults)
    if trafilatura:
        _print_pieces(trafilatura, half, readers, faults)


def _print_articles(checkout: Path, half: str, readers: dict[str, Reader], faults: bool) -> None:
    """Compare whole articles: the words, the headings, the title and the byline."""
    folders = sorted((checkout / "test" / "test-pages").iterdir())
    wanted = [folder for folder in folders if _is_in(half, folder.name)]
    click.echo(f"readability: {len(wanted)} pages")
    for name, reader in readers.items():
        counts = Counts()
        for folder in wanted:
            notes = _compare_article(folder, reader, counts)
            if faults and name == "narrate":
                _print_faults(folder.name, notes)
        figures = [
            f"precision {counts.mean('precision')}",
            f"recall {counts.mean('recall')}",
            *(
                f"{what} {counts.figure(what)}"
                for what in ("headings", "titles", "exact titles", "bylines", "no bylines")
            ),
        ]
        _print_row(name, counts, figures)


def _compare_article(folder: Path, reader: Reader, counts: Counts) -> Iterable[str]:
    expected = _expected(folder)
    reading = _read(reader, (folder / "source.html").read_bytes(), counts)
    wanted_words = Counter(_words(expected.text))
    words = Counter(_words(reading.text))
    # a title that stands above the text is no junk
    allowed = wanted_words | Counter(_words(f"{expected.title} {reading.title}"))
    counts.add_share("precision", (words & allowed).total(), words.total())
    counts.add_share("recall", (words & wanted_words).total(), wanted_words.total())
    found = expected.headings & (reading.headings | {title_key(reading.title)})
    counts.add("headings", len(found), len(expected.headings))
    notes = [f"no heading: {heading}" for heading in sorted(expected.headings - found)]
    if expected.title:
        is_title = _is_title(reading.title, expected.title)
        counts.add("titles", is_title, 1)
        counts.add("exact titles", title_key(reading.title) == title_key(expected.title), 1)
        if not is_title:
            notes.append(f"title: {reading.title!r} for {expected.title!r}")
    is_byline = _names(reading.author) == _names(expected.author)
    counts.add("bylines" if expected.author else "no bylines", is_byline, 1)
    if not is_byline:
        notes.append(f"byline: {reading.author!r} for {expected.author!r}")
    return notes


def _expected(folder: Path) -> Reading:
    """Return the article that readability's authors want of a page."""
    stated = json.loads((folder / "expected-metadata.json").read_text("utf-8"))
    root = parse_html((folder / "expected.html").read_text("utf-8"), "expected.html")
    headings = [" ".join(each.itertext()) for each in root.iter(*HEADING_LEVELS)]
    # a wiki's link beside a heading
    headings = [heading.strip().removesuffix("[ edit ]") for heading in headings]
    return Reading(
        " ".join(block.text for block in walk_blocks(root, Notes({}, {}))),
        frozenset(filter(None, map(title_key, headings))),
        stated.get("title") or "",
        stated.get("byline") or "",
    )


def _print_pieces(checkout: Path, half: str, readers: dict[str, Reader], faults: bool) -> None:
    """Look for pieces of text that are wanted and for those that are junk."""
    tests = checkout / "tests"
    pages = json.loads((tests / "evaldata.json").read_text("utf-8")).values()
    wanted = [page for page in pages if _is_in(half, page["file"])]
    click.echo(f"trafilatura: {len(wanted)} pages")
    for name, reader in readers.items():
        counts = Counts()
        for page in wanted:
            notes = list(_compare_pieces(page, tests, reader, counts))
            if faults and name == "narrate":
                _print_faults(page["file"], notes)
        figures = [f"{what} {counts.figure(what)}" for what in ("wanted", "junk")]
        _print_row(name, counts, figures)


def _compare_pieces(
    page: dict[str, Any], tests: Path, reader: Reader, counts: Counts
) -> Iterator[str]:
    paths = [tests / folder / page["file"] for folder in ("cache", "eval")]
    data = next(path for path in paths if path.exists()).read_bytes()
    text = " ".join(_read(reader, data, counts).text.split())
    for name, is_fault in (("with", False), ("without", True)):
        found = [" ".join(piece.split()) in text for piece in page[name]]
        counts.add("junk" if is_fault else "wanted", sum(found), len(found))
        yield from (
            f"{'junk' if is_fault else 'missing'}: {piece}"
            for piece, is_found in zip(page[name], found, strict=True)
            if is_found is is_fault
        )


def _read(reader: Reader, data: bytes, counts: Counts) -> Reading:
    started = time.process_time()
    reading = reader(data)
    counts.seconds += time.process_time() - started
    counts.refused += not reading.text
    return reading


def _print_row(name: str, counts: Counts, figures: Iterable[str]) -> None:
    rest = f"refused {counts.refused}  {counts.seconds:.1f} s"
    click.echo(f"  {name:18} {'  '.join(figures)}  {rest}")


def _print_faults(page: str, notes: Iterable[str]) -> None:
    for note in notes:
        click.echo(f"    {page}: {' '.join(note.split())[:_SHOWN]}")


def _is_in(half: str, name: str) -> bool:
    is_development = hashlib.sha256(name.encode()).digest()[0] % 2 == 0
    return half == "all" or is_development is (half == "development")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _is_title(title: str, expected: str) -> bool:
    """Return whether a title is the expected one, or its part beside the site's name."""
    key = title_key(title)
    parts = [expected, *_TITLE_SEPARATOR.split(expected)]
    return key in {title_key(part) for part in parts}


def _names(byline: str) -> frozenset[str]:
    """Return the words of the names in a byline."""
    # a date or the site's name stands in a line below
    names = _BESIDE_NAMES.sub(" ", byline).strip()
    return frozenset(_words(names.partition("\n")[0]))


def _readers(alone: bool) -> dict[str, Reader]:
    readers: dict[str, Reader] = {"narrate": _by_narrate}
    if not alone:
        readers["trafilatura"] = _by_trafilatura
        if find_spec("readability"):
            readers["readability-lxml"] = _by_readability
    return readers


def _by_narrate(data: bytes) -> Reading:
    try:
        article = read_html(data, "page.html")
    except SourceError:
        return Reading()
    blocks: list[str] = []
    headings: set[str] = set()
    for section in article.sections:
        blocks.extend(section.blocks)
        headings.update(map(title_key, section.heading))
    return Reading("\n".join(blocks), frozenset(headings), article.title, article.author)


def _by_trafilatura(data: bytes) -> Reading:
    from trafilatura import bare_extraction

    document: Any = bare_extraction(data, include_comments=False, with_metadata=True)
    if document is None:
        return Reading()
    headings = [" ".join(each.itertext()) for each in document.body.iter("head")]
    return Reading(
        document.text or "",
        frozenset(map(title_key, headings)),
        document.title or "",
        document.author or "",
    )


def _by_readability(data: bytes) -> Reading:
    readability = import_module("readability")

    try:
        document = readability.Document(decode_page(data))
        root = parse_html(document.summary(), "page.html")
    except Exception:  # it raises whatever lxml does
        return Reading()
    headings = [" ".join(each.itertext()) for each in root.iter(*HEADING_LEVELS)]
    text = "\n".join(block.text for block in walk_blocks(root, Notes({}, {})))
    return Reading(text, frozenset(map(title_key, headings)), document.title(), document.author())


if __name__ == "__main__":
    main()
