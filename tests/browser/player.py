"""A page in the browser: what a reader sees of it, does to it, and what it asks the network for."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html

PATIENCE_SECONDS = 20
# a page that is loaded again at once, on a busy machine, may find nothing stored
STORED_MS = 500
# what the content security policy refuses is listed
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.effectiveDirective} ${event.blockedURI}`);
});
"""
MARKED = "(self::span or self::tr) and @id"
HEARD = """() => ({
  seconds: document.querySelector("audio").currentTime,
  cue: [...document.querySelectorAll("main :is(span, tr)[id]")].findIndex(
    (each) => each.matches(".on")),
  sentence: [...document.querySelectorAll(".on")].map((each) => each.textContent).join("|"),
  word: [...(CSS.highlights?.get("word") ?? [])].map(String).join("|"),
})"""
SEEK = """(seconds) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("the audio does not seek")), 20000);
  const audio = document.querySelector("audio");
  audio.addEventListener("seeked", () => requestAnimationFrame(() => requestAnimationFrame(done)),
    { once: true });
  audio.currentTime = seconds;
})"""


@dataclass(frozen=True)
class ShownWord:
    """A word of the page and when it is heard."""

    start_seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True)
class ShownCue:
    """A sentence of the page and when it is heard."""

    start_seconds: float
    end_seconds: float
    text: str
    words: list[ShownWord]


def shown_cues(page: Path) -> list[ShownCue]:
    """Return the cues that a page holds, read without its script."""
    root = lxml.html.fromstring(page.read_bytes())
    texts = [each.text_content() for each in root.xpath(f"//main//*[{MARKED}]")]
    (element,) = root.xpath("//script[@type='application/json']")
    cues = []
    for index, (_, start, end, numbers) in enumerate(json.loads(element.text)["cues"]):
        words = _words(texts[index], start, end, numbers)
        cues.append(ShownCue(start / 1000, end / 1000, texts[index], words))
    return cues


def _words(text: str, start: int, end: int, numbers: Sequence[int]) -> list[ShownWord]:
    """Return the words of a cue; scripts count in units of UTF-16."""
    units = text.encode("utf-16-le")
    places: list[tuple[int, str]] = []
    time, position = start, 0
    for delay, gap, length in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        time += delay
        position += gap
        word = units[2 * position : 2 * (position + length)].decode("utf-16-le")
        position += length
        places.append((time, word))
    ends = [time for time, _ in places[1:]] + [end]
    words = []
    for (time, word), word_end in zip(places, ends, strict=True):
        words.append(ShownWord(time / 1000, word_end / 1000, word))
    return words


class Player:
    """A page that is open."""

    def __init__(self, context: Any, page: Path | str, scripts: Sequence[str]) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.answered: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        self.page.on("response", lambda response: self.answered.append(response.url))
        self.page.on("request", lambda request: self.requests.append(request.url))
        for script in (WATCH, *scripts):
            self.page.add_init_script(script)
        self.url = page.as_uri() if isinstance(page, Path) else page
        self.page.goto(self.url)

    def ask(self, script: str, argument: Any = None) -> Any:
        """Return what a script says in the page."""
        return self.page.evaluate(script, argument)

    def heard(self) -> dict[str, Any]:
        """Return the time, and the sentence and word that are highlighted."""
        answer: dict[str, Any] = self.ask(HEARD)
        return answer

    def seek(self, seconds: float) -> dict[str, Any]:
        """Go to a time as another player would, and return what is highlighted then."""
        self.ask(SEEK, seconds)
        return self.heard()

    def wait(self, condition: str) -> None:
        """Wait until an expression is true.

        Playwright's own function for it needs ``eval``, which the page's policy refuses.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.ask(condition):
            assert time.monotonic() < end, f"never true: {condition}"
            self.page.wait_for_timeout(20)

    def reload(self) -> None:
        """Load the page again, once the browser has stored what it was given."""
        self.page.wait_for_timeout(STORED_MS)
        self.page.reload()

    def press(self, *keys: str) -> dict[str, Any]:
        """Press keys and return what is highlighted then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.heard()

    @property
    def is_playing(self) -> bool:
        """Whether audio is playing."""
        return not self.ask("document.querySelector('audio').paused")

    @property
    def refused(self) -> list[str]:
        """What the content security policy refused."""
        found: list[str] = self.ask("refused")
        return found
