"""Formulas in markup are lines of text, and are said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from narrator.readers import read
from narrator.readers.formulas import formula_text, tex_line
from tests.documents import docx, paragraph, run

MATH = "http://www.w3.org/1998/Math/MathML"
OFFICE_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
PROSE = "The keeper of the lighthouse wrote the sum on the wall, and it is still there today."


def part(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<mi>a</mi><mo>=</mo><mi>b</mi>", "a = b"),
        ("<mfrac><mn>1</mn><mi>n</mi></mfrac>", "1/n"),
        ("<mfrac><mrow><mi>p</mi><mo>+</mo><mn>1</mn></mrow><mi>q</mi></mfrac>", "(p + 1)/q"),
        ("<msup><mi>t</mi><mn>2</mn></msup><mo>-</mo><mn>3</mn>", "t^2 - 3"),
        ("<mo>-</mo><msub><mi>v</mi><mn>0</mn></msub>", "-v_0"),
        ("<msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt>", "√(x + y)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√(x)"),
        (
            "<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>m</mi>"
            "</munderover><mi>k</mi>",
            "∑_(k = 1)^m k",
        ),
        (
            "<semantics><mrow><mi>u</mi></mrow><annotation>\\mathbf{u}</annotation></semantics>",
            "u",
        ),
        ("<mi>f</mi><mo>&#x2061;</mo><mo>(</mo><mi>z</mi><mo>)</mo>", "f(z)"),
        ("<mfrac><mn>1</mn></mfrac>", "1"),
        (
            "<mtable><mtr><mtd><mn>0</mn></mtd><mtd><mn>5</mn></mtd></mtr>"
            "<mtr><mtd><mn>2</mn></mtd><mtd><mn>000</mn></mtd></mtr></mtable>",
            "0, 5; 2, 000;",
        ),
        ("<mlongdiv><mn>3</mn><mn>435.3</mn><mn>1306</mn></mlongdiv>", "3, 435.3, 1306;"),
        ("", ""),
    ],
)
def test_mathml_is_a_line(markup: str, line: str) -> None:
    assert formula_text(etree.fromstring(f'<math xmlns="{MATH}">{markup}</math>')) == line


def test_a_formula_nested_without_end_is_cut() -> None:
    deep = f'<math xmlns="{MATH}">{"<mrow>" * 200}<mi>x</mi>{"</mrow>" * 200}</math>'
    assert formula_text(etree.fromstring(deep)) == ""


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        (
            f"<m:f><m:fPr/><m:num>{part('s')}</m:num><m:den>{part('2t')}</m:den></m:f>",
            "s/2t",
        ),
        (f"<m:sSup><m:e>{part('r')}</m:e><m:sup>{part('3')}</m:sup></m:sSup>", "r^3"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{part('k')}</m:e></m:rad>", "√(k)"),
        (f"<m:d><m:e>{part('a+b')}</m:e></m:d>", "(a + b)"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
            f"<m:sub>{part('i=0')}</m:sub><m:sup>{part('n')}</m:sup><m:e>{part('i')}</m:e></m:nary>",
            "∑_(i = 0)^n i",
        ),
        (
            "<m:nary><m:naryPr/>"
            f"<m:sub>{part('0')}</m:sub><m:sup>{part('1')}</m:sup><m:e>{part('y')}</m:e></m:nary>",
            "∫_0^1 y",
        ),
    ],
)
def test_words_formula_is_a_line(markup: str, line: str) -> None:
    element = etree.fromstring(f'<m:oMath xmlns:m="{OFFICE_MATH}">{markup}</m:oMath>')
    assert formula_text(element) == line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"$p = \frac{m v}{2}$", "p = (m v)/2"),
        (r"\[ \sqrt{\frac{a}{b}} \le \alpha^{2} \]", "√( a/b ) ≤ α^2"),
        (r"\(\sum_{j=1}^{N} w_j\)", "∑_(j=1)^N w_j"),
        (r"$$\mathrm{d}x \cdot 5 \% \to \infty$$", "dx · 5 % → ∞"),
        (r"\begin{align*} u &= v \\ v &= w \end{align*}", "u = v , v = w"),
        (r"$\unknown{z}$", "unknown z"),
    ],
)
def test_tex_is_a_line(tex: str, line: str) -> None:
    assert tex_line(tex) == line


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5 then and $6 now.",
        "Set $HOME and $PATH first.",
        r"The share C:\boats\nets is full.",
        "He owes A$3 and B$4.",
    ],
)
def test_money_and_paths_are_no_tex(text: str, tmp_path: Path) -> None:
    source = tmp_path / "note.txt"
    source.write_text(text, "utf-8")
    assert read(source).text == text


def test_formulas_of_every_kind_of_source_are_read(tmp_path: Path) -> None:
    hidden = (
        f'<span style="display: none"><math xmlns="{MATH}"><mi>x</mi><mo>=</mo><mn>7</mn></math>'
        '</span><img src="sum.svg" aria-hidden="true" alt="{\\displaystyle x=7}">'
    )
    page = f"<html><body><article><h1>Sums</h1><p>{PROSE} {hidden} {PROSE}</p></article></body>"
    sources = {
        "page.html": page.encode(),
        "note.md": f"# Sums\n\n{PROSE} $x = 7$ {PROSE}\n".encode(),
        "note.docx": docx(paragraph(run(PROSE) + f"<m:oMath>{part('x=7')}</m:oMath>" + run(PROSE))),
    }
    for name, content in sources.items():
        source = tmp_path / name
        source.write_bytes(content)
        assert "x = 7" in read(source).text, name
