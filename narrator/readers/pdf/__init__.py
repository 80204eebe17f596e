"""PDF: pages of placed characters into an article.

The steps, each in its module: ``document`` asks pdfium for words (``words``, ``characters``).
``visible`` leaves out those that nobody sees, ``annotations`` adds what is filled in, and
``right_to_left`` mirrors pages. ``lines`` and ``lettering`` make text runs of the words.
``line_numbers``, ``page_furniture`` and ``contents`` leave out what is not read. ``reading_order``
and ``short_columns`` find columns, ``footnotes`` takes the notes out of them, ``blocks`` makes
paragraphs, whose lines are joined by ``narrator.readers.dehyphenation``. ``headings`` finds the
sections.

pdfium is C++, takes any time and memory that a hostile file asks for, and keeps a state that the
processes forked later for speech must not inherit: read files by ``narrator.readers.read``, which
does it in a process of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from narrator.article import Article, Kind, Skipped
from narrator.errors import SourceError
from narrator.readers.builder import ArticleBuilder, count_skipped
from narrator.readers.dehyphenation import SOFT_HYPHEN, LineJoiner
from narrator.readers.metadata import as_title
from narrator.readers.pdf.blocks import Block, join_blocks, split_blocks
from narrator.readers.pdf.contents import remove_contents
from narrator.readers.pdf.document import Document, open_document
from narrator.readers.pdf.footnotes import split_footnotes
from narrator.readers.pdf.heading_blocks import Heading, blocks_of
from narrator.readers.pdf.headings import find_headings, find_title_block, title_on_first_page
from narrator.readers.pdf.line_numbers import remove_line_numbers
from narrator.readers.pdf.lines import TextLine, left_edge, text_runs
from narrator.readers.pdf.page_furniture import Margins, remove_furniture
from narrator.readers.pdf.paragraph_breaks import without_list_mark
from narrator.readers.pdf.reading_order import columns
from narrator.readers.pdf.repair import repair_characters
from narrator.readers.pdf.tables import has_column_names, split_cells
from narrator.readers.pdf.words import Word

_SCAN = (
    "its pages are pictures (a scan), not text: run it through OCR first, for instance with"
    " ocrmypdf"
)
_UNDECODABLE = (
    "its letters cannot be told: its fonts do not say which ones their glyphs are; run it through"
    " OCR, for instance with ocrmypdf --force-ocr"
)
# of the words that are left; where there are more undecodable ones, the text is lost
_UNDECODABLE_FACTOR = 10
# in points, of an empty document
_DEFAULT_SIZE = 10.0
# in ems, of Courier's characters; others differ by a tenth
_MONOSPACED_WIDTH_EMS = 0.6


def read_pdf(data: bytes, source: str) -> Article:
    """Return the article of a PDF file.

    Raises:
        SourceError: It is damaged, locked, or only pictures.
    """
    return to_article(open_document(data, source), source)


def to_article(document: Document, source: str) -> Article:
    """Return the article of a document.

    Raises:
        SourceError: All its pages are pictures.
    """
    numbered = remove_line_numbers(list(map(text_runs, _page_words(document))))
    pages = numbered.pages
    body_size = _usual_size(pages)
    margins = [Margins.of(page.bottom, page.top) for page in document.pages]
    body = remove_furniture(pages, margins, body_size)
    scanned_pages = _count_scanned_pages(document, body.pages)
    if scanned_pages and not any(body.pages):
        raise SourceError(source, _SCAN)
    undecodable = sum(page.undecodable_words for page in document.pages)
    words = sum(len(page.words) for page in document.pages)
    if undecodable > _UNDECODABLE_FACTOR * words:
        raise SourceError(source, _UNDECODABLE)
    text = remove_contents(body.pages)
    skipped = numbered.skipped + body.skipped + text.skipped + _skipped_words(document)
    if scanned_pages:
        skipped.append(Skipped("scanned page", scanned_pages, 0))
    blocks = _text_blocks(text.pages, body_size)
    headings = find_headings(blocks, document.bookmarks, body_size)
    title = as_title(repair_characters(document.metadata.title))
    if not title and blocks:
        title = title_on_first_page(blocks, body_size)
    builder = _build(blocks, headings, title)
    return builder.article(
        source,
        title,
        author=repair_characters(document.metadata.author),
        date=document.metadata.date,
        language=document.metadata.language,
        skipped=skipped,
    )


def _skipped_words(document: Document) -> list[Skipped]:
    """Return what the pages hold beside their text, counted."""
    remarks: list[str] = []
    for page in document.pages:
        remarks += page.remarks
    skipped = count_skipped("remark", remarks)
    for what, counts in (
        ("sideways word", [page.sideways_words for page in document.pages]),
        ("hidden word", [page.hidden_words for page in document.pages]),
        ("undecodable word", [page.undecodable_words for page in document.pages]),
    ):
        if any(counts):
            skipped.append(Skipped(what, sum(counts), sum(counts)))
    checked_boxes = sum(page.checked_boxes for page in document.pages)
    if checked_boxes:
        skipped.append(Skipped("checked box", checked_boxes, 0))
    return skipped


def _page_words(document: Document) -> Iterator[Sequence[Word]]:
    """Yield the words of every page. Those of a typewritten document do not count as code."""
    characters = Counter[bool]()
    for page in document.pages:
        for word in page.words:
            characters[word.is_monospaced] += len(word.text)
    is_typewritten = characters[True] > characters[False]
    for page in document.pages:
        if is_typewritten:
            yield [word._replace(is_monospaced=False) for word in page.words]
        else:
            yield page.words


def _usual_size(pages: Iterable[Iterable[TextLine]]) -> float:
    """Return the size that most characters have, in points."""
    characters = Counter[float]()
    for page in pages:
        for line in page:
            characters[line.size] += line.character_count
    return max(characters, key=characters.__getitem__, default=_DEFAULT_SIZE)


def _count_scanned_pages(document: Document, pages: Sequence[Sequence[TextLine]]) -> int:
    """Count the pages that are covered by pictures and have no text but furniture."""
    count = 0
    for page, lines in zip(document.pages, pages, strict=True):
        if page.is_pictured and not lines:
            count += 1
    return count


def _text_blocks(pages: Sequence[Sequence[TextLine]], body_size: float) -> list[Block]:
    """Return the blocks of all pages in reading order; those of a page's notes come at its end."""
    parts: list[Block] = []
    for number, page in enumerate(pages):
        page_text = split_footnotes(number, list(columns(page)), body_size)
        for column in page_text.columns:
            parts += split_blocks(number, column)
        parts += page_text.notes
    blocks = list(join_blocks(parts))
    lines = chain.from_iterable(block.lines for block in blocks)
    joiner = LineJoiner(map(_repaired_text, lines), is_typeset=True)
    for block in blocks:
        block.text = joiner.join(list(map(_repaired_text, block.lines)))
    # characters that only the document's own font can show, such as icons, leave nothing
    return [block for block in blocks if block.text]


def _repaired_text(line: TextLine) -> str:
    """Return the text of a line, repaired; a soft hyphen at its end stays to be seen."""
    text = repair_characters(line.text)
    if line.text.endswith(SOFT_HYPHEN):
        return text + SOFT_HYPHEN
    return text


def _build(blocks: Sequence[Block], headings: Sequence[Heading], title: str) -> ArticleBuilder:
    """Build the sections of an article."""
    builder = ArticleBuilder()
    taken = blocks_of(headings)
    headings_at: defaultdict[int, list[Heading]] = defaultdict(list)
    if title:
        title_block = find_title_block(blocks, title, taken)
        if title_block is not None:
            headings_at[title_block].append(Heading(title_block, title_block + 1, title, 1))
            taken.add(title_block)
    for heading in headings:
        headings_at[heading.start].append(heading)
    for index, block in enumerate(blocks):
        for heading in headings_at.get(index, ()):
            builder.heading(repair_characters(heading.text), heading.level)
        if index not in taken:
            _add_block(builder, block)
    return builder


def _add_block(builder: ArticleBuilder, block: Block) -> None:
    if block.kind is Kind.CODE:
        builder.add(_code(block), Kind.CODE)
    elif block.kind is Kind.TABLE:
        rows = [list(map(_repaired_text, split_cells(line))) for line in block.lines]
        if has_column_names(block.lines):
            builder.table(rows[0], rows[1:])
        else:
            builder.table([], rows)
    elif block.kind is Kind.ITEM:
        builder.add(without_list_mark(block.text), Kind.ITEM, block.label)
    else:
        builder.add(block.text, block.kind, block.label)


def _code(block: Block) -> str:
    """Return the lines of code with their indents, which are no characters in the file."""
    margin = left_edge(block.lines)
    lines: list[str] = []
    for line in block.lines:
        indent = round((line.left - margin) / (_MONOSPACED_WIDTH_EMS * line.size))
        lines.append(" " * indent + repair_characters(line.text))
    return "\n".join(lines)
