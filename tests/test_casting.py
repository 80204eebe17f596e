"""Several readers in one recording: quotations, other languages, scripts a voice cannot say."""

from __future__ import annotations

import json
import math
import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.article import Article, Kind, Paragraph, Section
from narrator.audio import loudness, meter
from narrator.audio.sound import Pause
from narrator.errors import SpeechError
from narrator.language.quotations import find_quotations
from narrator.language.writing import is_written_like, likely_language
from narrator.processes.alone import run_alone
from narrator.processes.pool import open_pool
from narrator.readers import read
from narrator.recording.casting import Cast, Role, make_cast, solo
from narrator.recording.passages import Passage, Utterance
from narrator.recording.plan import plan
from narrator.recording.recorder import Recorder
from narrator.recording.speaking import speak_passage
from narrator.recording.store import TakeStore
from narrator.recording.take import Recipe, maker_versions, take_key
from narrator.settings import Pauses, VoiceSettings
from narrator.speech.engines import Speech, Voice
from narrator.speech.tone import SAMPLE_RATE, ToneEngine
from narrator.speech.voices import Speaker, find_speaker
from narrator.verbalize.normalize import to_said
from tests.conftest import SAMPLES, Narrate, install_plugin
from tests.strategies import as_article, said, texts

GERMAN = (
    "Die Kraniche stehen still, und der Hafen ist leer, weil niemand mehr weiß, wie man sie"
    " bewegt. Wir haben lange auf diesen Tag gewartet, und nun ist er da."
)
CHINESE = "今天早上，北京的天气非常好。很多人在公园里散步。"
MIXED = f"""# A morning in two cities

“We kept everything that people remembered fondly,” said Ilse Marovan, who led the work.

## 北京的早晨

The minister read a long letter to the citizens of both towns, and it was about cranes.

> {GERMAN}

{CHINESE}
"""
LOW = Speaker("tone", Voice("low", "Low tone", "zxx"))
TONE = Speaker("tone", Voice("tone", "Tone", "zxx"))


# --- what is a quotation


QUOTATIONS = """
en  | {“No,”} she said. {“I will not. It is late.”} He left.
en  | He called it {"a very bad day for all of us"}.
en  | {"Stop!"} he cried.
en  | {"It is done."}Then he left.
en  | {‘I can’t go, and I won’t,’} he said.
en  | {'I will go,'} he said, {'but only now.'}
en  | He said, {“She told me ‘not today,’ and left.”}
de  | {„Ja“}, sagte er. {„Ich komme.“}
de  | {»Nein«}, sagte sie, {»ich gehe jetzt nach Hause.«}
fr  | {« Bonjour à tous mes amis »}, dit-il.
sv  | {”Ja, jag kommer”}, sade han.
ja  | 彼は{「はい。」}と言った。{「今日はとても寒いですね」}と彼女。
en  | The so-called “experts” left, all of them “experts.”
en  | She read “Gone with the Wind” and “The Lord of the Rings.”
de  | Die „Experten.“ sagen das “nur so.
fr  | Le « bon » mot.
en  | A 12" gun, the boys’ room, rock 'n' roll, and 'tis the '90s, he said.
en  | “This is never closed, and nothing follows.
"""


@pytest.mark.parametrize("row", QUOTATIONS.strip().splitlines())
def test_quotations_are_found(row: str) -> None:
    """Titles, words that the author keeps at a distance, and apostrophes are none."""
    language, _, marked = row.partition("|")
    text = re.sub("[{}]", "", marked).strip()
    found = [text[span.start : span.end] for span in find_quotations(text, language.strip())]
    assert found == re.findall("{(.*?)}", marked)


def test_a_quotation_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    text = "He rose. “This will go on and on."
    (span,) = find_quotations(text, "en", "“And on,” he said.")
    assert text[span.start : span.end] == "“This will go on and on."
    assert list(find_quotations(text, "en", "And on,” he said.")) == []


@given(st.text(st.sampled_from("ab ,.!\"'“”‘’„«»「」是\n"), max_size=60))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    end = 0
    for span in find_quotations(text, "de", text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


# --- who reads what


def cast_of_two(language: str = "en") -> Cast:
    say = partial(to_said, language=language)
    return Cast(Role(language, say), Role(language, say, LOW))


def as_said(article: Article, cast: Cast) -> list[Utterance]:
    cut = plan(article, Pauses(), cast)
    return [utterance for passage in cut for utterance in passage.utterances]


def voices(article: Article, cast: Cast) -> list[tuple[str, str]]:
    pairs = []
    for utterance in as_said(article, cast):
        pairs.append((utterance.speaker.voice.id if utterance.speaker else "", utterance.text))
    return pairs


def article_of(*paragraphs: Paragraph) -> Article:
    return Article("Title", (Section((), paragraphs),), "name", "name.txt", language="en")


def test_a_sentence_is_shared_by_its_readers() -> None:
    text = "(“No,” she said, “I will not. It is late!”) He left."
    assert voices(article_of(Paragraph(text)), cast_of_two()) == [
        ("low", "(“No,”"),
        ("", "she said,"),
        ("low", "“I will not. It is late!”)"),
        ("", "He left."),
    ]


def test_pauses_inside_a_sentence_are_short() -> None:
    article = article_of(Paragraph("“No,” she said. “Never,” said he."))
    (passage,) = plan(article, Pauses(), cast_of_two())
    pauses = [piece.seconds for piece in passage.pieces if isinstance(piece, Pause)]
    clause, sentence = Pauses().clause_pause, Pauses().sentence_pause
    assert pauses[1:-1] == [clause, sentence, clause]


def test_block_quotes_are_quoted_and_code_is_not() -> None:
    article = article_of(
        Paragraph("All of it is quoted here.", Kind.QUOTE),
        Paragraph('print("this is no quotation at all")', Kind.CODE),
        Paragraph("“This item goes to somebody else.”", Kind.ITEM, label="3"),
    )
    assert voices(article, cast_of_two()) == [
        ("low", "All of it is quoted here."),
        ("", 'print("this is no quotation at all")'),
        ("", ""),
        ("low", "“This item goes to somebody else.”"),
    ]


def words_said(article: Article, cast: Cast) -> str:
    return said("".join(utterance.text for utterance in as_said(article, cast)))


quoting = st.lists(
    st.sampled_from(["“", "”", '"', "«", "»", "‘", "’", " ", ", ", ". ", "no", "the boats", "I"]),
    max_size=40,
).map("".join)


@given((texts | quoting).filter(said))
def test_no_word_is_lost_between_readers(text: str) -> None:
    article = as_article(text)
    assert words_said(article, cast_of_two()) == words_said(article, solo("en")) == said(text)


@pytest.mark.parametrize("name", ["night-trains", "harbour-cranes", "the-bench", "bienen"])
def test_samples_are_said_with_the_same_words(name: str) -> None:
    article = read(SAMPLES / f"{name}.txt")
    language = article.language
    alone = [utterance.spoken for utterance in as_said(article, solo(language))]
    shared = [utterance.spoken for utterance in as_said(article, cast_of_two(language))]
    assert len(shared) >= len(alone)
    assert " ".join(shared).split() == " ".join(alone).split()


# --- scripts and languages


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Rain 3", "en", True),
        ("2025", "en", True),
        ("…", "en", True),
        ("北京 2025", "en", False),
        ("Москва and more", "en", True),
        ("Москва", "uk", True),
        ("北京", "cmn", True),
        ("Beograd", "sr", True),
        ("Beijing", "cmn-latn-pinyin", True),
        ("東京", "ja", True),
        ("½", "en", False),
    ],
)
def test_a_voice_says_the_letters_of_its_language(text: str, language: str, expected: bool) -> None:
    assert is_written_like(text, language) is expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("北京", "zh"),
        ("東京の朝", "ja"),
        ("Привет", "ru"),
        ("Ми не знаємо, що це таке, але вона і він були з нами до ранку та від ночі.", "uk"),
        ("안녕", "ko"),
        ("ᚠᚢᚦ", ""),
        ("…", ""),
    ],
)
def test_a_script_tells_the_language(text: str, language: str) -> None:
    assert likely_language(text) == language


def english_cast(settings: VoiceSettings) -> Cast:
    narrator = find_speaker("espeak", "en-us", "")
    say = partial(to_said, language="en-us")
    return make_cast(Role("en-us", say), narrator, None, settings, "en")


def test_long_passages_in_another_language_are_read_by_its_voice(tmp_path: Path) -> None:
    source = tmp_path / "mixed.md"
    letter = "The minister read a letter, and it was about cranes and not about the harbour"
    source.write_text(f"{MIXED}\n{letter}: “{GERMAN}”\n", encoding="utf-8")
    cast = english_cast(VoiceSettings(engine="espeak", mixed_languages=True))
    spoken = voices(read(source), cast)
    assert [voice for voice, text in spoken if "Kraniche" in text] == ["de", "de"]
    assert {voice for voice, text in spoken if not text.isascii() and "京" in text} == {"cmn"}
    assert {voice for voice, text in spoken if "minister" in text or "said" in text} == {""}


def test_languages_are_not_mixed_unless_asked_for() -> None:
    article = article_of(Paragraph(GERMAN), Paragraph(CHINESE))
    for engine, expected in (("espeak", {""}), ("auto", {"", "cmn"})):
        cast = english_cast(VoiceSettings(engine=engine))
        assert {voice for voice, _ in voices(article, cast)} == expected


def test_the_narrator_reads_his_language_in_a_foreign_passage() -> None:
    article = article_of(Paragraph(f"{CHINESE}NASA. {CHINESE}"))
    cast = english_cast(VoiceSettings(engine="espeak", mixed_languages=True))
    spoken = voices(article, cast)
    assert ("", "NASA.") in spoken
    assert {voice for voice, text in spoken if text != "NASA."} == {"cmn"}


def test_a_script_without_a_voice_goes_to_the_last_resort() -> None:
    narrator = find_speaker("tone", None, "")
    role = Role("en", partial(to_said, language="en"))
    cast = make_cast(role, narrator, None, VoiceSettings(engine="auto"), "en")
    ((voice, _),) = voices(article_of(Paragraph("ភាសាខ្មែរ")), cast)
    assert voice == find_speaker("espeak", None, "en").voice.id


# --- the sound


def loudness_of(speech: Speech) -> float:
    import numpy as np

    return meter.measure(np.frombuffer(speech.pcm, "<i2"), speech.sample_rate)


def passage_of(*utterances: Utterance) -> Passage:
    pieces: list[Utterance | Pause] = []
    for utterance in utterances:
        pieces += (utterance, Pause(0.2))
    return Passage(0, "Section", tuple(pieces))


SENTENCE = "Ten boats came home late, and nobody cheered when they did."


def test_voices_are_equally_loud() -> None:
    narrator = find_speaker("espeak", "en-us", "")
    own, guest = Utterance("", SENTENCE), Utterance("", SENTENCE, TONE)
    (soft,) = run_alone(speak_passage, passage_of(own), narrator, 175)
    (loud,) = speak_passage(passage_of(guest), TONE, 175)
    assert loudness_of(loud) - loudness_of(soft) > 3
    first, second = speak_passage(passage_of(own, guest), narrator, 175)
    assert first == soft
    assert abs(loudness_of(second) - loudness_of(soft)) < 0.2


def test_a_short_clip_has_a_loudness_and_silence_has_none() -> None:
    tone = ToneEngine()
    long = tone.speak(SENTENCE, tone.voices()[0], 175).pcm
    short = tone.speak("No", tone.voices()[0], 450).pcm
    quiet = loudness.softened(long, 30)
    excesses = loudness.excess_db([long, quiet, bytes(8_000), b""], SAMPLE_RATE)
    assert excesses[0] == 20
    assert excesses[1:] == [0, 0, 0]
    assert abs(loudness.excess_db([long, short], SAMPLE_RATE)[0]) < 6
    assert loudness.excess_db([b""], SAMPLE_RATE) == [0]


FAST = """
from narrator.speech.engines import Speech, Voice, Word
from narrator.speech.tone import ToneEngine
class Fast(ToneEngine):
    def voices(self):
        return [Voice("wide", "Wide", "zxx")]
    def speak(self, text, voice, rate):
        speech = super().speak(text, voice, rate)
        return Speech(speech.pcm, 2 * speech.sample_rate, speech.words)
load = Fast
"""


@pytest.fixture
def wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Speaker:
    """Install an engine of twice the tone engine's sample rate, which sounds twice as fast."""
    install_plugin(tmp_path, "narrator.engines", "wide = wide_voice:load", FAST)
    monkeypatch.syspath_prepend(tmp_path)
    return find_speaker("wide", None, "")


def test_a_guest_has_the_sample_rate_of_the_recording(wide: Speaker) -> None:
    alone = ToneEngine().speak(SENTENCE, TONE.voice, 175)
    guest = Utterance("", SENTENCE, wide)
    for passage in (passage_of(Utterance("", SENTENCE), guest), passage_of(guest)):
        speech = speak_passage(passage, TONE, 175)[-1]
        assert speech.sample_rate == SAMPLE_RATE
        assert len(speech.pcm) == pytest.approx(len(alone.pcm) / 2, abs=64)
        starts = [word.start_samples for word in speech.words]
        assert starts == [word.start_samples // 2 for word in alone.words]


FRAIL = """
import os, signal
from narrator.speech.tone import ToneEngine
class Frail(ToneEngine):
    needs_fresh_process = True
    def speak(self, text, voice, rate):
        if "cheese" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().speak(text, voice, rate)
load = Frail
"""


def test_a_guest_whose_process_dies_costs_its_own_passage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_plugin(tmp_path, "narrator.engines", "frail = frail_voice:load", FRAIL)
    monkeypatch.syspath_prepend(tmp_path)
    frail = find_speaker("frail", None, "")
    bread, cheese = (
        passage_of(Utterance(SENTENCE, SENTENCE), Utterance(what, what, frail))
        for what in ("Bread", "cheese")
    )
    with open_pool(1) as pool:
        recorder = Recorder(pool, TakeStore(tmp_path), Recipe(TONE, 175, "wav", None, -19.0), 1)
        takes = recorder.record([bread, cheese])
        assert next(takes).passage == bread
        with pytest.raises(SpeechError, match="was killed by SIGKILL"):
            next(takes)


def test_a_take_depends_on_who_reads() -> None:
    recipe = Recipe(TONE, 175, "wav", None, -19.0)
    passages = [passage_of(Utterance("", SENTENCE, each)) for each in (None, LOW, TONE)]
    keys = {take_key(passage, recipe, maker_versions(recipe)) for passage in passages}
    assert len(keys) == 3


# --- the command


def preview(narrate: Narrate, *arguments: str | Path) -> list[tuple[str, str | None]]:
    done = narrate(*arguments, "--dry-run", "--json")
    assert done.exit_code == 0, done.stderr
    pairs: list[tuple[str, str | None]] = []
    for chapter in json.loads(done.stdout)["chapters"]:
        pairs += zip(chapter["spoken"], chapter["voices"], strict=True)
    return pairs


def test_the_dry_run_says_who_reads(narrate: Narrate, tmp_path: Path) -> None:
    Path(tmp_path, "a.txt").write_text("“No,” she said.", encoding="utf-8")
    told = ("--engine", "tone", "--quote-voice", "low")
    assert preview(narrate, "a.txt", *told) == [("“No,”", "low"), ("she said.", None)]
    assert "\n[low] “No,”\nshe said.\n" in narrate("a.txt", "--dry-run", *told).stdout


def test_a_quote_voice_is_of_any_engine_and_must_exist(narrate: Narrate, tmp_path: Path) -> None:
    Path(tmp_path, "a.txt").write_text("“No,” she said.", encoding="utf-8")
    pairs = preview(narrate, "a.txt", "--engine", "tone", "--quote-voice", "en-gb-scotland+f3")
    assert pairs[0] == ("“No,”", "en-gb-scotland+f3")
    refused = narrate("a.txt", "--summary", "--quote-voice", "nobody")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)


def test_the_narrator_as_quote_voice_changes_nothing(narrate: Narrate, tmp_path: Path) -> None:
    Path(tmp_path, "a.txt").write_text("“No,” she said.", encoding="utf-8")
    done = narrate("a.txt", "--dry-run", "--engine", "tone", "--quote-voice", "tone")
    assert done.stderr == "narrate: quotations are read by Tone, like everything else\n"
    assert "\n“No,” she said.\n" in done.stdout


def power_at(pcm: bytes, hertz: float) -> float:
    """Return the share of a sound's power within 3 Hz of a frequency."""
    import numpy as np

    spectrum = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float))) ** 2
    frequencies = np.fft.rfftfreq(len(pcm) // 2, 1 / SAMPLE_RATE)
    near = np.abs(frequencies - hertz) < 3
    return float(spectrum[near].sum() / spectrum.sum())


@pytest.mark.long
def test_quotations_are_heard_in_the_other_voice(narrate: Narrate, tmp_path: Path) -> None:
    word = "boats"
    Path(tmp_path, "a.txt").write_text(
        f"{word} {word} {word} {word} {word} “{word} {word} {word} {word}” {word}",
        encoding="utf-8",
    )
    pitches = []
    for speaker in (TONE, LOW):
        pcm = ToneEngine().speak(word, speaker.voice, 175).pcm[:8_000]
        pitches.append(max(range(100, 480, 2), key=partial(power_at, pcm)))
    shares = []
    for name, options in (("one", []), ("two", ["--quote-voice", "low"])):
        done = narrate("a.txt", "--engine", "tone", *options, "-o", f"{name}.wav")
        assert done.exit_code == 0, done.stderr
        pcm = Path(tmp_path, f"{name}.wav").read_bytes()[44:]
        shares.append([power_at(pcm[: len(pcm) // 2 * 2], hertz) for hertz in pitches])
    assert math.isclose(shares[0][1], 0, abs_tol=0.05)
    assert shares[0][0] > 0.5
    assert min(shares[1]) > 0.2


@pytest.mark.long
@pytest.mark.parametrize(
    "options",
    [
        ("--engine", "espeak", "--quote-voice", "en-gb+f3"),
        ("--engine", "tone", "--quote-voice", "en-gb+f3"),
        ("--engine", "espeak", "--quote-voice", "de", "--mixed-languages"),
    ],
    ids=["both afresh", "narrator kept", "several languages"],
)
def test_the_file_is_the_same_for_any_number_of_jobs(
    narrate: Narrate, tmp_path: Path, options: tuple[str, ...]
) -> None:
    text = read(SAMPLES / "night-trains.txt").text[:1_200]
    Path(tmp_path, "a.md").write_text(f"{text}\n\n# End\n\n> {GERMAN}\n", encoding="utf-8")
    made = []
    for jobs in ("1", "2", "8"):
        done = narrate("a.md", *options, "--no-cache", "--jobs", jobs, "-o", f"{jobs}.wav")
        assert done.exit_code == 0, done.stderr
        made.append(Path(tmp_path, f"{jobs}.wav").read_bytes())
    assert made[0] == made[1] == made[2]


@pytest.mark.long
def test_a_neural_voice_shares_an_article_with_others(narrate: Narrate, tmp_path: Path) -> None:
    # the chapter in the middle has nothing for the narrator to say
    chinese = f"# One\n\n{SENTENCE * 3}\n\n# 北京的早晨\n\n> {GERMAN}\n\n{CHINESE * 3}\n\n# Three\n"
    Path(tmp_path, "a.md").write_text(f"{chinese}\n{SENTENCE}", encoding="utf-8")
    options = ("--engine", "auto", "--mixed-languages", "--keep-short", "--no-cache")
    assert {voice for _, voice in preview(narrate, "a.md", *options)} == {None, "cmn", "de"}
    made = []
    for jobs in ("1", "2"):
        done = narrate("a.md", *options, "--jobs", jobs, "-o", f"{jobs}.wav")
        assert done.exit_code == 0, done.stderr
        made.append(Path(tmp_path, f"{jobs}.wav").read_bytes())
    assert made[0] == made[1]
    assert int.from_bytes(made[0][24:28], "little") == 24_000


@pytest.mark.long
def test_another_script_fails_only_with_an_engine_that_was_chosen(
    narrate: Narrate, tmp_path: Path
) -> None:
    Path(tmp_path, "a.md").write_text(f"# 北京\n\n{SENTENCE}", encoding="utf-8")
    assert narrate("a.md", "--engine", "auto", "-o", "a.wav").exit_code == 0
    refused = narrate("a.md", "--engine", "hibari", "-o", "b.wav")
    assert (refused.exit_code, refused.stderr.count("speech failed")) == (6, 1)
    assert not Path(tmp_path, "b.wav").exists()
