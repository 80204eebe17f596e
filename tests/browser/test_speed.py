"""A page of 60,000 words paints in a second, and highlights in less than a frame's 16 ms.

With ``-s`` the tests print what they measure.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.endurance import write_book
from tests.browser.conftest import OpenPage
from tests.browser.player import Player
from tests.conftest import COMMAND, clean_environment

pytestmark = pytest.mark.browser

WORDS = 60_000
PAINT_MS = 1_000
FRAME_MS = 16
# another program may hold a frame up, but not each time
ATTEMPTS = 6
# how long a frame's work takes: the script, then styles, layout and painting, after which the
# message arrives
MEASURE_FRAMES = """
window.frames_ms = [];
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => request((time) => {
  const start = performance.now();
  const channel = new MessageChannel();
  channel.port1.onmessage = () => frames_ms.push(performance.now() - start);
  callback(time);
  channel.port2.postMessage(0);
});
"""
CLICK_MIDDLE = """() => {
  const sentences = [...document.querySelectorAll("main span[id]")];
  sentences[sentences.length >> 1].click();
}"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a book."""
    folder = tmp_path_factory.mktemp("book")
    source = write_book(WORDS, folder, is_repeated=False)
    options = ["-q", "--page", "--engine", "tone", "--rate", "450", "--no-cache"]
    environment = clean_environment(folder) | {"PATH": os.environ["PATH"]}
    command = [str(COMMAND), str(source), *options, "-o", str(folder / "book.mp3")]
    subprocess.run(command, env=environment, check=True, timeout=900)
    return folder / "book.html"


def test_it_paints_in_a_second(book: Path, open_page: OpenPage) -> None:
    paints: list[float] = []
    for _ in range(ATTEMPTS):
        player = open_page(book)
        player.wait(FIRST_PAINT)
        paints.append(player.ask(FIRST_PAINT))
        if paints[-1] < PAINT_MS:
            break
    print(f"first paint after {', '.join(f'{paint:.0f}' for paint in paints)} ms")
    assert min(paints) < PAINT_MS


def test_a_frame_of_highlighting_takes_less_than_16_ms(book: Path, open_page: OpenPage) -> None:
    player = open_page(book, MEASURE_FRAMES, viewport={"width": 1280, "height": 900})
    player.page.select_option("select", "3")
    slow: list[float] = []
    for _ in range(ATTEMPTS):
        frames = watch(player)
        slow.append(frames[len(frames) * 99 // 100])
        print(
            f"{len(frames)} frames: half take up to {frames[len(frames) // 2]:.1f} ms, "
            f"99 % up to {slow[-1]:.1f}, all up to {frames[-1]:.1f}"
        )
        if slow[-1] < FRAME_MS:
            break
    assert min(slow) < FRAME_MS


def watch(player: Player) -> list[float]:
    """Return how long the frames of some seconds in the middle of a book take, in order."""
    player.ask(CLICK_MIDDLE)
    player.page.wait_for_timeout(1000)
    player.ask("frames_ms.length = 0")
    player.page.wait_for_timeout(4000)
    frames = sorted(player.ask("frames_ms"))
    assert len(frames) > 60
    assert player.is_playing
    return frames
