"""Why a web page shows no article, or only its beginning, and what to do about it.

Asked only of pages with few words, so that an article about cookies or paywalls is read.
"""

from __future__ import annotations

import re
from typing import Any

from narrator.errors import SourceError
from narrator.readers.tree.elements import tag_of

# words of the article below which a page is suspect; notices and teasers hold fewer, articles hardly
_FEW = 150
_TEASER = 250
_NEXT_TO_NOTHING = 25
_ERROR = re.compile(
    r"\W*(?:(?:http )?error\W+)?(?:40[0-9]|410|429|451|50[0-9])\b|not found\b|access denied|forbidden\b"
    r"|(?:page|file|article|site|seite|página|pagina) (?:was |is )?(?:not found|unavailable|nicht gefunden|introuvable"
    r"|no encontrada|non trovata)|service (?:temporarily )?unavailable|bad gateway|too many requests"
    r"|internal server error|something went wrong",
    re.I,
)
_ROBOT = re.compile(
    r"checking your browser|you are (?:not )?(?:a )?(?:human|robot)|(?:i.m|are you) (?:not )?a robot|unusual traffic"
    r"|javascript and cookies to continue|complete the captcha|security check to access",
    re.I,
)
_SCRIPT = re.compile(
    r"(?:enable|requires?|needs?|turn on|activate|activer|aktivieren|habilit\w+)\b[^.]{0,60}javascript"
    r"|javascript\b[^.]{0,80}(?:enable|disabled|required|turned off|to (?:run|view|use)|aktivier|activ)",
    re.I,
)
_COOKIE = re.compile(
    r"\bcookies?\b|\bconsent\b|\bgdpr\b|\brgpd\b|privacy (?:policy|settings)|datenschutz", re.I
)
_ACCEPT = re.compile(
    r"\b(?:accept|agree|reject|allow|akzeptieren|zustimmen|accepter|refuser|aceptar|accetta)\w*",
    re.I,
)
_ENOUGH_COOKIES = 3
_PAYWALL = re.compile(
    r"(?:subscribe|sign in|log ?in|register|join)\b[^.]{0,30}\bto (?:continue|read|keep|unlock|access)|to continue reading"
    r"|(?:this|the) (?:article|story|content|post) is (?:only )?(?:for|reserved|available to) (?:our )?\w* ?"
    r"(?:subscrib|member)"
    r"|subscriber[- ]only|subscribers only|already a (?:subscriber|member)|nur für abonnenten|réservé (?:à nos|aux) abonnés",
    re.I,
)
_NOT_FREE = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?false", re.I)
_LEADS_ON = re.compile(r"\s*[\d.]*\s*[;,]\s*url\s*=\s*['\"]?\s*([^'\"\s]{1,300})", re.I)


def refuse(root: Any, source: str, title: str, words: int, shown: str) -> None:
    """Tell why a page with so many words of article is none. ``shown`` is all of its text.

    Raises:
        SourceError: it is an error page, a notice, a teaser, or its text is not in it.
    """
    if words < _TEASER and (reason := _reason(root, title, words, shown)):
        raise SourceError(source, reason)


def _reason(root: Any, title: str, words: int, shown: str) -> str:
    few, nothing = words < _FEW, words < _NEXT_TO_NOTHING
    scripts = "".join(node.text or "" for node in root.iter("script"))
    beside = " ".join("".join(node.itertext()) for node in root.iter("noscript"))
    next_page = nothing and _next_page(root)
    if few and _ERROR.match(title):
        return f"it is an error page ({title[:80]!r}): check the address"
    if few and _ROBOT.search(shown):
        return "the site asks whether a human reads, and shows no text: open it in a browser and save the page"
    if _NOT_FREE.search(scripts) or (few and _PAYWALL.search(shown)):
        return "only its beginning is free to read: sign in with a browser and save the page"
    if few and len(_COOKIE.findall(shown)) >= _ENOUGH_COOKIES and _ACCEPT.search(shown):
        return "the page shows only its notice on cookies: answer it in a browser and save the page"
    if next_page:
        return f"the page only leads on to {next_page}: read that instead"
    if nothing and root.find(".//frameset") is not None:
        return "the page is only a frame around others: read the one with the text"
    if nothing and (
        _SCRIPT.search(shown + beside) or scripts or root.find(".//script") is not None
    ):
        return "the page holds its text only in scripts: save it from a browser when the text shows, and read the file"
    return ""


def _next_page(root: Any) -> str:
    for node in root.iter("meta"):
        if (node.get("http-equiv") or "").lower() == "refresh" and (
            found := _LEADS_ON.match(node.get("content") or "")
        ):
            return found[1]
    return ""


def is_feed(root: Any) -> bool:
    """Whether a tree is a feed of articles."""
    top = [root, *root[:2], *(child for node in root[:2] for child in node[:2])]
    return any(tag_of(node) in {"rss", "feed"} for node in top)
