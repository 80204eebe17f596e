"""How a summary is shown: laid out for reading on a terminal, plain lines elsewhere, and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from narrator.article import Article
from narrator.cli.streams import write_json, write_stdout
from narrator.summary.key_sentences import KeySentence, Summary

if TYPE_CHECKING:
    from rich.console import RenderableType

# wide lines are hard to read
_MAX_COLUMNS = 88
# of silent reading, on average of 190 studies (Brysbaert, "How many words do we read per minute?", 2019)
_WORDS_A_MINUTE = 238


def print_summary(article: Article, summary: Summary) -> None:
    """The summary on stdout: plain when piped, laid out on a terminal.

    Raises:
        OutputError: it cannot be written.
    """
    if not sys.stdout.isatty():
        write_stdout("".join(f"{line}\n" for line in _lines(summary)))
        return
    from rich.console import Console as Terminal

    terminal = Terminal(highlight=False)
    terminal.width = min(terminal.width, _MAX_COLUMNS)
    for part in _layout(article, summary):
        terminal.print(part)


def _lines(summary: Summary) -> Iterator[str]:
    for sentence in summary.sentences:
        if summary.style == "outline":
            yield sentence.section
        yield {"bullets": "- ", "outline": "    "}.get(summary.style, "") + sentence.text


def _layout(article: Article, summary: Summary) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Padding(Text(article.title, style="bold"), (0, 0, 1, 0))
    for sentence in summary.sentences:
        if summary.style == "outline":
            yield Padding(Text(sentence.section, style="bold"), (0, 2, 0, 2))
        if summary.style == "bullets":
            yield _bullet(sentence)
        else:
            yield Padding(Text(sentence.text), (0, 2, 1, 2))
    whole, short = _reading_time(article.words), _reading_time(summary.words)
    above = int(summary.style == "bullets")
    yield Padding(Text(f"{whole} to read, its summary {short}", style="dim"), (above, 2, 1, 2))


def _bullet(sentence: KeySentence) -> RenderableType:
    from rich.table import Table

    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row("  •", sentence.text)
    return row


def _reading_time(words: int) -> str:
    """In minutes, or in steps of ten seconds below two of them."""
    seconds = words * 60 / _WORDS_A_MINUTE
    if seconds < 115:
        return f"{max(10, 10 * round(seconds / 10))} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


def print_summary_json(article: Article, summary: Summary) -> None:
    """The summary alone as one JSON object on a line of stdout.

    Raises:
        OutputError: it cannot be written.
    """
    write_json({"source": article.source, "title": article.title, "summary": as_items(summary)})


def as_items(summary: Summary) -> list[dict[str, Any]]:
    """Every sentence with its section's title and its number in the article."""
    return [
        {"text": s.text, "section": s.section, "position": s.position} for s in summary.sentences
    ]
