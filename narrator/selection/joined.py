"""Several articles as one: each is a group of chapters that begins with its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrator.article import NO_SERIES, Article, Section
from narrator.language.characters import title_key
from narrator.selection.counter import SkippedCounter


def join_articles(articles: Sequence[Article], title: str = "", author: str = "") -> Article:
    """Return several articles as one, or the only one as it is.

    The first chapter of each is called like the article, which is said, too: it is what tells a
    listener, and who reads a list of chapters, where another article begins. Its other sections
    keep their titles, one level deeper. Players list all chapters below one another and cut them
    at the end, so that a prefix would hide what tells them apart.

    Args:
        articles: What is narrated of each source.
        title: The title of the whole; by default it is made of theirs.
        author: Its author; by default theirs.
    """
    if len(articles) == 1:
        return articles[0]
    first = articles[0]
    sections: list[Section] = []
    skipped = SkippedCounter()
    for article in articles:
        sections += _group(article)
        for item in article.skipped:
            skipped.add(item)
    # a text to be shown, and for nobody the address of a page or the path of a file
    source = f"{len(articles)} sources: {', '.join(article.source for article in articles)}"
    authors = dict.fromkeys(article.author for article in articles if article.author)
    all_series = {article.series for article in articles}
    return Article(
        title=title or _title(articles),
        sections=tuple(sections),
        name=first.name,
        source=source,
        author=author or ", ".join(authors),
        date=_common([article.date for article in articles]),
        language=first.language,
        skipped=skipped.skipped(),
        series=first.series if len(all_series) == 1 else NO_SERIES,
        parts=tuple(articles),
    )


def _title(articles: Sequence[Article]) -> str:
    """Return a title for several articles: "A and B", "A and 2 more"."""
    first, second, *others = articles
    if not others:
        return f"{first.title} and {second.title}"
    return f"{first.title} and {len(others) + 1} more"


def _common(texts: Sequence[str]) -> str:
    """Return the text that all are, or an empty one."""
    return texts[0] if len(set(texts)) == 1 else ""


def _group(article: Article) -> Iterator[Section]:
    """Yield the sections of an article, the first of which begins with the article's title."""
    if not article.sections:
        return
    first, *others = article.sections
    heading = first.heading
    name = first.name
    title = title_key(article.title)
    if not title_key(" ".join(heading)).startswith(title):
        heading = (article.title, *heading)
    if name and not title_key(name).startswith(title):
        name = f"{article.title} – {name}"
    yield replace(first, heading=heading, name=name, level=1)
    for section in others:
        yield replace(section, level=section.level + 1)
