"""Lines that stand apart from the text and are never headings, though they look like some: captions, by-lines, dates."""

from __future__ import annotations

import re

_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
CAPTION = re.compile(
    r"(?i:\W*(?:(?:file |stock )?photos?|pictures?|images?|(?:photo |image |picture )?credits?|illustrations?|photograph(?:er|s)?"
    r"|foto|bild|légende|crédits?)(?:\s*\d+)?\s*(?::|by (?-i:[A-Z])|courtesy))"
    r"|(?i:(?:figure|fig\.?|table|chart|exhibit|plate|abb(?:ildung|\.)|tabelle|tableau|figura|tabla)\s*\d+(?:[.-]\d+)*[a-z]?"
    r"\s*(?:[:.—–|-]|$))"
    r"|(?i:file photo )"
    r"|.*(?i:\((?:photo|image|picture|courtesy|credit|photograph|(?:ap|afp|reuters|getty) ?(?:images?|photo|/))\b[^()]*\)\s*$)"
    r"|\[(?i:image|photo|illustration|sidenote)\b"
)
_KINDS = {
    "caption": CAPTION.pattern + r"|(?i:\W*(?:sources?|quelle|fuente|video|graphics?|sidenote)\s*:)"
    r"|.*(?i:\b(?:getty images|photo(?:graph)?s?:|photograph(?:y|ed)? by))",
    "by-line": rf"(?i:(?:(?:posted|written|reported|story|words|text|interview|photographs?)\s+)?(?:by|von|por|par|di)\s+)"
    rf"{_NAME}(?:,? (?:and |und |et |y |e |& )?{_NAME}){{1,5}}(?:,.*|\s*\|.*)?$|(?i:(?:posted|written|reported) by\s)"
    r"|(?i:[^|]*\|\s*(?:[\w-]+ ){0,2}(?:correspondent|editor|reporter|writer|staff|columnist)\s*$)",
    "date": r"(?i:(?:last |first )?(?:updated|published|posted|modified)\s*(?:on|at|:|[a-z]*\d).*\d)"
    r"|(?i:\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?(?:\d{1,2}(?:st|nd|rd|th)?[ .]+[^\W\d]{3,9}\.?,? \d{4}"
    r"|[^\W\d]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4})\b"
    r"(?:\W*(?:\d{1,2}[:.]\d\d|\d+ min|at |updated|gmt|[ap]\.?m\b).*|\W*)$)",
    "time": r"(?i:\W*(?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|h|uhr|gmt|utc|[ce]s?t)?\W*$)",
    "place": r"[A-ZÀ-Þ ]{3,}, [A-Z][\w.]*\.?\s*[—–-]\s*$",
    "read more": r"(?i:\W*(?:also )?(?:read|see|watch|listen|related|recommended|lesen|siehe|lire|voir|leer|leia)\b"
    r"(?: (?:more|also|next|on|related|full|further|auch|aussi|más|también|mais|articles?|stor(?:y|ies)|reading|video))*"
    r"\s*[:|»>→])|(?i:\W*read (?:more|also|next|the (?:full|rest|original|next))\b)|(?i:also (?:read|see|on|at) )"
    r"|(?i:continue reading|click (?:here|to)\b)",
    "rights": r"©|(?i:\(c\) \d|copyright\b.*\d{4}|all rights reserved)",
    "advertisement": r"(?i:(?:skip |continue after )?(?:advertise?ment|anzeige|werbung|publicité|publicidad)\W*$)"
    r"|(?i:(?:share|tweet|print|email|listen to|like) this\b)|(?i:(?:story|article|text) continues|.{0,20}continues? below)"
    r"|(?i:sign up (?:for|to) (?:our|the)|subscribe (?:now|to|today|here)|follow us\b)|(?i:\d+ comments?\W*$)",
    "address": r".*(?:https?://|www\.\w|\w@\w+\.\w|\bpic\.twitter)",
    "contents": r".*(?:\.{3,}|…|(?:\. ){3,}|(?:·\s*){3,})\s*(?:\d+|[ivxl]+)$",
    "attribution": r"[—–]\s*\S|--\s*\S",
}
_ASIDE = re.compile("|".join(f"(?:{pattern})" for pattern in _KINDS.values()))


def is_aside(text: str) -> bool:
    """Whether a short line is a caption, a by-line, a date, a link, a notice or the like."""
    return bool(_ASIDE.match(text))
