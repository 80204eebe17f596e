"""Markdown into articles."""

from __future__ import annotations

import contextlib
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.article import ALTERNATIVE, Kind, Paragraph, Series
from narrator.errors import SourceError
from narrator.readers import read
from narrator.readers.markdown import read_markdown
from tests.conftest import Narrate


def paragraphs(text: str) -> list[Paragraph]:
    return [
        p for section in read_markdown(text.encode(), "a.md").sections for p in section.paragraphs
    ]


def test_front_matter_says_title_author_date_and_language() -> None:
    yaml = (
        '---\ntitle: "Tide: a study"\nauthor:\n  - name: Ann Quay\n  - '
        "Bo Rill\ndate: 2024-05-01\nlang: en_GB\nseries: The Shore\n---\nText."
    )
    toml = (
        '+++\ntitle = "Tide: a study"\nauthors = ["Ann Quay", "Bo Rill"]\n'
        'date = 2024-05-01\nlanguage = "en-GB"\nseries = ["The Shore"]\n+++\nText.'
    )
    for text in (yaml, toml, yaml.replace("\n", "\r\n")):
        article = read_markdown(text.encode(), "a.md")
        assert (article.title, article.author) == ("Tide: a study", "Ann Quay, Bo Rill")
        assert (article.date, article.language) == ("2024-05-01", "en-GB")
        assert article.series == Series("The Shore")
        assert [(s.heading, s.words) for s in article.sections] == [(("Tide: a study",), 4)]


HOSTILE_MATTER = [
    *(
        "author: !!bool maybe",
        "author: !!timestamp foo",
        "date: !!int ''",
        "author: 0x" + "f" * 5_000,
    ),
    "a: &a [x]\n"
    + "".join(f"{n}: &{n} [*{m}, *{m}, *{m}]\n" for m, n in pairwise("abcdefghijklmnop"))
    + "author: *p",
]


@pytest.mark.parametrize(
    "matter",
    [
        "a: [",
        "&a [*a, *a]: 1",
        "title: [[x]]",
        "- 1",
        "title:",
        "date: 2024-99-99",
        "\t",
        *HOSTILE_MATTER,
    ],
)
def test_broken_front_matter_is_no_obstacle(matter: str) -> None:
    article = read_markdown(f"---\n{matter}\n---\n# Low Tide\n\nText.".encode(), "a.md")
    assert article.title == "Low Tide"


def test_headings_of_both_styles_and_their_levels() -> None:
    article = read_markdown(
        b"Low *Tide*\n===\n\nText.\n\nEbb\n---\n\nText.\n\n"
        b"#### A [link](x) and `code` ####\n\nText.\n",
        "a.md",
    )
    assert [(s.title, s.level) for s in article.sections] == [
        ("Low Tide", 1),
        ("Ebb", 2),
        ("A link and code", 4),
    ]


def test_inline_marks_go_and_words_stay() -> None:
    written = (
        "**Bold** _it_ ~~out~~ `code` [text](http://x.org) "
        "<http://y.org> a\\*b &amp; c  \nnew<br>line <b>tag</b>"
    )
    assert paragraphs(written) == [Paragraph("Bold it code text http://y.org a*b & c new line tag")]


def test_superscripts_are_raised() -> None:
    written = (
        "Some 10<sup>6</sup> of 4 km<SUP>2</SUP>, the 1<sup>st</sup> of "
        "10<sup>**-3**</sup> and 12 <sup>see 2 notes</sup>."
    )
    assert paragraphs(written) == [
        Paragraph("Some 10⁶ of 4 km², the 1st of 10⁻³ and 12 see 2 notes.")
    ]


def test_lists_keep_their_numbers() -> None:
    found = paragraphs(
        "7. seven\n8. eight\n\n   more\n   - bullet\n\n0) nought\n"
        "\n- [ ] task\n> quoted\n>\n> 1. in quote"
    )
    assert [(p.text, p.label) for p in found] == [
        *(
            ("seven", "7"),
            ("eight", "8"),
            ("more", ""),
            ("bullet", ""),
            ("nought", "0"),
            ("[ ] task", ""),
        ),
        *(("quoted", ""), ("in quote", "1")),
    ]
    assert [p.kind for p in found] == [Kind.ITEM] * 6 + [Kind.QUOTE, Kind.ITEM]


def test_pictures_are_captions_by_their_text() -> None:
    assert paragraphs("See ![the pier](a.png) now. ![](b.png)") == [
        Paragraph("See now."),
        Paragraph("the pier", Kind.CAPTION, ALTERNATIVE),
    ]


def test_badges_and_attributes_are_not_text() -> None:
    article = read_markdown(
        b"# Tide {#tide .big}\n\n[![Build](b.svg)](http://x.org) Text.\n", "a.md"
    )
    assert (article.title, article.text) == ("Tide", "Tide\nText.")


def test_code_keeps_its_lines_and_language() -> None:
    fenced, indented = paragraphs("```python title=x\na = 1\n\n\tb\n```\n\n    plain\n")
    assert fenced == Paragraph("a = 1\n\n    b", Kind.CODE, "python")
    assert indented == Paragraph("plain", Kind.CODE)


def test_html_within_is_read_like_a_page() -> None:
    (found,) = paragraphs(
        "<div class='x'>\nSome <b>bold</b> &amp; more<!-- not "
        "this -->\n<script>nor(this)</script></div>"
    )
    assert found.text == "Some bold & more"
    cells = "<table><tr><th>Port</th><th>Leaves</th></tr><tr><td>Ayr</td><td>6:30</td></tr></table>"
    assert [p.rows for p in paragraphs(cells)] == [(("Port", "Leaves"), ("Ayr", "6:30"))]
    assert paragraphs('<p align="center"><img src="a.png" alt="the pier at dawn"></p>') == [
        Paragraph("the pier at dawn", Kind.CAPTION, ALTERNATIVE)
    ]
    assert paragraphs("<!-- only a remark -->\n") == []


def test_a_text_file_that_is_markdown_is_read_as_such(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "# Tide\n\nThe **sea** [rises](http://x.org).\n", encoding="utf-8"
    )
    assert read(tmp_path / "a.txt").text == "Tide\nThe sea rises."
    (tmp_path / "b.txt").write_text(
        "# a remark\nThe sea rises, and * falls * again. [1] (see)\n", encoding="utf-8"
    )
    assert "# a remark" in read(tmp_path / "b.txt").text
    assert (
        "The sea rises."
        in narrate("-", "--dry-run", stdin=(tmp_path / "a.txt").read_bytes()).stdout
    )


@given(st.text("#*_`[]()<>!-=|>^:\\& \n\tab1.", max_size=300))
def test_anything_is_markdown(text: str) -> None:
    article = read_markdown(text.encode(), "a.md")
    assert article.title


@pytest.mark.parametrize(
    "piece", [">", "- ", "*a **b ", "[", "![[", "`", "<a ", "|a", "[^1]: ", "1. ", "&", "\n> - "]
)
def test_hostile_repetition_ends(piece: str) -> None:
    started = time.process_time()
    with contextlib.suppress(SourceError):  # too deep is one
        read_markdown((piece * (5_000 // len(piece))).encode(), "a.md")
    assert time.process_time() - started < 10


def test_what_is_nested_too_deep_is_refused_instead_of_cut() -> None:
    assert paragraphs(">" * 20 + " words") == [Paragraph("words", Kind.QUOTE)]
    with pytest.raises(SourceError, match="nested"):
        read_markdown(b">" * 200 + b" words", "a.md")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            '!!! warning "Keep off"\n\n    The rail is loose.\n\nEnd.',
            "Keep off|The rail is loose.|End.",
        ),
        ("!!! note\n    One.\n\n    Two.\n\n        code\n", "Note|One.|Two.|code"),
        ('??? tip ""\n    One.\n    !!! note "In"\n        Two.\nThree.', "One.|In|Two.|Three."),
        ('=== "Barges"\n\n    Stay.\n\n=== "Boats"\n\n    Go.', "Barges|Stay.|Boats|Go."),
        (":::tip[At sea]\nStay.\n:::\n\n::: {.wide}\nGo.\n:::", "At sea|Stay.|Go."),
        (":::note At sea\nStay.\n:::", "At sea|Stay."),
        ("> [!NOTE]\n> Stay.", "Note|Stay."),
        ("> [!info]- At sea\n> Stay.", "At sea|Stay."),
        ("[TOC]\n\nStay.\n{: .wide}\n\n[[_TOC_]]", "Stay."),
        (
            "See [[Mole#Cost|the cost]], [[Mole#Cost]].\n\n![[a.png]]\n\nEnd. ^a1",
            "See the cost, Mole.|End.",
        ),
        ("Stay. %% later %%\n\n%%\nOne\n\ntwo\n%%\n\nGo.", "Stay.|Go."),
        ("It is ==wet== here :wave: at 10:30:15.", "It is wet here at 10:30:15."),
        (
            "{{< tip >}}\nStay.\n{{< /tip >}}\n\n{% include a.html %}\n\nGo {{ a.b | c }}now.",
            "Stay.|Go now.",
        ),
        ("{% comment %}\nOne\n{% endcomment %}\nStay.", "Stay."),
        ("{% highlight text %}\n{{ row }}\n{% endhighlight %}", "{{ row }}"),
        (
            "import A from '@x/A'\nexport const b = 1\n\nStay. {/* no */}\n\n<A>\nGo.\n</A>",
            "Stay.|Go.",
        ),
        ("import taxes from abroad. They rose.", "import taxes from abroad. They rose."),
        (
            "Use `{{ name }}` and `==`.\n\n```\n!!! {{ a }}\n==b==\n```\n",
            "Use {{ name }} and ==.|!!! {{ a }}\n==b==",
        ),
        ("Was ~~ten~~ twelve.", "Was twelve."),
        ("*[EU]: European Union\n\nThe EU.", "The EU."),
        ("a == b and c == d", "a == b and c == d"),
        ("It is [[1]] of 100 %% and ^ a.", "It is 1 of 100 %% and ^ a."),
    ],
)
def test_marks_of_dialects_are_not_said(written: str, said: str) -> None:
    assert "|".join(found.text for found in paragraphs(written)) == said


@pytest.mark.parametrize("mark", ["---", "+++"])
def test_a_rule_at_the_beginning_is_no_front_matter(mark: str) -> None:
    article = read_markdown(f"{mark}\n\nThe mole is old.\n\n{mark}\n\nEnd.".encode(), "a.md")
    assert "The mole is old." in article.text
    assert "End." in article.text
