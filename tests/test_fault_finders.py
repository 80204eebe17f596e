"""The fault-finder of headings, and the texts that it sets."""

from __future__ import annotations

from narrator.readers.markdown import read_markdown
from tests.benchmarks.heading_faults import check
from tests.benchmarks.typeset import BODIES, HEADS, typeset

SENTENCE = "The boats had been out since four, and by the time the bells rang they stood in a row. "
NAMES = ("The Quay", "The Bells", "The Wall", "The Boats", "The Weir")
DOCUMENT = "# Harbour days\n\n" + "\n\n".join(
    f"## {name}\n\n{SENTENCE * 4}\n\n- ropes of all kinds\n- lamps\n\n{SENTENCE * 3}"
    for name in NAMES
)


def test_a_document_is_set_in_every_way_with_all_its_words() -> None:
    article = read_markdown(DOCUMENT.encode(), "harbour.md")
    bodies, heads = set(), set()
    for number in range(120):
        (text,) = typeset(f"harbour {number}.md", article, "tests")
        bodies.add(text.way.body)
        heads.add(text.way.heads)
        assert all(name.casefold() in text.text.casefold() for name in NAMES)
        shown = " ".join(text.lines[line] for line in text.headings).casefold()
        assert all(name.casefold() in shown for name in NAMES)
    assert bodies == set(BODIES)
    assert heads == set(HEADS)


def test_what_is_missed_or_false_is_found() -> None:
    article = read_markdown(DOCUMENT.encode(), "harbour.md")
    (text,) = typeset("harbour 1.md", article, "tests")
    result = check(text)
    assert result.right + len(result.findings) >= len(NAMES)
    missing = min(text.headings)
    text.kinds[missing] = "prose"
    kinds = [finding.kind for finding in check(text).findings]
    assert len(kinds) == len(result.findings) + 1
    assert "false: prose" in kinds
