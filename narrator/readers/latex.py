"""LaTeX, parsed by pylatexenc: as HTML.

No file is included and no macro is expanded: of macros that are not known, what stands in braces
after them is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from itertools import starmap
from typing import Any

from narrator.article import Article
from narrator.errors import SourceError
from narrator.language.tables import load_toml
from narrator.readers.builder import count_skipped
from narrator.readers.encoding import decode
from narrator.readers.formulas import tex_line
from narrator.readers.metadata import Metadata
from narrator.readers.tree.article import tree_article
from narrator.readers.tree.document import parse_html

# a node of pylatexenc, which has no types
Node = Any

_MEANING = load_toml("narrator.readers", "data/latex.toml")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
_SINGLE_QUOTES = {ord("`"): "‘", ord("'"): "’"}
_AND = re.compile(r"(?<!\s)\s*+\\and\b\s*+")
_FORMULA_MARKS = re.compile(r"\\(?:begin|end)\{[^{}]*\}|\\(?:label|tag)\{[^{}]*\}|\\nonumber|&")


def read_latex(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a LaTeX file.

    Raises:
        SourceError: They are not text, or nested beyond sense.
    """
    text = decode(data, source)
    try:
        nodes = _parse(text)
        document = _environment(nodes, "document")
        body = document.nodelist if document is not None else nodes
        stating = [*nodes, *body]
        reader = _Reader()
        metadata = Metadata(
            title=_stated(stating, "title"),
            author=_stated(stating, "author"),
            date=_stated(stating, "date"),
        )
        page = reader.page(body)
    except RecursionError as error:
        raise SourceError(source, "its groups are nested too deep") from error
    root = parse_html(page, source)
    skipped = count_skipped("reference", reader.references)
    return tree_article(root, metadata, source, skipped)


def _parse(text: str) -> Sequence[Node]:
    """Return the nodes of a text, as far as it can be understood."""
    from pylatexenc.latexwalker import LatexWalker

    walker = LatexWalker(text, latex_context=_context(), tolerant_parsing=True)
    nodes: Sequence[Node] = walker.get_latex_nodes()[0]
    return nodes


@cache
def _context() -> Any:
    """Return what pylatexenc knows of macros and environments, and what it does not."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

    context = get_default_latex_context_db()
    macros = {**_MEANING["no_text"], **_MEANING["arguments"]}
    environments = _MEANING["environment_arguments"].items()
    context.add_context_category(
        "narrate",
        macros=list(starmap(MacroSpec, macros.items())),
        environments=list(starmap(EnvironmentSpec, environments)),
        prepend=True,
    )
    return context


def _environment(nodes: Iterable[Node], name: str) -> Node | None:
    """Return the first environment of a name among nodes."""
    for node in nodes:
        if getattr(node, "environmentname", "") == name:
            return node
    return None


class _Reader:
    """Turns nodes into HTML.

    Attributes:
        references: The text of the list of references, which is not read.
    """

    def __init__(self) -> None:
        self.references: list[str] = []
        self._note_count = 0
        # those of the paragraph that is open, which follow it
        self._notes: list[str] = []
        self._kinds: dict[str, Callable[[Node], str]] = {
            "LatexCharsNode": self._characters,
            "LatexGroupNode": lambda node: self.html(node.nodelist),
            "LatexMathNode": _formula,
            "LatexEnvironmentNode": self._environment,
            "LatexMacroNode": self._macro,
            "LatexCommentNode": lambda _: "",
        }

    def page(self, nodes: Iterable[Node]) -> str:
        """Return a whole document as HTML."""
        return self.html(nodes) + self._end_paragraph()

    def html(self, nodes: Iterable[Node]) -> str:
        """Return nodes as HTML."""
        return "".join(map(self._node, filter(None, nodes)))

    def _node(self, node: Node) -> str:
        to_html = self._kinds.get(type(node).__name__, _characters_of)
        return to_html(node)

    def _characters(self, node: Node) -> str:
        """Return text; a blank line in it ends a paragraph."""
        text = escape(node.chars.translate(_SINGLE_QUOTES), quote=False)
        first, *others = _PARAGRAPH_BREAK.split(text)
        return first + "".join(self._end_paragraph() + other for other in others)

    def _end_paragraph(self) -> str:
        """Return the notes of the paragraph that ends, and the beginning of the next one."""
        notes = "".join(self._notes)
        self._notes = []
        return f"{notes}<p>"

    def _macro(self, node: Node) -> str:
        name = node.macroname
        if name in _MEANING["no_text"] or name in _MEANING["statements"]:
            return ""
        if name in _MEANING["characters"]:
            return escape(_MEANING["characters"][name])
        if name in _MEANING["paragraph_breaks"]:
            return self._end_paragraph()
        argument = _last_argument(node)
        if name == "item":
            return f"<li>{self.html([argument])}: " if argument else "<li>"
        if argument is None or not name.isalpha() or len(name) == 1:
            return _characters_of(node)
        return self._with_argument(name, self.html([argument]))

    def _with_argument(self, name: str, text: str) -> str:
        """Return what a macro makes of its argument."""
        if name == "footnote":
            return self._note(text)
        if name == "paragraph":
            return f"{self._end_paragraph()}{text} "
        tag = _MEANING["headings"].get(name)
        if tag:
            return f"{self._end_paragraph()}<{tag}>{text}</{tag}>{self._end_paragraph()}"
        return text

    def _note(self, text: str) -> str:
        """Return the link to a note, which follows the paragraph."""
        self._note_count += 1
        name = f"note-{self._note_count}"
        self._notes.append(f'<aside role="doc-footnote" id="{name}">{text}</aside>')
        return f'<a role="doc-noteref" href="#{name}">{self._note_count}</a>'

    def _environment(self, node: Node) -> str:
        name = node.environmentname
        if name == _MEANING["references"]:
            self.references += _text(node.nodelist).split("\n\n")
            return ""
        if name in _MEANING["left_out"]:
            return ""
        if name in _MEANING["code"]:
            inner = f"<pre><code>{escape(_inside(node))}</code></pre>"
        elif name in _MEANING["tables"]:
            inner = self._table(node.nodelist)
        elif name.rstrip("*") in _MEANING["formulas"]:
            inner = _formula(node)
        else:
            inner = self.html(node.nodelist)
        tag = _MEANING["environments"].get(name)
        if tag:
            inner = f"<{tag}>{inner}</{tag}>"
        return f"<p>{inner}{self._end_paragraph()}"

    def _table(self, nodes: Iterable[Node]) -> str:
        """Return the rows of a table, of which cells are divided by "&"."""
        rows: list[list[list[Node]]] = [[[]]]
        for node in nodes:
            macro = getattr(node, "macroname", "")
            if macro in _MEANING["row_ends"]:
                rows.append([[]])
            elif getattr(node, "specials_chars", "") == "&":
                rows[-1].append([])
            elif macro not in _MEANING["rules"]:
                rows[-1][-1].append(node)
        lines = []
        for row in rows:
            cells = "".join(f"<td>{self.html(cell)}</td>" for cell in row)
            lines.append(f"<tr>{cells}</tr>")
        return f"<table>{''.join(lines)}</table>"


def _stated(nodes: Iterable[Node], name: str) -> str:
    """Return what the first macro of a name says, such as the title; empty without one."""
    for node in nodes:
        if getattr(node, "macroname", "") == name:
            argument = _last_argument(node)
            if argument is not None:
                names = _AND.split(argument.latex_verbatim().strip("{}"))
                return ", ".join(filter(None, map(_plain, names)))
    return ""


def _last_argument(node: Node) -> Node | None:
    """Return the last argument that a macro has; None where it has none."""
    arguments = node.nodeargd.argnlist if node.nodeargd else None
    for argument in reversed(arguments or ()):
        if argument is not None:
            return argument
    return None


def _formula(node: Node) -> str:
    """Return a formula as a line of text."""
    formula = _FORMULA_MARKS.sub("", node.latex_verbatim())
    return escape(tex_line(formula))


def _inside(node: Node) -> str:
    """Return what is between an environment's first and last words, as it is."""
    verbatim: str = node.latex_verbatim()
    return verbatim.partition("\n")[2].rpartition("\\end")[0]


def _characters_of(node: Node) -> str:
    """Return an accent, a sign or a macro that is not known as what it stands for."""
    return escape(_text([node]))


def _text(nodes: Sequence[Node]) -> str:
    """Return nodes as plain text: accents, signs and quotation marks as their characters."""
    text: str = _to_text().nodelist_to_text(nodes)
    return text


@cache
def _to_text() -> Any:
    """Return what turns nodes into text; making it takes longer than turning a node."""
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    context = get_default_latex_context_db()
    # the day on which it is read would be another one each time
    context.add_context_category("narrate", macros=[MacroTextSpec("today", "")], prepend=True)
    return LatexNodes2Text(math_mode="verbatim", latex_context=context)


def _plain(latex: str) -> str:
    return " ".join(_text(_parse(latex)).split())
