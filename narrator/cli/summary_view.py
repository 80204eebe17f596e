"""How a summary is shown: laid out on a terminal, plain lines elsewhere, and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from narrator.article import Article
from narrator.cli.streams import say, write_json, write_lines
from narrator.language.visible import visible
from narrator.summary.key_sentences import KeySentence, Summary

if TYPE_CHECKING:
    from rich.console import RenderableType

# wide lines are hard to read
_MAX_COLUMNS = 88
# silent reading, the average of 190 studies (Brysbaert, "How many words do we read per minute?",
# 2019)
_WORDS_A_MINUTE = 238
# reading times that round to less than two minutes are shown in seconds, below two hours in minutes
_SECONDS_SHOWN_BELOW = 115
_MINUTES_SHOWN_BELOW = 120
# the prefix of a sentence on a plain line, by style
_PREFIXES = {"sentences": "", "bullets": "- ", "outline": "    "}


def print_summary(article: Article, summary: Summary) -> None:
    """Print a summary on standard output.

    Raises:
        OutputError: It cannot be written.
    """
    if not sys.stdout.isatty():
        write_lines(*_lines(summary))
        return
    from rich.console import Console as Terminal

    terminal = Terminal(highlight=False)
    terminal.width = min(terminal.width, _MAX_COLUMNS)
    for part in _layout(article, summary):
        terminal.print(part)


def say_summary(summary: Summary) -> None:
    """Print a summary on standard error, where standard output has the audio."""
    for line in _lines(summary):
        say(line)


def _lines(summary: Summary) -> Iterator[str]:
    """Yield the lines of a summary that is piped."""
    for sentence in summary.sentences:
        if summary.style == "outline":
            yield sentence.section
        yield _PREFIXES[summary.style] + sentence.text


def _layout(article: Article, summary: Summary) -> Iterator[RenderableType]:
    """Yield the parts of a summary that is laid out: title, sentences, reading times."""
    from rich.padding import Padding

    yield Padding(_text(article.title, "bold"), (0, 0, 1, 0))
    for sentence in summary.sentences:
        if summary.style == "outline":
            yield Padding(_text(sentence.section, "bold"), (0, 2, 0, 2))
        if summary.style == "bullets":
            yield _bullet(sentence)
        else:
            yield Padding(_text(sentence.text), (0, 2, 1, 2))
    article_time = _reading_time(article.words)
    summary_time = _reading_time(summary.words)
    times = f"{article_time} to read, its summary {summary_time}"
    lines_above = 1 if summary.style == "bullets" else 0
    yield Padding(_text(times, "dim"), (lines_above, 2, 1, 2))


def _bullet(sentence: KeySentence) -> RenderableType:
    from rich.table import Table

    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row("  •", _text(sentence.text))
    return row


def _text(text: str, style: str = "") -> RenderableType:
    """Return a text that rich lays out as it stands, since a string would be its markup."""
    from rich.text import Text

    return Text(visible(text), style=style)


def _reading_time(words: int) -> str:
    """Return how long a reader takes, in steps of ten seconds below two minutes."""
    seconds = words * 60 / _WORDS_A_MINUTE
    if seconds < _SECONDS_SHOWN_BELOW:
        tens = max(1, round(seconds / 10))
        return f"{10 * tens} seconds"
    minutes = round(seconds / 60)
    if minutes < _MINUTES_SHOWN_BELOW:
        return f"{minutes} minutes"
    return f"{minutes / 60:.0f} hours"


def print_summary_json(article: Article, summary: Summary) -> None:
    """Print a summary alone as one JSON object on a line of standard output.

    Raises:
        OutputError: It cannot be written.
    """
    items = as_items(summary)
    write_json({"source": article.source, "title": article.title, "summary": items})


def as_items(summary: Summary) -> list[dict[str, Any]]:
    """Return every sentence with its section's title and its position in the article."""
    return [
        {"text": sentence.text, "section": sentence.section, "position": sentence.position}
        for sentence in summary.sentences
    ]
