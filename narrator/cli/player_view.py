"""What a listener sees on a terminal, and what the keys do; chapters on plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from narrator.cli.keyboard import Keys, open_keyboard
from narrator.cli.phrases import duration
from narrator.cli.streams import say
from narrator.language.visible import visible
from narrator.playing.stage import Command, Scene

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

_COMMANDS = {
    " ": Command.PAUSE,
    "left": Command.BACK,
    "right": Command.FORWARD,
    "down": Command.SLOWER,
    "up": Command.FASTER,
    "[": Command.SLOWER,
    "]": Command.FASTER,
    "p": Command.PREVIOUS_CHAPTER,
    "n": Command.NEXT_CHAPTER,
    "q": Command.QUIT,
}
_HELP = "space pause, left/right sentence, up/down speed, n/p chapter, q quit"
# wide lines are hard to read
_MAX_COLUMNS = 88
# lines of a sentence, so that what is shown fits any terminal
_MAX_LINES = 4


class PlayerView:
    """The controls of a performance on a terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._keys: Keys | None = None
        self._quiet = quiet
        self._live: Live | None = None
        self._shown: list[str] = []

    @contextmanager
    def opened(self) -> Iterator[PlayerView]:
        """Read keys until the block ends."""
        with open_keyboard(self.clear) as self._keys:
            try:
                yield self
            finally:
                self.clear()

    def commands(self, seconds: float) -> Sequence[Command]:
        """Wait so long for keys, and return what they ask for."""
        if self._keys is None:
            time.sleep(seconds)
            return []
        commands = [_COMMANDS.get(key.lower()) for key in self._keys(seconds)]
        return [command for command in commands if command is not None]

    def show(self, scene: Scene) -> None:
        """Show what is heard, where it has changed."""
        if self._quiet:
            return
        if not sys.stderr.isatty():
            self._say_chapter(scene)
            return
        lines = _lines(scene)
        if lines != self._shown:
            self._draw(lines)
            self._shown = lines

    def clear(self) -> None:
        """Show nothing, so that something else may be printed."""
        if self._live is not None:
            self._live.stop()
            self._live = None
            self._shown = []

    def _say_chapter(self, scene: Scene) -> None:
        """Print the title of a chapter that begins."""
        lines = [_chapter(scene)]
        if lines != self._shown:
            self._shown = lines
            say(f"playing {lines[0]}")

    def _draw(self, lines: Sequence[str]) -> None:
        """Draw lines in place of those that were there."""
        from rich.console import Console as Terminal
        from rich.console import Group
        from rich.live import Live

        if self._live is None:
            terminal = Terminal(stderr=True, highlight=False)
            self._live = Live(console=terminal, auto_refresh=False, transient=True)
            self._live.start()
        chapter, sentence, state = lines
        parts = [_text(chapter, "bold", no_wrap=True), *self._wrapped(sentence), _text(state)]
        if self._keys is not None:
            parts.append(_text(_HELP, "dim"))
        self._live.update(Group(*parts), refresh=True)

    def _wrapped(self, sentence: str) -> list[Text]:
        """Return a sentence in lines, as many as there is room for."""
        assert self._live is not None
        terminal = self._live.console
        width = min(terminal.width, _MAX_COLUMNS) - 2
        lines = list(_text(sentence).wrap(terminal, max(width, 1)))
        if len(lines) > _MAX_LINES:
            lines = lines[:_MAX_LINES]
            lines[-1].append(" …")
        for line in lines:
            line.pad_left(2)
        return lines


def _lines(scene: Scene) -> list[str]:
    """Return what is shown: the chapter, the sentence and how far it is."""
    about = "about " if scene.is_estimated else ""
    facts = [f"{about}{duration(scene.seconds)}", f"{scene.percent} %", f"{scene.speed:g}×"]
    if scene.is_paused:
        facts.append("paused")
    elif scene.is_waiting:
        facts.append("speaking …")
    return [_chapter(scene), scene.sentence, "  ".join(facts)]


def _chapter(scene: Scene) -> str:
    return f"{scene.chapter_number}/{scene.chapters}  {scene.chapter}"


def _text(text: str, style: str = "", *, no_wrap: bool = False) -> Text:
    """Return a text that rich lays out, with marks in place of hidden characters."""
    from rich.text import Text

    return Text(visible(text), style=style, no_wrap=no_wrap, overflow="ellipsis")
