"""HTML and XHTML as trees, then as blocks in reading order.

This package has what web pages, the chapters of EPUBs and the HTML inside Markdown share:

- ``document``: bytes to a tree, for input that cannot be trusted;
- ``elements``: names, attributes and roles of elements, and which of them are shown;
- ``text``: the text inside an element, with its superscripts and quotation marks;
- ``notes``: which links refer to notes, and where those notes are;
- ``walk``: a tree to blocks, with ``lists``, ``pictures``, ``tables`` and ``preformatted`` for the
  elements that need more than their text;
- ``block``: the record that comes out of it.

Which blocks belong to the article is decided by the readers above. Trees are walked by events and
never by recursion, so that depth costs nothing; the price is a walker that keeps its own state.
"""
