"""Where sentences end: each place where one may is scored.

A place is a mark such as a full stop, what closes behind it, and the next word. For a boundary
speaks that word: a common one has a capital for no other reason. Against it speaks what stands
before: abbreviations, initials, titles, ordinals. Their lists, forms and scores are in
``data/any/sentences.toml`` and ``data/<code>/sentences.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from typing import NamedTuple

from narrator.language.frequencies import LISTED, SMALL, look_up, zipf
from narrator.language.tables import ANY_LANGUAGE, all_words, language_table, one_of

_TOPIC = "sentences"
# marks after which the next sentence may stand without a space, and all
_STOPS_WITHOUT_SPACE = "。．！？｡።፧။।॥۔؟"
_STOPS = f".!?…:;։‼⁇⁈⁉\u037e{_STOPS_WITHOUT_SPACE}"
_PLACE = re.compile(
    rf"""
    (?<! [{_STOPS}] )
    (?P<mark> [{_STOPS}]++ (?: [ ][.!?…]++ ){{0,5}} )
    (?P<closing>
        (?: ["'”’»«“`)\]] | [ \u00a0\u202f][»”](?!\w) | (?<=[:;])-?[()](?=\s) )*+
        (?:  # note marks
            [ ]?\[[0-9, .…^–-]{{1,9}}\]
          | (?<![0-9][.!?])[0-9]{{1,2}}(?:[, –-][0-9]{{1,2}}){{0,4}}(?=\s)
          | [¹²³⁴-⁹]{{1,2}}
        )*+
    )
    \s++
    (?P<opening>
        (?P<quote> ["'](?=\s) )?+
        [^\w\s]*+ (?: (?<=[—–"'«`,*-]) \s{{1,3}} [^\w\s]*+ )?+
    )
    (?P<word> \w++ )
    """,
    re.VERBOSE,
)
# two sentences, perhaps, without white space between them
_RUN_ON = re.compile(
    r"""
    (?<! \S ) (?: [^\s.!?:/@] | (?<=[0-9])\.(?=[0-9]) )*+ (?<= \w[\w)"”’] ) [.!?]
    [”)]?+ (?P<opening> (?P<quote> " )?+ [“(]?+ )
    (?P<word> [^\W\d_]++ )
    (?= [,;:]?\s | (?<=\w\w)\.\s | ['’-][a-z] )
    """,
    re.VERBOSE,
)
# where a sentence begins without doubt
_SURE = re.compile(
    rf"""
      [{_STOPS_WITHOUT_SPACE}] [」』）”’]*+ (?= [^\s{_STOPS_WITHOUT_SPACE}」』）”’])
      (?! (?<=[」』]) [\u3041-\u309f] )  # "「…」と…": the sentence goes on
    | (?<!\s) \s++ (?= [•⁃▪◦]\s?\S )  # bullets
    | (?<!\s) [^\S\n]*+ \n \s*+ (?= [*-]\s )  # items of a list
    | (?<!\s) [^\S\n]*+ \n \s*+ (?= \(? (?:[0-9]{{1,3}}|[a-zA-Z]|[ivx]{{1,5}}) [.)]{{1,2}}\s )
    | (?<= [.!?)”"] ) \s++ (?= \([A-Z][^()]{{2,300}}[.!?]\) )  # in brackets of its own
    """,
    re.VERBOSE,
)
# behind a short line: it is a heading, or an item of a list
_SHORT_LINE = re.compile(r"^[^\n]{0,60}\S[^\S\n]{0,9}\n\s*+(?=[A-Z0-9])", re.MULTILINE)
# what is not cut: brackets, and what stands between quotation marks; more between some of them
_WHOLE = re.compile(
    r"""
      [(\[（《「『] [^()\[\]（）《》「」『』]{1,300} [)\]）》」』]
    | (?<! [^\s(\[—–-] ) " (?=\S) [^"]{1,120} (?<=\S) " (?!\w)
    | « [^«»]{1,120} »
    | (?<!\S) » (?=\S) [^«»]{1,120} «
    | [“„] [^“”„]{1,20} [“”]
    """,
    re.VERBOSE,
)
# characters in which a quotation ends whose first mark might be the last of another
_QUOTATION = 120
# characters before a mark that are looked at: more than a mark of any form in the tables takes
_LONGEST_FORM = 24
# what parts the last word before a mark from the text before it
_SEPARATOR = re.compile(r"""[\s\d(\["'“”„«»‘’—–/]|(?<=\w{3})\.""")
# letters; a shorter word with a full stop is an abbreviation, or might be
_SHORTEST_SENTENCE = 5
_LONGEST_ABBREVIATION = 6
# a list of words in the patterns of tables: {ordinals}
_LIST = re.compile(r"\{([a-z_]+)\}")
_ABBREVIATION = re.compile(r"(\S\S+)\.(?!\S)")
# Zipf values: of words that begin sentences rather than names, whatever their casing; of those that
# probably do in languages whose lists have no casings; and of those that are no abbreviation
_FUNCTION_WORD = 5.9
_COMMON_WORD = 5.5
_ORDINARY_WORD = 4.3
# points for a boundary, to be compared with the doubt in the tables: for the words before which one
# is, none where it is a name or a number
_FOR_FUNCTION_WORD = 4
_FOR_SMALL_WORD = 2
_FOR_WORD = 1


class _Form(NamedTuple):
    """What may stand around a mark, and how much it speaks against a boundary.

    Attributes:
        words: Those that may stand right before the mark; any if there are none.
        sentence: Matches the beginning of the sentence before the mark.
        before: Matches the end of the text up to the mark.
        after: Matches what follows the mark.
    """

    words: Set[str]
    sentence: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    doubt: int


def find_boundaries(text: str, code: str) -> set[int]:
    """Return where sentences begin in a paragraph, its first one left out.

    Args:
        text: The paragraph.
        code: The code of its language, empty where it is not known.
    """
    starts = {sure.end() for sure in _SURE.finditer(text)}
    starts.update(line.end() for line in _SHORT_LINE.finditer(text))
    places: list[re.Match[str]] = []
    sentence = 0
    for place in _PLACE.finditer(text):
        if _is_boundary(place, code, sentence):
            places.append(place)
            sentence = place.start("opening")
    run_ons = [place for place in _RUN_ON.finditer(text) if not place["word"].islower()]
    # a text that leaves out the space before such a word leaves out others
    if any(_points_of_word(place, code) == _FOR_FUNCTION_WORD for place in run_ons):
        places += run_ons
    for place in places:
        mark = place["quote"]
        is_closing = mark and mark not in text[place.end() : place.end() + _QUOTATION]
        starts.add(place.start("word" if is_closing else "opening"))
    for whole in _WHOLE.finditer(text):
        starts.difference_update(range(whole.start() + 1, whole.end()))
    return starts


def _is_boundary(place: re.Match[str], code: str, sentence: int) -> bool:
    """Return whether more speaks for a boundary at a place than against it.

    Args:
        place: The place.
        code: The code of the language.
        sentence: Where the sentence before the place begins.
    """
    start, end = place.span("mark")
    before = place.string[max(0, start - _LONGEST_FORM) : start].rstrip()
    last = _SEPARATOR.split(before)[-1]
    has_small_letter = place["word"].islower()
    # in careless writing, sentences begin with one
    if has_small_letter and not place.string[sentence].islower():
        is_stop = place["mark"] == "." and not place["closing"]
        if not (is_stop and _is_ordinary(last, code)):
            return False
    doubt = next(
        form.doubt
        for form in _forms(code)
        if (not form.words or form.words & {last, last.lower()})
        and form.before.search(before + place["mark"])
        and form.after.match(place.string, end)
        and form.sentence.match(place.string, sentence)
    )
    return doubt < 0 if has_small_letter else _points_of_word(place, code) > doubt


def _is_ordinary(word: str, code: str) -> bool:
    """Return whether a word before a full stop is no abbreviation."""
    if word.endswith((")", "]")):
        return True
    least = _ORDINARY_WORD if len(word) > 2 else _FUNCTION_WORD
    is_common = len(word) > 1 and zipf(word, code) >= least
    return word.islower() and (is_common or len(word) > _LONGEST_ABBREVIATION)


def _points_of_word(place: re.Match[str], code: str) -> int:
    """Return how much the word after a place speaks for a sentence that begins with it."""
    word = place["word"]
    is_short = len(word) < _SHORTEST_SENTENCE and place.string.startswith(".", place.end("word"))
    if is_short or not word[0].isalpha():
        return 0  # a title or an initial; a number
    listed = look_up(word, code)
    is_common = code not in LISTED and word.lower() in all_words("profile", "common_words")
    if is_common or listed.zipf >= _FUNCTION_WORD:
        return _FOR_FUNCTION_WORD
    is_small = listed.casings == SMALL and not word.isupper()
    if is_small or listed.zipf >= _COMMON_WORD:
        return _FOR_SMALL_WORD
    is_name = listed.casings and SMALL not in listed.casings
    return 0 if is_name else _FOR_WORD


@cache
def _forms(code: str) -> list[_Form]:
    """Return the forms of what stands around a mark in texts of a language; the first counts."""

    def fill(pattern: str) -> str:
        return _LIST.sub(lambda name: one_of(_words(code, name[1])), pattern)

    forms: list[_Form] = []
    for language in (code, ANY_LANGUAGE):
        for row in language_table(language, _TOPIC).get("form", ()):
            words = frozenset(_words(code, row.get("words", "")))
            sentence = re.compile(fill(row.get("sentence", "")))
            before = re.compile(rf"(?:{fill(row['before'])})\Z")
            after = re.compile(fill(row.get("after", "")))
            forms.append(_Form(words, sentence, before, after, row["doubt"]))
    return forms


def _words(code: str, name: str) -> list[str]:
    """Return a list of a language and of all; abbreviations are without their last dots."""
    words: list[str] = []
    for language in (code, ANY_LANGUAGE):
        for topic in (_TOPIC, "dates"):
            words += language_table(language, topic).get(name, ())
    for abbreviation in language_table(code, "abbreviations").get(name, ()):
        words += _ABBREVIATION.findall(abbreviation)
    return words
