"""Numbers as words: cardinals and ordinals by num2words, the rest from its words and the language's table.

num2words (LGPL) knows all our languages; it is imported when the first number is said.
"""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.language.tables import Language, Table, load_language

# German and Italian write a number as one word, which engines stumble over
_JOINTS = {
    "de": re.compile(
        r"(tausend|hundert|(?<=[a-zß])und(?=zwan|drei|vier|fünf|sech|sieb|acht|neun))"
    ),
    "it": re.compile(r"(cento|mila|mille)(?=[a-z])"),
}
_NEXT_WORD = re.compile(r"\s([^\W\d_]{2,30})\b")
# more figures than a reader would put into words; longer ones are read figure by figure
_MOST_FIGURES = 15


def parse(text: str, language: Language) -> tuple[str, str]:
    """The figures before and after the decimal mark, without group marks."""
    table = language.table("numbers")
    whole, _, fraction = text.strip().partition(table["decimal"])
    for mark in table["group"]:
        whole = whole.replace(mark, "")
    return whole, fraction


def is_one(figures: str) -> bool:
    """Whether figures, however many, are the number one."""
    return figures.lstrip("0") == "1"


def is_zero(figures: str) -> bool:
    """Whether figures, however many, are the number zero."""
    return not figures.strip("0")


def say_number(text: str, language: Language, *, agree: str = "") -> str:
    """A number as it is written, in words. ``agree`` is the gender of a noun that follows, m or f; empty for none."""
    whole, fraction = parse(text, language)
    if not fraction:
        return cardinal(whole, language, agree=agree)
    after = decimals(fraction, language)
    if agree and language.table("numbers").get("decimals_agree", True):
        after = _changed(
            after, language.table("numbers", "agree_feminine" if agree == "f" else "agree")
        )
    point = f"{language.table('numbers')['point']} {after}"
    # the masculine before nouns is for the last word only, but a feminine goes with the whole
    return (
        f"{cardinal(whole, language, agree='f' if agree == 'f' else '')} {point}"
        if whole
        else point
    )


def cardinal(figures: str, language: Language, *, agree: str = "") -> str:
    """Figures as one number; as single figures where they begin with zero or are too many."""
    if len(figures) > language.table("numbers").get("most_figures", _MOST_FIGURES) or (
        len(figures) > 1 and figures[0] == "0"
    ):
        return digits(figures, language)
    words = _words(int(figures), "cardinal", _locale(language))
    if agree:
        words = _changed(
            words, language.table("numbers", "agree_feminine" if agree == "f" else "agree")
        )
    return words


def ordinal(figures: str, language: Language, *, mark: str = "") -> str:
    """The ordinal of a number; ``mark`` is what was written after it and may ask for the feminine."""
    if len(figures) > language.table("numbers").get("most_figures", _MOST_FIGURES):
        return digits(figures, language)
    table = language.table("numbers")
    value = int(figures)
    composed = language.table("numbers", "ordinals")
    words = (
        _composed(value, composed, language)
        if composed
        else _words(value, "ordinal", _locale(language))
    )
    if mark in table.get("feminine_marks", ()):
        return _changed(words, table.get("ordinal_feminine", {"o\\b": "a"}))
    if mark in table.get("short_marks", ()):
        return _changed(words, table["short_ordinals"])
    return words


def gender(text: str, language: Language, *, one: bool = True) -> str:
    """The gender of the noun that a text begins with, by its ending: m or f; empty where it begins with no noun.

    Unless it is ``one``, the noun has to be a plural where plurals have an s.
    """
    word = _NEXT_WORD.match(text)
    if not word or not (one or word[1].endswith("s") or language.code in ("it", "de")):
        return ""
    return _noun_gender(word[1], language.code)


@lru_cache(maxsize=4096)
def _noun_gender(word: str, code: str) -> str:
    language = load_language(code)
    nouns = language.table("numbers", "nouns") if language else {}
    if not nouns or re.fullmatch(nouns["none"], word):
        return ""
    return (
        "f"
        if re.fullmatch(nouns["feminine"], word) and not re.fullmatch(nouns["masculine"], word)
        else "m"
    )


def digits(figures: str, language: Language) -> str:
    """Figure by figure."""
    names = language.table("numbers")["digits"]
    return " ".join(names[int(figure)] for figure in figures)


def decimals(fraction: str, language: Language) -> str:
    """The figures after the decimal mark: one by one, as a number, or in pairs as Spanish does."""
    style = language.table("numbers").get("decimals", "digits")
    if style == "digits" or fraction[0] == "0":
        return digits(fraction, language)
    if len(fraction) <= 3:
        return cardinal(fraction, language)
    if style == "number":
        return digits(fraction, language)
    return " ".join(cardinal(fraction[at : at + 2], language) for at in range(0, len(fraction), 2))


def pairs(figures: str, language: Language) -> str:
    """As house and flight numbers are read: 737 is seven thirty seven, 1402 fourteen oh two."""
    if language.code != "en" or len(figures) not in (3, 4) or figures[0] == "0":
        return cardinal(figures, language)
    head, tail = figures[:-2], figures[-2:]
    if tail == "00":
        return (
            cardinal(figures, language)
            if head[-1] == "0"
            else f"{cardinal(head, language)} hundred"
        )
    return f"{cardinal(head, language)} {_tail(tail, language)}"


def year(figures: str, language: Language) -> str:
    """A year of four figures: in English and German by halves but for the first ten of a millennium."""
    hundreds: str = language.table("numbers").get("year_hundreds", "")
    if hundreds and "1100" <= figures <= "1999" and len(figures) == 4:
        tail = figures[2:].lstrip("0")
        return " ".join(
            filter(
                None, (cardinal(figures[:2], language), hundreds, tail and cardinal(tail, language))
            )
        )
    if language.code != "en" or len(figures) != 4 or figures[1:3] == "00":
        return cardinal(figures, language)
    head, tail = cardinal(figures[:2], language), figures[2:]
    return (
        f"{head} {language.table('dates')['hundreds']}"
        if tail == "00"
        else f"{head} {_tail(tail, language)}"
    )


def fraction(above: str, below: str, language: Language) -> str:
    """A fraction's words."""
    figures = str(int(below))
    one, many = language.table("numbers", "denominators").get(figures) or _denominator(
        figures, language
    )
    count = cardinal(above, language, agree="m")
    over = language.table("numbers", "denominator_words").get("over", "")
    if not one:
        return f"{cardinal(above, language)} {over} {many}"
    return f"{count} {one if int(above) == 1 else many}"


def _denominator(figures: str, language: Language) -> tuple[str, str]:
    """An ordinal, or the number with an ending; the first is empty where only "over" can be said."""
    table = language.table("numbers")
    if endings := table.get("denominator_endings"):
        word = (
            cardinal(figures, language)
            + endings["large" if int(figures) >= endings["large_from"] else "small"]
        )
        return word, word
    rule: Table = table.get("denominator_words", {})
    if rule and int(figures) > rule["ordinal_until"]:
        if figures[1:].strip("0") and len(figures) > 2:
            return "", cardinal(figures, language)
        if len(figures) == 2:
            word = cardinal(figures, language).translate(_UNACCENTED)
            word = word.rstrip(rule["swallow"]) if rule["swallow"] else word
            word = word.replace(" y ", "i") + rule["ending"]
            return word, word + "s"
    word = ordinal(figures, language)
    plural = table.get("denominator_plural")
    return word, _changed(word, plural) if plural else word + "s"


_UNACCENTED = str.maketrans("áéíóú", "aeiou")


def _composed(value: int, table: Table, language: Language) -> str:
    """An ordinal of parts: thousands, hundreds, tens, ones."""
    thousands, rest = divmod(value, 1000)
    parts = []
    if thousands:
        parts.append(
            (cardinal(str(thousands), language).replace(" ", "") if thousands > 1 else "")
            + table["thousand"]
        )
    parts.append(table["hundreds"][rest // 100])
    special = table.get("special", {}).get(str(rest % 100))
    parts += [special] if special else [table["tens"][rest % 100 // 10], table["units"][rest % 10]]
    return " ".join(filter(None, parts)) or cardinal("0", language)


def _changed(words: str, changes: Table) -> str:
    for pattern, change in changes.items():
        words = re.sub(pattern, change, words)
    return words


def _tail(two: str, language: Language) -> str:
    zero = language.table("numbers").get("zero_digit", "")
    return f"{zero} {cardinal(two[1], language)}" if two[0] == "0" else cardinal(two, language)


def _locale(language: Language) -> str:
    locale: str = language.table("numbers").get("locale", language.code)
    return locale


@lru_cache(maxsize=4096)
def _words(value: int, kind: str, locale: str) -> str:
    from num2words import num2words

    try:
        words: str = num2words(value, lang=locale, to=kind)
    except (OverflowError, NotImplementedError, IndexError, KeyError):
        words = str(value)
    if locale == "pt_BR":
        # "um milhão mil e um": "and" before the last part only
        words = re.sub(
            r"(lhão|lhões) e (?=\S.*\b(?:mil|\w+lh(?:ão|ões)) \S)", r"\1 ", words.replace(",", "")
        )
    # no pauses inside a number, and American: "one hundred five"
    words = words.replace(",", "")
    if locale == "it":
        # num2words swallows vowels that are said
        words = words.replace("dicotto", "diciotto").replace("centott", "centoott")
    if locale in _JOINTS:
        return " ".join(_JOINTS[locale].sub(r" \1 " if locale == "de" else r"\1 ", words).split())
    return words.replace("-", " ").replace(" and ", " ") if locale == "en" else words
