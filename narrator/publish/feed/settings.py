"""What users can say about a feed: settings that are remembered in its manifest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from narrator.language.tables import load_toml
from narrator.publish.feed.records import DEFAULT_BASE_URL
from narrator.settings.kinds import Choice, Kind, Name, PathName, TextList
from narrator.settings.option import Part, setting

DEFAULT_CATEGORY = "News"
YES_OR_NO = ("yes", "no")
# between a category and its subcategory
SEPARATOR = "/"
# a language, then a script, a region and the like (BCP 47)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.I)


@cache
def categories() -> tuple[str, ...]:
    """Return Apple's categories, each followed by its subcategories as ``News/Politics``."""
    names: list[str] = []
    for category, subcategories in load_toml(__package__, "data/categories.toml").items():
        names.append(category)
        names += [f"{category}{SEPARATOR}{each}" for each in subcategories]
    return tuple(names)


class Category(Kind):
    """One of Apple's categories, in any case; a subcategory alone says its category, too."""

    def parse(self, text: str) -> str:
        """Return the category's full name."""
        wanted = text.strip().casefold()
        for name in categories():
            if wanted in (name.casefold(), name.rpartition(SEPARATOR)[2].casefold()):
                return name
        raise ValueError(self._refusal(text))

    def check(self, value: object) -> None:
        """Check that it is the full name of one."""
        if value not in categories():
            raise ValueError(self._refusal(value))

    def _refusal(self, value: object) -> str:
        names = [name for name in categories() if SEPARATOR not in name]
        listed = ", ".join(names)
        return (
            f"must be a category of Apple Podcasts, not {value!r}: {listed}; "
            f"or with a subcategory, such as News{SEPARATOR}Politics"
        )


def is_language(tag: str) -> bool:
    """Return whether a text looks like a language tag."""
    return bool(_LANGUAGE_TAG.fullmatch(tag))


class LanguageTag(Kind):
    """A language as directories of podcasts know it: ``de`` or ``en-GB``."""

    def parse(self, text: str) -> str:
        """Return the tag with hyphens."""
        tag = text.strip().replace("_", "-")
        self.check(tag)
        return tag

    def check(self, value: object) -> None:
        """Check that it looks like a tag."""
        if not isinstance(value, str) or not is_language(value):
            raise ValueError(f"must be a language such as de or en-GB, not {value!r}")


class BaseUrl(Kind):
    """The address of a folder on the web, in ASCII and with a slash at its end."""

    def parse(self, text: str) -> str:
        """Return the address, percent-encoded where that is needed."""
        from narrator.readers.web.address import UnreachableError, parse_url

        if any(character in text for character in "?#@"):
            raise ValueError("must not hold a login, a query or a fragment (?, # or @)")
        try:
            return f"{parse_url(text).url.rstrip('/')}/"
        except UnreachableError:
            raise ValueError(self._refusal(text)) from None

    def check(self, value: object) -> None:
        """Check that it is such an address already."""
        if not isinstance(value, str) or self.parse(value) != value:
            raise ValueError(self._refusal(value))

    def _refusal(self, value: object) -> str:
        return f"must be an address such as https://example.org/podcast/, not {value!r}"


@dataclass(frozen=True, slots=True)
class FeedSettings(Part):
    """What is to be changed about a feed; what is None stays as it was."""

    heading = "Feed"

    base_url: str | None = setting(
        None,
        BaseUrl("URL"),
        "Address of the folder on the web.",
        default_text=f"as before, at first {DEFAULT_BASE_URL}",
    )
    feed_title: str | None = setting(
        None, Name("TEXT"), "Title of the podcast.", default_text="the folder's name"
    )
    feed_description: str | None = setting(
        None, Name("TEXT"), "What the podcast is, in a sentence or a few."
    )
    feed_author: str | None = setting(None, Name("TEXT"), "Who makes the podcast.")
    feed_language: str | None = setting(
        None, LanguageTag("LANG"), "Its language.", default_text="the first episode's"
    )
    feed_category: str | None = setting(
        None,
        Category("NAME"),
        "A category of Apple Podcasts, such as News/Politics.",
        default_text=f"as before, at first {DEFAULT_CATEGORY}",
    )
    feed_explicit: str | None = setting(
        None, Choice(YES_OR_NO), "Whether it is for adults only.", default_text="as before, or no"
    )
    feed_listed: str | None = setting(
        None,
        Choice(YES_OR_NO),
        "Whether directories of podcasts may list it.",
        default_text="as before, or no",
    )
    feed_cover: str | Path | None = setting(
        None,
        PathName("IMAGE"),
        "Square JPEG or PNG picture of 1,400 to 3,000 pixels.",
        default_text="as before, at first one with the title",
    )
    remove: tuple[str, ...] = setting(
        (),
        TextList("SOURCE-OR-GUID"),
        "Take an episode out and delete its files; may be given several times.",
    )
