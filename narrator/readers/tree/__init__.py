"""HTML and XHTML as trees, then as blocks in reading order: what web pages, EPUBs and HTML in Markdown share."""
