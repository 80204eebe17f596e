"""PDF files made in memory: text at places, with an outline and metadata.

The fonts are those that every reader of PDF has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "fixed": "Courier"}
# its small letters are those of the Hebrew alphabet, in their order
_HEBREW_MAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    b"1 begincodespacerange <00> <FF> endcodespacerange\n"
    b"1 beginbfrange <61> <7A> <05D0> endbfrange\nendcmap end end"
)
# a font of numbered glyphs that does not say which letters they are
_UNMAPPED_FONT = (
    "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /BaseFont /Nameless /DescendantFonts"
    " [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Nameless /CIDToGIDMap /Identity /DW 500"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    " /FontDescriptor << /Type /FontDescriptor /FontName /Nameless /Flags 4 /ItalicAngle 0"
    " /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >> >>] >>"
)
# of Helvetica's characters from the space to the tilde, in thousandths of the size (Adobe's font
# metrics)
# fmt: off
_WIDTHS = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667,
    722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611,
    722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,
    556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500,
    500, 500, 334, 260, 334, 584,
]
# fmt: on
WIDTH, HEIGHT = 600, 800


def width(text: str, size: float) -> float:
    """Return how wide a text in Helvetica is, in points."""
    return (
        sum(_WIDTHS[ord(letter) - 32] if 32 <= ord(letter) < 127 else 556 for letter in text)
        * size
        / 1000
    )


@dataclass
class Sheet:
    """A page that is being drawn."""

    drawn: list[bytes] = field(default_factory=list)
    rotate: int = 0
    annotations: list[str] = field(default_factory=list)

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        font: str = "plain",
        turn: str = "1 0 0 1",
    ) -> None:
        """Draw a text whose baseline begins at a place."""
        shown = (
            text.encode("cp1252")
            .replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
        )
        self.drawn.append(
            f"BT /{font} {size} Tf {turn} {x:.2f} {y:.2f} Tm (".encode() + shown + b") Tj ET"
        )

    def put_painted(self, paint: str, x: float, y: float, text: str, size: float = 10) -> None:
        """Draw a text by operators that set how it is painted or spaced."""
        self.drawn.append(f"q {paint}".encode())
        self.put(x, y, text, size)
        self.drawn.append(b"Q")

    def area(self, x: float, y: float, wide: float, high: float) -> None:
        """Fill a black area, of which a place is the lower left corner."""
        self.drawn.append(f"0 g {x} {y} {wide} {high} re f".encode())

    def annotate(self, x: float, y: float, kind: str, more: str) -> None:
        """Put an annotation of a kind on a place that is 200 points wide and 16 high."""
        place = f"/Rect [{x} {y} {x + 200} {y + 16}]"
        self.annotations.append(f"<< /Type /Annot /Subtype /{kind} {place} /F 4 {more} >>")

    def wrap(
        self,
        y: float,
        text: str,
        x: float = 60,
        wide: float = 480,
        size: float = 10,
        indent: float = 0,
    ) -> float:
        """Draw a paragraph from a height down; return the height of the next line."""
        line, left = "", x + indent
        for word in text.split():
            if line and left + width(f"{line} {word}", size) > x + wide:
                self.put(left, y, line, size)
                line, left, y = "", x, y - 1.2 * size
            line = f"{line} {word}".strip()
        self.put(left, y, line, size)
        return y - 1.2 * size

    def picture(self, side: float = WIDTH) -> None:
        """Draw a grey picture of one dot."""
        self.drawn.append(
            f"q {side} 0 0 {side} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID ".encode() + b"\x80 EI Q"
        )


def pdf(
    sheets: Sequence[Sheet],
    outline: Sequence[tuple[str, int, int]] = (),
    info: str = "",
    catalog: str = "",
    trailer: str = "",
) -> bytes:
    """Return a file of pages, with ``outline`` entries of title, page and height."""
    font = "/Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont"
    fonts = " ".join(f"/{known} << {font} /{name} >>" for known, name in FONTS.items())
    hebrew = f"<< {font} /Helvetica /ToUnicode 5 0 R >>"
    fonts += f" /hebrew {hebrew} /unmapped {_UNMAPPED_FONT}"
    objects = [b"", b"", f"<< {info} >>".encode("cp1252"), f"<< /Font << {fonts} >> >>".encode()]
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_HEBREW_MAP), _HEBREW_MAP))
    pages = []
    fields: list[str] = []
    for sheet in sheets:
        drawn = b"\n".join(sheet.drawn)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        contents = len(objects)
        annotations = []
        for annotation in sheet.annotations:
            objects.append(annotation.encode("cp1252"))
            annotations.append(f"{len(objects)} 0 R")
        fields += annotations
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {sheet.rotate} "
            f"/Resources 4 0 R /Contents {contents} 0 R /Annots [{' '.join(annotations)}] "
            ">>".encode()
        )
        pages.append(len(objects))
    if fields:
        catalog += f" /AcroForm << /Fields [{' '.join(fields)}] >>"
    if outline:
        root = len(objects) + 1
        last = root + len(outline)
        objects.append(
            f"<< /First {root + 1} 0 R /Last {last} 0 R /Count {len(outline)} >>".encode()
        )
        for number, (title, page, height) in enumerate(outline, root + 1):
            after = f"/Next {number + 1} 0 R" if number < root + len(outline) else ""
            place = f"/Dest [{pages[page]} 0 R /XYZ 0 {height} 0]"
            objects.append(
                f"<< /Title ({title}) /Parent {root} 0 R {after} {place} >>".encode("cp1252")
            )
        catalog += f" /Outlines {root} 0 R"
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Return a file of numbered objects, the first its catalog and the third its metadata."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {trailer} >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    )
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end.encode()
