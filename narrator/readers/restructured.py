"""reStructuredText by docutils: as its HTML.

No file is included and nothing is run. Directives and roles that only other programs know, such as
Sphinx's, are read for their text.
"""

from __future__ import annotations

import re

from narrator.article import Article
from narrator.errors import SourceError
from narrator.readers.encoding import decode
from narrator.readers.metadata import Metadata
from narrator.readers.tree.article import tree_article
from narrator.readers.tree.document import parse_html

_SETTINGS = {
    "_disable_config": True,
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "halt_level": 6,  # above the most severe
    "initial_header_level": 2,
    "line_length_limit": 1 << 24,
    "math_output": "MathML",
    "raw_enabled": False,
    "report_level": 5,  # none
    "syntax_highlight": "none",
    "toc_backlinks": False,
    "warning_stream": False,
}
# docutils takes the square of a paragraph's length
_LONGEST_PARAGRAPH = 10_000
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*+\n")
_DIRECTIVE = re.compile(r"^[ \t]*+\.\. (?:\|[^|\n]+\| )?([\w+.:-]+)::", re.M)
# what a Python Enhancement Proposal begins with: fields as mails have them
_PROPOSAL_HEAD = re.compile(r"\A\s*+PEP:.*\n(?:(?:[A-Za-z][\w-]*+:|[ \t]+\S).*\n)++")
_FIELD_NAME = re.compile(r"^(?=[A-Za-z][\w-]*+:)", re.M)
_ADDRESS = re.compile(r"(?<!\s)\s*+<[^<>]*+>")
_ROLE = re.compile(r":([\w+.:-]{1,60}):`")


def read_restructured(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a reStructuredText file.

    Raises:
        SourceError: They are not text, or a paragraph is longer than anyone's.
    """
    from docutils import nodes
    from docutils.core import publish_doctree, publish_from_doctree

    text = _PROPOSAL_HEAD.sub(_as_fields, decode(data, source).replace("\r\n", "\n"), count=1)
    if max(map(len, _PARAGRAPH_BREAK.split(text))) > _LONGEST_PARAGRAPH:
        raise SourceError(
            source,
            f"a paragraph of it has more than {_LONGEST_PARAGRAPH:,} characters: save it as .txt",
        )
    _accept_others(text)
    document = publish_doctree(text, settings_overrides=_SETTINGS)
    fields = {}
    for field in document.findall(nodes.field):
        fields[field[0].astext().lower()] = field[1].astext()
    metadata = Metadata(
        title=document.get("title", "") or fields.get("title", ""),
        author=", ".join(_names(node.astext()) for node in document.findall(nodes.author)),
        date=next((node.astext() for node in document.findall(nodes.date)), ""),
    )
    for node in list(document.findall(nodes.docinfo)):
        node.parent.remove(node)
    page = publish_from_doctree(document, writer="html5", settings_overrides=_SETTINGS)
    root = parse_html(page.decode(), source)
    return tree_article(root, metadata, source)


def _as_fields(head: re.Match[str]) -> str:
    """Return the head of a text as fields of reStructuredText."""
    return _FIELD_NAME.sub(":", head[0]).lstrip()


def _names(author: str) -> str:
    """Return the names of authors without addresses, on one line."""
    return " ".join(_ADDRESS.sub("", author).split())


def _accept_others(text: str) -> None:
    """Make docutils read the directives and roles in a text that only other programs know."""
    from docutils.parsers.rst import directives, roles
    from docutils.parsers.rst.languages import en

    from narrator.readers.restructured_others import NUMBERED_ROLES, OtherDirective, read_role

    used = set(map(str.lower, _DIRECTIVE.findall(text)))
    # a table of contents is not read, and takes long to make
    for name in (used - en.directives.keys()) | {"contents"}:
        directives.register_directive(name, OtherDirective)
    used = set(map(str.lower, _ROLE.findall(text)))
    for name in (used - en.roles.keys()) | NUMBERED_ROLES:
        roles.register_local_role(name, read_role)
