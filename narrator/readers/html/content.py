"""Which blocks of a web page are its article.

An extractor is trusted on what it finds, but it drops captions, notes, short and repeated
paragraphs and most of the structure. So the page's own blocks are kept where the extractor has
their words. The rest are kept where they are among those and are not marked as page chrome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from narrator.article import Kind
from narrator.readers.html.candidates import Candidate, extracted_of, word_count
from narrator.readers.html.corrections import (
    drop_empty_headings,
    drop_repeated_headings,
    drop_repeated_paragraphs,
    keep_notes,
)
from narrator.readers.html.headline import (
    drop_before,
    drop_datelines,
    find_headline,
    keep_lead,
)
from narrator.readers.html.leftovers import drop_byline, drop_leftovers, without_credits
from narrator.readers.html.page_chrome import PageChrome
from narrator.readers.html.shingles import SHINGLE_WORDS, Shingles, words_of
from narrator.readers.html.surroundings import Group, holders, undecided_groups
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element, tag_of

# words of a block that surely is the article's when it is in the extractor's text
_CERTAIN_WORDS = 5
# trust (see ``Group``) in undecided blocks between the article's parts, and before and after them
_TRUST_WITHIN = 1.0
_TRUST_AROUND = 3.0
# of the article's words; what holds more is a part of it
_MOST_AFTER_ARTICLE = 1 / 3
# of a group's words
_ENOUGH_TEXT = 0.5


@dataclass(frozen=True, slots=True)
class PageContent:
    """The blocks of a page: those of its article, and those that are left out."""

    kept: list[Block]
    left_out: list[Block]


def choose_content(
    blocks: Sequence[Block], extracted: str, author: str, titles: Collection[str]
) -> PageContent:
    """Return which blocks of a page are its article.

    Args:
        blocks: All blocks of the page.
        extracted: The text that an extractor found in the page; empty where it found none.
        author: The names of the authors, with commas between them; may be empty.
        titles: What the page calls itself.
    """
    candidates = _choose(blocks, extracted)
    if extracted_of(candidates):
        _mend_beginning(candidates, titles)
    drop_byline(candidates, author)
    drop_leftovers(candidates)
    kept: list[Block] = []
    left_out: list[Block] = []
    for candidate in candidates:
        if candidate.is_kept:
            kept.append(candidate.block)
        else:
            left_out.append(candidate.block)
    return PageContent(without_credits(kept), left_out)


def _choose(blocks: Sequence[Block], extracted: str) -> list[Candidate]:
    candidates = [_candidate(block, index) for index, block in enumerate(blocks)]
    _mark_chrome(candidates, PageChrome())
    # a page without any chrome is a document, of which an extractor only loses some
    has_chrome = any(candidate.is_chrome for candidate in candidates)
    if extracted and has_chrome:
        for candidate in candidates:
            candidate.words = words_of(candidate.block.text)
        shingles = Shingles(extracted)
        _mark_extracted(candidates, shingles)
        _forgive_bulk(candidates, extracted_of(candidates))
        _mark_extracted(candidates, shingles)
        _unmark_boilerplate(candidates)
    if extracted_of(candidates):
        _keep_article(candidates)
        return candidates
    if not any(candidate.is_undecided and candidate.is_sentence for candidate in candidates):
        _forgive_bulk(candidates, [each for each in candidates if each.is_sentence])
    for candidate in candidates:
        candidate.is_kept = candidate.is_undecided
    return candidates


def _forgive_bulk(candidates: Sequence[Candidate], article: Sequence[Candidate]) -> None:
    """Mark chrome anew, without the marks of what holds most of the article.

    Args:
        candidates: All blocks.
        article: Those that surely are the article's.
    """
    _mark_chrome(candidates, PageChrome(holders(_characters(article))))


def _mark_chrome(candidates: Sequence[Candidate], chrome: PageChrome) -> None:
    for candidate in candidates:
        candidate.is_chrome = chrome.is_chrome(candidate.block)
        candidate.is_boilerplate = chrome.is_boilerplate(candidate.block)


def _candidate(block: Block, index: int) -> Candidate:
    # a walk gives every block its element
    assert block.element is not None
    return Candidate(block, block.element, index)


def _mark_extracted(candidates: Sequence[Candidate], shingles: Shingles) -> None:
    """Mark the blocks that are in the extractor's text, of which the shingles are."""
    for candidate in candidates:
        # a word or two are found anywhere, so in a menu too
        is_telling = len(candidate.words) >= SHINGLE_WORDS or not candidate.is_chrome
        candidate.is_extracted = is_telling and shingles.hold(candidate.words)


def _unmark_boilerplate(candidates: Sequence[Candidate]) -> None:
    """Take boilerplate as not extracted, unless most of what was extracted is such."""
    extracted = extracted_of(candidates)
    boilerplate = [candidate for candidate in extracted if candidate.is_boilerplate]
    if word_count(boilerplate) * 2 < word_count(extracted):
        for candidate in boilerplate:
            candidate.is_extracted = False


def _keep_article(candidates: Sequence[Candidate]) -> None:
    """Keep what was extracted, and of the rest what belongs to it."""
    for candidate in candidates:
        candidate.is_kept = candidate.is_extracted
    span = _article_span(candidates)
    for group in undecided_groups(candidates):
        is_within = group.candidates[0].index in span
        if _belongs(group, is_within):
            for candidate in group.candidates:
                candidate.is_kept = True
    _drop_after_article(candidates)
    drop_empty_headings(candidates)
    drop_repeated_paragraphs(candidates)
    drop_repeated_headings(candidates)
    keep_notes(candidates)


def _drop_after_article(candidates: Sequence[Candidate]) -> None:
    """Drop what follows the ``article`` element that holds most of the text."""
    kept = [candidate for candidate in candidates if candidate.is_kept]
    articles = [each for each in holders(_characters(kept)) if tag_of(each) == "article"]
    if not articles:
        return
    inside = [candidate.index for candidate in kept if articles[0] in candidate.around]
    after = [candidate for candidate in kept if candidate.index > inside[-1]]
    if word_count(after) <= _MOST_AFTER_ARTICLE * word_count(kept):
        for candidate in after:
            candidate.is_kept = False


def _characters(candidates: Iterable[Candidate]) -> Counter[Element]:
    """Return how many characters of candidates each element holds directly."""
    characters: Counter[Element] = Counter()
    for candidate in candidates:
        characters[candidate.element] += len(candidate.block.text)
    return characters


def _mend_beginning(candidates: Sequence[Candidate], titles: Collection[str]) -> None:
    """Keep the headline and the lead, and nothing that stands before the one or is a date."""
    headline = find_headline(candidates, titles)
    if headline is not None:
        headline.is_kept = True
        keep_lead(candidates, headline)
        drop_before(candidates, headline)
    drop_datelines(candidates)


def _article_span(candidates: Sequence[Candidate]) -> range:
    """Return the places of the article's blocks, from the first to the last.

    It reaches from the extractor's first block to its last, where single words do not count, for
    they are found anywhere, and on to the headings before and the neighbours of the same parent.
    """
    extracted = extracted_of(candidates)
    certain = [candidate for candidate in extracted if len(candidate.words) >= _CERTAIN_WORDS]
    ends = certain or extracted
    first = _extend(candidates, ends[0], step=-1)
    last = _extend(candidates, ends[-1], step=1)
    return range(first.index, last.index + 1)


def _extend(candidates: Sequence[Candidate], end: Candidate, step: int) -> Candidate:
    """Return the farthest block in one direction to which the article continues from its end."""
    index = end.index + step
    while 0 <= index < len(candidates) and _continues(end, candidates[index], step):
        end = candidates[index]
        index += step
    return end


def _continues(end: Candidate, neighbour: Candidate, step: int) -> bool:
    if neighbour.is_extracted:
        return True
    if not neighbour.is_undecided:
        return False
    is_before = step < 0
    if is_before and (neighbour.is_heading or neighbour.block.kind is Kind.CAPTION):
        return True
    is_sibling = neighbour.element.getparent() is end.element.getparent()
    return is_sibling and neighbour.is_marked_up


def _belongs(group: Group, is_within: bool) -> bool:
    """Return whether a group of undecided blocks belongs to the article.

    Args:
        group: The group.
        is_within: Whether it begins between the article's first and last block.
    """
    trust_needed = _TRUST_WITHIN if is_within else _TRUST_AROUND
    if group.trust < trust_needed:
        return False
    if any(candidate.block.kind is Kind.FOOTNOTE for candidate in group.candidates):
        return True
    text = [candidate for candidate in group.candidates if _is_text(candidate, is_within)]
    return word_count(text) >= _ENOUGH_TEXT * word_count(group.candidates)


def _is_text(candidate: Candidate, is_within: bool) -> bool:
    """Return whether a block is text: a sentence, or inside the article anything marked up."""
    return candidate.is_sentence or (is_within and candidate.is_marked_up)
