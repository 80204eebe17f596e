"""Word files made in memory: the parts a test is about, and what holds them together."""

from __future__ import annotations

from tests.archives import packed

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine">
  <w:name w:val="My part"/><w:basedOn w:val="Deeper"/>
</w:style>
<w:style w:type="paragraph" w:styleId="Deeper">
  <w:name w:val="Deeper"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop">
  <w:name w:val="Loop"/><w:basedOn w:val="Loop"/>
</w:style>
<w:style w:type="character" w:styleId="Secret">
  <w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr>
</w:style>
"""


def docx(body: str, *, space: str = TRANSITIONAL, core: str = "", **parts: str) -> bytes:
    """Return a Word file of a body and other parts, such as ``footnotes``.

    ``styles`` are those above unless they are given. Parts with a suffix, such as ``page.html``,
    are embedded as they are.
    """
    parts = {"styles": STYLES, **parts}
    embedded = {part: parts.pop(part) for part in list(parts) if "." in part}
    references = "".join(
        f'<Relationship Id="r{part}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>'
        for part in parts
    )
    references += "".join(
        f'<Relationship Id="{part}" Type="{_OFFICE}/aFChunk" Target="{part}"/>' for part in embedded
    )
    relationships = f"{_PACKAGE}/relationships"
    members = {
        "_rels/.rels": f'<Relationships xmlns="{relationships}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relationships}">'
        f"{references}</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{space}" {_SPACES}>'
        f"<w:body>{body}</w:body></w:document>",
        "docProps/core.xml": "<cp:coreProperties "
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>',
        **{
            f"word/{part}.xml": f'<w:{part} xmlns:w="{space}" {_SPACES}>{xml}</w:{part}>'
            for part, xml in parts.items()
        },
        **{f"word/{part}": data for part, data in embedded.items()},
    }
    return packed(members)


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of plain text, or of runs where the text is markup."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = text if text.startswith("<") else run(text)
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text, or of other things where it is markup."""
    inside = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def item(text: str, list_id: int, depth: int = 0) -> str:
    """Return a paragraph of a list."""
    return paragraph(
        text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )
