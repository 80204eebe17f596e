"""Where sentences end: each place where one may is scored.

A place is a mark such as a full stop, what closes behind it, and the next word. For a boundary
speak that word (a common one has a capital for no other reason) and sentencex, which knows the
abbreviations of many languages; against it speaks the form of what stands before: initials, titles,
ordinals. The scores are in ``data/any/sentences.toml`` and ``data/<code>/sentences.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from narrator.language.frequencies import LISTED, SMALL, look_up, zipf
from narrator.language.quotations import find_quotations
from narrator.language.tables import ANY_LANGUAGE, all_words, language_table, one_of

_TOPIC = "sentences"
_PLACE = re.compile(
    r"""
    (?P<last> (?<![\w.]) [^\W\d_A-Z]{2,20}+ )?+
    (?<! [.!?…।॥։؟۔።။‼⁇⁈⁉。．！？｡:;] )
    (?P<mark> [.!?…।॥։؟۔።‼⁇⁈⁉。．！？｡:;]++ (?: [ ][.!?…]++ ){0,5} )
    (?P<closing>
        (?: ["'”’»«“`)\]] | [ \u00a0\u202f][»”](?!\w) )*+
        (?:  # note marks
            [ ]?\[[0-9, –-]{1,9}\]
          | (?<![0-9][.!?])[0-9]{1,2}(?:[, –-][0-9]{1,2}){0,4}(?=\s)
          | [¹²³⁴-⁹]{1,2}
        )*+
    )
    \s++
    (?P<opening> [^\w\s]*+ (?: (?<=[—–"'«`,-]) \s{1,3} )?+ )
    (?P<word> \w++ )
    """,
    re.VERBOSE,
)
# two sentences, perhaps, without white space between them
_RUN_ON = re.compile(
    r"""
    (?<! \S ) (?: [^\s.!?:/@] | (?<=[0-9])\.(?=[0-9]) )*+ (?<= \w[\w)"”’] ) [.!?]
    [”)]?+ (?P<opening> ["“(]?+ )
    (?P<word> [^\W\d_]++ )
    (?= [,;:]?\s | (?<=\w\w)\.\s | ['’-][a-z] )
    """,
    re.VERBOSE,
)
# where a sentence begins without doubt
_SURE = re.compile(
    r"""
      [。．！？｡။] [」』）”’]*+ (?= [^\s。．！？｡။」』）”’])  # scripts without spaces
    | (?<!\s) \s++ (?= [•⁃▪◦]\s?\S )  # bullets
    | (?<!\s) [^\S\n]*+ \n \s*+ (?= [*-]\s )  # items of a list
    | (?<!\s) [^\S\n]*+ \n \s*+ (?= \(? (?:[0-9]{1,3}|[a-zA-Z]|[ivx]{1,5}) [.)]{1,2}\s )
    | (?<= [.!?)”"] ) \s++ (?= \([A-Z][^()]{2,300}[.!?]\) )  # in brackets of its own
    """,
    re.VERBOSE,
)
# behind a short line: it is a heading, or an item of a list
_SHORT_LINE = re.compile(r"^[^\n]{0,60}\S[^\S\n]{0,9}\n\s*+(?=[A-Z0-9])", re.MULTILINE)
# what is not cut: brackets, and what stands between quotation marks; more between straight ones
_WHOLE = re.compile(
    r"""
      [(\[（《「『] [^()\[\]（）《》「」『』]{1,300} [)\]）》」』]
    | (?<! [^\s(\[—–-] ) " (?=\S) [^"]{1,120} (?<=\S) " (?!\w)
    | [“„] [^“”„]{1,20} [“”]
    """,
    re.VERBOSE,
)
# characters; longer quotations are cut
_WHOLE_QUOTATION = 120
# what sentencex does not see, for it leaves quotations whole
_QUOTED = re.compile(r"""\([^()]*\)|"[^"]*"|[“„][^“”]*[“”]|«[^«»]*»|["“”„«»()\[\]\ud800-\udfff]""")
# sentencex takes 0.5 ms for a place in Danish
_GIVEN_LANGUAGES = {"": "en", "da": "de"}
# characters before and behind a mark that are looked at
_NEAR = 60
# more than the characters up to a mark of any form in the tables
_LONGEST_FORM = 24
# letters; a shorter word with a full stop is an abbreviation, or might be
_SHORTEST_SENTENCE = 5
# characters in which a quotation ends whose marks have white space around them
_DETACHED_QUOTATION = 120
# a list of words in the patterns of tables: {ordinals}; abbreviations are without their last dots
_LIST = re.compile(r"\{([a-z_]+)\}")
_ABBREVIATION = re.compile(r"(\S+)\.(?!\S)")
# Zipf values: of words that begin sentences rather than names, whatever their casing; of those that
# probably do in languages whose lists have no casings; and of those that are no abbreviation
_FUNCTION_WORD = 6.0
_COMMON_WORD = 5.5
_ORDINARY_WORD = 4.5
# points for a boundary, to be compared with the doubt in the tables: for the words before which one
# is, none where it is a name; for one that sentencex has; and for a small letter after it
_FOR_FUNCTION_WORD = 4.5
_FOR_SMALL_WORD = 2
_FOR_WORD = 1
_FOR_SENTENCEX = 3
_FOR_SMALL_LETTER = -3


class _Form(NamedTuple):
    """What may stand around a mark, and how much it speaks against a boundary.

    Attributes:
        before: Matches the end of the text up to the mark.
        after: Matches what follows the mark.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    doubt: float


def find_boundaries(text: str, code: str) -> set[int]:
    """Return where sentences begin in a paragraph, its first one left out.

    Args:
        text: The paragraph.
        code: The code of its language, empty where it is not known.
    """
    starts = {sure.end() for sure in _SURE.finditer(text)}
    starts.update(line.end() for line in _SHORT_LINE.finditer(text))
    is_small = text.islower()
    for place in _PLACE.finditer(text):
        if (is_small or _may_begin(place, code)) and _is_boundary(place, code):
            starts.add(_start(place))
    quotations = list(find_quotations(text, code))
    ends = {quotation.end for quotation in quotations}
    run_ons = [place for place in _RUN_ON.finditer(text) if not place["word"].islower()]
    # a text that leaves out the space before such a word leaves out others
    if any(_points_of_word(place, code) >= _FOR_FUNCTION_WORD for place in run_ons):
        for place in run_ons:
            start = place.start("word")
            starts.add(start if start in ends else place.start("opening"))
    for whole in _WHOLE.finditer(text):
        starts.difference_update(range(whole.start() + 1, whole.end()))
    for quotation in quotations:
        is_short = quotation.end - quotation.start <= _WHOLE_QUOTATION
        if is_short and text[quotation.start] not in "“„":
            starts.difference_update(range(quotation.start + 1, quotation.end))
    return starts


def _may_begin(place: re.Match[str], code: str) -> bool:
    """Return whether a place's word has a capital, as after a sentence, or could do without it.

    In careless writing a small letter follows; then a common word stands before the full stop.
    """
    if not place["word"].islower():
        return True
    last = place["last"] or ""
    is_stop = place["mark"] == "." and not place["closing"]
    return is_stop and len(last) > 2 and zipf(last, code) >= _ORDINARY_WORD


def _start(place: re.Match[str]) -> int:
    """Return where the sentence after a place begins: a lone quotation mark may close the last."""
    mark = place["opening"].rstrip()
    if mark not in ('"', "'") or mark == place["opening"]:
        return place.start("opening")
    is_opening = mark in place.string[place.end() : place.end() + _DETACHED_QUOTATION]
    return place.start("opening" if is_opening else "word")


def _is_boundary(place: re.Match[str], code: str) -> bool:
    """Return whether more speaks for a boundary at a place than against it."""
    points = _points_of_word(place, code)
    if place["word"].islower():
        points += _FOR_SMALL_LETTER
    start, end = place.span("mark")
    before = place.string[max(0, start - _NEAR) : start].rstrip() + place["mark"]
    earliest = max(0, len(before) - _LONGEST_FORM)
    doubt = next(
        form.doubt
        for form in _forms(code)
        if form.before.search(before, earliest) and form.after.match(place.string, end)
    )
    if points <= doubt < points + _FOR_SENTENCEX:
        is_after_word = zipf(place["last"] or "", code) >= _COMMON_WORD
        return is_after_word or _has_sentencex_boundary(before, place, code)
    return points > doubt


def _points_of_word(place: re.Match[str], code: str) -> float:
    """Return how much the word after a place speaks for a sentence that begins with it."""
    word = place["word"]
    is_short = len(word) < _SHORTEST_SENTENCE and place.string.startswith(".", place.end("word"))
    if is_short or not word[0].isalpha():
        return 0  # a title or an initial; a number
    listed = look_up(word, code)
    is_common = code not in LISTED and word.lower() in all_words("profile", "common_words")
    if is_common or listed.zipf >= _FUNCTION_WORD:
        return _FOR_FUNCTION_WORD
    if listed.casings == SMALL or listed.zipf >= _COMMON_WORD:
        return _FOR_SMALL_WORD
    is_name = listed.casings and SMALL not in listed.casings
    return 0 if is_name else _FOR_WORD


def _has_sentencex_boundary(before: str, place: re.Match[str], code: str) -> bool:
    """Return whether sentencex has a boundary between some text and the word after a mark.

    It is asked about each place alone: it would leave quotations whole, and takes more than linear
    time where they are not closed.
    """
    from sentencex import segment

    start = place.start("word")
    before = _QUOTED.sub("", before)
    after = _QUOTED.sub("", place.string[start : start + _NEAR])
    parts = segment(_GIVEN_LANGUAGES.get(code, code), f"{before} {after}")
    return len(before) + 1 in accumulate(map(len, parts))


@cache
def _forms(code: str) -> list[_Form]:
    """Return the forms of what stands around a mark in texts of a language; the first counts."""

    def any_word(name: re.Match[str]) -> str:
        words: list[str] = []
        for topic in (_TOPIC, "dates"):
            words += language_table(code, topic).get(name[1], ())
        for abbreviation in language_table(code, "abbreviations").get(name[1], ()):
            words += _ABBREVIATION.findall(abbreviation)
        return one_of(words)

    forms: list[_Form] = []
    for language in (code, ANY_LANGUAGE):
        for row in language_table(language, _TOPIC).get("form", ()):
            before = _LIST.sub(any_word, rf"(?:{row['before']})\Z")
            after = _LIST.sub(any_word, row.get("after", ""))
            forms.append(_Form(re.compile(before), re.compile(after), row["doubt"]))
    return forms
