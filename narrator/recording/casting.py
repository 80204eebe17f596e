"""The cast: who reads which part of an article, in which language.

The narrator reads everything that nobody else does. Quotations may have a voice of their own, and
so may long passages in another language. What is written in a script that a voice cannot say is
read by one that can. Who that is depends on the text alone, so it is decided before anything is
spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from narrator.article import Kind, Paragraph
from narrator.errors import AbsentVoiceError, EngineError, VoiceError
from narrator.language.characters import has_word
from narrator.language.detect import detect_language
from narrator.language.quotations import Span, find_quotations
from narrator.language.tables import canonical_language
from narrator.language.writing import is_written_like, likely_language
from narrator.settings import VoiceSettings
from narrator.speech.voices import AUTO, LAST_RESORT, Speaker, find_speaker, is_in, speaks_any
from narrator.verbalize.normalize import to_said

# the spoken form of a text
Say = Callable[[str], str]

# kinds of paragraphs in which people are quoted
_WITH_QUOTATIONS = {Kind.PROSE, Kind.ITEM, Kind.FOOTNOTE}
# marks before a space
_CLOSING = re.compile(r"(?:[^\w\s]+(?=\s|\Z))?")
# kinds of paragraphs that are in no language, or in the program's own words
_WITHOUT_LANGUAGE = {Kind.CODE, Kind.TABLE, Kind.NOTICE}


@dataclass(frozen=True, slots=True)
class Role:
    """One who reads.

    Attributes:
        language: The language of what is read, a BCP 47 tag.
        say: Returns the spoken form of a text.
        speaker: The voice; None for the recording's own.
    """

    language: str
    say: Say
    speaker: Speaker | None = None

    def can_say(self, text: str) -> bool:
        """Return whether a text is in a script that the voice says."""
        language = self.language
        if self.speaker is not None:
            language = self.speaker.voice.language
        return speaks_any(language) or is_written_like(text, language)


@dataclass(frozen=True, slots=True)
class Turn:
    """A run of text that one role reads."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation that is not read by whoever reads the paragraph around it."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a paragraph.

    Attributes:
        reader: Who reads what is not quoted.
        quotations: The quotations that others read, in order.
    """

    reader: Role
    quotations: tuple[_Quotation, ...] = ()

    def turns(self, text: str, start: int) -> list[Turn]:
        """Return a sentence in runs that one role reads each; joined, they are the sentence.

        Args:
            text: The sentence.
            start: Where it starts in the paragraph.
        """
        turns: list[Turn] = []
        held = ""
        for turn in self._stretches(text, start):
            rest = held + turn.text
            if turns:
                # marks that close belong to what they close: the comma of '"No", she said'
                closing = _CLOSING.match(rest)
                assert closing is not None
                turns[-1] = Turn(turns[-1].role, turns[-1].text + closing[0])
                rest = rest[closing.end() :]
            held = ""
            if has_word(rest):
                turns.append(Turn(turn.role, rest))
            else:
                held = rest
        if not turns:
            return [Turn(self.reader, text)]
        turns[-1] = Turn(turns[-1].role, turns[-1].text + held)
        return turns

    def _stretches(self, text: str, start: int) -> Iterator[Turn]:
        """Yield what is inside quotations and what is between them."""
        position = 0
        first = bisect_right(self.quotations, start, key=_end)
        for quotation in islice(self.quotations, first, None):
            begin = max(quotation.span.start - start, position)
            end = min(quotation.span.end - start, len(text))
            if begin >= end:
                break
            yield Turn(self.reader, text[position:begin])
            yield Turn(quotation.role, text[begin:end])
            position = end
        yield Turn(self.reader, text[position:])


def _end(quotation: _Quotation) -> int:
    return quotation.span.end


def _nobody(*texts: str) -> Role | None:  # noqa: ARG001
    return None


@dataclass(frozen=True, slots=True)
class Cast:
    """All who read.

    Attributes:
        narrator: Who reads everything that nobody else does.
        quoted: Who reads quotations; None for whoever reads what is around them.
        find_foreign: Returns who reads a text because of its language, which the first of its
            arguments shows that is long enough; None for the others.
        find_stand_in: Returns who reads a text in a script that a voice does not say; None where
            nobody can.
    """

    narrator: Role
    quoted: Role | None = None
    find_foreign: Callable[..., Role | None] = _nobody
    find_stand_in: Callable[[str], Role | None] = _nobody

    @property
    def guests(self) -> tuple[Speaker, ...]:
        """The voices besides the recording's own that are known before the text is."""
        if self.quoted is None or self.quoted.speaker is None:
            return ()
        return (self.quoted.speaker,)

    def reading(self, paragraph: Paragraph, following: str) -> Reading:
        """Return who reads a paragraph, given the text of the paragraph after it."""
        spans: list[Span] = []
        has_others = self.quoted is not None or self.find_foreign is not _nobody
        if has_others and paragraph.kind in _WITH_QUOTATIONS:
            spans += find_quotations(paragraph.text, self.narrator.language, following)
        reader = self._reader(paragraph, spans)
        if reader is not self.narrator:
            return Reading(reader)
        quotations: list[_Quotation] = []
        for span in spans:
            role = self.find_foreign(paragraph.text[span.start : span.end]) or self.quoted
            if role is not None:
                quotations.append(_Quotation(span, role))
        return Reading(reader, tuple(quotations))

    def able(self, role: Role, text: str) -> Role:
        """Return a role if it can say a text, else one that can stand in for it."""
        if role.can_say(text):
            return role
        return self.find_stand_in(text) or role

    def _reader(self, paragraph: Paragraph, quotations: Sequence[Span]) -> Role:
        """Return who reads a paragraph, apart from quotations in it."""
        text = paragraph.text
        foreign = None
        if paragraph.kind not in _WITHOUT_LANGUAGE:
            foreign = self.find_foreign(_without(text, quotations), text)
        if foreign is not None:
            return foreign
        if paragraph.kind is Kind.QUOTE and self.quoted is not None:
            return self.able(self.quoted, text)
        return self.able(self.narrator, text)


def _without(text: str, spans: Sequence[Span]) -> str:
    """Return a text without some stretches of it."""
    kept: list[str] = []
    position = 0
    for span in spans:
        kept.append(text[position : span.start])
        position = span.end
    return "".join([*kept, text[position:]])


def solo(language: str) -> Cast:
    """Return a cast of the narrator alone, who speaks by the rules of a language."""
    return Cast(Role(language, partial(to_said, language=language)))


def make_cast(
    narrator: Role,
    speaker: Speaker,
    quoted: Role | None,
    settings: VoiceSettings,
    text_language: str,
) -> Cast:
    """Return the cast that settings ask for.

    Args:
        narrator: The role of the recording's own voice.
        speaker: That voice.
        quoted: Who reads quotations, if anybody in particular.
        settings: Who was asked for.
        text_language: The article's language, empty where it is not known.
    """
    home = {canonical_language(narrator.language), canonical_language(text_language)}
    agency = _Agency(narrator, speaker, settings.engine, frozenset(home))
    if settings.mixed_languages:
        return Cast(narrator, quoted, agency.find_foreign, agency.find_stand_in)
    if settings.engine == AUTO:
        return Cast(narrator, quoted, find_stand_in=agency.find_stand_in)
    return Cast(narrator, quoted)


def find_other_speaker(engine: str, wanted: str | None, language: str) -> Speaker:
    """Return who else reads: a voice of the engine that was asked for, or else of the best one.

    Arguments are those of ``find_speaker``.

    Raises:
        EngineError: There is no such voice.
    """
    if engine != AUTO:
        with suppress(VoiceError, AbsentVoiceError):
            own = find_speaker(engine, wanted, language)
            if wanted is not None or is_in(own.voice, language):
                return own
    return find_speaker(AUTO, wanted, language)


@dataclass(frozen=True, slots=True)
class _Agency:
    """Who finds voices for texts that are not in the article's language.

    Attributes:
        narrator: The role of the recording's own voice.
        speaker: That voice.
        engine: The engine that was asked for.
        home: The languages that need no other voice.
        found: The roles found so far, by language; None where no voice speaks it.
    """

    narrator: Role
    speaker: Speaker
    engine: str
    home: frozenset[str]
    found: dict[str, Role | None] = field(default_factory=dict)

    def find_foreign(self, *texts: str) -> Role | None:
        """Return who reads a text because it is long, and clearly in another language.

        The first text decides whose language can be told.
        """
        language = next(filter(None, map(detect_language, texts)), "")
        if not language or canonical_language(language) in self.home:
            return None
        role = self._role_in(language)
        return None if role is self.narrator else role

    def find_stand_in(self, text: str) -> Role | None:
        """Return who reads a text in another script than the narrator's.

        Without a voice for its language it is espeak-ng's for the narrator's, which spells what it
        does not know.
        """
        role = self._role_in(likely_language(text))
        if role is None and self.engine == AUTO:
            language = self.narrator.language
            return self._as_role(partial(find_speaker, LAST_RESORT, None, language), language)
        return role

    def _role_in(self, language: str) -> Role | None:
        """Return who reads texts in a language; None where it is not known, or nobody does."""
        if not language:
            return None
        if language not in self.found:
            find = partial(find_other_speaker, self.engine, None, language)
            self.found[language] = self._as_role(find, language)
        return self.found[language]

    def _as_role(self, find: Callable[[], Speaker], language: str) -> Role | None:
        """Return a voice that is found as a role; None where it does not speak the language."""
        try:
            speaker = find()
        except EngineError:
            return None
        own = self.speaker
        if (speaker.engine, speaker.voice.id) == (own.engine, own.voice.id):
            return self.narrator
        if not is_in(speaker.voice, language):
            return None
        return Role(language, partial(to_said, language=language), speaker)
