"""Cues: when each sentence and word of an article is heard.

They are read from the stored times of takes whenever somebody asks, so that no more than a
passage's are in memory. Times are sums of samples, like those of chapters, and do not drift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.article import Article
from narrator.audio.formats import Chapter, Tags
from narrator.language.characters import has_word
from narrator.recording.passages import Place, Utterance
from narrator.recording.recorder import StoredTake
from narrator.recording.take import Times, Timing
from narrator.summary.key_sentences import Summary
from narrator.verbalize.alignment import align


@dataclass(frozen=True, slots=True)
class WordCue:
    """When a written word is heard, or a run of them such as "5 km".

    Attributes:
        start_seconds: Its start, from the start of the file.
        end_seconds: Its end.
        text_start: Its first character in the text of its block.
        text_end: The character after its last.
        spoken_start: Its first character in the spoken form of its sentence.
        spoken_end: The character after its last.
    """

    start_seconds: float
    end_seconds: float
    text_start: int
    text_end: int
    spoken_start: int
    spoken_end: int


@dataclass(frozen=True, slots=True)
class SentenceCue:
    """When a sentence is heard, or a line of a heading, a table's row, a part of a long sentence.

    Attributes:
        section: The number of its section in the article, from 0.
        block: The number of its block in the section: the heading's lines come first, then the
            paragraphs, as in ``Section.blocks``.
        start_seconds: When its sound starts, from the start of the file.
        end_seconds: When its sound ends.
        text_start: Its first character in the text of its block.
        text_end: The character after its last.
        text: What is written.
        spoken: What is said.
        words: Its words, in the order in which they are heard.
        estimated: Whether the times of words are estimated by their lengths.
    """

    section: int
    block: int
    start_seconds: float
    end_seconds: float
    text_start: int
    text_end: int
    text: str
    spoken: str
    words: tuple[WordCue, ...]
    estimated: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording that is done: what is made from it beside the audio.

    Attributes:
        article: The article as it was narrated; a spoken summary is its first section.
        audio: The audio file.
        chapters: Its chapters, in order.
        tags: Its tags.
        summary: The summary; empty where none was made.
        takes: Its takes, in order.
        load_times: Returns when the utterances of a take are heard.
    """

    article: Article
    audio: Path
    chapters: tuple[Chapter, ...]
    tags: Tags
    summary: Summary
    takes: Sequence[StoredTake]
    load_times: Callable[[StoredTake], Times]

    def cues(self) -> Iterator[SentenceCue]:
        """Yield the cues of all sentences, in order, read from the store.

        Raises:
            SpeechError: A take had to be made again, and could not.
        """
        for line in _joined(_lines(self.takes, self.load_times)):
            if line.text:
                yield _cue(line)


@dataclass(frozen=True, slots=True)
class _Sound:
    """When a stretch of a spoken form is heard."""

    start_seconds: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence as it is heard, or a part of it.

    Attributes:
        section: The number of its section.
        place: Where it stands there.
        text: What is written; empty for what is only said.
        spoken: What is said.
        start_seconds: When its sound starts, from the start of the file.
        end_seconds: When its sound ends.
        sounds: When its words start.
        estimated: Whether that is estimated.
    """

    section: int
    place: Place
    text: str
    spoken: str
    start_seconds: float
    end_seconds: float
    sounds: tuple[_Sound, ...]
    estimated: bool


def _lines(
    takes: Iterable[StoredTake], load_times: Callable[[StoredTake], Times]
) -> Iterator[_Line]:
    """Yield all utterances as lines."""
    start_samples = 0
    for stored in takes:
        times = load_times(stored)
        start_seconds = start_samples / stored.sample_rate
        utterances = stored.passage.utterances
        for utterance, timing in zip(utterances, times.timings, strict=True):
            clock = _Clock(start_seconds, times.speech_rate, timing)
            yield _line(stored.passage.chapter, utterance, clock)
        start_samples += stored.samples


@dataclass(frozen=True, slots=True)
class _Clock:
    """The times of an utterance in seconds from the start of the file.

    Attributes:
        take_seconds: When its take starts.
        speech_rate: Samples a second of its times.
        timing: Its times, in samples.
    """

    take_seconds: float
    speech_rate: int
    timing: Timing

    @property
    def start_seconds(self) -> float:
        """When its sound starts."""
        return self.take_seconds + self.timing.start_samples / self.speech_rate

    @property
    def end_seconds(self) -> float:
        """When its sound ends."""
        return self.take_seconds + self.timing.end_samples / self.speech_rate


def _line(section: int, utterance: Utterance, clock: _Clock) -> _Line:
    """Return an utterance as a line."""
    words = clock.timing.words
    return _Line(
        section=section,
        place=utterance.place,
        text=utterance.text,
        spoken=utterance.spoken,
        start_seconds=clock.start_seconds,
        end_seconds=clock.end_seconds,
        sounds=_sounds(utterance.spoken, clock) if words else _estimates(utterance.spoken, clock),
        estimated=not words,
    )


def _sounds(spoken: str, clock: _Clock) -> tuple[_Sound, ...]:
    """Return when words start as the engine says it.

    What lies between two of them belongs to the first if it is words: espeak-ng says "of the" as
    one.
    """
    start, end = clock.start_seconds, clock.end_seconds
    words = clock.timing.words
    nexts = [word.offset for word in words[1:]]
    nexts.append(len(spoken))
    sounds: list[_Sound] = []
    for word, next_offset in zip(words, nexts, strict=True):
        seconds = min(start + word.start_samples / clock.speech_rate, end)
        word_end = word.offset + word.length
        between = spoken[word_end:next_offset].rstrip()
        if between and has_word(between):
            word_end += len(between)
        sounds.append(_Sound(seconds, word.offset, word_end))
    return tuple(sounds)


def _estimates(spoken: str, clock: _Clock) -> tuple[_Sound, ...]:
    """Return when words start if every character takes as long as any other."""
    seconds_a_character = (clock.end_seconds - clock.start_seconds) / max(1, len(spoken))
    sounds: list[_Sound] = []
    position = 0
    for word in spoken.split():
        start = spoken.index(word, position)
        position = start + len(word)
        seconds = clock.start_seconds + start * seconds_a_character
        sounds.append(_Sound(seconds, start, position))
    return tuple(sounds)


def _joined(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Yield lines, those that are only said joined to the text that they belong to."""
    held: _Line | None = None
    for line in lines:
        if held is None:
            held = line
        elif _belong_together(held, line):
            held = _join(held, line)
        else:
            yield held
            held = line
    if held is not None:
        yield held


def _belong_together(line: _Line, following: _Line) -> bool:
    """Return whether one of two lines of a block is only said: it belongs to the other."""
    if (line.section, line.place.block) != (following.section, following.place.block):
        return False
    return not (line.text and following.text)


def _join(line: _Line, following: _Line) -> _Line:
    """Return two lines as one."""
    written = line if line.text else following
    shift = len(line.spoken) + 1
    sounds = list(line.sounds)
    for sound in following.sounds:
        sounds.append(_Sound(sound.start_seconds, sound.start + shift, sound.end + shift))
    return _Line(
        section=line.section,
        place=written.place,
        text=written.text,
        spoken=f"{line.spoken} {following.spoken}",
        start_seconds=line.start_seconds,
        end_seconds=following.end_seconds,
        sounds=tuple(sounds),
        estimated=line.estimated or following.estimated,
    )


def _cue(line: _Line) -> SentenceCue:
    """Return the cue of a line."""
    return SentenceCue(
        section=line.section,
        block=line.place.block,
        start_seconds=line.start_seconds,
        end_seconds=line.end_seconds,
        text_start=line.place.start,
        text_end=line.place.end,
        text=line.text,
        spoken=line.spoken,
        words=tuple(_words(line)),
        estimated=line.estimated,
    )


def _words(line: _Line) -> Iterator[WordCue]:
    """Yield the words of a line, those together that are written as one."""
    ends = [sound.start_seconds for sound in line.sounds[1:]]
    ends.append(line.end_seconds)
    if line.text == line.spoken:  # as most lines are
        yield from _same_words(line, ends)
        return
    alignment = align(line.text, line.spoken)
    held: WordCue | None = None
    for sound, end_seconds in zip(line.sounds, ends, strict=False):
        written = alignment.written(sound.start, sound.end)
        if written is None:
            continue
        start, end = line.place.start + written[0], line.place.start + written[1]
        begins = sound
        if held is not None and start < held.text_end:
            # more of the same written word
            begins = _Sound(held.start_seconds, held.spoken_start, sound.end)
            start, end = held.text_start, max(end, held.text_end)
        elif held is not None:
            yield held
        held = WordCue(begins.start_seconds, end_seconds, start, end, begins.start, sound.end)
    if held is not None:
        yield held


def _same_words(line: _Line, ends: Iterable[float]) -> Iterator[WordCue]:
    """Yield the words of a line that is said as it is written, given when they end."""
    offset = line.place.start
    for sound, end_seconds in zip(line.sounds, ends, strict=False):
        start, end = sound.start, sound.end
        yield WordCue(sound.start_seconds, end_seconds, offset + start, offset + end, start, end)
