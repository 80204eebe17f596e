"""What every engine keeps to, as tests for the authors of engines.

    from narrator.speech.contract import EngineContract
    from parrot import load

    class TestParrot(EngineContract):
        def make(self):
            return load()

pytest finds the tests of the class; they need nothing but the engine. ``text`` is a sentence that
the engine's default voice can say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from narrator.language.tables import load_toml
from narrator.processes.alone import run_alone
from narrator.speech.engines import Engine, Speech, Voice
from narrator.speech.utterance import speak

_RATES = (80, 175, 450)
_SAMPLE_BYTES = 2
_WORDS_OF_SCRIPTS = load_toml("narrator.speech", "data/contract.toml")["words"]


def _hash_of(make: Callable[[], Engine], text: str) -> str:
    """Return a checksum of a text spoken by a new engine."""
    engine = make()
    speech = engine.speak(text, engine.find_voice(None), 175)
    return hashlib.sha256(speech.pcm).hexdigest()


class EngineContract:
    """The tests. A subclass says how the engine is made, and may choose another sentence."""

    text: ClassVar[str] = "The old bridge reopens on Monday, a year late."

    def make(self) -> Engine:
        """Return the engine, as the function that is registered does."""
        raise NotImplementedError

    def _spoken(self, rate: int = 175) -> Speech:
        """Speak the sentence with the default voice."""
        engine = self.make()
        return speak(engine, self.text, engine.find_voice(None), rate)

    def test_it_has_a_version(self) -> None:
        """Takes are kept under it."""
        engine = self.make()
        assert engine.version
        assert engine.version == self.make().version

    def test_it_has_voices_with_names(self) -> None:
        """Ids are what users type, so no two are the same."""
        voices = list(self.make().voices())
        assert voices
        assert all(isinstance(voice, Voice) and voice.id and voice.name for voice in voices)
        assert len({voice.id for voice in voices}) == len(voices)

    def test_its_voices_are_found_by_id(self) -> None:
        """In upper case, too."""
        engine = self.make()
        for voice in engine.voices():
            assert engine.find_voice(voice.id).id == voice.id
            assert engine.find_voice(voice.id.upper()).id == voice.id

    def test_it_has_a_default_voice_that_is_present(self) -> None:
        """It reads where nobody chose."""
        assert self.make().find_voice(None).is_present

    def test_it_returns_sound(self) -> None:
        """There are samples, and not all of them are silence."""
        speech = self._spoken()
        assert speech.pcm.strip(b"\0")
        assert len(speech.pcm) % _SAMPLE_BYTES == 0

    def test_it_speaks_at_every_rate(self) -> None:
        """The faster, the shorter."""
        lengths = [len(self._spoken(rate).pcm) for rate in _RATES]
        assert lengths == sorted(lengths, reverse=True)
        assert lengths[0] > lengths[-1]

    def test_its_words_are_in_the_text_and_in_order(self) -> None:
        """Times rise, places rise, and all lie within the utterance. No words are fine, too."""
        speech = self._spoken()
        end = 0
        time = 0
        for word in speech.words:
            assert end <= word.offset < word.offset + word.length <= len(self.text)
            assert time <= word.start_samples <= len(speech.pcm) // _SAMPLE_BYTES
            end = word.offset + word.length
            time = word.start_samples

    def test_new_processes_say_the_same(self) -> None:
        """The same sentence first in two processes gives the same bytes."""
        call = partial(_hash_of, self.make, self.text)
        assert run_alone(call) == run_alone(call)

    def test_what_was_said_before_changes_nothing(self) -> None:
        """It may, where ``needs_fresh_process`` says so."""
        engine = self.make()
        if engine.needs_fresh_process:
            return
        voice = engine.find_voice(None)
        first = engine.speak(self.text, voice, 175)
        engine.speak("Something else comes between.", voice, 250)
        assert engine.speak(self.text, voice, 175) == first

    def test_letters_are_heard_or_refused(self) -> None:
        """A voice that does not know a script says so with an exception, each time."""
        engine = self.make()
        voice = engine.find_voice(None)
        for text in _WORDS_OF_SCRIPTS * 2:
            try:
                speech = speak(engine, text, voice, 175)
            except Exception:  # whatever the engine raises names the sentence
                continue
            assert speech.pcm.strip(b"\0"), text

    def test_a_long_text_is_spoken(self) -> None:
        """A sentence may have six hundred characters."""
        engine = self.make()
        text = " ".join([self.text] * 20)[:600]
        speech = speak(engine, text, engine.find_voice(None), 175)
        assert len(speech.pcm) > 3 * len(self._spoken().pcm)
