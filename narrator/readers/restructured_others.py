"""Directives and roles of reStructuredText that docutils does not know, read for their text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.states import Inliner

# other programs' directives that hold no text of the document
_NO_TEXT = {
    *(
        "autosummary",
        "contents",
        "currentmodule",
        "digraph",
        "graph",
        "graphviz",
        "highlight",
        "index",
    ),
    *("jinja", "literalinclude", "module", "plot", "program-output", "tabularcolumns", "toctree"),
    *("uml", "mermaid"),
}
# those that hold code; their argument is its language
_CODE = {"code-block", "sourcecode", "ipython", "prompt", "testcode", "doctest", "productionlist"}
# roles for documents with a number; docutils' own take no words before it
NUMBERED_ROLES = {"pep", "rfc"}
# of a reference to another document: "the harbour <harbour.rst>"
_TARGET = re.compile(r"(?<!\s)\s*+<[^<>]*>\Z")


class OtherDirective(Directive):
    """A directive of another program: its argument and its content are text, or it is left out."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the nodes to which the directive is turned."""
        content = "\n".join(self.content)
        if self.name in _NO_TEXT:
            return []
        if self.name in _CODE:
            return [nodes.literal_block(content, content)]
        found = nodes.container(content)
        if self.arguments:
            argument, _ = self.state.inline_text(self.arguments[0], self.lineno)
            found += nodes.paragraph("", "", *argument)
        self.state.nested_parse(self.content, self.content_offset, found)
        return [found]


def read_role(
    name: str,
    raw: str,
    text: str,
    _line: int,
    _inliner: Inliner,
    _options: Mapping[str, Any] = {},
    _content: Sequence[str] = (),
) -> tuple[list[Any], list[Any]]:
    """Return the text of a role of another program, without the target that it refers to.

    A number alone is said with the kind of document that it is of.
    """
    shown = _TARGET.sub("", text).lstrip("!~")
    if name.lower() in NUMBERED_ROLES and not _TARGET.search(text):
        shown = f"{name.upper()} {shown.partition('#')[0]}"
    return [nodes.inline(raw, shown)], []
