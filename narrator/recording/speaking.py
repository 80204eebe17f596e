"""Speaking a passage: every utterance by its own voice, all of them as if from one microphone.

Voices of several engines may read one passage. Those that need a process in which they have spoken
nothing share one; the others are kept where they are, since models do not work in a fork. What they
return differs in sample rate and in loudness, so both are made equal here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from narrator.audio import loudness
from narrator.audio.codec import resample
from narrator.audio.sound import SAMPLE_BYTES, Sound
from narrator.errors import EngineError, SpeechError, as_lack, os_reason
from narrator.processes.alone import announce, run_alone
from narrator.recording import progress
from narrator.recording.passages import Passage, Utterance
from narrator.speech.engines import NothingSaidError, Speech, load_engine
from narrator.speech.utterance import speak
from narrator.speech.voices import Speaker

T = TypeVar("T")

_SILENCE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Line:
    """What somebody says.

    Attributes:
        speaker: Who says it.
        utterance: What is said.
    """

    speaker: Speaker
    utterance: Utterance

    @property
    def needs_fresh_process(self) -> bool:
        """Whether its engine must have spoken nothing in its process for another passage."""
        return load_engine(self.speaker.engine).needs_fresh_process


def in_fresh_process(function: Callable[..., T], *args: object) -> T:
    """Call a function in a process in which no engine has spoken.

    Raises:
        EngineError: The process cannot be started.
        WorkerDiedError: The process ended without an answer.
    """
    try:
        return run_alone(function, *args)
    except OSError as error:
        reason = os_reason(error)
        message = f"no process can be started to speak: {reason}; try fewer with --jobs"
        raise EngineError(message) from error


def needs_fresh_process(passage: Passage, narrator: Speaker) -> bool:
    """Return whether a passage as a whole is spoken in a fresh process: all its engines need one.

    ``narrator`` is the recording's own voice.
    """
    return all(line.needs_fresh_process for line in _lines(passage, narrator))


def speak_passage(passage: Passage, narrator: Speaker, rate: int) -> list[Speech]:
    """Return all utterances of a passage as they are spoken, in order.

    Args:
        passage: The passage.
        narrator: The recording's own voice.
        rate: Words a minute.

    Raises:
        SpeechError: An engine failed at an utterance.
        EngineError: A process cannot be started.
    """
    lines = _lines(passage, narrator)
    if not passage.guests:
        return _speak_lines(lines, passage.section, rate)
    if needs_fresh_process(passage, narrator):
        speeches = _speak_lines(lines, passage.section, rate)
    else:
        speeches = _speak_mixed_lines(lines, passage.section, rate)
    sample_rate = _sample_rate(lines, speeches, narrator)
    speeches = [_at_rate(speech, sample_rate) for speech in speeches]
    return _equally_loud(lines, speeches)


def _lines(passage: Passage, narrator: Speaker) -> list[_Line]:
    """Return what is said in a passage, and by whom."""
    lines: list[_Line] = []
    for utterance in passage.utterances:
        lines.append(_Line(utterance.speaker or narrator, utterance))
    return lines


def _speak_mixed_lines(lines: Sequence[_Line], section: str, rate: int) -> list[Speech]:
    """Speak lines here, but those that need a fresh process together in one."""
    afresh = [line for line in lines if line.needs_fresh_process]
    for line in afresh:
        load_engine(line.speaker.engine).warm_up()  # once, for all forks
    spoken_afresh = iter(in_fresh_process(_speak_lines, afresh, section, rate) if afresh else ())
    speeches: list[Speech] = []
    for line in lines:
        if line.needs_fresh_process:
            speeches.append(next(spoken_afresh))
        else:
            speeches.append(_speak_line(line, section, rate))
    return speeches


def _speak_lines(lines: Sequence[_Line], section: str, rate: int) -> list[Speech]:
    """Speak lines in this process."""
    return [_speak_line(line, section, rate) for line in lines]


def _speak_line(line: _Line, section: str, rate: int) -> Speech:
    """Speak one line.

    Raises:
        SpeechError: The engine failed.
        LimitError: The system refuses what it needs.
    """
    engine = load_engine(line.speaker.engine)
    utterance = line.utterance
    announce(utterance.text or utterance.spoken)
    try:
        speech = speak(engine, utterance.spoken, line.speaker.voice, rate)
    except NothingSaidError as error:
        if utterance.speaker is None:
            raise SpeechError(section, utterance.text or utterance.spoken, str(error)) from error
        # who stands in for the narrator was the last who might have said it
        speech = _silence(line.speaker)
    except BaseException as error:  # engines raise whatever they like, SystemExit too
        lack = as_lack(error)
        if lack is not None:
            raise lack from error
        reason = str(error) or type(error).__name__
        raise SpeechError(section, utterance.text or utterance.spoken, reason) from error
    progress.count(utterance, speech)
    return speech


def _silence(speaker: Speaker) -> Speech:
    """Return a moment of silence in place of what a voice cannot say."""
    sample_rate = load_engine(speaker.engine).sample_rate(speaker.voice)
    samples = round(_SILENCE_SECONDS * sample_rate)
    return Speech(bytes(SAMPLE_BYTES * samples), sample_rate)


def _sample_rate(lines: Sequence[_Line], speeches: Sequence[Speech], narrator: Speaker) -> int:
    """Return the narrator's samples a second, which are the recording's."""
    for line, speech in zip(lines, speeches, strict=True):
        if line.speaker == narrator:
            return speech.sample_rate
    return _rate_of_silent(narrator)


@cache
def _rate_of_silent(narrator: Speaker) -> int:
    """Return the samples a second of a narrator who says nothing in a passage."""
    if load_engine(narrator.engine).needs_fresh_process:
        return in_fresh_process(_ask_for_rate, narrator)
    return _ask_for_rate(narrator)


def _ask_for_rate(speaker: Speaker) -> int:
    """Return the samples a second of a voice, which the engine may have to speak to know."""
    return load_engine(speaker.engine).sample_rate(speaker.voice)


def _at_rate(speech: Speech, sample_rate: int) -> Speech:
    """Return speech at another sample rate, the times of its words as well."""
    starts = tuple(word.start_samples for word in speech.words)
    sound = resample(Sound(speech.pcm, speech.sample_rate, starts, 0), sample_rate)
    words = []
    for word, start_samples in zip(speech.words, sound.starts_samples, strict=True):
        words.append(replace(word, start_samples=start_samples))
    return Speech(bytes(sound.pcm), sample_rate, tuple(words))


def _equally_loud(lines: Sequence[_Line], speeches: Sequence[Speech]) -> list[Speech]:
    """Return speech with every voice as loud as the softest, so that no peak is cut."""
    spoken_by: dict[Speaker, list[bytes]] = {}
    for line, speech in zip(lines, speeches, strict=True):
        spoken_by.setdefault(line.speaker, []).append(speech.pcm)
    tracks = [b"".join(clips) for clips in spoken_by.values()]
    excesses = loudness.excess_db(tracks, speeches[0].sample_rate)
    excess_of = dict(zip(spoken_by, excesses, strict=True))
    equal: list[Speech] = []
    for line, speech in zip(lines, speeches, strict=True):
        pcm = loudness.softened(speech.pcm, excess_of[line.speaker])
        equal.append(replace(speech, pcm=pcm))
    return equal
