"""How many texts in legacy encodings are read right: ``python -m tests.benchmarks.encodings``.

The texts are the messages that the programs of this machine have in other languages (gettext),
one to sixty of them together, in every encoding that their languages were written in. So the rate
depends on what is installed; Debian's ``locale`` folders of a plain system hold enough.
"""

from __future__ import annotations

import gettext
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from narrator.errors import SourceError
from narrator.readers.encoding import decode

ENCODINGS = {
    "ru": "cp1251 koi8-r cp866 iso8859-5 mac_cyrillic",
    "uk": "cp1251 koi8-u",
    "bg": "cp1251",
    "sr": "cp1251",
    "pl": "cp1250 iso8859-2",
    "cs": "cp1250 iso8859-2",
    "hu": "cp1250 iso8859-2",
    "hr": "cp1250",
    "el": "cp1253 iso8859-7",
    "tr": "cp1254",
    "he": "cp1255",
    "ar": "cp1256",
    "lt": "cp1257",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932 euc_jp",
    "zh_CN": "gb18030 gbk",
    "zh_TW": "big5",
    "ko": "cp949",
    "de": "cp1252 mac_roman cp437 cp850",
    "fr": "cp1252 mac_roman cp850",
    "es": "cp1252 mac_roman cp850",
    "it": "cp1252 mac_roman",
    "pt_BR": "cp1252 mac_roman",
    "sv": "cp1252 cp850",
    "nl": "cp1252",
    "da": "cp1252",
    "fi": "cp1252",
    "nb": "cp1252",
}
LOCALES = Path("/usr/share/locale")
MESSAGES = [1, 2, 5, 20, 60]
TEXTS_EACH = 12
SEED = 5
SHORTEST, LONGEST = 30, 400


@click.command()
def main() -> None:
    """Print the share of texts read right, an encoding and a number of messages."""
    tried: Counter[tuple[str, int]] = Counter()
    right: Counter[tuple[str, int]] = Counter()
    for encoding, count, text in _texts():
        data = text.encode(encoding)
        tried[encoding, count] += 1
        right[encoding, count] += _reads(data) == text
    click.echo("encoding".ljust(14) + "".join(f"{count:>8}" for count in MESSAGES))
    for encoding in sorted({encoding for encoding, _ in tried}):
        cells = [f"{right[encoding, count]}/{tried[encoding, count]}" for count in MESSAGES]
        click.echo(encoding.ljust(14) + "".join(f"{cell:>8}" for cell in cells))
    click.echo(f"all: {right.total()} of {tried.total()}")


def _texts() -> Iterator[tuple[str, int, str]]:
    """Yield encodings, numbers of messages, and texts of so many that an encoding can hold."""
    chance = random.Random(SEED)
    for language, encodings in ENCODINGS.items():
        messages = _messages(language)
        if len(messages) < max(MESSAGES):
            click.echo(f"{language}: too few messages on this machine", err=True)
            continue
        for encoding in encodings.split():
            for count in MESSAGES:
                for _ in range(TEXTS_EACH):
                    text = "\n".join(chance.sample(messages, count))
                    held = text.encode(encoding, "ignore")
                    if not held.isascii():
                        yield encoding, count, held.decode(encoding)


def _messages(language: str) -> list[str]:
    """Return the translated messages of a language that are running text."""
    messages: set[str] = set()
    for file in sorted((LOCALES / language / "LC_MESSAGES").glob("*.mo")):
        try:
            with file.open("rb") as opened:
                catalog = gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined]
        except (UnicodeDecodeError, OSError):  # a damaged catalogue
            continue
        for message in catalog.values():
            text = str(message).strip()
            if SHORTEST < len(text) < LONGEST and not set("%<\n_") & set(text):
                messages.add(text)
    return sorted(messages)


def _reads(data: bytes) -> str:
    try:
        return decode(data, "a text")
    except SourceError:
        return ""


if __name__ == "__main__":
    main()
