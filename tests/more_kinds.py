"""Documents of many kinds that say the same, for the tests of their readers and for fuzzing."""

from __future__ import annotations

from tests.archives import packed

OPEN_DOCUMENT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "svg": "svg-compatible",
        "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
)

OPEN_DOCUMENT_NAMES += (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)

_ODT_STYLES = """
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Heading_20_2" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Preformatted_20_Text" style:family="paragraph"/>
<style:style style:name="Table_20_Heading" style:family="paragraph"/>
<style:style style:name="Ring" style:parent-style-name="Ring"/>
"""

_ODT_OWN_STYLES = """
<style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="P2" style:parent-style-name="Quotations"/>
<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1"/>
  <text:list-level-style-number text:level="2" style:num-format="a"/>
</text:list-style>
"""

_ODT_META = """
<office:meta><dc:title>Left by a program.odt</dc:title>
<meta:initial-creator>Ann Lee</meta:initial-creator>
<meta:creation-date>2021-03-04T10:00:00</meta:creation-date>
<dc:language>en-GB</dc:language></office:meta>
"""


def odt(body: str, **members: str) -> bytes:
    """Return an OpenDocument text."""
    content = f"""<office:document-content {OPEN_DOCUMENT_NAMES}>
      <office:automatic-styles>{_ODT_OWN_STYLES}</office:automatic-styles>
      <office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    styles = f"<office:document-styles {OPEN_DOCUMENT_NAMES}>{_ODT_STYLES}</office:document-styles>"
    meta = f"<office:document-meta {OPEN_DOCUMENT_NAMES}>{_ODT_META}</office:document-meta>"
    parts = {
        "content.xml": content,
        "styles.xml": styles,
        "meta.xml": meta,
        "META-INF/manifest.xml": members.pop("manifest", "<manifest/>"),
    }
    return packed({**parts, **members})


def fodt(body: str) -> str:
    """Return the same in one file."""
    return f"""<?xml version="1.0"?><office:document {OPEN_DOCUMENT_NAMES}
      office:mimetype="application/vnd.oasis.opendocument.text">{_ODT_META}
      <office:styles>{_ODT_STYLES}</office:styles>
      <office:automatic-styles>{_ODT_OWN_STYLES}</office:automatic-styles>
      <office:body><office:text>{body}</office:text></office:body></office:document>"""


ODT_BODY = """
<text:tracked-changes><text:p>never said</text:p></text:tracked-changes>
<text:p text:style-name="P1">The Mole</text:p>
<text:table-of-content><text:index-body><text:p>Granite 2</text:p></text:index-body>
</text:table-of-content>
<text:h text:outline-level="1">Granite</text:h>
<text:p>Nine<text:s text:c="3"/>years<text:span text:style-name="T1"> and a secret</text:span> it
 took.<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>
 <text:note-body><text:p>Or ten.</text:p></text:note-body></text:note>
 <office:annotation><dc:creator>Bo</dc:creator><text:p>Really?</text:p></office:annotation></text:p>
<text:p text:style-name="P2">Stone on stone.</text:p>
<text:p text:style-name="Heading_20_2">Men</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>Masons</text:p>
 <text:list><text:list-item><text:p>Old ones</text:p></text:list-item></text:list>
</text:list-item></text:list>
<text:p>And later:</text:p>
<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>
<text:p>Divers</text:p></text:list-item></text:list>
<text:p text:style-name="Preformatted_20_Text">if wave:</text:p>
<text:p text:style-name="Preformatted_20_Text"><text:s text:c="4"/>wait()</text:p>
<table:table><table:table-row>
 <table:table-cell><text:p text:style-name="Table_20_Heading">Year</text:p></table:table-cell>
 <table:table-cell><text:p text:style-name="Table_20_Heading">Tons</text:p></table:table-cell>
 </table:table-row>
 <table:table-row><table:table-cell><text:p>1893</text:p></table:table-cell>
 <table:table-cell><text:p>70</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:image xlink:href="a.png"/><svg:desc>A wall in the sea</svg:desc>
</draw:frame><draw:line><svg:title>Line 3</svg:title></draw:line></text:p>
"""

FB2 = """<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><author><first-name>Ann</first-name><last-name>Lee</last-name></author>
<book-title>The Mole</book-title><annotation><p>Not read.</p></annotation><date>1901</date>
<coverpage><image l:href="#c.png"/></coverpage><lang>en</lang><sequence name="Harbours" number="2"/>
</title-info></description>
<body><title><p>Ann Lee</p><p>The Mole</p></title>
<epigraph><p>Stone on stone.</p><text-author>A mason</text-author></epigraph>
<section><title><p>Part One</p></title><section><title><p>1</p><p>Granite</p></title>
<p>They began.<a l:href="#n1" type="note">[1]</a></p><subtitle>* * *</subtitle>
<poem><stanza><v>The sea, the sea</v><v>went away.</v></stanza></poem></section></section></body>
<body name="notes"><title><p>Notes</p></title>
<section id="n1"><title><p>1</p></title><p>In spring.</p></section></body>
<binary id="c.png" content-type="image/png">iVBORw0KGgo=</binary></FictionBook>"""

KINDLE_PAGE = (
    '<html><head><guide><reference type="toc" title="x" filepos=0000000160 /></guide></head><body>'
    "<h1>The Mole</h1><p>The sea, the sea – it went away.</p><mbp:pagebreak />".ljust(160)
    + "<p><a filepos=0000000100>Granite</a></p><mbp:pagebreak /><h2>Granite</h2><p>Nine years.</p>"
    "</body></html>"
)

RTF = rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Serif;}{\f1\fcharset204 Cyr;}}
{\colortbl;\red0;}{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\sbasedon0 Title;}{\*\cs3 Strong;}}
{\info{\title Left}{\author Ann Lee}}{\header Running head\par}
\pard\s2 The Mole\par
\pard\s1 Granite\par
\pard\plain Nine\~years caf\'e9 \u8212- \ldblquote it\rdblquote  took.
{\super{\footnote \pard Or ten.}}
 5 m{\super 2}{\v secret}
{\f1\'ec\'ee\'eb}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt  a link}}\par
\pard{\listtext 1.\tab}Masons\par
\pard{\listtext\'b7\tab}Divers\par
\pard\outlinelevel1 Men\par
\trowd\pard\intbl Year\cell Tons\cell\row
\trowd\pard\intbl 1893\cell\pard\intbl 70\cell\row
\pard {\*\unknown gone}{\pict 0102}
{\*\shpinst{\sp{\sn shapeType}{\sv 202}}}\u-10179?\u-8704? \{end\}\par}"""

MAIL_HEAD = """Return-Path: <ann@example.org>
From: =?utf-8?q?Ann_M=C3=BCller?= <ann@example.org>
To: Ben <ben@example.org>
Subject: The harbour
 plan
Date: Tue, 3 Mar 2026 10:15:00 +0100
MIME-Version: 1.0
"""

PLAIN_MAIL = f"""{MAIL_HEAD}Content-Type: text/plain; charset=utf-8; format=flowed

Dear Ben,

the plan is ready. The council reads it\x20
on Monday.

On Monday Ben wrote:
> When will it be ready?
> Soon?

See you then.

--\x20
Ann Müller, Harbour Office
"""

HTML_MAIL = f"""{MAIL_HEAD}Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain

Only for old programs.
--c
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<div>Dear Ben,</div><div>the plan is ready =E2=80=93 come.</div>
<div class=3D"gmail_signature">Ann, Harbour Office</div>
<div class=3D"gmail_quote">On Monday Ben wrote: <blockquote>When?</blockquote></div>
--c--
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=plan.pdf
Content-Transfer-Encoding: base64

AAAA
--b--
"""

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour</title>
<language>en-gb</language><item><title>Older</title><description>It rained.</description>
<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>
<item><title>New &amp;amp; grey</title><dc:creator>Ann Lee</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>The mole is open.</p><h2>Costs</h2><p>A lot.</p>]]></content:encoded>
<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>
<entry><title>New &amp; grey</title><author><name>Ann Lee</name></author>
<updated>2026-03-03T10:00:00Z</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">
<p>The mole is open.</p><h2>Costs</h2><p>A lot.</p></div></content></entry>
<entry><title>Older</title><summary>It rained.</summary><updated>2025-03-03</updated></entry>
</feed>"""

JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": [
{"id": "1", "title": "Older", "content_text": "It rained.",
 "date_published": "2025-03-03T10:00:00Z"},
{"id": "2", "title": "New & grey", "authors": [{"name": "Ann Lee"}],
 "content_html": "<p>The mole is open.</p><h2>Costs</h2><p>A lot.</p>",
 "date_published": "2026-03-03T10:00:00Z"}]}"""

EXPORT = """[{"title": "New & grey", "byline": "Ann Lee", "savedAt": "2026-03-03",
"content": "<p>The mole is open.</p><h2>Costs</h2><p>A lot.</p>"}, {"title": "Only saved"},
{"title": "Older", "text": "It rained."}, 7]"""

RST = """
========
The Mole
========
:Author: Ann Lee
:Date: 2021-03-04

.. contents::

Granite
=======

Nine *years* it took [#]_, see :doc:`the plan <plan>` and :mod:`~a.mole`.

.. include:: /etc/hostname
.. raw:: html

   <p>never said</p>

.. versionadded:: 3.2
   A crane.

.. toctree::

   never/said

#. Masons
#. Divers

.. code-block:: python

   wait()

.. [#] Or ten.
"""

ORG = """#+TITLE: The Mole
#+AUTHOR: Ann Lee
#+DATE: <2021-03-04>
# never said
* TODO [#A] Granite :stone:
  :PROPERTIES:
  :ID: never-said
  :END:
  SCHEDULED: <2026-01-01>
  Nine *years* it took[fn:1], see [[file:plan.org][the plan]] and =a.mole=.
  A crane_2 [was] +gone+ there.

  1. Masons
  2. [X] Divers
     - old

#+begin_src python
wait()
#+end_src
| 1893 | 70 |
#+begin_quote
Stone on stone.
#+end_quote

[fn:1] Or ten.
"""

LATEX = r"""\documentclass{article}
\title{The Mole}\author{Ann Lee \and Bo M\"uller}\date{2021-03-04}
\begin{document}\maketitle
\section{Granite \& more}\label{s}
Nine \emph{years} it took\footnote{Or ten.}, see~\ref{s} % never said
and \input{/etc/hostname} ``$x^2$''---4\,\% \unknown{words}.

\begin{enumerate}\item Masons \item Divers\end{enumerate}
\begin{verbatim}
wait()
\end{verbatim}
\begin{tabular}{ll}\hline Year & Tons\\ 1893 & 70\end{tabular}
\begin{quote}Stone on stone.\end{quote}
\begin{thebibliography}{9}\bibitem{x} Never said.\end{thebibliography}
\end{document}"""
