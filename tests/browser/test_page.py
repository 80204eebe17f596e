"""The page is read along, by mouse, keys and assistive technology, and asks for nothing."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import OpenPage, WritePage
from tests.browser.player import SEEK, Player, ShownCue, shown_cues
from tests.served import serving

pytestmark = pytest.mark.browser

ARTICLE = """\
---
title: The Night Train
author: Ada Quill
date: 2026-03-01
lang: en
---
# The Night Train

It cost $5.2M in 2019, said Dr. Smith. The train left at 7:45 p.m. from Berlin.

😀 This smile is two units of UTF-16 wide. Whoever counts wrong is off by one here.

## What it costs

- First thing of all, bread for everybody
- Second thing, butter and jam

1. Go to the station, and do not be late.
2. Buy a ticket for 12 km.

> A quote that somebody said once upon a time, long ago.
>
> And one more paragraph of it.

### A table

| Name | Price | |
|---|---|---|
| Bread | $2.50 | fresh |
| Butter | €3 | |

### A wide table

| One | Two | Three | Four | Five | Six | Seven |
|---|---|---|---|---|---|---|
| first | second | third | fourth | fifth | sixth | seventh |

## Another chapter

This sentence is rather long, and because it is so long it will be cut into several clauses, each of
which is short enough for an engine, so that nothing breaks, and nothing is lost, and everybody who
listens to it can follow along without any trouble at all, which is what we want; it goes on and on,
with commas, and with words, until it reaches its end. Short one.

This is the last paragraph.
"""
HOSTILE = """\
---
title: "</title><script>alert(1)</script>\\"'><img src=x onerror=alert(2)>\\u202E\\u2066 ]]> -->"
author: "</script><script>alert(3)</script> & \\"sons\\" {{ 7 * 7 }} {% raw %}"
date: "<svg onload=alert(4)>"
lang: "\\" onload=\\"alert(5)"
---

# One </script><script>alert(6)</script> {{ page }}

Text with `</script>` and `<script>alert(7)</script>` and `]]>` and `<!--` in it. Then
\u202egnihtemos else, and a \u2028 separator.

## ‮An override” onclick="alert(8)

| `<td onclick=alert(9)>` | ‮b |
|---|---|
| `</table><script>alert(10)</script>` | `&amp;lt;` |
"""
ARABIC = """\
---
title: قطار الليل
lang: ar
---
# قطار الليل

غادر القطار برلين في الساعة السابعة مساء. كان الجو باردا جدا في ذلك اليوم.

## الفصل الثاني

English words are most of this one paragraph. ثم وصل.
"""
WIDTHS = {"wide": (1280, 900), "narrow": (320, 640)}
NAMES = [f"{width}-{scheme}" for width in WIDTHS for scheme in ("light", "dark")]


@pytest.fixture
def article(write_page: WritePage) -> Path:
    """Return a page with everything that a page can hold."""
    return write_page(ARTICLE, "--summary")


@pytest.fixture
def player(article: Path, open_page: OpenPage) -> Player:
    """Open that page."""
    return open_page(article)


def heard_at(cues: list[ShownCue], seconds: float) -> tuple[str, str]:
    """Return the sentence and the word that are to be highlighted at a time."""
    begun = [cue for cue in cues if cue.start_seconds <= seconds]
    if not begun:
        return "", ""
    cue = begun[-1]
    words = [word.text for word in cue.words if word.start_seconds <= seconds < word.end_seconds]
    return cue.text, words[-1] if words else ""


def pick_times(cues: list[ShownCue], count: int) -> list[float]:
    """Return times inside words, a hundredth of a second from their ends at least."""
    words = [word for cue in cues for word in cue.words]
    words = [word for word in words if word.end_seconds - word.start_seconds > 0.04]
    chance = random.Random(13)
    times = []
    for word in chance.sample(words, count):
        times.append(chance.uniform(word.start_seconds + 0.01, word.end_seconds - 0.01))
    return times


def test_the_sentence_and_word_that_are_heard_are_highlighted(
    player: Player, article: Path
) -> None:
    cues = shown_cues(article)
    for seconds in pick_times(cues, 20):
        heard = player.seek(seconds)
        assert abs(heard["seconds"] - seconds) < 0.001
        assert (heard["sentence"], heard["word"]) == heard_at(cues, seconds)
    assert player.errors == []


def test_money_is_highlighted_as_it_is_written(player: Player, article: Path) -> None:
    cues = shown_cues(article)
    words = {word.text: word for cue in cues for word in cue.words}
    for text in ("$5.2M", "7:45", "12 km", "$2.50", "€3", "counts"):
        word = words[text]
        heard = player.seek((word.start_seconds + word.end_seconds) / 2)
        assert heard["word"] == text


WATCH_FRAMES = """() => new Promise((done) => {
  const seen = [];
  const audio = document.querySelector("audio");
  const start = performance.now();
  const look = () => {
    seen.push([audio.currentTime, document.querySelector(".on")?.textContent ?? ""]);
    if (performance.now() - start < 4000) requestAnimationFrame(look);
    else done(seen);
  };
  requestAnimationFrame(look);
})"""


def test_it_plays_and_the_highlight_follows(player: Player, article: Path) -> None:
    cues = shown_cues(article)
    player.page.select_option("select", "2")
    player.seek(cues[1].start_seconds)
    player.page.click(".play")
    player.wait("!document.querySelector('audio').paused")
    seen = player.ask(WATCH_FRAMES)
    assert seen[-1][0] - seen[0][0] > 3  # at twice the speed, on a busy machine
    assert len({cue for _, cue in seen}) >= 2
    for seconds, cue in seen:
        near = {heard_at(cues, seconds - 0.1)[0], heard_at(cues, seconds)[0]}
        assert cue in near
    player.page.click(".play")
    assert not player.is_playing


def test_a_click_on_a_sentence_plays_it(player: Player, article: Path) -> None:
    cues = shown_cues(article)
    player.page.click("text=Whoever counts wrong")
    player.wait("!document.querySelector('audio').paused")
    heard = player.heard()
    assert heard["sentence"].startswith("Whoever counts")
    number = heard["cue"]
    assert 0 <= heard["seconds"] - cues[number].start_seconds < 1
    player.page.click("text=€3")
    assert player.heard()["sentence"] == "Butter€3"
    player.page.click("nav >> text=What it costs")
    assert player.heard()["sentence"] == "What it costs"
    player.page.click("[aria-label='Play from “Another chapter”']")
    assert player.heard()["sentence"] == "Another chapter"


def test_selecting_text_does_not_play(player: Player) -> None:
    sentence = player.page.locator("text=This is the last paragraph.")
    sentence.dblclick()
    player.ask("document.querySelector('audio').pause()")
    before = player.heard()["seconds"]
    box = sentence.bounding_box()
    player.page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    player.page.mouse.down()
    player.page.mouse.move(box["x"] + 90, box["y"] + box["height"] / 2, steps=4)
    player.page.mouse.up()
    assert player.ask("getSelection().toString()")
    assert not player.is_playing
    assert player.heard()["seconds"] == before


def test_keys(player: Player) -> None:
    player.seek(0)
    assert player.heard()["sentence"] == ""
    assert player.press("ArrowRight")["sentence"].startswith("It cost")
    assert player.press("ArrowRight")["sentence"].startswith("The train left")
    assert player.press("ArrowLeft")["sentence"].startswith("It cost")
    assert player.press("Shift+ArrowRight")["sentence"].startswith("😀")
    assert player.press("Shift+ArrowRight")["sentence"] == "What it costs"
    assert player.press("Shift+ArrowLeft")["sentence"].startswith("😀")
    assert player.press("n")["sentence"] == "What it costs"
    assert player.press("n")["sentence"] == "A table"
    assert player.press("P")["sentence"] == "What it costs"
    player.press("+", "+")
    assert player.ask("document.querySelector('audio').playbackRate") == 1.25
    player.press("-")
    assert player.ask("document.querySelector('audio').playbackRate") == 1.1
    player.press("Space")
    assert player.is_playing
    player.press("k")
    assert not player.is_playing
    player.press("Control+k", "Alt+ArrowRight")
    assert not player.is_playing
    player.press("?")
    assert player.page.locator("dialog").is_visible()
    player.press("k")
    assert not player.is_playing  # not while the list of keys is open
    player.press("Escape")
    player.wait("!document.querySelector('dialog').open")


def test_keys_belong_to_what_has_the_focus(player: Player) -> None:
    player.seek(5)
    player.page.focus("select")
    player.press("k", "n")
    assert not player.is_playing
    assert abs(player.heard()["seconds"] - 5) < 0.01
    player.page.focus("[data-do='chapter-forward']")
    assert player.press("Space")["sentence"] == "What it costs"
    assert not player.is_playing


def test_keys_can_be_switched_off(player: Player) -> None:
    player.press("?")
    player.page.uncheck("[data-setting=keys]")
    player.press("Escape")
    player.wait("!document.querySelector('dialog').open")  # or the space bar is the box's
    player.press("k", "Space", "n")
    assert not player.is_playing
    player.reload()
    player.press("k")
    assert not player.is_playing
    player.page.click("[data-do=help]")
    player.page.check("[data-setting=keys]")
    player.page.click("[data-do=close]")
    player.ask("document.activeElement.blur()")
    player.press("k")
    assert player.is_playing


def test_place_and_speed_are_remembered(player: Player) -> None:
    player.seek(12.5)
    player.page.select_option("select", "1.5")
    player.reload()
    heard = player.heard()
    assert abs(heard["seconds"] - 12.5) < 0.01
    assert heard["sentence"]
    assert player.ask("document.querySelector('audio').playbackRate") == 1.5
    assert player.page.locator("select").input_value() == "1.5"
    assert player.page.locator("nav [aria-current]").count() == 1


BLOCK_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no"); } });
"""
NONSENSE_STORED = """Storage.prototype.getItem = () => '{"place": "x", "speed": [9], "keys": 1}'"""
NO_HIGHLIGHTS = "delete window.Highlight; delete CSS.highlights;"


@pytest.mark.parametrize("script", [BLOCK_STORAGE, NONSENSE_STORED, NO_HIGHLIGHTS])
def test_it_works_without_storage_and_highlights(
    article: Path, open_page: OpenPage, script: str
) -> None:
    player = open_page(article, script)
    assert player.heard()["seconds"] == 0
    player.page.click("text=Short one.")
    player.wait("!document.querySelector('audio').paused")
    assert player.page.locator(".on").inner_text() == "Short one."
    player.page.select_option("select", "2")
    assert player.ask("document.querySelector('audio').playbackRate") == 2
    assert player.errors == []


@pytest.mark.parametrize("options", [(), ("--address", "0.0.0.0")])
def test_it_is_served(
    article: Path, open_page: OpenPage, environment: dict[str, str], options: tuple[str, ...]
) -> None:
    with serving(article.parent, environment, *options) as server:
        address = server.url.removesuffix("feed.xml")
        player = open_page(f"{address}{article.name}")
        cues = shown_cues(article)
        for seconds in pick_times(cues, 3):
            heard = player.seek(seconds)
            assert (heard["sentence"], heard["word"]) == heard_at(cues, seconds)
        player.page.click(".play")
        player.wait("document.querySelector('audio').currentTime > 0")
        assert set(player.requests) <= {f"{address}x.html", f"{address}x.mp3"}
        assert player.refused == player.errors == []


def test_nothing_is_asked_for_but_the_audio(player: Player, article: Path) -> None:
    player.page.click(".play")
    player.wait("document.querySelector('audio').currentTime > 0")
    player.page.click("[data-do=help]")
    assert set(player.requests) <= {article.as_uri(), article.with_suffix(".mp3").as_uri()}
    assert player.refused == []


@pytest.mark.parametrize(
    "attempt",
    [
        "fetch('https://example.org/')",
        "new Image().src = 'https://example.org/x.png'",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'ran = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<p onclick=\"ran = 1\">')",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
        "document.querySelector('audio').src = 'https://example.org/x.mp3'",
        "document.head.append(Object.assign(document.createElement('base'), {href: 'https://example.org/'}))",
    ],
)
def test_the_policy_refuses(player: Player, attempt: str) -> None:
    player.ask(f"() => {{ try {{ {attempt} }} catch {{}} }}")
    player.wait("refused.length > 0")
    assert player.ask("window.ran") is None
    assert [url for url in player.answered if url.startswith("http")] == []


TURNS = """[...document.querySelectorAll("main span[id]")]
  .map((each) => getComputedStyle(each).unicodeBidi)"""


def test_hostile_titles_and_text(write_page: WritePage, open_page: OpenPage) -> None:
    page = write_page(HOSTILE, "--summary", "--code", "read")
    player = open_page(page)
    player.page.click(".play")
    player.wait("document.querySelector('audio').currentTime > 0.1")
    for element in player.page.locator("main :is(h1, h2, td, th, .by)").all():
        element.click(force=True)
    assert player.errors == player.refused == []
    assert player.ask("document.scripts.length") == 2
    assert (
        player.ask("document.querySelectorAll('img, svg[onload], [onclick], [onload]').length") == 0
    )
    assert set(player.requests) <= {page.as_uri(), page.with_suffix(".mp3").as_uri()}
    title = player.page.title()
    assert title.startswith("</title><script>alert(1)</script>\"'><img src=x")
    assert "\u202e" not in title
    # elsewhere an override ends with its sentence
    turns = player.ask(TURNS)
    assert set(turns) == {"isolate"}
    assert "49" not in player.page.locator(".by").first.inner_text()
    assert player.ask("document.documentElement.lang") == "en-us"


def test_without_script(article: Path, open_page: OpenPage) -> None:
    player = open_page(article, java_script_enabled=False)
    assert player.page.locator("audio").is_visible()
    assert not player.page.locator(".controls").is_visible()
    assert not player.page.locator(".from").first.is_visible()
    assert not player.page.locator("dialog").is_visible()
    for text in ("It cost $5.2M", "First thing of all", "A quote that", "€3", "last paragraph"):
        assert player.page.locator(f"main >> text={text}").first.is_visible()
    player.page.click("nav >> text=Another chapter")
    assert player.page.url.endswith("#section-4")


def test_print(player: Player, tmp_path: Path) -> None:
    import pypdfium2

    player.seek(12)
    player.page.emulate_media(media="print")
    assert not player.page.locator("#player").is_visible()
    player.page.pdf(path=tmp_path / "page.pdf")
    text = ""
    for page in pypdfium2.PdfDocument(tmp_path / "page.pdf"):
        text += page.get_textpage().get_text_bounded()
    words = " ".join(text.split())
    assert "The Night Train" in words
    assert "This is the last paragraph." in words
    assert "Previous" not in words
    assert "1 ×" not in words


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (640, 360), (1280, 900)])
def test_no_width_scrolls_sideways(
    article: Path, open_page: OpenPage, size: tuple[int, int]
) -> None:
    width, height = size
    player = open_page(article, viewport={"width": width, "height": height})
    player.page.click(".play")
    assert player.ask("document.documentElement.scrollWidth") == width
    covered = player.ask(
        "innerHeight - document.getElementById('player').getBoundingClientRect().top"
    )
    assert covered < height * 0.3
    for button in player.page.locator("button:visible, select:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 24, button
        assert box["height"] >= 24, button
    player.page.click("[data-do=help]")
    box = player.page.locator("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


IS_WORD_IN_TABLE = """() => {
  const [word] = CSS.highlights.get("word");
  const box = word?.getBoundingClientRect();
  const frame = [...document.querySelectorAll(".table")].at(-1).getBoundingClientRect();
  return box !== undefined && box.left >= frame.left && box.right <= frame.right;
}"""


def test_what_is_heard_stays_in_view_unless_the_reader_scrolls_away(
    article: Path, open_page: OpenPage
) -> None:
    player = open_page(article, viewport={"width": 640, "height": 480}, reduced_motion="reduce")
    is_in_view = """() => {
      const box = document.querySelector('.on').getBoundingClientRect();
      const player = document.getElementById('player').getBoundingClientRect();
      return box.top >= 0 && box.top < player.top;
    }"""
    (start,) = [cue.start_seconds for cue in shown_cues(article) if cue.text == "Short one."]
    player.page.click(".play")
    player.ask(
        "(start) => document.querySelector('audio').currentTime = start",
        start + 0.05,
    )
    player.wait("document.querySelector('.on')?.textContent === 'Short one.'")
    player.wait(is_in_view)
    button = player.page.locator(".back-to-text")
    assert not button.is_visible()
    player.page.mouse.move(300, 100)
    player.page.mouse.wheel(0, -5000)
    player.wait("scrollY === 0")
    button.wait_for(state="visible")
    player.page.wait_for_timeout(1200)
    assert player.ask("scrollY") == 0
    button.click()
    player.wait(is_in_view)
    assert not button.is_visible()


def test_a_wide_table_follows_what_is_heard(article: Path, open_page: OpenPage) -> None:
    player = open_page(article, viewport={"width": 320, "height": 640})
    words = {word.text: word for cue in shown_cues(article) for word in cue.words}
    player.page.click(".play")
    for text in ("seventh", "first"):
        player.ask(SEEK, words[text].start_seconds + 0.02)
        player.wait(IS_WORD_IN_TABLE)
    table = player.page.locator(".table").last
    assert table.get_attribute("tabindex") == "0"
    assert player.page.locator(".table").first.get_attribute("tabindex") is None


def test_what_the_system_shows_and_does(article: Path, open_page: OpenPage) -> None:
    catch = """
    window.handlers = {};
    const known = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
    navigator.mediaSession.setActionHandler = (name, handle) => {
      known(name, handle);
      handlers[name] = handle;
    };"""
    player = open_page(article, catch)
    shown = player.ask(
        "(({title, artist, album}) => [title, artist, album])(navigator.mediaSession.metadata)"
    )
    assert shown == ["The Night Train", "Ada Quill", "The Night Train"]
    player.ask("handlers.nexttrack({})")
    assert player.heard()["sentence"] == "What it costs"
    assert player.ask("navigator.mediaSession.metadata.title") == "What it costs"
    player.ask("handlers.seekto({seekTime: 7})")
    assert abs(player.heard()["seconds"] - 7) < 0.01
    player.ask("handlers.play({})")
    assert player.is_playing
    player.ask("handlers.pause({})")
    assert not player.is_playing


@pytest.mark.parametrize("suffix", ["mp3", "m4a", "m4b", "opus", "flac", "wav"])
@pytest.mark.parametrize("page", ["--page", "--page=embed"])
def test_every_format_plays(
    write_page: WritePage, open_page: OpenPage, suffix: str, page: str
) -> None:
    path = write_page(ARABIC, page, audio=f"x.{suffix}")
    player = open_page(path)
    cues = shown_cues(path)
    for seconds in pick_times(cues, 2):
        heard = player.seek(seconds)
        assert (heard["sentence"], heard["word"]) == heard_at(cues, seconds)
    player.page.click(".play")
    before = player.heard()["seconds"]
    player.wait(f"document.querySelector('audio').currentTime > {before} + 0.2")
    assert player.errors == player.refused == []
    duration = player.ask("document.querySelector('audio').duration")
    assert abs(duration - player.ask("+document.querySelector('.position').max")) < 0.2


def test_an_embedded_page_needs_no_other_file(
    write_page: WritePage, open_page: OpenPage, tmp_path: Path
) -> None:
    path = write_page(ARTICLE, "--page=embed")
    alone = tmp_path / "alone.html"
    shutil.copy(path, alone)
    player = open_page(alone)
    player.seek(20)
    player.page.click(".play")
    player.wait("document.querySelector('audio').currentTime > 20.2")
    asked = [url for url in player.requests if not url.startswith("data:")]
    assert asked == [alone.as_uri()]


def test_a_page_without_its_audio_says_so(
    article: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.html"
    shutil.copy(article, alone)
    player = open_page(alone)
    message = player.page.locator(".message")
    message.wait_for(state="visible")
    assert "x.mp3 has to be beside this page" in message.inner_text()


def test_a_page_written_from_the_right(write_page: WritePage, open_page: OpenPage) -> None:
    player = open_page(write_page(ARABIC))
    assert player.ask("[document.documentElement.dir, document.documentElement.lang]") == [
        "rtl",
        "ar",
    ]
    assert player.ask("getComputedStyle(document.querySelector('article p')).direction") == "rtl"
    english = player.page.locator("article >> text=English words")
    assert english.evaluate("each => getComputedStyle(each).direction") == "ltr"
    assert (
        player.page.locator("#player").evaluate("each => getComputedStyle(each).direction") == "ltr"
    )


def axe_finds(player: Player) -> list[tuple[str, str]]:
    """Return what axe-core finds wrong, and where."""
    from axe_playwright_python.sync_playwright import Axe

    results: dict[str, Any] = Axe().run(player.page).response
    found = []
    for violation in results["violations"]:
        for node in violation["nodes"]:
            found.append((violation["id"], node["html"][:200]))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(article: Path, open_page: OpenPage, name: str) -> None:
    width, scheme = name.split("-")
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    player = open_page(article, viewport=size, color_scheme=scheme, reduced_motion="reduce")
    assert axe_finds(player) == []
    word = next(word for cue in shown_cues(article)[4:] for word in cue.words)
    player.seek(word.start_seconds + 0.01)
    player.press("f")
    assert axe_finds(player) == []
    player.press("?")
    assert axe_finds(player) == []


def test_axe_finds_nothing_in_other_pages(write_page: WritePage, open_page: OpenPage) -> None:
    for page in (write_page(ARABIC), write_page(HOSTILE, "--summary", "--code", "read")):
        assert axe_finds(open_page(page)) == []


def test_names_and_values(player: Player) -> None:
    position = player.page.locator(".position")
    assert position.get_attribute("aria-label") == "Position"
    player.seek(21)
    assert position.get_attribute("aria-valuetext").startswith("21 seconds of 1 minute ")
    play = player.page.locator(".play")
    assert play.get_attribute("aria-label") == "Play"
    play.click()
    player.wait("document.querySelector('.play').ariaLabel === 'Pause'")
    assert player.page.locator("[aria-live], [role=status], [role=log]").count() == 0
    assert player.page.locator("[role=alert]:visible").count() == 0
    assert player.page.locator("nav [aria-current=true]").count() == 1


def test_skip_links(player: Player) -> None:
    player.press("Tab")
    assert player.ask("document.activeElement.textContent") == "Skip to the text"
    assert player.page.locator(".skip a").first.is_visible()
    player.press("Tab", "Enter")
    player.press("Tab")
    assert player.ask("document.activeElement.dataset.do") == "chapter-back"


def test_the_focus_is_never_under_the_player(article: Path, open_page: OpenPage) -> None:
    player = open_page(article, viewport={"width": 320, "height": 480})
    is_clear = """() => {
      const focused = document.activeElement;
      const top = document.getElementById("player").getBoundingClientRect().top;
      const box = focused.getBoundingClientRect();
      return focused.closest("#player") !== null || (box.bottom <= top + 1 && box.top >= -1);
    }"""
    seen = 0
    while seen < 40:
        player.press("Tab")
        if player.ask("document.activeElement.closest('.extra') !== null"):
            break
        player.wait(is_clear)
        seen += 1
    assert 8 < seen < 40


TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


CUT_TEXTS = """() => [...document.querySelectorAll("main *, .buttons *")]
  .filter((each) => !each.matches(".visually-hidden"))
  .filter((each) => getComputedStyle(each).overflowX === "hidden")
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML)"""


def test_text_spacing(article: Path, open_page: OpenPage) -> None:
    player = open_page(article, viewport={"width": 320, "height": 640})
    player.ask(TEXT_SPACING)
    assert player.ask("document.documentElement.scrollWidth") == 320
    cut = player.ask(CUT_TEXTS)
    assert cut == []


LUMINANCE = """(name) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""
CONTRASTS = [
    *[("--ink", back, 4.5) for back in ("--paper", "--raised", "--heard")],
    *[("--quiet", back, 4.5) for back in ("--paper", "--raised", "--heard")],
    *[("--accent", back, 4.5) for back in ("--paper", "--raised")],
    ("--word-ink", "--word", 4.5),
    *[("--mark", back, 3) for back in ("--paper", "--heard", "--word")],
    *[("--edge", back, 3) for back in ("--paper", "--raised")],
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_what_is_no_text(article: Path, open_page: OpenPage, scheme: str) -> None:
    player = open_page(article, color_scheme=scheme)
    low = []
    for front, back, least in CONTRASTS:
        one, other = sorted(player.ask(LUMINANCE, name) + 0.05 for name in (front, back))
        if other / one < least:
            low.append((front, back, round(other / one, 2)))
    assert low == []
