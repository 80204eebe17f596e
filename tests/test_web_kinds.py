"""Kinds of web pages as they come: what is said, who wrote them and what they are called."""

from __future__ import annotations

import quopri

import pytest

from narrator.article import Article
from narrator.errors import SourceError
from narrator.readers.html import read_html
from narrator.readers.html.saved import read_saved_page

PROSE = (
    "The ferry to the island was late again, and those who had waited since dawn sat on their"
    " boxes and watched the fog."
)
MORE = (
    "By noon the captain sent word that the engine would be mended in an hour, which nobody on"
    " the quay believed any longer."
)
LAST = (
    "In the end it was a fishing boat that took the post across, with two hens and a schoolmaster"
    " who had missed his examination."
)
TEXT = "".join(f"<p>{part} It was page {n}.</p>" for n in range(3) for part in (PROSE, MORE, LAST))
OTHER = "A harbour in the north will close its gates for the winter, the owners of the port say."
MENU = "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a></nav>"
FOOTER = "<footer>The Quay Post, 3 Rope Lane. <a href=/privacy>Privacy</a></footer>"


def read(body: str, head: str = "<title>The late ferry</title>") -> Article:
    page = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body>"
    )
    return read_html(page.encode(), "page.html")


@pytest.mark.parametrize(
    "junk",
    [
        f"<div class=authorBox><p>Ada Brook: {OTHER}</p></div>",
        f"<div class='post-author'><p>{OTHER}</p></div>",
        f"<section class=RelatedStories><h3>More news</h3><p>{OTHER}</p></section>",
        f"<div class=c-teaser><h3>{OTHER}</h3><p>{OTHER}</p></div>",
        f"<ps-newsletter-module class=NewsletterModule><p>{OTHER}</p></ps-newsletter-module>",
        f"<h2>Lesen Sie auch:</h2><ul><li><a href=/a>{OTHER}</a></li></ul>",
        f"<h2>Czytaj też</h2><ul><li><a href=/a>{OTHER}</a></li></ul>",
        f"<h2>Читайте также</h2><ul><li><a href=/a>{OTHER}</a></li></ul>",
        f"<h2>Otras noticias</h2><ul><li><a href=/a>{OTHER}</a></li></ul>",
        f"<p><a href=/a>{OTHER[:-1]}</a></p>",
        f"<div class=cta><p>{OTHER}</p></div>",
        f"<details><summary>3 comments</summary><p>{OTHER}</p></details>",
        f"<div id=commentsArea><p>{OTHER}</p></div>",
    ],
)
def test_junk_is_not_said(junk: str) -> None:
    article = read(f"{MENU}<article><h1>The late ferry</h1>{TEXT}{junk}</article>{FOOTER}")
    assert OTHER[:-1] not in article.text
    assert article.text.count(LAST) == 3


@pytest.mark.parametrize(
    "after",
    [
        f"<div><details open><summary>A reader</summary><p>{OTHER}</p></details></div>",
        f"<div><p>{OTHER}</p></div>",
        f"<section><h2>Elsewhere</h2><p>{OTHER}</p></section>",
    ],
)
def test_what_follows_the_article_element_is_not_said(after: str) -> None:
    article = read(f"{MENU}<article><h1>The late ferry</h1>{TEXT}</article>{after}{FOOTER}")
    assert OTHER not in article.text
    assert any(skipped.words for skipped in article.skipped)


def test_articles_one_after_another_are_all_said() -> None:
    parts = "".join(f"<article><h2>Day {n}</h2>{TEXT}</article>" for n in range(1, 4))
    article = read(f"{MENU}<main><h1>The late ferry</h1>{parts}</main>{FOOTER}")
    assert article.text.count(LAST) == 9


@pytest.mark.parametrize(
    "lead",
    [
        f"<div class=teaser-text><p>{OTHER}</p></div>",
        f"<div class=article-intro><p class=lead>{OTHER}</p></div>",
        f"<p class=abstract>{OTHER}</p>",
        f"<h2>{OTHER}</h2>",
    ],
)
def test_the_lead_below_the_headline_is_said(lead: str) -> None:
    article = read(
        f"{MENU}<div class=news><header><h1>The late ferry</h1>{lead}</header>"
        f"<div class=body>{TEXT}</div></div>{FOOTER}"
    )
    assert OTHER in article.text


@pytest.mark.parametrize(
    "line",
    [
        "12.03.2024",
        "Published 12 March 2024, 14:30",
        "Stand: 12. März 2024, 14:30 Uhr",
        "2024-03-12 · 5 min read",
    ],
)
def test_a_dateline_is_not_said(line: str) -> None:
    article = read(f"{MENU}<article><h1>The late ferry</h1><p>{line}</p>{TEXT}</article>{FOOTER}")
    assert line not in article.text


def test_the_place_and_day_of_a_letter_are_said() -> None:
    article = read(
        f"{MENU}<article><h1>The late ferry</h1><p>Hull, 3 March 1887</p>{TEXT}</article>"
    )
    assert "Hull, 3 March 1887" in article.text


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # the logo, a greeting, a part beside the site's name, and a title of the site alone
        ("<title>The late ferry | Quay Post</title>", "<h1>Quay Post</h1>", "The late ferry"),
        ("<title>The late ferry</title>", "<h1>Hello, I’m Ada.</h1>", "The late ferry"),
        ("<title>The late ferry – Quay Post</title>", "<h1>The late ferry</h1>", "The late ferry"),
        (
            "<title>Quay Post</title><meta property=og:site_name content='Quay Post'>",
            "<h1>The late ferry</h1>",
            "The late ferry",
        ),
        ("<title>Late ferry, angry island</title>", "<h1>A late ferry</h1>", "A late ferry"),
    ],
)
def test_the_title_is_the_headline(head: str, body: str, title: str) -> None:
    headline = "<h2>The late ferry</h2>" if "The late ferry" in head and "|" in head else ""
    article = read(f"{MENU}{body}<article>{headline}{TEXT}</article>{FOOTER}", head)
    assert article.title.removesuffix(" | Quay Post") == title


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Ada Brook před 3 hodinami", "Ada Brook"),
        ("Ada Brook Technology Reporter", "Ada Brook"),
        ("Ada Brook (https://ada.example)", "Ada Brook"),
        ("Ada Brook Monday, February 5 2024", "Ada Brook"),
        ("Follow the author", ""),
        ("Redakcja", ""),
        ("Mac &amp; i", "Mac & i"),
        ("Charles de Gaulle", "Charles de Gaulle"),
        ("June", "June"),
    ],
)
def test_an_author_is_a_name(written: str, author: str) -> None:
    head = f"<title>The late ferry</title><meta name=author content='{written}'>"
    assert read(f"<h1>The late ferry</h1>{TEXT}", head).author == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("<p class=byline>By Ada Brook</p>", "Ada Brook"),
        ("<p class=pb-byline>Von Ada Brook | 3. März</p>", "Ada Brook"),
        ("<p class=author-note>This page was made with care.</p>", ""),
    ],
)
def test_a_byline_in_the_page_is_found(line: str, author: str) -> None:
    article = read(f"{MENU}<article><h1>The late ferry</h1>{line}{TEXT}</article>")
    assert article.author == author


def test_authors_of_a_catalogue_are_written_first_name_first() -> None:
    head = "".join(
        f"<meta name=citation_author content='{name}'>" for name in ("Brook, Ada", "Hill, Tom")
    )
    assert read(
        f"<h1>The late ferry</h1>{TEXT}", f"<title>The late ferry</title>{head}"
    ).author == ("Ada Brook, Tom Hill")


def test_lists_of_links_in_an_item_are_said() -> None:
    items = "".join(f"<li><a href=/{n}>The fault of engine number {n}</a>" for n in range(3))
    article = read(
        f"{MENU}<article><h1>The late ferry</h1>{TEXT}<ul><li>Faults found<ul>{items}</ul>"
        f"</ul><p>{LAST}</p></article>"
    )
    assert "The fault of engine number 2" in article.text


def saved(page: bytes, kind: str = "text/html", transfer: str = "quoted-printable") -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://quay.example/late\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=edge\r\n\r\n--edge\r\n"
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {transfer}\r\n"
        "Content-Location: https://quay.example/late\r\n\r\n"
    )
    return head.encode() + quopri.encodestring(page) + b"\r\n--edge--\r\n"


def test_a_page_saved_as_one_file_is_read() -> None:
    note = (
        "<p>As was said.<a href='https://quay.example/late#fn1'><sup>1</sup></a></p>{}"
        "<ol><li id=fn1>In the log of the harbour, on a page that was torn out.</ol>"
    )
    page = f"<title>The late ferry</title><article><h1>The late ferry</h1>{note.format(TEXT)}"
    article = read_saved_page(saved(page.encode()), "late.mhtml")
    assert article.title == "The late ferry"
    assert "[1]" in article.text


def test_a_saved_page_is_in_the_encoding_of_its_part() -> None:
    page = f"<title>Паром</title><h1>Паром</h1>{TEXT}".encode("cp1251")
    kind = "text/html; charset=windows-1251"
    assert read_saved_page(saved(page, kind), "late.mhtml").title == "Паром"


def test_a_saved_page_without_a_page_is_refused() -> None:
    with pytest.raises(SourceError, match="no page"):
        read_saved_page(saved(b"p { color: red }", "text/css"), "late.mhtml")


@pytest.mark.parametrize("tag", ["article", "main", "section", "figure", "div"])
def test_a_page_without_a_body_tag_is_read(tag: str) -> None:
    page = f"<meta charset=utf-8><title>The late ferry</title><{tag}><h1>The late ferry</h1>{TEXT}"
    assert LAST in read_html(page.encode(), "-").text


def test_a_page_of_headings_alone_is_read() -> None:
    body = f"<h1>The late ferry</h1><h2>{PROSE}</h2><h2>{MORE}</h2><h2>{LAST}</h2>"
    assert LAST in read(body).text


@pytest.mark.parametrize(
    "body", ["<div id=root></div>", "<h1>The late ferry</h1>", "<h1>The late ferry</h1><p>…</p>"]
)
def test_a_page_with_nothing_but_its_title_is_refused(body: str) -> None:
    with pytest.raises(SourceError):
        read(body)
