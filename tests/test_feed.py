"""A podcast in a folder: what podcast programs read of it, what stays, and what is refused."""

from __future__ import annotations

import json
import re
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
import podcastparser
import pytest
from lxml import etree

from narrator.article import Article, Paragraph, Section
from narrator.audio.cover import read_cover
from narrator.errors import OutputError, SettingError, UsageError
from narrator.events import Event, Note
from narrator.files import replacing
from narrator.publish.feed import document, folder, manifest
from narrator.publish.feed.identity import fingerprint, guid_of, podcast_guid, stem_of
from narrator.publish.feed.records import AUDIO_TYPES, Episode, Manifest, Show, ShowNote
from narrator.publish.feed.settings import FeedSettings, categories
from narrator.publish.serving.feed import with_base
from narrator.publish.serving.shelf import content_type_of
from narrator.settings import Settings
from tests.conftest import COMMAND, PROJECT, Narrate
from tests.test_containers import png
from tests.web_server import page, serve

SCHEMA = etree.RelaxNG(etree.parse(PROJECT / "tests" / "data" / "feed" / "podcast.rng"))
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
EPISODE = Episode(
    guid="",
    source="https://example.org/trains?a=1&b=2",
    title="Trains",
    author="Ann & Bo",
    narrator="heart",
    language="en-GB",
    published="2026-11-28T05:32:45+00:00",
    duration_seconds=61.6,
    size_bytes=5,
    files=(),
    cover="",
    is_list=False,
    summary=(ShowNote("Trains run <again>.", ""), ShowNote("All of them.", "")),
    fingerprint="1",
)
SHOW = Show(
    base_url="https://example.org/podcast/",
    guid=podcast_guid("https://example.org/podcast/feed.xml"),
    title="To hear",
    description="Articles for the way.",
    author="Cem",
    language="en-GB",
    category="News/Tech News",
    explicit=False,
    listed=True,
    cover="cover-0123abcd.png",
)


@pytest.fixture
def notes() -> list[str]:
    return []


@contextmanager
def opened(path: Path, notes: list[str] | None = None, **settings: Any) -> Iterator[folder.Feed]:
    """Open a feed, and change what the settings say."""

    def listen(event: Event) -> None:
        if notes is not None and isinstance(event, Note):
            notes.append(event.text)

    with folder.open_feed(path, listen) as feed:
        feed.change(FeedSettings(**settings))
        yield feed


def put(feed: folder.Feed, source: str, audio: bytes = b"sound", **changes: Any) -> Episode:
    """Add an episode with an audio file, chapters and a transcript."""
    guid = guid_of(source)
    episode = replace(EPISODE, guid=guid, source=source, size_bytes=len(audio), **changes)
    stem = feed.stem(guid, episode.title)
    names = [f"{stem}.mp3", f"{stem}.chapters.json", f"{stem}.en-GB.vtt"]
    with feed.stage() as stage:
        for name in names:
            (stage / name).write_bytes(audio)
        episode = replace(episode, files=(*names,))
        feed.add(episode, stage)
    return episode


def items(path: Path) -> list[bytes]:
    """Return the entries of a feed as they are written."""
    data = (path / "feed.xml").read_bytes()
    return re.findall(rb"    <item>\n.*?    </item>\n", data, re.S)


def titles(path: Path) -> list[str]:
    """Return the titles of a feed's episodes, as an independent parser reads them."""
    return [entry.title for entry in feedparser.parse(path / "feed.xml").entries]


def statuses(path: Path) -> dict[str, tuple[int, int]]:
    """Return of each file which one it is, and when it was written."""
    found = {file.name: file.stat() for file in path.iterdir()}
    return {name: (each.st_ino, each.st_mtime_ns) for name, each in found.items()}


OWN_FILES = ("feed.xml", "narrate-feed.json", "picture")


def listing(path: Path) -> set[str]:
    """Return the names in a feed's folder; the podcast's own picture is called ``picture``."""
    names = {file.name for file in path.iterdir()}
    return {re.sub(r"\Atitle-[0-9a-f]{8}\.png\Z", "picture", name) for name in names}


def check_schema(data: bytes) -> etree._Element:
    """Check a feed against the schema, and return its root."""
    root = etree.fromstring(data)
    assert SCHEMA.validate(root), SCHEMA.error_log
    return root


# what podcast programs read


def a_feed(**changes: Any) -> bytes:
    """Return a feed with one episode that has everything, but for what changes."""
    named = "trains-0123456789"
    files = (
        f"{named}.m4a",
        f"{named}-89abcdef.jpg",
        f"{named}.chapters.json",
        f"{named}.en-GB.vtt",
        f"{named}.en-GB.srt",
    )
    guid = guid_of("https://example.org/trains?a=1&b=2")
    episode = replace(EPISODE, guid=guid, files=files, cover=files[1])
    return document.to_rss(Manifest(SHOW, (replace(episode, **changes),)))


def test_an_independent_parser_reads_all_of_it() -> None:
    data = a_feed()
    check_schema(data)
    read = feedparser.parse(data)
    assert not read.bozo
    assert (read.version, read.encoding) == ("rss20", "utf-8")
    show = read.feed
    assert (show.title, show.link, show.language) == ("To hear", SHOW.base_url, "en-gb")
    assert (show.author, show.subtitle) == ("Cem", "Articles for the way.")
    assert show.image.href == "https://example.org/podcast/cover-0123abcd.png"
    assert [tag.term for tag in show.tags] == ["News", "Tech News"]
    (entry,) = read.entries
    assert (entry.title, entry.author) == ("Trains", "Ann & Bo")
    assert entry.link == "https://example.org/trains?a=1&b=2"
    assert (entry.id, entry.guidislink) == (guid_of(entry.link), False)
    assert entry.published_parsed[:6] == (2026, 11, 28, 5, 32, 45)
    assert entry.itunes_duration == "62"
    assert entry.image.href == "https://example.org/podcast/trains-0123456789-89abcdef.jpg"
    (enclosure,) = entry.enclosures
    assert enclosure.href == "https://example.org/podcast/trains-0123456789.m4a"
    assert (enclosure.type, enclosure.length) == ("audio/x-m4a", "5")
    assert entry.summary == "<p>Trains run &lt;again&gt;. All of them.</p>"
    assert "<p>Trains run &lt;again&gt;. All of them.</p>" in entry.content[0].value
    assert "https://example.org/trains?a=1&amp;b=2" in entry.content[0].value


def test_the_parser_of_gpodder_reads_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(a_feed())
    with open(path, "rb") as file:
        read = podcastparser.parse("https://example.org/podcast/feed.xml", file)
    assert (read["title"], read["language"]) == ("To hear", "en-gb")
    assert (read["itunes_categories"], read["explicit"]) == ([["News", "Tech News"]], False)
    (episode,) = read["episodes"]
    assert (episode["title"], episode["total_time"]) == ("Trains", 62)
    assert episode["enclosures"][0]["mime_type"] == "audio/x-m4a"
    assert episode["enclosures"][0]["file_size"] == 5
    assert episode["description"].startswith("Trains run <again>. All of them.")
    assert episode["guid"] == guid_of("https://example.org/trains?a=1&b=2")


# what Apple's guide for podcasters asks for, and where
APPLE_REQUIRES = [
    ("channel", "title"),
    ("channel", "description"),
    ("channel", "itunes:image/@href"),
    ("channel", "language"),
    ("channel", "itunes:category/@text"),
    ("channel", "itunes:explicit"),
    ("channel/item", "title"),
    ("channel/item", "enclosure/@url"),
    ("channel/item", "enclosure/@length"),
    ("channel/item", "enclosure/@type"),
]
APPLE_RECOMMENDS = [
    ("channel", "itunes:author"),
    ("channel", "link"),
    ("channel/item", "guid"),
    ("channel/item", "pubDate"),
    ("channel/item", "description"),
    ("channel/item", "itunes:duration"),
    ("channel/item", "link"),
    ("channel/item", "itunes:image/@href"),
]


@pytest.mark.parametrize(("parent", "tag"), [*APPLE_REQUIRES, *APPLE_RECOMMENDS])
def test_what_apple_asks_for_is_there(parent: str, tag: str) -> None:
    found = etree.fromstring(a_feed()).xpath(f"{parent}/{tag}", namespaces=NAMES)
    assert isinstance(found, list)
    assert len(found) == 1
    assert str(getattr(found[0], "text", found[0])).strip()


def test_podcasting_2_0_tags_are_there() -> None:
    channel = etree.fromstring(a_feed())[0]

    def values(path: str) -> object:
        return channel.xpath(path, namespaces=NAMES)

    assert values("podcast:guid/text()") == [SHOW.guid]
    assert values("podcast:medium/text()") == ["podcast"]
    assert values("podcast:locked/text()") == ["no"]
    assert values("podcast:person/text()") == ["Cem"]
    assert values("item/podcast:chapters/@type") == ["application/json+chapters"]
    assert values("item/podcast:transcript/@type") == ["text/vtt", "application/x-subrip"]
    assert values("item/podcast:transcript/@language") == ["en-GB", "en-GB"]
    assert values("item/podcast:person/@role") == ["author", "narrator"]
    # the examples of the namespace's documentation
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_a_served_feed_has_the_addresses_that_it_is_served_at() -> None:
    base = "http://192.0.2.7:8000/token/"
    served = check_schema(with_base(a_feed(), base))
    links = [str(value) for value in served.xpath("//@url | //@href", namespaces=NAMES)]
    assert len(links) == 7
    assert all(link.startswith(base) for link in links)


def test_files_are_served_as_what_the_feed_says_they_are() -> None:
    served = {suffix: content_type_of(f"a.{suffix}") for suffix in AUDIO_TYPES}
    assert served == AUDIO_TYPES
    for element in check_schema(a_feed()).iter("{*}chapters", "{*}transcript"):
        served_as = content_type_of(element.get("url", ""))
        assert served_as.partition(";")[0] == element.get("type")


def test_a_private_podcast_asks_directories_not_to_list_it() -> None:
    known = Manifest(replace(SHOW, listed=False), ())
    channel = check_schema(document.to_rss(known))[0]
    for tag in ("itunes:block", "podcast:block", "podcast:locked"):
        (found,) = channel.findall(tag, NAMES)
        assert (found.text or "").lower() == "yes"


HOSTILE = {
    "cdata": "]]> <![CDATA[ & <script>alert(1)</script> -->",
    "controls": "a\x00b\x08c\x1bd\ufffee\uffffr\ud800",
    "quotes": "\"double\" 'single' </title>",
    "right to left": "\u202eexe.txt שלום",
    "long": "word " * 2_000,
    "long word": "w" * 10_000,
    "lines": "\n\t two \r\n lines \u2028",
    "nothing to see": "\u200b\x00",
    "empty": "",
    "emoji": "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_shown_as_text(text: str) -> None:
    notes = (ShowNote(text, text), ShowNote(text, ""))
    data = a_feed(title=text, author=text, narrator=text, summary=notes, is_list=True)
    root = check_schema(data)
    title = root.findtext("channel/item/title") or ""
    assert len(title) <= 255
    assert title == title.strip() != ""
    assert not re.search("[\x00-\x1f\u202e]", title)
    html = root.findtext("channel/item/content:encoded", namespaces=NAMES) or ""
    assert set(re.findall(r"<(/?\w+)", html)) <= {
        *("ul", "/ul", "li", "/li", "strong", "/strong", "p", "/p", "br", "a", "/a"),
    }
    assert feedparser.parse(data).entries[0].title
    stem = stem_of(text, guid_of("a.txt"))
    assert manifest.is_file_name(f"{stem}.mp3")
    assert len(stem) < 80


def test_a_name_in_any_script_is_read_in_latin_letters() -> None:
    guid = guid_of("a.txt")
    start = guid.replace("-", "")[:10]
    assert stem_of("Night trains: the return!", guid) == f"night-trains-the-return-{start}"
    assert re.fullmatch(rf"[a-z0-9-]+-{start}", stem_of("読書の秋", guid))
    assert stem_of("…", guid) == f"episode-{start}"


def test_a_summary_is_shown_as_it_was_asked_for() -> None:
    notes = (ShowNote("One.", "First"), ShowNote("Two.", "Second"))
    html = etree.fromstring(a_feed(summary=notes, is_list=True)).findtext(
        "channel/item/content:encoded", namespaces=NAMES
    )
    listed = "<li><strong>First</strong> One.</li><li><strong>Second</strong> Two.</li>"
    assert html is not None
    assert html.startswith(f"<ul>{listed}</ul>")
    assert "Read by heart" in html


def test_a_file_has_its_page_as_link_and_no_folder_is_told() -> None:
    named = "trains-0123456789"
    files = (f"{named}.opus", f"{named}.html")
    data = a_feed(source="trains.txt", files=files, cover="")
    (item,) = check_schema(data).findall("channel/item")
    assert item.findtext("link") == f"{SHOW.base_url}{named}.html"
    assert "trains.txt" not in data.decode()


# which episode a source is


def test_a_source_is_one_episode_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.txt"
    (tmp_path / "linked").symlink_to(tmp_path)  # as macOS's /tmp is
    (tmp_path / "latest.txt").symlink_to("a.txt")
    spellings = ["a.txt", "./a.txt", str(path), "linked/a.txt", "latest.txt"]
    assert {guid_of(each) for each in spellings} == {guid_of("a.txt")} != {guid_of("b.txt")}
    url = "https://example.org/a"
    same = [f"{url}#part", "HTTPS://Example.org:443/a", "https://me:secret@example.org/a"]
    assert {guid_of(each) for each in same} == {guid_of(url)}
    assert guid_of(f"{url}?b") != guid_of(url)
    assert guid_of("https://[broken") != guid_of("https://")
    assert guid_of("-", "Title") == guid_of("-", "Title") != guid_of("-", "Other")
    assert guid_of("caf\udce9.txt") != guid_of("caf\udcea.txt")


def test_what_changes_the_sound_changes_the_fingerprint(tmp_path: Path) -> None:
    section = Section(("One",), (Paragraph("Ten boats came home."),))
    article = Article("Boats", (section,), "boats", str(tmp_path / "boats.txt"))
    first = fingerprint(article, Settings())
    told = Settings.of(jobs=2, cache=False, in_result=True, cues=True)
    assert fingerprint(article, told) == first
    picture = tmp_path / "a.png"
    picture.write_bytes(png(20, 20))
    prints = [
        first,
        fingerprint(replace(article, title="Ships"), Settings()),
        fingerprint(replace(article, sections=(replace(section, level=2),)), Settings()),
        fingerprint(article, Settings.of(rate=200)),
        fingerprint(article, Settings.of(cover="none")),
        fingerprint(article, Settings.of(cover=picture)),
    ]
    picture.write_bytes(png(30, 30))
    prints.append(fingerprint(article, Settings.of(cover=picture)))
    (tmp_path / "pronounce.toml").write_text('boats = "bouts"', encoding="utf-8")
    prints.append(fingerprint(article, Settings()))
    assert len({*prints}) == len(prints)


# the folder


def test_adding_keeps_old_entries_byte_for_byte(tmp_path: Path, notes: list[str]) -> None:
    with opened(tmp_path, notes, base_url="https://example.org/pod/") as feed:
        put(feed, "a.txt", title="First")
    first = items(tmp_path)
    with opened(tmp_path) as feed:
        put(feed, "b.txt", title="Second")
        put(feed, "c.txt", title="Third")
    assert titles(tmp_path) == ["Third", "Second", "First"]  # the newest first
    assert items(tmp_path)[2:] == first
    times = [entry.published_parsed for entry in feedparser.parse(tmp_path / "feed.xml").entries]
    assert times == sorted({*times}, reverse=True)
    check_schema((tmp_path / "feed.xml").read_bytes())
    assert notes == []


def test_an_edited_article_keeps_its_identity_and_its_name(tmp_path: Path) -> None:
    with opened(tmp_path) as feed:
        old = put(feed, "a.txt", title="First")
        put(feed, "b.txt", title="Second")
        other = items(tmp_path)[0]
        (tmp_path / old.audio).chmod(0o604)
        new = put(feed, "a.txt", b"longer sound", title="First, edited", fingerprint="2")
        assert feed.size == 2
        assert new.guid == old.guid
        assert new.files == old.files
        assert feed.is_current(new.guid, "2")
        assert not feed.is_current(new.guid, "1")
    assert titles(tmp_path) == ["First, edited", "Second"]
    assert items(tmp_path)[1] == other
    newest = feedparser.parse(tmp_path / "feed.xml").entries[0]
    assert newest.enclosures[0].length == "12"
    assert (tmp_path / new.audio).read_bytes() == b"longer sound"
    assert stat.S_IMODE((tmp_path / new.audio).stat().st_mode) == 0o604


def test_a_missing_file_is_not_current(tmp_path: Path) -> None:
    with opened(tmp_path) as feed:
        episode = put(feed, "a.txt")
        assert feed.is_current(episode.guid, "1")
        (tmp_path / episode.files[1]).unlink()
        assert not feed.is_current(episode.guid, "1")


def test_what_is_in_the_way_of_a_file_is_named(tmp_path: Path) -> None:
    with opened(tmp_path) as feed:
        episode = put(feed, "a.txt")
        (tmp_path / episode.audio).unlink()
        (tmp_path / episode.audio).mkdir()
        with pytest.raises(OutputError, match=re.escape(episode.audio)):
            put(feed, "a.txt")


def test_an_episode_is_removed_with_its_files_and_nothing_else(
    tmp_path: Path, notes: list[str]
) -> None:
    own = tmp_path / "first-notes.txt"
    own.write_text("mine", encoding="utf-8")
    with opened(tmp_path, notes) as feed:
        first = put(feed, "a.txt", title="First")
        second = put(feed, "https://example.org/b", title="Second")
        third = put(feed, "c.txt", title="Third")
        feed.remove(str(Path("a.txt").absolute()))
        feed.remove(second.guid)
        with pytest.raises(UsageError, match=r"no episode in .* is a\.txt"):
            feed.remove("a.txt")
    assert notes[-2:] == ["First is taken out", "Second is taken out"]
    assert titles(tmp_path) == ["Third"]
    assert listing(tmp_path) == {*OWN_FILES, own.name, *third.files}
    assert not {*first.files} & listing(tmp_path)


def test_files_that_are_no_longer_used_go_when_the_format_changes(tmp_path: Path) -> None:
    with opened(tmp_path) as feed:
        old = put(feed, "a.txt")
        name = f"{feed.stem(old.guid, '')}.opus"
        with feed.stage() as stage:
            (stage / name).write_bytes(b"other")
            feed.add(replace(old, files=(name,), fingerprint="2"), stage)
    assert listing(tmp_path) == {*OWN_FILES, name}
    with opened(tmp_path) as feed, feed.stage() as stage, pytest.raises(OutputError):
        feed.add(replace(old, files=("../outside.mp3",)), stage)


def test_what_is_said_of_the_podcast_is_remembered(tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / "evening_reading"
    with opened(path, notes) as feed:
        put(feed, "a.txt")
    assert "--base-url" in notes.pop()
    show = feedparser.parse(path / "feed.xml").feed
    assert (show.title, show.language) == ("Evening reading", "en-gb")
    (drawn,) = path.glob("title-*.png")
    assert show.image.href.endswith(drawn.name)
    cover = read_cover(drawn)
    assert cover.width == cover.height
    assert 1_400 <= cover.width <= 3_000
    entry = items(path)
    guid = re.findall(r"<podcast:guid>.*<", (path / "feed.xml").read_text("utf-8"))
    picture = tmp_path / "square.png"
    picture.write_bytes(png(1_400, 1_400))
    said = {"feed_title": "To hear", "feed_category": "Arts/Books", "feed_explicit": "yes"}
    with opened(path, notes, **said, feed_cover=picture, feed_listed="yes"):
        assert items(path) == entry
    with opened(path, notes, base_url="https://example.org/p/"):
        pass
    text = (path / "feed.xml").read_text("utf-8")
    root = check_schema(text.encode())
    assert root.findtext("channel/title") == "To hear"
    assert root.findtext("channel/itunes:explicit", namespaces=NAMES) == "true"
    assert "itunes:block" not in text
    assert re.findall(r"<podcast:guid>.*<", text) == guid
    (image,) = root.findall("channel/itunes:image", NAMES)
    given = path / image.get("href", "").removeprefix("https://example.org/p/")
    assert given.read_bytes() == picture.read_bytes()
    assert not drawn.exists()
    assert "localhost" not in text
    # another picture has another address
    picture.write_bytes(png(3_000, 3_000))
    with opened(path, notes, feed_cover=picture):
        pass
    assert not given.exists()
    given.with_name(next(path.glob("cover-*")).name).unlink()
    # one that is lost is drawn anew, and again for another title
    pictures: list[str] = []
    for title in ("To hear", "To hear", "To read"):
        with opened(path, notes, feed_title=title):
            pictures += [file.name for file in path.glob("title-*.png")]
    assert pictures[0] == pictures[1] != pictures[2]
    assert len(pictures) == 3
    assert notes == []


@pytest.mark.parametrize("size", [(1_399, 1_399), (3_001, 3_001), (1_400, 1_500)])
def test_a_cover_is_square_and_of_a_size_that_directories_take(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    picture = tmp_path / "cover.png"
    picture.write_bytes(png(*size))
    refusal = pytest.raises(SettingError, match="must be square, 1,400 to 3,000 pixels")
    with refusal, opened(tmp_path / "pod", feed_cover=picture):
        pass
    assert not folder.is_feed(tmp_path / "pod")


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    with opened(tmp_path, feed_title="Same") as feed:
        put(feed, "a.txt")
    before = statuses(tmp_path)
    with opened(tmp_path, feed_title="Same"):
        pass
    assert statuses(tmp_path) == before


# a feed that is not as it was left


def test_an_edited_feed_is_set_aside_and_made_anew(tmp_path: Path, notes: list[str]) -> None:
    with opened(tmp_path) as feed:
        put(feed, "a.txt")
    path = tmp_path / "feed.xml"
    made = path.read_bytes()
    for edited in (made.replace(b"Trains", b"Planes"), b"<rss/>", b"", made + b"<!-- -->"):
        path.write_bytes(edited)
        with opened(tmp_path, notes):
            pass
        assert path.read_bytes() == made
        assert (tmp_path / "feed.edited.xml").read_bytes() == edited
        assert "was edited" in notes.pop()
    path.unlink()
    with opened(tmp_path, notes):
        pass
    assert path.read_bytes() == made
    assert notes == []


def test_what_a_killed_run_leaves_is_put_right(tmp_path: Path, notes: list[str]) -> None:
    with opened(tmp_path) as feed:
        put(feed, "a.txt", title="First")
        older = (tmp_path / "feed.xml").read_bytes()
        left = put(feed, "b.txt", title="Second")
        made = (tmp_path / "feed.xml").read_bytes()
        feed.remove(left.guid)
    # killed after the manifest was written, before the feed was and files were deleted
    (tmp_path / left.audio).write_bytes(b"sound")
    known = json.loads((tmp_path / "narrate-feed.json").read_bytes())
    known["discarded"] = [left.audio]
    (tmp_path / "narrate-feed.json").write_text(json.dumps(known), encoding="utf-8")
    (tmp_path / "feed.xml").write_bytes(made)
    stage = tmp_path / ".narrate-feed-abc"
    stage.mkdir()
    (stage / "half.mp3").write_bytes(b"so")
    # killed between the name of a new file and its place
    ours = [tmp_path / f".{name}.0123456789ab.part" for name in ("feed.xml", left.audio)]
    another = tmp_path / ".notes.txt.0123456789ab.part"
    for part in (*ours, another):
        part.write_bytes(b"<")
    with opened(tmp_path, notes):
        pass
    assert [part.exists() for part in (*ours, another)] == [False, False, True]
    assert (tmp_path / "feed.xml").read_bytes() == older
    assert not (tmp_path / left.audio).exists()
    assert not stage.exists()
    assert notes == []
    assert json.loads((tmp_path / "narrate-feed.json").read_bytes())["discarded"] == []


class KilledError(BaseException):
    """The end of a process, which nothing that it runs can catch."""


def change_all(path: Path) -> None:
    """Replace an episode by one in another format, add one, and remove one."""
    with opened(path) as feed:
        old = put(feed, "a.txt", b"new sound", title="First", fingerprint="2")
        name = f"{feed.stem(old.guid, '')}.opus"
        with feed.stage() as stage:
            (stage / name).write_bytes(b"other")
            feed.add(replace(old, files=(name,), size_bytes=5, fingerprint="3"), stage)
        put(feed, "c.txt", title="Third")
        with suppress(UsageError):
            feed.remove(guid_of("b.txt"))


@pytest.mark.long
def test_a_run_that_is_killed_at_any_step_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps_left = 1_000

    def step(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is not called any more when no step is left."""

        def called(*arguments: Any) -> Any:
            nonlocal steps_left
            steps_left -= 1
            if steps_left < 0:
                raise KilledError
            return function(*arguments)

        return called

    monkeypatch.setattr(folder, "replacing", step(replacing))
    monkeypatch.setattr(folder, "_move", step(folder._move))
    monkeypatch.setattr(folder, "_delete", step(folder._delete))
    for killed_at in range(1_000):
        path = tmp_path / str(killed_at)
        steps_left = 1_000
        with opened(path) as feed:
            put(feed, "a.txt", title="First")
            put(feed, "b.txt", title="Second")
        steps_left = killed_at
        with suppress(KilledError):
            change_all(path)
        is_done = steps_left >= 0
        check_schema((path / "feed.xml").read_bytes())
        for entry in feedparser.parse(path / "feed.xml").entries:
            assert (path / entry.enclosures[0].href.rpartition("/")[2]).is_file()
        steps_left = 1_000
        with opened(path):
            pass
        known = manifest.from_json((path / manifest.NAME).read_bytes())
        assert {file.name for file in path.iterdir()} == {*known.files, *OWN_FILES[:2]}
        change_all(path)
        assert sorted(titles(path)) == ["First", "Third"]
        assert len(listing(path)) == len(OWN_FILES) + 1 + 3
        if is_done:
            break
    assert 20 < killed_at < 100


def damaged(known: dict[str, Any], where: str, value: object) -> bytes:
    """Return a manifest with another value in one place."""
    *keys, last = where.split(".")
    place: Any = known
    for key in keys:
        place = place[int(key)] if key.isdigit() else place[key]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return json.dumps(known).encode()


DAMAGES: list[tuple[str, object]] = [
    ("version", 2),
    ("version", None),
    ("more", 1),
    ("show", []),
    ("show.title", 1),
    ("episodes", {}),
    ("episodes.0", "text"),
    ("episodes.0.files", []),
    ("episodes.0.files", ["../../etc/passwd.mp3"]),
    ("episodes.0.files", ["feed.xml"]),
    ("episodes.0.files", ["a-0123456789.exe"]),
    ("episodes.0.cover", "/etc/passwd"),
    ("episodes.0.published", "yesterday"),
    ("episodes.0.published", "2026-13-28T05:32:45+00:00"),
    ("episodes.0.published", "2026-11-28T05:32:45"),
    ("episodes.0.duration_seconds", float("nan")),
    ("episodes.0.duration_seconds", 1e300),
    ("episodes.0.size_bytes", 1.5),
    ("episodes.0.size_bytes", True),
    ("discarded", ["../feed.xml"]),
    ("discarded", "a-0123456789.mp3"),
]


def test_a_damaged_manifest_is_an_error_and_nothing_is_lost(tmp_path: Path) -> None:
    with opened(tmp_path) as feed:
        put(feed, "a.txt")
    path = tmp_path / "narrate-feed.json"
    good = path.read_bytes()
    bad = [damaged(json.loads(good), where, value) for where, value in DAMAGES]
    bad += [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", good[:-20]]
    for data in bad:
        path.write_bytes(data)
        before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
        refusal = pytest.raises(OutputError, match=r"feed\.xml: narrate-feed\.json beside it")
        with refusal as caught, opened(tmp_path):
            pass
        assert "\n" not in str(caught.value)
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    path.write_bytes(good)
    with opened(tmp_path):
        pass


def test_a_feed_of_another_program_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "feed.xml"
    theirs.write_text("<rss/>", encoding="utf-8")
    with pytest.raises(OutputError, match="another program's feed"), opened(tmp_path):
        pass
    assert listing(tmp_path) == {"feed.xml"}
    assert theirs.read_text(encoding="utf-8") == "<rss/>"


def test_a_folder_that_cannot_be_written_is_known_before_anything_is_spoken(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder" / "feed.xml").mkdir(parents=True)
    for path in (tmp_path / "file" / "pod", tmp_path / "folder", tmp_path / "a\0b"):
        with pytest.raises(OutputError), opened(path):
            pass


def test_two_runs_on_one_folder_go_one_after_the_other(
    tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_WAIT_SECONDS", 0.01)
    path = tmp_path / "pod"
    path.mkdir()
    link = tmp_path / "link"
    link.symlink_to(path)

    def second() -> None:
        with opened(link, notes) as feed:
            put(feed, "b.txt", title="Second")

    running = threading.Thread(target=second)
    with opened(path) as feed:
        running.start()
        while not notes:
            time.sleep(0.01)
        put(feed, "a.txt", title="First")
    running.join(10)
    assert titles(path) == ["Second", "First"]
    assert notes[0].startswith("waiting for another run of narrate")


# the command


def test_categories_are_those_of_apple_and_found_in_any_case(
    narrate: Narrate, tmp_path: Path
) -> None:
    assert len([name for name in categories() if "/" not in name]) == 19
    assert len({*categories()}) == len(categories())
    with opened(tmp_path) as feed:
        put(feed, "a.txt")
    for given, category in {
        "tech news": ["News", "Tech News"],
        "true crime": ["True Crime"],
    }.items():
        run = narrate("feed", tmp_path, "--feed-category", given, here=True)
        assert run.exit_code == 0, run.stderr
        read = feedparser.parse(tmp_path / "feed.xml").feed
        assert [tag.term for tag in read.tags] == category


REFUSED = {
    "no folder": ([], 2, "missing argument 'FOLDER'"),
    "no source": (["pod/"], 2, "has no feed: give sources to make one"),
    "a source first": (["https://example.org/a", "pod/"], 2, "is no folder"),
    "an empty folder": (["", "a.txt"], 2, "an empty name is no folder"),
    "a long folder": (["a" * 300, "a.txt"], 7, "file name too long"),
    "a file first": (["a.txt", "pod/"], 2, "a.txt is no folder"),
    "flac": (["pod/", "a.txt", "-f", "flac"], 2, "podcast apps play mp3, m4a, m4b and opus"),
    "no output": (["pod/", "a.txt", "-o", "b.mp3"], 2, "no such option"),
    "no such category": (["pod/", "a.txt", "--feed-category", "x"], 2, "a category of Apple"),
    "no language": (["pod/", "a.txt", "--feed-language", "German!"], 2, "such as de or en-GB"),
    "no address": (["pod/", "a.txt", "--base-url", "podcast/"], 2, "such as https://example.org"),
    "a login": (["pod/", "a.txt", "--base-url", "http://me:pw@a.b/"], 2, "must not hold a login"),
    "no title": (["pod/", "a.txt", "--feed-title", " "], 2, "--feed-title must not be empty"),
    "not yes": (["pod/", "a.txt", "--feed-explicit", "maybe"], 2, "must be yes or no"),
    "no cover": (["pod/", "a.txt", "--feed-cover", "gone.png"], 3, "cannot read gone.png"),
    "no episode": (["pod/", "--remove", "b.txt", "a.txt", "--dry"], 2, "no such option"),
}


@pytest.mark.parametrize(("arguments", "code", "reason"), REFUSED.values(), ids=REFUSED)
def test_requests_that_are_refused(
    narrate: Narrate, tmp_path: Path, arguments: list[str], code: int, reason: str
) -> None:
    (tmp_path / "a.txt").write_text("Ten boats came home.", encoding="utf-8")
    run = narrate("feed", *arguments, here=True)
    assert (run.exit_code, run.stdout) == (code, "")
    assert reason.lower() in run.stderr.lower()
    assert run.stderr.count("\n") == 1 + ("give --base-url" in run.stderr)
    assert not folder.is_feed(tmp_path / "pod")


def test_an_address_is_written_as_programs_need_it(narrate: Narrate, tmp_path: Path) -> None:
    with opened(tmp_path) as feed:
        put(feed, "a.txt")
    for given, address in {
        "HTTPS://Example.org:443/a b": "https://example.org/a%20b/",
        "http://bücher.example/ü/": "http://xn--bcher-kva.example/%C3%BC/",
    }.items():
        assert narrate("feed", tmp_path, "--base-url", given, here=True).exit_code == 0
        (entry,) = feedparser.parse(tmp_path / "feed.xml").entries
        assert entry.enclosures[0].href.startswith(address)
        check_schema((tmp_path / "feed.xml").read_bytes())


def test_the_help_and_the_readme_name_every_option(narrate: Narrate) -> None:
    shown = narrate("feed", "--help").stdout
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for option in FeedSettings.options():
        flag = f"--{option.name.replace('_', '-')}"
        assert flag in shown
        assert f"`{flag}" in readme
    assert "--voice" in shown
    assert "--output" not in shown


# whole runs


def story(path: Path, title: str, words: str = "Ten boats came home on the tenth day.") -> Path:
    """Write a short article."""
    path.write_text(f"# {title}\n\n{words}\n\n## Later\n\nNobody cheered.\n", encoding="utf-8")
    return path


@pytest.mark.long
def test_sources_become_episodes_once(narrate: Narrate, tmp_path: Path) -> None:
    path = tmp_path / "pod"
    boats = story(tmp_path / "boats.md", "Boats")
    trains = story(tmp_path / "trains.md", "Trains & more", "Trains run again at night.")
    run = narrate("feed", "pod/", boats, "gone.txt", trains, "--feed-language", "en")
    assert run.exit_code == 3
    assert "cannot read gone.txt" in run.stderr
    assert f"{path.name}/boats-" in run.stderr
    assert run.stderr.count("give --base-url") == 1
    assert run.stderr.endswith("narrate: pod/feed.xml has 2 episodes\n")
    assert titles(path) == ["Trains & more", "Boats"]
    root = check_schema((path / "feed.xml").read_bytes())
    for item in root.iter("item"):
        (enclosure,) = item.findall("enclosure")
        audio = path / unquote(urlsplit(enclosure.get("url", "")).path[1:])
        assert audio.stat().st_size == int(enclosure.get("length", ""))
        (chapters,) = item.findall("podcast:chapters", NAMES)
        check_chapters(path / urlsplit(chapters.get("url", "")).path[1:])
        (transcript,) = item.findall("podcast:transcript", NAMES)
        captions = path / urlsplit(transcript.get("url", "")).path[1:]
        assert captions.read_text(encoding="utf-8").startswith("WEBVTT")
    # nothing has changed
    before = statuses(path)
    (tmp_path / "list.txt").write_text("trains.md\nboats.md\n", encoding="utf-8")
    run = narrate("feed", path, "--from-file", "list.txt")
    assert (run.exit_code, run.stderr.count("has not changed")) == (0, 2)
    assert statuses(path) == before
    # one has
    entry = items(path)[0]
    identity = guid_of(str(boats))
    story(boats, "Boats", "Eleven boats came home on the tenth day.")
    run = narrate("feed", path, boats, trains, "--json")
    assert json.loads(run.stdout)["output"].startswith(f"{path}/boats-")
    assert titles(path) == ["Boats", "Trains & more"]
    assert items(path)[1] == entry
    assert identity in items(path)[0].decode()
    # the other one is to sound otherwise
    picture = tmp_path / "cover.png"
    picture.write_bytes(png(30, 30))
    otherwise = ("--rate", "200", "-f", "m4a", "--cover", picture)
    assert "has not changed" not in narrate("feed", path, trains, *otherwise).stderr
    assert titles(path) == ["Trains & more", "Boats"]
    (cover,) = path.glob("trains-*.png")
    assert cover.read_bytes() == picture.read_bytes()
    assert [file.suffix for file in path.glob("trains-*.m*")] == [".m4a"]
    check_schema((path / "feed.xml").read_bytes())
    run = narrate("feed", path, "--remove", boats, "--remove", "nothing.md")
    assert (run.exit_code, titles(path)) == (2, ["Trains & more"])
    assert not list(path.glob("boats-*"))


def check_chapters(path: Path) -> None:
    """Check a file of chapters against the fields that the podcast namespace documents."""
    content = json.loads(path.read_bytes())
    assert content["version"] == "1.2.0"
    assert content.keys() <= {
        *("version", "chapters", "author", "title", "podcastName", "description", "fileName"),
    }
    starts = [chapter["startTime"] for chapter in content["chapters"]]
    assert starts == sorted(starts)
    assert starts[0] == 0
    for chapter in content["chapters"]:
        assert chapter.keys() <= {"startTime", "endTime", "title", "img", "url", "toc"}
        assert isinstance(chapter["title"], str)


@pytest.mark.long
def test_standard_input_and_pages_are_episodes_too(narrate: Narrate, tmp_path: Path) -> None:
    bare = b"Ten boats came home on the tenth day, and nobody in the valley cheered.\n"
    text = b"Boats\n=====\n\n" + bare
    for given in (text, text.replace(b"Ten", b"Nine"), bare, bare + bare):
        assert narrate("feed", "pod", "-", stdin=given).exit_code == 0
    run = narrate("feed", "pod", "-", stdin=bare)
    kept = "narrate: standard input has not changed: its episode is kept\n"
    assert run.stderr == f"{kept}narrate: pod/feed.xml has 3 episodes\n"
    # the same title is the same episode; without one, the same text is
    assert titles(tmp_path / "pod") == ["narration", "narration", "Boats"]
    with serve({"/a": [page(text), page(text), page(text + b"\nNobody cheered.\n")]}) as server:
        url = f"{server.url}/a"
        typed = url.replace("//", "//me:secret@")
        runs = [narrate("feed", "pod", typed, "--allow-local") for _ in range(3)]
    assert [run.exit_code for run in runs] == [0, 0, 0]
    assert ["has not changed" in run.stderr for run in runs] == [False, True, False]
    entries = feedparser.parse(tmp_path / "pod" / "feed.xml").entries
    assert [entry.get("link") for entry in entries] == [url, None, None, None]
    for name in ("feed.xml", "narrate-feed.json"):
        written = (tmp_path / "pod" / name).read_text(encoding="utf-8")
        assert "secret" not in written
        assert str(tmp_path) not in written


@pytest.mark.long
def test_a_killed_run_leaves_a_feed_that_fits_its_files(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = tmp_path / "pod"
    boats = story(tmp_path / "boats.md", "Boats")
    long = tmp_path / "long.txt"
    long.write_text("Ten boats came home on the tenth day. " * 20_000, encoding="utf-8")
    running = subprocess.Popen(
        [COMMAND, "feed", path, boats, long], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    while "long.txt" not in running.stderr.readline():
        pass
    time.sleep(0.5)
    running.kill()
    running.communicate(timeout=20)
    assert titles(path) == ["Boats"]
    assert list(path.glob(".narrate-feed-*"))
    assert narrate("feed", path, boats).exit_code == 0
    assert not list(path.glob(".*"))
    assert titles(path) == ["Boats"]
    # an interruption leaves nothing to be put right
    stopped = subprocess.Popen([COMMAND, "feed", path, long, "-q"], env=environment)
    while not list(path.glob(".narrate-feed-*")):
        time.sleep(0.05)
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(20) == 130
    assert not list(path.glob(".*"))


@pytest.mark.long
def test_gpodder_subscribes_and_downloads(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str]
) -> None:
    """``gpo`` is Debian's; ``.ci/run`` installs it where it is missing."""
    path = tmp_path / "pod"
    handler = partial(SimpleHTTPRequestHandler, directory=str(path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        boats = story(tmp_path / "boats.md", "Boats & ships")
        narrate("feed", path, boats, "--base-url", address, "--feed-title", "To hear")
        home = environment | {
            "GPODDER_HOME": str(tmp_path / "gpodder"),
            "GPODDER_DOWNLOAD_DIR": str(tmp_path / "downloads"),
        }

        def gpo(*words: str) -> str:
            done = subprocess.run(
                ["gpo", *words], env=home, capture_output=True, text=True, timeout=60, check=True
            )
            return done.stdout

        assert "Successfully added" in gpo("subscribe", f"{address}feed.xml")
        assert "To hear" in gpo("list")
        assert "Boats & ships" in gpo("episodes")
        assert "1 episodes downloaded" in gpo("download")
        (got,) = (tmp_path / "downloads").rglob("*.mp3")
        (made,) = path.glob("*.mp3")
        assert got.read_bytes() == made.read_bytes()
        # an episode that is added comes alone
        narrate("feed", path, story(tmp_path / "trains.md", "Trains"))
        assert "1 new episode" in gpo("update")
        assert "1 episodes downloaded" in gpo("download")
        server.shutdown()
