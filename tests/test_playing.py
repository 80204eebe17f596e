"""Playing: what is heard is the file, keys lead where they say, and a place is kept."""

from __future__ import annotations

import fcntl
import json
import math
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from narrator import Settings
from narrator.audio.decode import decode
from narrator.audio.formats import load_format
from narrator.audio.sound import Pause, Sound
from narrator.cli import keyboard
from narrator.errors import SoundError
from narrator.pipeline import narrate as narrate_here
from narrator.pipeline import play as play_here
from narrator.playing import performance
from narrator.playing.bookmark import Bookmark, Bookmarks
from narrator.playing.deck import Deck
from narrator.playing.device import Device, Read, open_device
from narrator.playing.player import Player
from narrator.playing.script import Script, Spot, piece_of
from narrator.playing.stage import Command, Scene, Stage
from narrator.playing.stretch import DEVICE_RATE, SPEEDS, Stretcher
from narrator.processes.alone import WorkerHangsError
from narrator.readers import read
from narrator.recording.passages import Passage, Utterance
from narrator.recording.recorder import Call, Recorder
from tests.conftest import COMMAND, Narrate, install_plugin

TEXT = """# The harbour

The harbour was empty. Ships had left it in the night. Nobody had seen them go.

# The lamps

The lamps were out. It rained, and nobody minded. A dog barked at the sea.

# The morning

The morning came late. It was cold and clear. Boats came back one by one.
"""
RATE = 22_050
# in which sentence a listener wants something, after how many glances at it, and what
Wish = tuple[str, int, Command]
Listen = Callable[..., "Listener"]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a text with three chapters into an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "harbour.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


class Listener:
    """Controls and a device in one: every tick it hears half a second, then may want something."""

    def __init__(self, wishes: Sequence[Wish]) -> None:
        self.wishes = list(wishes)
        self.failure: Exception | None = None
        self.scenes: list[Scene] = []
        self.heard = bytearray()
        self._read: Read | None = None

    def opened(self) -> AbstractContextManager[object]:
        return nullcontext()

    def start(self, read: Read) -> None:
        self._read = read

    def commands(self, seconds: float) -> list[Command]:
        if self._read is None:
            time.sleep(seconds)
            return []
        self.heard += self._read(DEVICE_RATE // 2)
        if not self.wishes:
            return []
        text, scenes, command = self.wishes[0]
        latest = self.scenes[-scenes:]
        if len(latest) < scenes or not all(text in scene.sentence for scene in latest):
            return []
        del self.wishes[0]
        return [command]

    def show(self, scene: Scene) -> None:
        self.scenes.append(scene)

    def clear(self) -> None:
        pass

    @property
    def sentences(self) -> list[str]:
        """What was heard, in order, each once in a row."""
        texts = [scene.sentence for scene in self.scenes]
        return [text for text, before in zip(texts, ["", *texts], strict=False) if text != before]


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Listen:
    """Play a source to a listener, and return it."""

    def listen(
        source: Path,
        *wishes: Wish,
        from_start: bool = False,
        output: str | None = None,
        **settings: object,
    ) -> Listener:
        listener = Listener(wishes)
        monkeypatch.setattr(performance, "open_device", lambda _: nullcontext(listener))
        stage = Stage(listener, from_start=from_start)
        chosen = Settings.of(**{"engine": "tone", "jobs": 1} | settings)
        if output is None:
            play_here(read(source), stage, chosen)
        else:
            narrate_here(source, output, chosen, stage=stage)
        assert listener.wishes == []
        return listener

    return listen


def bookmarks() -> list[Path]:
    return list(Path(os.environ["XDG_STATE_HOME"]).glob("narrate/bookmarks/*"))


@pytest.mark.long
def test_all_sentences_are_heard_in_order(listen: Listen, source: Path) -> None:
    heard = listen(source)
    article = read(source)
    blocks = [block for section in article.sections for block in section.blocks]
    assert " ".join(heard.sentences) == " ".join(blocks)
    assert heard.scenes[-1].chapter_number == heard.scenes[-1].chapters == 3
    assert heard.scenes[-1].percent > 80
    assert bookmarks() == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("at", "scenes", "command", "then"),
    [
        ("Ships had", 1, Command.FORWARD, "Nobody had seen"),
        ("Ships had", 1, Command.BACK, "The harbour was"),
        ("Ships had", 4, Command.BACK, "Ships had"),
        ("Ships had", 1, Command.NEXT_CHAPTER, "The lamps"),
        ("It rained", 1, Command.PREVIOUS_CHAPTER, "The lamps"),
        ("The morning", 1, Command.PREVIOUS_CHAPTER, "The lamps"),
        ("The harbour", 1, Command.PREVIOUS_CHAPTER, "The harbour"),
        ("Boats came", 1, Command.NEXT_CHAPTER, "Boats came"),
    ],
)
def test_keys_lead_where_they_say(
    listen: Listen, source: Path, at: str, scenes: int, command: Command, then: str
) -> None:
    heard = listen(source, (at, scenes, command))
    before = [scene.sentence.startswith(at) for scene in heard.scenes].index(True) + scenes
    assert heard.scenes[before].sentence.startswith(then)
    if then != at:
        assert heard.scenes[before - 1].sentence.startswith(at)
    assert "Boats came" in heard.scenes[-1].sentence


def test_back_leads_to_the_start_of_a_sentence_then_before_it() -> None:
    script = Script([passage(0, "One", "Two"), passage(1, "Three")])
    assert script.after(Spot(0, 0)) == Spot(0, 1)
    assert script.after(Spot(0, 1)) == Spot(1, 0)
    assert script.after(Spot(1, 0)) is None
    assert script.before(Spot(1, 0)) == Spot(0, 1)
    assert script.before(Spot(0, 0)) == Spot(0, 0)
    assert script.next_chapter(Spot(0, 1)) == Spot(1, 0)
    assert script.next_chapter(Spot(1, 0)) is None
    assert script.previous_chapter(Spot(1, 0)) == Spot(0, 0)


def passage(chapter: int, *texts: str) -> Passage:
    pieces: list[Utterance | Pause] = [Pause(0.6)] if chapter == 0 else []
    for text in texts:
        pieces += (Utterance(text, text), Pause(0.3))
    return Passage(chapter, f"Chapter {chapter}", tuple(pieces))


def test_a_piece_holds_whole_utterances_and_the_pauses_after_them() -> None:
    whole = passage(0, "One", "Two", "Three", "Four")
    first = piece_of(whole, 0, 0)
    assert first.pieces == (Utterance("One", "One"), Pause(0.3))
    assert [each.text for each in piece_of(whole, 1, 4).utterances] == ["Two", "Three"]
    assert [each.text for each in piece_of(whole, 2, 100).utterances] == ["Three", "Four"]


def pcm_of_file(path: Path) -> bytes:
    """Return the sound of a file as the device would get it."""
    import av

    pcm = b""
    resampler = av.AudioResampler("s16", "mono", DEVICE_RATE)
    with av.open(path, "r") as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                pcm += bytes(part.planes[0])[: 2 * part.samples]
    return pcm


def test_what_is_heard_is_the_file(listen: Listen, source: Path) -> None:
    heard = listen(source, output="a.wav")
    cached = listen(source, output="b.wav")
    file = Path("a.wav").read_bytes()
    assert file == Path("b.wav").read_bytes()
    narrate_here(source, "c.wav", Settings.of(engine="tone", jobs=1, cache=False))
    assert file == Path("c.wav").read_bytes()
    sound = pcm_of_file(Path("a.wav")).strip(b"\0")
    for listener in (heard, cached):  # the first one had to wait, in silence
        loud = len(listener.heard) - listener.heard.count(b"\0")
        assert loud == pytest.approx(len(sound) - sound.count(b"\0"), rel=0.03)
    got = array("h", bytes(cached.heard).strip(b"\0")[: 20 * DEVICE_RATE])
    wanted = array("h", sound[: 20 * DEVICE_RATE])
    assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) < 200


def test_it_goes_on_where_it_was_left(listen: Listen, source: Path) -> None:
    left = listen(source, ("rained", 1, Command.FASTER), ("barked", 1, Command.QUIT))
    assert left.sentences[-1] == "A dog barked at the sea."
    (kept,) = bookmarks()
    assert "harbour" not in kept.read_text() + kept.name
    resumed = listen(source, ("morning", 1, Command.QUIT))
    assert resumed.sentences == ["A dog barked at the sea.", "The morning"]
    assert resumed.scenes[0].speed == 1.1
    assert not resumed.scenes[-1].is_estimated  # all before it is in the store
    elsewhere = listen(source, from_start=True)
    assert elsewhere.sentences[0] == "The harbour"
    assert bookmarks() == []


@pytest.mark.long
def test_without_a_cache_what_is_before_a_place_need_not_be_spoken(
    listen: Listen, source: Path
) -> None:
    listen(source, ("barked", 1, Command.QUIT), cache=False)
    resumed = listen(source, ("The morning", 1, Command.QUIT), cache=False)
    assert resumed.sentences[0] == "A dog barked at the sea."
    assert resumed.scenes[-1].is_estimated


@pytest.mark.long
def test_an_edited_text_begins_anew(listen: Listen, source: Path) -> None:
    listen(source, ("barked", 1, Command.QUIT))
    source.write_text(TEXT.replace("cold", "warm"), encoding="utf-8")
    assert listen(source, ("The harbour", 1, Command.QUIT)).sentences == ["The harbour"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 9_000,
        b"x" * 20_000,
        b'{"text": 1, "passage": 0, "utterance": 0, "speed": 1.0}',
        b'{"passage": -1, "utterance": 0, "speed": 1.0}',
        b'{"passage": true, "utterance": 0, "speed": 1.0}',
        b'{"passage": 0, "utterance": 0, "speed": [1]}',
    ],
)
def test_a_damaged_bookmark_is_none(source: Path, content: bytes) -> None:
    kept = Bookmarks(read(source))
    assert kept.path is not None
    kept.save(Bookmark(Spot(1, 1), 2.0))
    assert kept.load() == Bookmark(Spot(1, 1), 2.0)
    known = json.loads(kept.path.read_text())
    kept.path.write_text(json.dumps(known | {"passage": 10**9}))
    assert kept.load().spot.passage == 10**9  # the script has no such place
    text = content.replace(b'{"pass', b'{"text": "%s", "pass' % known["text"].encode())
    kept.path.write_bytes(text)
    assert kept.load() == Bookmark()


@pytest.mark.long
def test_a_place_that_a_text_does_not_have_is_its_start(listen: Listen, source: Path) -> None:
    Bookmarks(read(source)).save(Bookmark(Spot(10**9, 0)))
    assert listen(source, ("The harbour", 1, Command.QUIT)).sentences == ["The harbour"]


def test_who_quits_gets_the_file_all_the_same(listen: Listen, source: Path) -> None:
    heard = listen(source, ("The harbour", 1, Command.QUIT), output="a.mp3")
    assert heard.sentences == ["The harbour"]
    assert Path("a.mp3").stat().st_size > 10_000


@pytest.mark.parametrize("speed", SPEEDS)
def test_speed_keeps_the_pitch(speed: float) -> None:
    hertz = 220
    seconds = 4
    wave = [round(9000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(seconds * RATE)]
    stretcher = Stretcher(RATE, speed)
    out = bytearray()
    for start in range(0, len(wave), 1000):
        block = wave[start : start + 1000]
        for part in stretcher.push(struct.pack(f"<{len(block)}h", *block)):
            out += part
    heard = array("h", bytes(out))
    assert len(heard) / DEVICE_RATE == pytest.approx(seconds / speed, abs=0.25)
    rising = sum(a < 0 <= b for a, b in pairwise(heard))
    assert rising / (len(heard) / DEVICE_RATE) == pytest.approx(hertz, rel=0.02)


@pytest.mark.parametrize("name", ["wav", "mp3", "m4b", "opus", "flac"])
def test_takes_are_decoded_as_players_do(name: str) -> None:
    audio = load_format(name)
    beep = struct.pack("<2205h", *(9000 if n // 50 % 2 else -9000 for n in range(2205)))
    silence = bytes(2 * RATE)
    encoded = audio.encode(Sound(silence + beep + silence, RATE, (0,), RATE))
    decoded = array("h", decode(encoded, audio))
    assert abs(len(decoded) - encoded.samples) <= 1
    loud = [n for n, sample in enumerate(decoded) if abs(sample) > 3000]
    assert loud[0] / encoded.sample_rate == pytest.approx(1.0, abs=0.005)
    assert loud[-1] / encoded.sample_rate == pytest.approx(1.1, abs=0.005)


def test_sequences_of_bytes_are_keys() -> None:
    typed = "a\x1b[A \x1bOD\x1b[1é"
    assert list(keyboard._split(typed)) == [
        *("a", "up", " ", "left", "\x1b", "[", "1", "é"),
    ]


def test_a_player_without_clips_is_silent() -> None:
    player = Player(1.0)
    assert player.read(3) == bytes(6)
    assert player.heard() is None
    player.set_speed(2.0)
    assert player.is_silent


@pytest.mark.long
def test_an_unknown_sound_system_is_named(narrate: Narrate, source: Path) -> None:
    run = narrate("play", source, "--engine", "tone", "--sound", "gramophone")
    assert run.exit_code == 2
    assert "--sound must be alsa, " in run.stderr
    run = narrate("play", source, "--engine", "tone", "--sound", "winmm")
    assert run.exit_code == 2
    assert "there is no winmm on this machine, but pulseaudio" in run.stderr
    assert "custom" not in run.stderr


@pytest.mark.long
def test_without_a_device_the_file_is_made(
    narrate: Narrate, source: Path, tmp_path: Path, cache_home: Path
) -> None:
    # there is no JACK server that this could reach
    nowhere = {"NARRATE_SOUND": "jack", "HOME": str(cache_home), "NARRATE_ENGINE": "tone"}
    run = narrate("play", source, **nowhere)
    assert run.exit_code == 5
    assert run.stderr == "narrate: cannot play: no sound device was found\n"
    run = narrate("--play", source, "-o", "a.mp3", **nowhere)
    assert run.exit_code == 0
    assert "no sound device was found; the file is made all the same\n" in run.stderr
    assert (tmp_path / "a.mp3").stat().st_size > 10_000


@pytest.mark.parametrize(
    "beginning", [b"ID3\x03", b"OggS\0", b"fLaC\0", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x1cftypM4B "]
)
def test_what_is_audio_already_is_for_other_players(
    narrate: Narrate, tmp_path: Path, beginning: bytes
) -> None:
    (tmp_path / "a.audio").write_bytes(beginning + bytes(range(256)))
    run = narrate("play", "a.audio", here=True)
    assert run.exit_code == 3
    assert "not text; an audio player plays it" in run.stderr


def test_what_goes_wrong_in_the_devices_thread_is_kept() -> None:
    device = Device(None)
    samples = device._samples(lambda count: bytes(1 // (2 - count)))
    next(samples)
    assert samples.send(1) == bytes(1)
    assert samples.send(2) == b""
    assert isinstance(device.failure, ZeroDivisionError)


def test_without_miniaudio_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    with pytest.raises(SoundError, match="the package miniaudio is missing"), open_device():
        pass


def test_modes_that_narrate_nothing_do_not_play(narrate: Narrate, source: Path) -> None:
    run = narrate(source, "--play", "--dry-run")
    assert (run.exit_code, run.stdout) == (2, "")
    assert "--dry-run and --play exclude each other" in run.stderr
    assert narrate(source, "--dry-run", NARRATE_PLAY="1").exit_code == 0
    assert narrate(source, "--play", "-o", "-", "-f", "mp3", here=True).exit_code == 2


# runs a command on the terminal that is its standard input, as a shell's job in the foreground
ON_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


class Terminal:
    """A terminal on which ``narrate`` plays to nobody."""

    def __init__(self, *command: str | Path, environment: dict[str, str]) -> None:
        self.end, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        self.ways = termios.tcgetattr(terminal)
        self.terminal = terminal
        self.screen = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON_TERMINAL, *map(str, command)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=environment | {"NARRATE_SOUND": "null", "TERM": "xterm"},
        )

    def wait_for(self, text: str) -> None:
        """Read the screen until a text is on it."""
        self.read_until(lambda: text in self.screen)
        assert text in self.screen, self.screen

    def read_until(self, is_enough: Callable[[], bool]) -> None:
        over = time.monotonic() + 30
        while not is_enough() and time.monotonic() < over:
            ready, _, _ = select.select([self.end], [], [], 0.1)
            if ready:
                self.screen += os.read(self.end, 65_536).decode("utf-8", "replace")

    def type(self, keys: str) -> None:
        self.screen = ""
        os.write(self.end, keys.encode())

    def ended(self) -> int:
        """Wait for the end, and return the exit code; the terminal is as it was."""
        self.read_until(lambda: self.process.poll() is not None)
        code = self.process.wait(timeout=1)
        assert termios.tcgetattr(self.terminal) == self.ways
        return code

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.end)
        os.close(self.terminal)


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Return a function that runs ``narrate`` on a terminal, or a shell without arguments."""
    opened: list[Terminal] = []

    def run(*arguments: str | Path, **more: str) -> Terminal:
        command = [COMMAND, *arguments] if arguments else ["/bin/bash", "--norc", "-i"]
        opened.append(Terminal(*command, environment=environment | more))
        return opened[-1]

    yield run
    for each in opened:
        each.close()


class Hanging:
    """A recorder whose workers do not go on."""

    jobs = 1

    def __init__(self) -> None:
        self.call: Call[object] = Call(str, passage(0, "One"), Future())

    def find(self, passage: Passage) -> None: ...

    def start_apart(self, passage: Passage) -> Call[object]:  # noqa: ARG002
        return self.call

    def watch(self, call: Call[object]) -> str:  # noqa: ARG002
        return "watch"

    def look_after(self, watch: str) -> None:  # noqa: ARG002
        self.call.future.set_exception(BrokenExecutor())
        raise WorkerHangsError


def test_workers_that_hang_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = Hanging()
    deck = Deck(Script([passage(0, "One")]), cast(Recorder, hanging), makes_all=False)
    deck.tend(Spot(0, 0))
    deck.tend(Spot(0, 0))
    assert not hanging.call.is_done
    later = time.monotonic() + 2
    monkeypatch.setattr(time, "monotonic", lambda: later)
    deck.tend(Spot(0, 0))
    assert hanging.call.is_done


@pytest.mark.long
def test_a_worker_that_dies_is_named(narrate: Narrate, tmp_path: Path, source: Path) -> None:
    install_plugin(
        tmp_path,
        "narrator.engines",
        "mortal = mortal:load",
        "import os\n"
        "from narrator.speech.tone import ToneEngine\n"
        "class Mortal(ToneEngine):\n"
        "    def speak(self, text, voice, rate):\n"
        "        if 'empty' in text: os.kill(os.getpid(), 9)\n"
        "        return super().speak(text, voice, rate)\n"
        "load = Mortal\n",
    )
    run = narrate(
        *("play", source, "--engine", "mortal"), PYTHONPATH=str(tmp_path), NARRATE_SOUND="null"
    )
    assert run.exit_code == 6
    assert "The harbour was empty.': the process that spoke it was killed" in run.stderr


@pytest.mark.long
def test_keys_on_a_terminal(terminal: Callable[..., Terminal], source: Path) -> None:
    shown = terminal("play", source, "--engine", "tone")
    shown.wait_for("1/3  The harbour")
    shown.wait_for("space pause")
    shown.type("n")
    shown.wait_for("2/3  The lamps")
    shown.type(" ")
    shown.wait_for("paused")
    shown.type("\x1b[A\x1bOA]")
    shown.wait_for("1.5×")
    shown.type(" \x1b[C")
    shown.wait_for("The lamps were out.")
    shown.type("?é\x1b")  # mean nothing
    shown.type("q")
    assert shown.ended() == 0
    assert shown.screen.rfind("\x1b[?25h") > shown.screen.rfind("\x1b[?25l")  # the cursor is back


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [["play"], ["--play"]], ids=str)
def test_an_interruption_gives_the_terminal_back(
    terminal: Callable[..., Terminal], source: Path, number: int, arguments: list[str]
) -> None:
    shown = terminal(*arguments, source, "--engine", "tone", "-q")
    over = time.monotonic() + 30
    while not is_taken(shown) and time.monotonic() < over:
        shown.read_until(lambda: True)
        time.sleep(0.05)
    shown.process.send_signal(number)
    assert shown.ended() == 130
    assert "narrate: interrupted" in shown.screen
    assert len(bookmarks()) == 1


def is_taken(shown: Terminal) -> bool:
    """Return whether keys come one at a time."""
    local_modes = termios.tcgetattr(shown.terminal)[3]
    return not local_modes & termios.ICANON


@pytest.mark.long
def test_ctrl_c_is_typed_and_ctrl_z_gives_the_terminal_back(
    terminal: Callable[..., Terminal], source: Path
) -> None:
    shell = terminal()
    shell.type(f"{COMMAND} play {source} --engine tone\n")
    shell.wait_for("space pause")
    shell.type("\x1a")
    shell.wait_for("Stopped")
    shell.type("echo $((6 * 7))\n")
    shell.wait_for("42")
    shell.type("fg\n")
    shell.wait_for("space pause")
    shell.type("n")
    shell.wait_for("2/3")
    shell.type("\x03")
    shell.wait_for("narrate: interrupted")
    shell.type("echo code $?\n")
    shell.wait_for("code 130")
    shell.type("exit\n")
    assert shell.ended() == 0


@pytest.mark.long
def test_keys_come_from_the_terminal_though_the_text_does_not(
    terminal: Callable[..., Terminal],
) -> None:
    shell = terminal()
    shell.type(
        f"printf 'Hi there. %.0s' $(seq 99) | {COMMAND} play - --engine tone; echo code $?\n"
    )
    shell.wait_for("space pause")
    shell.type("q")
    shell.wait_for("code 0")
    assert bookmarks() == []
    shell.type("exit\n")
    assert shell.ended() == 0


@pytest.mark.long
def test_titles_do_not_steer_the_terminal(
    terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    source = tmp_path / "a.html"
    evil = "Evil &#27;]0;gotcha&#7; [bold]x[/bold] \u202e " + "very long " * 40
    text = " ".join(f"Boat number {number} came home in the evening." for number in range(30))
    page = f"<article><h1>{evil}</h1><p>{text}</p></article>"
    source.write_text(f"<html><head><title>{evil}</title></head><body>{page}</body></html>")
    shown = terminal("play", source, "--engine", "tone")
    shown.wait_for("space pause")
    assert "\x1b]0;gotcha" not in shown.screen
    assert "\u202e" not in shown.screen
    shown.type("q")
    assert shown.ended() == 0


@pytest.mark.long
def test_piped_it_plays_without_keys(narrate: Narrate, source: Path) -> None:
    source.write_text("# One\n\nHi there.\n", encoding="utf-8")
    run = narrate("play", source, "--engine", "tone", NARRATE_SOUND="null")
    assert (run.exit_code, run.stdout) == (0, "")
    assert run.stderr == "playing 1/1  One\n"
    run = narrate("play", "-", "-q", "--engine", "tone", stdin=b"Hi.", NARRATE_SOUND="null")
    assert run == (0, "", "")


@pytest.mark.long
def test_a_sentence_that_cannot_be_said_ends_it(
    terminal: Callable[..., Terminal], tmp_path: Path, source: Path
) -> None:
    install_plugin(
        tmp_path,
        "narrator.engines",
        "mute = mute:load",
        "from narrator.speech.tone import ToneEngine\n"
        "class Mute(ToneEngine):\n"
        "    def speak(self, text, voice, rate):\n"
        "        if 'barked' in text: raise RuntimeError('dogs')\n"
        "        return super().speak(text, voice, rate)\n"
        "load = Mute\n",
    )
    shown = terminal("play", source, "--engine", "mute", PYTHONPATH=str(tmp_path))
    assert shown.ended() == 6
    assert "A dog barked at the sea.': dogs" in shown.screen


class Ears:
    """A sound server of PulseAudio's, whose only device is recorded."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "socket"
        self.environment = {
            "PULSE_SERVER": f"unix:{socket}",
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "NARRATE_SOUND": "pulseaudio",
        }
        self._all = os.environ | self.environment
        device = f"module-null-sink sink_name=ears rate={DEVICE_RATE} channels=1"
        door = f"module-native-protocol-unix auth-anonymous=1 socket={socket}"
        command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--use-pid-file=no"]
        self._server = subprocess.Popen(
            [*command, "--daemonize=no", "-L", device, "-L", door],
            env=self._all,
            stderr=subprocess.DEVNULL,
        )
        over = time.monotonic() + 20
        while not socket.exists() and time.monotonic() < over:
            time.sleep(0.05)
        assert socket.exists()

    def hear(self, play: Callable[[], object]) -> array[int]:
        """Return what is played meanwhile."""
        command = ["parec", "-d", "ears.monitor", "--raw", "--format=s16le", "--channels=1"]
        with subprocess.Popen(
            [*command, f"--rate={DEVICE_RATE}", "--latency-msec=50"],
            env=self._all,
            stdout=subprocess.PIPE,
        ) as recorder:
            assert recorder.stdout is not None
            first = recorder.stdout.read(2)  # it records
            with ThreadPoolExecutor(1) as pool:
                rest = pool.submit(recorder.stdout.read)
                play()
                recorder.terminate()
                sound = first + rest.result()
                return array("h", sound[: len(sound) // 2 * 2])

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=10)


@pytest.fixture
def ears() -> Iterator[Ears]:
    # the path of a socket has to be short
    with tempfile.TemporaryDirectory() as folder:
        opened = Ears(Path(folder))
        try:
            yield opened
        finally:
            opened.close()


def loud_part(sound: array[int]) -> array[int]:
    """Return sound from where it begins to where it ends."""
    loud = [number for number, sample in enumerate(sound) if abs(sample) > 300]
    return sound[loud[0] : loud[-1]]


def crossings_a_second(sound: array[int]) -> float:
    """Return how often a wave goes up through nothing, which rises with the pitch."""
    crossings = sum(a < 0 <= b for a, b in pairwise(sound))
    loud = sum(abs(sample) > 300 for sample in sound)
    return crossings / loud


@pytest.mark.long
@pytest.mark.parametrize("speed", [1.0, 1.5])
def test_a_device_gets_what_is_in_the_file(
    narrate: Narrate, source: Path, ears: Ears, speed: float
) -> None:
    import numpy

    source.write_text("# The harbour\n\nIt was empty. Ships had left in the night.\n", "utf-8")
    assert narrate(source, "-o", "a.mp3").exit_code == 0
    file = loud_part(array("h", pcm_of_file(Path("a.mp3"))))
    Bookmarks(read(source)).save(Bookmark(Spot(0, 0), speed))
    runs = []
    heard = loud_part(ears.hear(lambda: runs.append(narrate("play", source, **ears.environment))))
    assert runs[0].exit_code == 0
    assert "ALSA" not in runs[0].stderr
    assert len(heard) * speed == pytest.approx(len(file), rel=0.03)
    assert crossings_a_second(heard) == pytest.approx(crossings_a_second(file), rel=0.05)
    if speed == 1:
        window = 4800
        alike = []
        for start in range(0, len(file) - window, window):
            wanted = numpy.array(file[start : start + window], float)
            around = numpy.array(heard[max(0, start - 2400) : start + window + 2400], float)
            if len(around) > window and numpy.abs(wanted).max() > 1000:
                products = numpy.correlate(around, wanted, "valid")
                energy = numpy.convolve(around**2, numpy.ones(window), "valid")
                scale = numpy.sqrt(energy * (wanted**2).sum()) + 1
                alike.append((products / scale).max() > 0.95)
        assert numpy.mean(alike) > 0.85
