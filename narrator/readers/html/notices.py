"""Notices: why a web page shows no article, or only its beginning, and what to do about it.

Error pages, robot checks, paywalls, cookie notices, pages that lead on to others and pages that
only scripts fill. They are looked for only on pages with few words, so that an article about
cookies or paywalls is read. Their words are in the languages' folders (``web_pages.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrator.article import count_words
from narrator.errors import SourceError
from narrator.language.tables import all_words
from narrator.readers.tree.elements import Element, tag_of

# words of the article below which a page is suspect: notices and teasers hold fewer, articles
# hardly
_SHORT_WORDS = 150
_TEASER_WORDS = 250
_ALMOST_EMPTY_WORDS = 25
# of a note that is short, and whole
_FEWEST_WORDS = 10
# how often a notice speaks of cookies at least
_ENOUGH_COOKIES = 3
# characters of a title in a message
_SHOWN_TITLE = 80
_ERROR_STATUS = "40[0-9]|410|429|451|50[0-9]"
# schema.org's word for a paywall
_NOT_FREE = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?false", re.I)
# the content of a ``meta`` tag that refreshes a page (HTML Standard, 4.2.5.3)
_REFRESH = re.compile(
    r"\s*+ (?: [\d.]++ \s*+ )? [;,] \s*+ url \s*+ = \s*+ ['\"]? \s*+ ([^'\"\s]{1,300})",
    re.I | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that may be a notice: its title, its text, and what of that seems to be an article."""

    root: Element
    title: str
    text: str
    article: str
    words: int

    @property
    def is_short(self) -> bool:
        return self.words < _SHORT_WORDS

    @property
    def is_almost_empty(self) -> bool:
        return self.words < _ALMOST_EMPTY_WORDS


def refuse_notice(root: Element, source: str, title: str, text: str, article: str) -> None:
    """Refuse a page that shows a notice instead of its article.

    Args:
        root: The page.
        source: Where it comes from.
        title: Its title.
        text: All of its text.
        article: The text that seems to be its article.

    Raises:
        SourceError: It is an error page, a notice or a teaser, or its text is not in it.
    """
    words = count_words(article)
    if words >= _TEASER_WORDS:
        return
    page = _Page(root, title, text, article, words)
    checks = (
        _error_page,
        _robot_check,
        _paywall,
        _cookie_notice,
        _refreshing_page,
        _frameset,
        _script_only,
    )
    for check in checks:
        reason = check(page)
        if reason:
            raise SourceError(source, reason)


def is_feed(root: Element) -> bool:
    """Return whether a tree is a feed of articles; a parser of HTML puts it into a page."""
    if _is_feed_element(root):
        return True
    for child in root[:2]:
        if _is_feed_element(child) or any(map(_is_feed_element, child[:2])):
            return True
    return False


def _is_feed_element(element: Element) -> bool:
    return tag_of(element) in {"rss", "feed"}


def _error_page(page: _Page) -> str:
    if page.is_short and _error_title().match(page.title):
        return f"it is an error page ({page.title[:_SHOWN_TITLE]!r}): check the address"
    return ""


def _robot_check(page: _Page) -> str:
    if page.is_short and _pattern("robot_checks").search(page.text):
        return (
            "the site asks whether a human reads, and shows no text: "
            "open it in a browser and save the page"
        )
    return ""


def _paywall(page: _Page) -> str:
    scripts = "".join(script.text or "" for script in page.root.iter("script"))
    says_so = page.is_short and _pattern("paywalls").search(page.text)
    if says_so or _NOT_FREE.search(scripts):
        return "only its beginning is free to read: sign in with a browser and save the page"
    return ""


def _cookie_notice(page: _Page) -> str:
    if not page.is_short:
        return ""
    cookies = _pattern("cookies").findall(page.article)
    if len(cookies) >= _ENOUGH_COOKIES and re.search(rf"\b{_any_of('accept')}", page.article, re.I):
        return "the page shows only its notice on cookies: answer it in a browser and save the page"
    return ""


def _refreshing_page(page: _Page) -> str:
    if not page.is_almost_empty:
        return ""
    for element in page.root.iter("meta"):
        if (element.get("http-equiv") or "").lower() != "refresh":
            continue
        target = _REFRESH.match(element.get("content") or "")
        if target:
            return f"the page only leads on to {target[1]}: read that instead"
    return ""


def _frameset(page: _Page) -> str:
    if page.is_almost_empty and page.root.find(".//frameset") is not None:
        return "the page is only a frame around others: read the one with the text"
    return ""


def _script_only(page: _Page) -> str:
    if not page.is_almost_empty or _holds_sentence(page.article):
        return ""
    has_script = page.root.find(".//script") is not None
    if has_script or _asks_for_scripts(page):
        return (
            "the page holds its text only in scripts: "
            "save it from a browser when the text shows, and read the file"
        )
    return ""


def _holds_sentence(text: str) -> bool:
    """Return whether a text is as long as a short note, and ends as sentences do."""
    return count_words(text) >= _FEWEST_WORDS and text.rstrip("”’»\"') ").endswith((".", "!", "?"))


def _asks_for_scripts(page: _Page) -> bool:
    texts = ["".join(element.itertext()) for element in page.root.iter("noscript")]
    text = page.text + " ".join(texts)
    return bool(_scripts_request().search(text))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """Return what finds any of the patterns that the languages list under a key."""
    return re.compile(_any_of(key), re.I)


@cache
def _error_title() -> re.Pattern[str]:
    """Return what matches the titles of error pages: "404 Not Found", "This page has moved"."""
    return re.compile(
        rf"\W*(?:{_any_of('error')}\W+)?(?:{_ERROR_STATUS})\b"
        rf"|{_any_of('error_titles')}"
        rf"|{_any_of('missing_things')} (?:{_any_of('missing_verbs')} )?{_any_of('missing')}",
        re.I,
    )


@cache
def _scripts_request() -> re.Pattern[str]:
    """Return what finds a request to turn JavaScript on."""
    return re.compile(
        rf"{_any_of('enable_before_javascript')}\b[^.]{{0,60}}javascript"
        rf"|javascript\b[^.]{{0,80}}{_any_of('enable_after_javascript')}",
        re.I,
    )


def _any_of(key: str) -> str:
    """Return a pattern for any of the patterns that the languages list under a key."""
    alternatives = "|".join(all_words("web_pages", key))
    return f"(?:{alternatives})"
