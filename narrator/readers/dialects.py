"""Marks of Markdown's dialects, made plain Markdown or taken out before it is parsed.

Documentation sites (MkDocs, Docusaurus, MDX), site builders (Hugo, Jekyll with Liquid and kramdown)
and note-taking programs (Obsidian) write marks that CommonMark takes for text or code. Code stays
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"[\s>]{0,40}(`{3,}|~{3,})")
_INDENTATION = "    "
# a box (MkDocs "!!! note", collapsed "???") or a tab ("=== ") with its title; its text is indented
_BOX = re.compile(r'(?:!!!|\?\?\?\+?|===[!+]?)[ \t]++([\w -]*+)(?:"([^"\n]*)")?[ \t]*')
# a box between fences of colons (Docusaurus, pandoc), with its title
_COLONS = re.compile(
    r":{3,}+[ \t]*+(?:\{[^{}\n]*\}|[\w-]*)(?:\[([^\]\n]*)\]|[ \t]+([^:{\n]*+))?:*+[ \t]*"
)
# the kind of a box at the head of a quotation (GitHub, Obsidian), and its title
_ALERT = re.compile(r"(\s*+>[\s>]*+)\[!([\w-]+)\][+-]?[ \t]*+(.*)")
# a line alone: a table of contents, kramdown's attributes, an embedded note, an abbreviation
_LINE_LEFT_OUT = re.compile(
    r"""
    \s* (?:
        \[TOC\] | \[\[ _? toc _? \]\] | \$\{toc\}
        | \{: [^{}\n]* \}
        | !\[\[ [^\[\]\n]* \]\]
        | \*\[ [^\[\]\n]* \]: .*
    ) \s*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Liquid's code, and its comments and Obsidian's
_HIGHLIGHT = re.compile(r"^\{%-?[ \t]*highlight[ \t]+(\w++)[^%\n]*+%\}[ \t]*$", re.M)
_END_OF_HIGHLIGHT = re.compile(r"^\{%-?[ \t]*endhighlight[ \t]*-?%\}[ \t]*$", re.M)
_COMMENT = re.compile(
    r"""
    ^\{%-?[ ]comment[ ]-?%\} .{0,5000}? \{%-?[ ]endcomment[ ]-?%\}
    | ^%%[ \t]*\n .{0,5000}? \n%%[ \t]*$
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_CODE_SPAN = re.compile(r"((?<!`)`++[^`\n]++`++)")
_INLINE = [
    # templates and shortcodes
    (re.compile(r"\{\{[<%][^{}\n]*[>%]\}\}"), ""),
    (re.compile(r"\{%[^%\n]*%\}"), ""),
    (re.compile(r"\{\{[^{}\n]*\}\}"), ""),
    # comments of Obsidian and MDX
    (re.compile(r"%%[^%\n]*%%"), ""),
    (re.compile(r"\{/\*[^{}\n]*\*/\}"), ""),
    # kramdown's attributes behind a word
    (re.compile(r"\{:[^{}\n]*\}"), ""),
    # embedded notes, links to notes with and without other words
    (re.compile(r"!\[\[[^\[\]\n]*\]\]"), ""),
    (re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]|\n]*)\]\]"), r"\1"),
    (re.compile(r"\[\[([^\[\]#|\n]+)(?:#[^\[\]|\n]*)?\]\]"), r"\1"),
    # highlighted words, an anchor at a line's end, names of emoji
    (re.compile(r"==(?=\S)([^=\n]*[^=\s])=="), r"\1"),
    (re.compile(r"(?<!\S)\^[A-Za-z0-9-]{1,40}[ \t]*$"), ""),
    (re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])"), ""),
]
_MARKS_INSIDE = re.compile(r"[{}%\[\]=^:]")
# ECMAScript modules, in MDX
_IMPORT = re.compile(r"import\s+(?:[\w*{][^'\"\n]*\sfrom\s+)?['\"][^'\"\n]+['\"];?\s*")
_EXPORT = re.compile(r"export\s+(?:default|const|let|var|function|async|class)\b.*")


def plain_markdown(text: str) -> str:
    """Return a text in a dialect of Markdown as CommonMark."""
    text = _COMMENT.sub("", text)
    text = _END_OF_HIGHLIGHT.sub("```", _HIGHLIGHT.sub(r"```\1", text))
    lines = _without_modules(text.split("\n"))
    return "\n".join(_plain_lines(lines))


def _without_modules(lines: list[str]) -> Iterator[str]:
    """Yield the lines without ECMAScript's imports and exports, where a text has any imports."""
    is_mdx = any(_IMPORT.fullmatch(line) for line in lines)
    is_program = False
    for line in lines:
        begins = is_mdx and (_IMPORT.fullmatch(line) or _EXPORT.fullmatch(line))
        is_program = bool(begins) or (is_program and bool(line.strip()))
        if not is_program:
            yield line


def _plain_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines in plain Markdown, those of code as they are."""
    boxes: list[str] = []
    end_of_code: re.Pattern[str] | None = None
    for line in lines:
        open_boxes = len(boxes)
        line = _out_of_boxes(line, boxes)
        if len(boxes) < open_boxes:
            yield ""
        if end_of_code is not None:
            if end_of_code.fullmatch(line):
                end_of_code = None
            yield line
            continue
        fence = _FENCE.match(line)
        if fence:
            mark = re.escape(fence[1])
            end_of_code = re.compile(rf"[\s>]*{mark}{mark[-1]}*\s*")
            yield line
        else:
            yield from _plain_line(line, boxes)


def _out_of_boxes(line: str, boxes: list[str]) -> str:
    """Return a line without the indentation of the boxes it is in, closing those that it ends."""
    if not line.strip():
        return ""
    while boxes and not line.startswith(boxes[-1]):
        boxes.pop()
    return _dedent(line, boxes)


def _dedent(line: str, boxes: list[str]) -> str:
    return line.removeprefix(boxes[-1]) if boxes else line


def _plain_line(line: str, boxes: list[str]) -> Iterator[str]:
    """Yield what a line outside of code is in plain Markdown, which may be several lines."""
    box = _BOX.fullmatch(line)
    colons = _COLONS.fullmatch(line)
    alert = _ALERT.fullmatch(line)
    if box:
        title = box[1].strip().capitalize() if box[2] is None else box[2]
        boxes.append("".join(boxes[-1:]) + _INDENTATION)
        yield from ("", title, "")
    elif colons:
        yield from ("", colons[1] or colons[2] or "", "")
    elif alert:
        yield alert[1] + (alert[3] or alert[2].capitalize())
        yield alert[1]
    elif not _LINE_LEFT_OUT.fullmatch(line):
        yield _plain_inline(line)


def _plain_inline(line: str) -> str:
    """Return a line without the marks inside it; code stays."""
    if not _MARKS_INSIDE.search(line):
        return line
    pieces = _CODE_SPAN.split(line)
    for place in range(0, len(pieces), 2):
        for pattern, instead in _INLINE:
            pieces[place] = pattern.sub(instead, pieces[place])
    return "".join(pieces)
