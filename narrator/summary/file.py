"""The summary beside the audio, as Markdown. It replaces only a file of its own that nobody has edited."""

from __future__ import annotations

import os
import re
import zlib
from contextlib import suppress
from datetime import date
from pathlib import Path

from narrator.article import Article
from narrator.errors import OutputError, os_reason
from narrator.files import replacing
from narrator.summary.key_sentences import Summary

_HEAD = re.compile(
    rb"<!-- summary by narrate, ([0-9a-f]{8}): replaced by the next one unless it is edited -->\n\n"
)
_MARKS = re.compile(r"([\\`*_\[\]<]|&(?=#?\w+;))")
# what begins a block, a list item, a heading or a quotation, at the start of a line
_BLOCK_MARKS = tuple("#>+=~-|")
_NUMBERED = re.compile(r"\A(\d+)([.)]\s)")


def write_summary(path: Path, article: Article, summary: Summary) -> bool:
    """Write it, whole or not at all; False when another file is there, which stays as it is.

    Raises:
        OutputError: it cannot be written.
    """
    if os.path.lexists(path) and (not _is_own(path) or _is_same(path, article.source)):
        return False
    body = as_markdown(article, summary).encode("utf-8", "replace")
    try:
        with replacing(path) as file:
            head = f"<!-- summary by narrate, {zlib.crc32(body):08x}: replaced by the next one unless it is edited -->\n\n"
            file.write(head.encode() + body)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return True


def _is_own(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        data = path.read_bytes()
    except OSError:
        return False
    head = _HEAD.match(data)
    return head is not None and int(head[1], 16) == zlib.crc32(data[head.end() :])


def _is_same(path: Path, source: str) -> bool:
    with suppress(OSError, ValueError):
        return os.path.samefile(path, source)
    return False


def as_markdown(article: Article, summary: Summary) -> str:
    """Title, where it is from and of when, and the sentences in the summary's style."""
    about = [f"Source: {_escape(article.source)}"]
    if article.author:
        about.append(f"Author: {_escape(article.author)}")
    about.append(
        f"Date: {_escape(article.date)}"
        if article.date
        else f"Summarised: {date.today().isoformat()}"
    )
    blocks = [f"# {_escape(article.title)}", "  \n".join(about)]
    for sentence in summary.sentences:
        if summary.style == "outline":
            blocks.append(f"## {_escape(sentence.section)}")
        blocks.append("- " * (summary.style == "bullets") + _escape(sentence.text))
    gap = "\n" if summary.style == "bullets" else "\n\n"
    return "\n\n".join(blocks[:2]) + "\n\n" + gap.join(blocks[2:]) + "\n"


def _escape(text: str) -> str:
    """A text that Markdown shows as it stands."""
    text = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _NUMBERED.sub(r"\1\\\2", "\\" + text if text.startswith(_BLOCK_MARKS) else text)
