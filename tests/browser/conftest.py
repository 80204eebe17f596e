"""A browser, and pages that the installed command wrote."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.player import Player
from tests.conftest import clean_environment, run_command

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
    # the tests run as root in CI
    "--no-sandbox",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start a browser for all tests of this process."""
    from playwright.sync_api import sync_playwright

    found = [path for path in map(shutil.which, CHROMIUM) if path]
    assert found, "there is no Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=ARGUMENTS)
        yield browser
        browser.close()


OpenPage = Callable[..., Player]


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """Open a page; further arguments are the browser context's, such as its window's size."""
    contexts: list[Any] = []

    def open_page(page: Path | str, *scripts: str, **settings: Any) -> Player:
        context = browser.new_context(**settings)
        contexts.append(context)
        return Player(context, page, scripts)

    yield open_page
    for context in contexts:
        context.close()


WritePage = Callable[..., Path]


@pytest.fixture(scope="session")
def write_page(tmp_path_factory: pytest.TempPathFactory) -> WritePage:
    """Narrate a text with a page, once for all tests that ask for the same."""

    @functools.cache
    def write_page(
        text: str, *options: str, name: str = "article.md", audio: str = "x.mp3"
    ) -> Path:
        folder = tmp_path_factory.mktemp("page")
        (folder / name).write_text(text, encoding="utf-8")
        environment = clean_environment(tmp_path_factory.mktemp("cache"))
        arguments = [name, "-o", audio, *options]
        if not any(option.startswith("--page") for option in options):
            arguments.append("--page")
        run = run_command(arguments, folder, environment)
        assert run.exit_code == 0, run.stderr
        return (folder / audio).with_suffix(".html")

    return write_page
