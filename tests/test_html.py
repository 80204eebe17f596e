"""Web pages: the structure of the article and nothing else, or a word on why there is none."""

from __future__ import annotations

import codecs
import contextlib
import time
from collections.abc import Callable

import pytest

from narrator.article import Article, Kind
from narrator.errors import NarrateError, SourceError
from narrator.readers.html import read_html
from narrator.readers.tree.document import parse_html
from narrator.readers.tree.notes import Notes, find_notes
from narrator.readers.tree.walk import walk_blocks
from tests.conftest import Narrate
from tests.costs import growth

PROSE = (
    "The boats came home on the tenth day, and nobody in the "
    "valley cheered, for the nets were empty again."
)
MORE = (
    "Those who had waited on the pier went back to their houses "
    "one by one, and said nothing to each other."
)
PARAGRAPHS = "".join(
    f"<p>{PROSE} It was day {n}.</p><p>{MORE} They were {n} of them.</p>" for n in range(1, 6)
)


def page(
    body: str, head: str = "<title>Low Tide</title>", attributes: str = 'lang="en-GB"'
) -> bytes:
    return (
        f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode()
    )


def read(body: str, head: str = "<title>Low Tide</title>") -> Article:
    return read_html(
        page(f"<article><h1>Low Tide</h1>{PARAGRAPHS}{body}<p>{PROSE}</p></article>", head),
        "tide.html",
    )


def kinds(article: Article, kind: Kind) -> list[tuple[str, str]]:
    return [
        (part.label, part.text)
        for section in article.sections
        for part in section.paragraphs
        if part.kind is kind
    ]


def test_headings_have_their_levels() -> None:
    article = read(
        f"<h2>The Nets</h2><p>{PROSE}</p><h3>Of <i>hemp</i><br>and "
        f"wire ¶</h3><p>{MORE}</p><h2>The Pier</h2>"
    )
    assert [(section.title, section.level) for section in article.sections] == [
        ("Low Tide", 1),
        ("The Nets", 2),
        ("Of hemp and wire", 3),
        ("The Pier", 2),
    ]
    assert article.title == "Low Tide"


def test_lists_are_numbered_as_shown() -> None:
    lists = (
        "<ol><li>one<li>two<ul><li>bullet</ul><li value=7><p>seven</p><p>still seven</p></ol>"
        "<ol start=3><li>three</ol><ol reversed><li>b<li>a</ol><ol type=a><li>first</ol>"
    )
    assert kinds(read(lists), Kind.ITEM) == [
        *(("1", "one"), ("2", "two"), ("", "bullet"), ("7", "seven"), ("", "still seven")),
        *(("3", "three"), ("2", "b"), ("1", "a"), ("a", "first")),
    ]


def test_quotes_code_and_preformatted_prose() -> None:
    article = read(
        "<blockquote><p>We wait.</p><p>We mend.</p></blockquote>"
        '<pre><code class="language-python">def tide():\n    return "low"</code></pre>'
        f"<pre>{PROSE}\n{MORE}\n{PROSE}</pre>"
    )
    assert kinds(article, Kind.QUOTE) == [("", "We wait."), ("", "We mend.")]
    assert kinds(article, Kind.CODE) == [("python", 'def tide():\n    return "low"')]


def test_a_table_in_preformatted_prose() -> None:
    rows = "Day\tCrates\nMonday\t3\nTuesday\t12\n"
    article = read(f"<pre>{PROSE}\n{PROSE}\n{PROSE}\n\n{rows}\n{MORE}</pre>")
    tables = [part.rows for part in article.sections[-1].paragraphs if part.kind is Kind.TABLE]
    assert tables == [(("Day", "Crates"), ("Monday", "3"), ("Tuesday", "12"))]


def test_tables_have_column_names_and_spans() -> None:
    article = read(
        "<table><caption>Catches</caption><thead><tr><th>Day<th>Boat<th>Crates</thead>"
        "<tr><td rowspan=2>Monday<td>Anna<td>3<tr><td colspan=2>none</table>"
        f"<table><tr><td><p>{PROSE}</p><h2>In a layout</h2><p>{MORE}</p></table>"
    )
    tables = [
        part.rows
        for section in article.sections
        for part in section.paragraphs
        if part.kind is Kind.TABLE
    ]
    assert tables == [(("Day", "Boat", "Crates"), ("Monday", "Anna", "3"), ("Monday", "none", ""))]
    assert kinds(article, Kind.CAPTION) == [("", "Catches")]
    assert "In a layout" in [section.title for section in article.sections]


def test_captions_and_what_pictures_show() -> None:
    article = read(
        '<figure><img src="a.jpg" alt="A pier"><figcaption>A '
        "pier at low tide.</figcaption></figure>"
        '<figure><img alt="Two boats on the sand"><figcaption>Photo: Mary</figcaption></figure>'
        '<p><img alt="IMG_2041.jpg"><img alt=""><img alt="Logo"><img '
        'alt="E=mc^{2}"><img width=1 alt="Count me"></p>'
        '<p><img alt="Bild 3"></p>'
    )
    assert [text for _, text in kinds(article, Kind.CAPTION)] == [
        "A pier at low tide.",
        "Two boats on the sand",
    ]


@pytest.mark.parametrize(
    ("reference", "notes"),
    [
        (
            '<sup><a href="#fn1" id="ref1">1</a></sup>',
            '<ol><li id="fn1"><p>By hand, of course. <a href="#ref1">↩</a></p></li></ol>',
        ),
        (
            '<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>',
            '<div id="ftn1"><p><a href="#_ftnref1" '
            'name="_ftn1">[1]</a> By hand, of course.</p></div>',
        ),
        (
            '<sup class="reference" id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup>',
            '<ol class="references"><li id="cite_note-1"><span '
            'class="mw-cite-backlink"><a href="#cite_ref-1">^</a></span>'
            " By hand, of course.</li></ol>",
        ),
        (
            '<a href="#n" role="doc-noteref">*</a>',
            '<aside id="n" role="doc-footnote">By hand, of course.</aside>',
        ),
        (
            '<a href="tide.html#d" class="footnote-reference">1</a>',
            '<dl><dt id="d">[1]</dt><dd>By hand, of course.</dd></dl>',
        ),
        (
            '<a class="brackets" href="#id2" id="id1" role="doc-noteref">'
            "<span>[</span>1<span>]</span></a>",
            '<aside id="id2" class="footnote brackets" role="doc-footnote">'
            '<span class="label"><span>[</span>'
            '<a role="doc-backlink" href="#id1">1</a><span>]</span>'
            "</span> <p>By hand, of course.</p></aside>",
        ),
    ],
    ids=["plain", "word", "wiki", "aria", "docutils", "newer docutils"],
)
def test_notes_are_marked_where_they_are_referred_to(reference: str, notes: str) -> None:
    article = read(
        f"<p>The nets are mended every night in winter.{reference} It takes long.</p>{notes}"
    )
    assert kinds(article, Kind.FOOTNOTE) == [("1", "By hand, of course.")]
    assert "mended every night in winter.[1] It takes long." in article.text


def test_citations_without_a_note_are_left_out_and_powers_are_not() -> None:
    article = read(
        "<p>So it was.<sup>3</sup> So said all<sup>[12]</sup> of 5 "
        "m<sup>2</sup> on the 2<sup>nd</sup> day<sup>4</sup>.</p>"
    )
    assert "So it was. So said all of 5 m² on the 2nd day." in article.text


def test_what_is_not_seen_is_not_read() -> None:
    article = read(
        "<p>A&shy;round <b>the</b>\n<i>bay</i>&nbsp;&amp; back<wbr>wards, <q>slowly</q>, "
        "<ruby>港<rp>(</rp><rt>minato</rt></ruby>.</p>"
        "<p hidden>Hidden words.</p><p style='color:red;display : none'>Hidden words.</p>"
        "<p aria-hidden=true>Hidden words.</p>"
        "<script>Hidden words.</script><noscript>Hidden words.</noscript>"
        "<template><p>Hidden words.</p></template>"
        "<p>one line<br>another<br><br>a paragraph</p>"
    )
    assert "Around the bay & backwards, “slowly”, 港." in article.text.splitlines()
    assert "Hidden" not in article.text
    assert {"one line another", "a paragraph"} <= set(article.text.splitlines())


def test_nothing_of_the_article_is_lost_and_nothing_beside_it_read() -> None:
    beside = (
        "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>",
        '<div class="share"><a href="http://x.example">Share this</a></div>',
        '<aside class="related"><h3>Related stories</h3><ul><li><a '
        "href=/a>Another boat has sunk today</a></ul></aside>",
        "<footer><p>All rights reserved by the Valley Press and its many owners.</p></footer>",
    )
    short = ["Yes.", "No.", "Yes.", "It rained.", "It rained."]
    body = "".join(f"<p>{text}</p>" for text in short)
    data = page(
        f"{beside[0]}<main><h1>Low Tide</h1>{PARAGRAPHS}{beside[1]}{body}"
        f"<h2>After</h2>{PARAGRAPHS}<p>The end.</p></main>"
        f"{beside[2]}{beside[3]}"
    )
    article = read_html(data, "tide.html")
    assert article.text.count("It rained.") == 2
    assert article.text.count(PROSE) == 10
    assert article.text.splitlines()[-1] == "The end."
    for text in ("Home", "Share", "Related", "sunk", "rights"):
        assert text not in article.text
    assert [skipped.count for skipped in article.skipped] == [6]


def test_short_sections_of_code_captions_and_tables_are_kept() -> None:
    data = page(
        '<ul class="menu"><li><a href="#n">Nets</a><li>Home</ul><main><section><h1>Nets</h1>'
        f"<p>{PROSE}</p><section><h2>Hemp</h2><div class='highlight'>"
        f"<pre>knot(hemp, 3)</pre></div><figure><img src=x.png>"
        "<figcaption>A net.</figcaption></figure><table><tr>"
        "<th>Net<th>Size<tr><td>Big<td>10</table></section>"
        f"<h2>Wire</h2><p>{MORE}</p></section></main>",
        "<title>Nets</title>",
    )
    lines = read_html(data, "nets.html").text.splitlines()
    assert lines == [
        "Nets",
        PROSE,
        "Hemp",
        "knot(hemp, 3)",
        "A net.",
        "Net Size",
        "Big 10",
        "Wire",
        MORE,
    ]


def test_the_command_reads_a_page_from_standard_input(narrate: Narrate) -> None:
    run = narrate("-", "--summary-only", stdin=page(f"<nav>Menu</nav><p>{PROSE}</p>"))
    assert (run.exit_code, run.stdout) == (0, f"{PROSE}\n")
    empty = page('<div id="app"></div><script src="a.js"></script>')
    assert narrate("-", stdin=empty, here=True).exit_code == 3


def test_details_are_the_pages_own() -> None:
    head = (
        "<title>Low Tide | The Valley Press</title><meta name=author content='J. R. Miller'>"
        "<meta property='article:published_time' content='2021-03-04T10:00:00Z'>"
    )
    article = read("", head)
    assert (article.title, article.author, article.date, article.language) == (
        "Low Tide",
        "J. R. Miller",
        "2021-03-04",
        "en-GB",
    )
    untitled = read_html(page(PARAGRAPHS, "", ""), "https://example.org/low_tide.html")
    assert (untitled.title, untitled.name, untitled.language) == ("low tide", "low_tide", "")


GREETING = "Größe – naïve café"


@pytest.mark.parametrize(
    "data",
    [
        page(f"<p>{GREETING}. {PROSE}</p>"),
        codecs.BOM_UTF8 + page(f"<p>{GREETING}. {PROSE}</p>", "<meta charset=iso-8859-1>"),
        codecs.BOM_UTF16_LE + page(f"<p>{GREETING}. {PROSE}</p>").decode().encode("utf-16-le"),
        page(f"<p>{GREETING}. {PROSE}</p>").decode().encode("cp1252"),
        page(f"<p>{GREETING}. {PROSE}</p>", "<meta charset=utf-8>").decode().encode("cp1252"),
        page(f"<p>{GREETING}. {PROSE}</p>", "<meta charset=macintosh>")
        .decode()
        .encode("mac-roman"),
        page(f"<p>{GREETING}. {PROSE}</p>", "<meta charset=no-such>").decode().encode("cp1252"),
        page(f"<p>{GREETING}. {GREETING} {PROSE}</p>") + b"\xff",
    ],
    ids=["utf-8", "bom", "utf-16", "cp1252", "wrong", "mac", "unknown", "one bad byte"],
)
def test_encodings(data: bytes) -> None:
    assert GREETING in read_html(data, "a.html").text


SUBSCRIBE = f"<p>{PROSE}</p><p>Subscribe now to continue reading this story.</p>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (page('<div id="root"></div><script src="/app.js"></script>'), "only in scripts"),
        (
            page("<noscript>You need to enable JavaScript to run this app.</noscript>"),
            "only in scripts",
        ),
        (
            page(
                "<h1>404 Not Found</h1><p>The page you asked for is not here.</p>",
                "<title>404 Not Found</title>",
            ),
            "error page",
        ),
        (
            page("<h1>Just a moment</h1><p>Checking your browser before you proceed.</p>"),
            "whether a human reads",
        ),
        (
            page(
                "<p>We use cookies. Some cookies need your consent. Read our "
                "cookies policy.</p><button>Accept all</button>"
                "<p>By clicking you accept all cookies.</p>"
            ),
            "notice on cookies",
        ),
        (page(SUBSCRIBE), "sign in"),
        (
            page(
                f'<script type="application/ld+json">'
                f'{{"isAccessibleForFree": false}}</script><p>{PROSE}</p>'
            ),
            "sign in",
        ),
        (
            page("", '<meta http-equiv=refresh content="0; url=https://example.org/b">'),
            r"leads on to https://example\.org/b",
        ),
        (
            b"<?xml version='1.0'?><rss><channel><title>News</title>"
            b"<item><title>A</title></item></channel></rss>",
            "a feed",
        ),
    ],
    ids=["app", "noscript", "404", "robot", "cookies", "paywall", "not free", "refresh", "feed"],
)
def test_pages_without_an_article_are_named(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_html(data, "https://example.org/a")


def test_articles_about_obstacles_are_read() -> None:
    body = "".join(
        f"<p>Cookies need consent, and you accept cookies "
        f"number {n}. Subscribe to continue. {MORE}</p>"
        for n in range(20)
    )
    assert (
        "accept cookies number 19"
        in read_html(page(body, "<title>404: not found, a history</title>"), "a.html").text
    )


def test_superscripts_are_raised_and_citations_are_left_out() -> None:
    article = read(
        "<p>Some 10<sup>6</sup> m<sup>2</sup> of it, 10<sup>-3</sup> "
        "on the 1<sup>st</sup> day.<sup>4</sup> They took"
        "<sup><a href='b.html'>5</a></sup> 1 <sup>1</sup>/<sub>2</sub> "
        "days,<sup>[6, 7]</sup> <sup>see 2 notes</sup>.</p>"
    )
    assert (
        "Some 10⁶ m² of it, 10⁻³ on the 1st day. They took 1 1/2 days, see 2 notes." in article.text
    )


def test_superscripts_in_superscripts_are_read_in_linear_time() -> None:
    def walk(depth: int) -> None:
        assert list(walk_blocks(parse_html("<p>" + "x<sup>" * depth, "a.html"), Notes()))

    assert growth(walk, 900) < 3


@pytest.mark.parametrize(
    ("begin", "note", "deep"),
    [("<div>", "<a name=n{0}></a>{0}. A note.<br>", 0), ("", "<p id=n{0}>A note.</p>", 900)],
)
def test_notes_are_found_in_linear_time(begin: str, note: str, deep: int) -> None:
    def written(size: int) -> str:
        marks = "".join(f"<p>word<sup><a href='#n{n}'>{n}</a></sup></p>" for n in range(size))
        depth = deep * size // 400
        return (
            "<div>" * depth
            + marks
            + "</div>" * depth
            + begin
            + "".join(note.format(n) for n in range(size))
        )

    roots = {size: parse_html(written(size), "a.html") for size in (400, 800)}
    assert growth(lambda size: find_notes({"": roots[size]}, lambda base, _: base), 400) < 3


HOSTILE: dict[str, Callable[[], str]] = {
    "deep": lambda: "<div>" * 20_000 + f"<p>{PROSE}</p>" * 9 + "</div>" * 20_000,
    "deep lists": lambda: "<ul><li>" * 20_000 + PROSE,
    "deep tables": lambda: "<table><tr><td>" * 20_000 + PROSE,
    "deep but read": lambda: "<div>" * 1_900 + f"<p>{PROSE}</p>" * 2_000,
    "never closed": lambda: f"<p>{PROSE}<b><i>" * 2_000,
    "many tags": lambda: "<p>a" * 3_000_000,
    "entities": lambda: (
        '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + f"<p>{PROSE} &b;</p>"
    ),
    "NULs": lambda: f"<p>{PROSE}\0\0</p>" * 10,
    "spans": lambda: "<table>" + "<tr><td rowspan=9999 colspan=9999>x" * 2_000 + "</table>",
    "links": lambda: "".join(
        f'<sup><a href="#n{n}">{n}</a></sup> word <p id=n{n}>note' for n in range(3_000)
    ),
    "pictures": lambda: "<figure>" + '<img alt="Two boats"><p>x' * 3_000,
    "figures": lambda: (
        "<figure>" + '<img alt="Two boats"><figure><img alt="Red kites">x</figure>' * 1_500
    ),
    "broken": lambda: f"<p <<>><a href='><p>{PROSE}</p></b></table><![CDATA[ <!-- " * 50,
    "attribute": lambda: "<p " + "a=b " * 200_000 + f">{PROSE}",
    "nothing": lambda: "",
}


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon(name: str) -> None:
    data = page(HOSTILE[name]())
    start = time.process_time()
    with contextlib.suppress(NarrateError):
        assert read_html(data, "a.html").name == "a"
    assert time.process_time() - start < 8


@pytest.mark.long
def test_equal_paragraphs_are_all_kept() -> None:
    data = page(f"<p>{PROSE}</p>" * 10_000)
    start = time.process_time()
    assert read_html(data, "a.html").text.count(PROSE) == 10_000
    assert time.process_time() - start < 7.5


def test_an_ordinary_page_is_quick() -> None:
    data = page(f"<h1>Low Tide</h1>{PARAGRAPHS * 10}")
    read_html(data, "a.html")
    start = time.process_time()
    read_html(data, "a.html")
    assert time.process_time() - start < 0.5


NOTED = (
    "<header><h1>The Ferry</h1></header><p>{prose}<a href='#n1' "
    "role='doc-noteref'><sup>1</sup></a></p><h1>Timetable</h1>"
    "<p>{prose}</p><section class='footnotes'><ol><li id='n1' "
    "role='doc-endnote'>Once a day in winter.</li></ol></section>"
)


@pytest.mark.parametrize(
    "menu", ["", "<nav id='TOC'><ul><li><a href='#t'>Timetable</a></li></ul></nav>"]
)
def test_a_documents_title_and_notes_are_part_of_it(menu: str) -> None:
    article = read_html(
        page(menu + NOTED.format(prose=PROSE), "<title>The Ferry</title>"), "a.html"
    )
    assert article.title == "The Ferry"
    assert article.sections[0].heading == ("The Ferry",)
    notes = [
        p for section in article.sections for p in section.paragraphs if p.kind is Kind.FOOTNOTE
    ]
    assert [(note.text, note.label) for note in notes] == [("Once a day in winter.", "1")]


BEFORE = f"<nav><a href='/a'>Home</a></nav><article><h1>Low Tide</h1>{PARAGRAPHS}"
MORE_TEXT = f"<p>{MORE} And so it ended.</p>"
AFTER = "</article><footer>Quay Press</footer>"


@pytest.mark.parametrize(
    "body",
    [
        "<h3>You may also like</h3><ul><li><a href='/b'>Ten boats</a><p>They sank.</p></ul>",
        "<h3>Ähnliche Beiträge</h3><p><a href='/b'>Zehn Boote</a></p>",
        "<p>Related stories:</p><ul><li><a href='/b'>Ten boats</a></ul>",
        "<p>Photo: Ada Brook / Agency</p><p>© Ada Brook</p>",
        "<p>Sign up for our weekly newsletter and get more in your inbox.</p>",
        "<div><p>900</p><p>600</p><p>tons</p><p>300</p><p>2018</p></div>",
        "<h4>Low Tide</h4>",
        "<p>By Ada Brook and Bo Rill</p>",
    ],
)
def test_what_says_that_it_is_no_article_goes(body: str) -> None:
    head = "<title>Low Tide</title><meta name=author content='Ada Brook'>"
    where = f"{BEFORE}{body}{AFTER}"
    if body.startswith("<p>By"):
        where = BEFORE.replace("</h1>", f"</h1>{body}") + AFTER
    assert read_html(page(where, head), "a.html").text == read_html(page(BEFORE + AFTER), "a").text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"<p><b><a href='/b'>{PROSE}</a></b></p><p>{MORE}</p>", PROSE),
        ("<p>Read the plans:</p><ul><li><a href='/b'>Mole plan</a></ul>" + MORE_TEXT, "Mole plan"),
        (
            f"<h2>Related</h2><ul><li>Ten</ul><p>{MORE} And so it ended for all of us.</p>",
            "for all",
        ),
        (f"<h2>Who pays?</h2><div class=panel style='display: none'><p>{MORE}</p></div>", "Who"),
        (f"<div hidden><p>It is late. {MORE}</p></div><button>Read more</button>", "It is late."),
        (
            "<figure><img alt='Old boats'><figcaption>Boats. Photo: Ada</figcaption></figure>",
            "Boats.",
        ),
    ],
)
def test_what_belongs_to_the_article_stays(body: str, said: str) -> None:
    assert said in read_html(page(BEFORE + body + AFTER), "a.html").text


@pytest.mark.parametrize(
    "container",
    [
        "<div class='content-sidebar-wrap'>{}</div>",
        "<div class='widget Blog'>{}</div>",
        "<form id=aspnetForm>{}</form>",
        "<aside>{}</aside>",
        "<div class=permalink>{}</div>",
        "<noscript><div></noscript>{}",
    ],
)
def test_what_holds_the_article_is_no_chrome(container: str) -> None:
    inside = (
        f"<h1>Low Tide</h1>{PARAGRAPHS}<h2>Nets</h2><p>{MORE}</p><ul><li>Hemp</ul><p>{PROSE}</p>"
    )
    article = read_html(page(container.format(inside)), "a.html")
    assert [section.title for section in article.sections] == ["Low Tide", "Nets"]
    assert "Hemp" in article.text


@pytest.mark.parametrize(
    "before",
    [
        "\n" * 5_000,
        f"<!-- {'x' * 5_000} -->",
        "<script>var a = 1 < 2;</script>",
        "Warning: x<br/>\n",
    ],
)
def test_a_page_is_known_whatever_it_begins_with(narrate: Narrate, before: str) -> None:
    page_source = before + page(f"<h1>Low Tide</h1>{PARAGRAPHS}").decode()
    said = narrate("-", "--dry-run", stdin=page_source.encode()).stdout
    assert "The boats came home" in said
    assert "less than" not in said


def test_the_body_of_structured_data_is_read() -> None:
    data = f'<script type="application/ld+json">[{{"articleBody": "{PROSE}\\n{MORE}"}}]</script>'
    article = read_html(page("<div id=root></div><script></script>", data), "a.html")
    assert article.text.endswith(f"{PROSE}\n{MORE}")


@pytest.mark.parametrize(
    "body",
    [
        "<p>The bakery at the corner is closed on Friday for the fair.</p><script></script>",
        f"<p>{PROSE}</p><p>{MORE}</p></article><div class=cookie-banner><p>We use cookies. Accept "
        "all cookies or set cookies. See our privacy policy.</p></div>",
    ],
)
def test_short_texts_beside_scripts_and_cookies_are_read(body: str) -> None:
    assert "The b" in read_html(page(f"<article><h1>Note</h1>{body}"), "a.html").text


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("By Ada Brook July 3, 2024", "Ada Brook"),
        ("Ada Brook · 4 min read", "Ada Brook"),
        ("Ada Brook, Staff Writer", "Ada Brook"),
        ("Last updated: January 7, 2025", ""),
        ("Anna May", "Anna May"),
        ("Von Ada Brook", "Ada Brook"),
    ],
)
def test_an_author_is_a_name(written: str, author: str) -> None:
    head = f"<title>Low Tide</title><meta name=author content='{written}'>"
    assert read_html(page(f"<h1>Low Tide</h1>{PARAGRAPHS}", head), "a.html").author == author


def test_the_windows_title_is_the_title_where_it_is_a_heading() -> None:
    body = f"<h1 class=logo>Quay Press</h1><article><h2>Low Tide</h2>{PARAGRAPHS}</article>"
    article = read_html(page(body), "a.html")
    assert article.title == "Low Tide"
    assert "Quay Press" not in article.text
