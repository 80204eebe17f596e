"""PDF: pages of placed words into an article.

The file is read in a process of its own, which may be ended: pdfium is C++, takes any time and memory that a hostile file
asks for, and keeps a state that the processes forked later for speech must not inherit.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from narrator.article import Article, Kind, Skipped
from narrator.errors import SourceError, os_reason
from narrator.processes import WorkerDiedError, run_alone
from narrator.readers.builder import ArticleBuilder
from narrator.readers.metadata import as_title
from narrator.readers.pdf.blocks import Block, blocks_of, joined, without_mark
from narrator.readers.pdf.characters import Word
from narrator.readers.pdf.contents import without_contents
from narrator.readers.pdf.furniture import without_furniture
from narrator.readers.pdf.headings import find_headings, title_block, title_on_page_one
from narrator.readers.pdf.lines import Line, columns, runs
from narrator.readers.pdf.notes import split_notes
from narrator.readers.pdf.pages import Document, open_document
from narrator.readers.pdf.tables import named
from narrator.readers.pdf.wording import Wording, code_line, tidy

# a book of 1,000 pages takes ten seconds and 200 MB
_MOST_SECONDS = 120.0
_MOST_BYTES = 2 * 1024**3
_HARMFUL = "it is damaged, or made to take more time and memory than there is"
_UNGUARDED = 'no process can be started to read it: a program with threads needs if __name__ == "__main__": around its work'
_SCAN = "its pages are pictures (a scan), not text: run it through OCR first, for instance with ocrmypdf"


def read_pdf(data: bytes, source: str) -> Article:
    """An article from the bytes of a PDF.

    Raises:
        SourceError: they are damaged, locked, only pictures, or take too much time or memory; or there is no process for
            them.
    """
    try:
        return run_alone(_read_alone, data, source, _MOST_SECONDS)
    except WorkerDiedError as error:
        raise SourceError(source, _HARMFUL if _can_start() else _UNGUARDED) from error
    except (MemoryError, RecursionError) as error:
        raise SourceError(source, _HARMFUL) from error
    except OSError as error:
        raise SourceError(
            source, f"no process can be started to read it: {os_reason(error)}"
        ) from error


def _can_start() -> bool:
    """Whether a process that ended was started at all: a fresh one runs the program's main module first."""
    try:
        return run_alone(bool, True)
    except (WorkerDiedError, OSError):
        return False


def _read_alone(data: bytes, source: str, seconds: float) -> Article:
    """In a process of its own, which ends itself when it takes too long."""
    _limit_memory()
    faulthandler.disable()  # a crash is the parent's to tell
    gc.disable()  # a fifth of the time, for garbage that the process's end collects
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return to_article(open_document(data, source), source)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _limit_memory() -> None:
    """Bound what is mapped beyond what is already, by a lower limit where one is set."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + _MOST_BYTES
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(
            resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard)
        )


def to_article(document: Document, source: str) -> Article:
    """The article of a document.

    Raises:
        SourceError: all its pages are pictures.
    """
    pages = [runs(words) for words in _words(document)]
    body = _usual_size(pages)
    pages, skipped = without_furniture(pages, body)
    scans = sum(
        page.pictured and not lines for page, lines in zip(document.pages, pages, strict=True)
    )
    if scans and not any(pages):
        raise SourceError(source, _SCAN)
    sideways = sum(page.sideways for page in document.pages)
    pages, contents = without_contents(pages)
    skipped += contents
    blocks = _blocks(pages, body)
    left_out = {
        "sideways word": (sideways, sideways),
        "scanned page": (scans, 0),
    }
    skipped += [Skipped(what, count, words) for what, (count, words) in left_out.items() if count]
    return _outlined(document, blocks, body, source, skipped)


def _words(document: Document) -> list[tuple[Word, ...]]:
    """The words of every page; those of a typewritten document are not code."""
    pages = [page.words for page in document.pages]
    widths = Counter[bool]()
    for page in pages:
        for word in page:
            widths[word.fixed] += len(word.text)
    if widths[True] <= widths[False]:
        return pages
    return [tuple(word._replace(fixed=False) for word in page) for page in pages]


def _usual_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size that most characters have."""
    sizes = Counter[float]()
    for page in pages:
        for line in page:
            sizes[line.size] += sum(len(word.text) for word in line.words)
    return max(sizes, key=sizes.__getitem__, default=10.0)


def _blocks(pages: Sequence[Sequence[Line]], body: float) -> list[Block]:
    blocks: list[Block] = []
    for number, page in enumerate(pages):
        texts, notes = split_notes(number, list(columns(page)), body)
        for lines in texts:
            blocks += blocks_of(number, lines)
        blocks += notes
    return list(joined(blocks))


def _outlined(
    document: Document, blocks: list[Block], body: float, source: str, skipped: list[Skipped]
) -> Article:
    wording = Wording(line for block in blocks for line in block.lines)
    texts = [wording.text(block.lines) for block in blocks]
    title = as_title(tidy(document.title)) or (
        title_on_page_one(blocks, texts, body) if blocks else ""
    )
    headings = sorted(
        find_headings(blocks, texts, document.bookmarks, body), key=lambda heading: heading.start
    )
    outline = ArticleBuilder()
    taken = {index for heading in headings for index in range(heading.start, heading.stop)}
    at: dict[int, list[tuple[str, int]]] = {}
    for heading in headings:
        at.setdefault(heading.start, []).append((tidy(heading.text), heading.level))
    if title and (found := title_block(blocks, texts, title, taken)) is not None:
        at[found] = [(title, 1), *at.get(found, ())]
        taken.add(found)
    for index, block in enumerate(blocks):
        for text, level in at.get(index, ()):
            outline.heading(text, level)
        if index not in taken:
            _add(outline, block, texts[index])
    details = {
        "author": tidy(document.author),
        "date": document.date,
        "language": document.language,
    }
    return outline.article(source, title, **details, skipped=skipped)


def _add(outline: ArticleBuilder, block: Block, text: str) -> None:
    if block.kind is Kind.CODE:
        margin = min(line.left for line in block.lines)
        outline.add("\n".join(code_line(line, margin) for line in block.lines), Kind.CODE)
    elif block.kind is Kind.TABLE:
        outline.table(*named(block.lines))
    elif block.kind is Kind.ITEM:
        outline.add(without_mark(text), Kind.ITEM, block.label)
    else:
        outline.add(text, block.kind, block.label)
