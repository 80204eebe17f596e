"""What files say of themselves, as far as it is meant: programs fill in their own names where nobody else did."""

from __future__ import annotations

import re

# a file's name, a program's, or nothing of meaning
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel) ?-|powerpoint[- ]presentation|presentación de powerpoint|"
    r"(?:untitled|document|slide|unbenannt|dokument|documento|title|titel)\W*\d*$|"
    r".*\.(?:docx?|odt|rtf|pdf|indd|qxp?d?|tex|dvi|e?ps|p65|pptx?|xlsx?|html?|txt|wpd|md|fm)$|"
    r"(?:file|https?):|[\W\d_]*$|.*[/\\].*[/\\]",
    re.I,
)
# a picture's file, where it is, or what a program calls it: "fig_2.png", "IMG2034", "Picture 3"
_PICTURE_NAME = re.compile(
    r"\S*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif|ico|wmf|emf)|https?:\S*|(?=\S*[\d_])[\w%-]+|"
    r"(?:picture|image|grafik|bild|img)[\s_]*\d*",
    re.I,
)


def as_title(text: str) -> str:
    """A title as a file states it; empty where it is none."""
    text = " ".join(text.split())
    return "" if _NO_TITLE.match(text) else text


def is_picture_name(text: str) -> bool:
    """Whether what is said of a picture is no more than its name."""
    return bool(_PICTURE_NAME.fullmatch(text))
