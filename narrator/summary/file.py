"""The summary as a Markdown file beside the audio.

The file begins with a comment that contains a checksum of the rest. So a later summary replaces a
file only if this program wrote it and nobody has edited it.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from narrator.article import Article
from narrator.errors import OutputError, os_reason
from narrator.files import check_replaceable, replacing
from narrator.language.visible import visible
from narrator.summary.key_sentences import Summary

_COMMENT = (
    "<!-- summary by narrate, {checksum:08x}: replaced by the next one unless it is edited -->\n\n"
)
_COMMENT_PATTERN = re.compile(
    rb"<!-- summary by narrate, ([0-9a-f]{8}): "
    rb"replaced by the next one unless it is edited -->\n\n"
)
# what marks something inside a line of Markdown; a backslash does where a sign follows it
_INLINE_MARKS = re.compile(r"([`*_~\[\]<]|&(?=#?\w+;)|\\(?=[!-/:-@\[-`{-~]|\Z))")
# what begins a block, a list item, a heading or a quotation, at the start of a line
_BLOCK_MARKS = tuple("#>+=~-|")
_NUMBERED_ITEM = re.compile(r"\A(\d+)([.)]\s)")
# a line break inside a paragraph
_LINE_BREAK = "  \n"


def check_summary(path: Path, sources: Iterable[str]) -> None:
    """Check that the summary of sources can be written to a file, or that the file is kept.

    Raises:
        OutputError: It cannot be written.
    """
    if os.path.isfile(path) and not _is_replaceable(path, sources):
        return
    try:
        check_replaceable(path)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error


def write_summary(path: Path, article: Article, summary: Summary) -> bool:
    """Write a summary to a file, whole or not at all.

    Returns:
        False if the path has a file that must be kept: one that this program did not write or
        somebody has edited, or the article's source.

    Raises:
        OutputError: The file cannot be written.
    """
    if os.path.lexists(path) and not _is_replaceable(path, article.sources):
        return False
    body = as_markdown(article, summary).encode("utf-8", "replace")
    comment = _COMMENT.format(checksum=zlib.crc32(body))
    try:
        with replacing(path) as file:
            file.write(comment.encode() + body)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return True


def _is_replaceable(path: Path, sources: Iterable[str]) -> bool:
    """Return whether a file is an unedited summary and none of the article's sources."""
    return _is_unedited(path) and not any(_is_same_file(path, source) for source in sources)


def _is_unedited(path: Path) -> bool:
    """Return whether a file is a summary of this program's that has its checksum."""
    if not path.is_file():
        return False
    try:
        data = path.read_bytes()
    except OSError:
        return False
    comment = _COMMENT_PATTERN.match(data)
    if comment is None:
        return False
    return int(comment[1], 16) == zlib.crc32(data[comment.end() :])


def _is_same_file(path: Path, source: str) -> bool:
    """Return whether a source is that file; a URL or a missing file is not."""
    with suppress(OSError, ValueError):
        return os.path.samefile(path, source)
    return False


def as_markdown(article: Article, summary: Summary) -> str:
    """Return a summary as Markdown: title, source, author and date, and its sentences.

    The sentences are shown in the summary's style. If the article has no date, the day of
    summarising is given. Articles that were joined come one after the other.
    """
    if article.parts:
        texts = map(as_markdown, article.parts, summary.parts)
        return "\n".join(texts)
    sentences: list[str] = []
    for sentence in summary.sentences:
        text = _escape(sentence.text)
        if summary.style == "outline":
            sentences.append(f"## {_escape(sentence.section)}")
        if summary.style == "bullets":
            text = f"- {text}"
        sentences.append(text)
    gap = "\n" if summary.style == "bullets" else "\n\n"
    title = f"# {_escape(article.title)}"
    return "\n\n".join([title, _about(article), gap.join(sentences)]) + "\n"


def _about(article: Article) -> str:
    """Return the lines with the article's source, author and date."""
    lines = [f"Source: {_escape(article.source)}"]
    if article.author:
        lines.append(f"Author: {_escape(article.author)}")
    if article.date:
        lines.append(f"Date: {_escape(article.date)}")
    else:
        lines.append(f"Summarised: {date.today().isoformat()}")
    return _LINE_BREAK.join(lines)


def _escape(text: str) -> str:
    """Return a text on one line, escaped so that Markdown shows it unchanged."""
    shown = " ".join(visible(text).split())
    escaped = _INLINE_MARKS.sub(r"\\\1", shown)
    if escaped.startswith(_BLOCK_MARKS):
        escaped = "\\" + escaped
    return _NUMBERED_ITEM.sub(r"\1\\\2", escaped)
