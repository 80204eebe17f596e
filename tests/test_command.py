"""The main job, end to end, through the installed command and the real engine."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from narrator import Settings, read, summarise
from narrator import narrate as narrate_in_process
from narrator.errors import NarrateError, SpeechError, UsageError
from narrator.events import (
    Event,
    Narrated,
    PassageSpoken,
    SentencesSpoken,
    SpeechStarted,
    SummaryReady,
)
from narrator.settings import MAX_RATE, SummarySettings
from tests.conftest import (
    COMMAND,
    SAMPLES,
    Narrate,
    NarratedSample,
    clean_environment,
    install_plugin,
)
from tests.readback import ID3, hear
from tests.test_house import options
from tests.test_text import SECTIONS

NIGHT_TRAINS = SAMPLES / "night-trains.txt"
TITLES = SECTIONS["night-trains.txt"]
SHORT = b"Ten boats came home on the tenth day. Nobody in the valley cheered at all."
IN_COLOUR = [str(NIGHT_TRAINS), "--summary", "--engine", "tone"]
TWO = b"# Low Tide\n\nThe **sea** goes out.\n\n# High Tide\n\nIt comes back."


def test_an_article_becomes_a_summary_and_a_chaptered_file(
    narrated: NarratedSample,
) -> None:
    run, folder = narrated("night-trains", "--summary")
    article = read(NIGHT_TRAINS)
    assert tuple(run.stdout.splitlines()) == summarise(article, SummarySettings(sentences=3)).texts
    heard = hear(folder / "output" / f"{TITLES[0]}.mp3")
    assert [title for _, _, title in heard.chapters] == TITLES
    assert 170 < len(heard.pcm) / heard.sample_rate < 240
    assert heard.metadata["title"] == TITLES[0]
    assert heard.metadata["language"] == "eng"
    assert heard.metadata["encoder"].startswith("narrate ")
    for line in (*TITLES, f"output/{TITLES[0]}.mp3  0:03:"):
        assert line in run.stderr
    assert sorted(path.name for path in (folder / "output").iterdir()) == [
        ".narrate.json",
        f"{TITLES[0]}.mp3",
        f"{TITLES[0]}.summary.md",
    ]


def test_chapters_start_where_their_headings_are_spoken(narrated: NarratedSample) -> None:
    heard = hear(narrated("night-trains", "--summary").audio)
    starts = [start for start, _, _ in heard.chapters]
    assert starts[0] == 0
    assert [end for _, end, _ in heard.chapters] == [
        *starts[1:],
        pytest.approx(len(heard.pcm) / heard.sample_rate, abs=0.001),
    ]
    for start in starts[1:]:
        # 16-bit samples: speech passes 1,000 at once, what is left of it in a pause is coding noise
        assert heard.loudest(start - 1.5, start - 0.01) < 100
        assert heard.loudest(start, start + 0.25) > 1_000


def test_chapters_in_mutagen(narrated: NarratedSample) -> None:
    tag = ID3(narrated("night-trains", "--summary").audio, translate=False)
    (contents,) = tag.getall("CTOC")
    chapters = [tag[f"CHAP:{element}"] for element in contents.child_element_ids]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == TITLES
    assert [chapter.end_time for chapter in chapters[:-1]] == [
        chapter.start_time for chapter in chapters[1:]
    ]


@pytest.mark.long
def test_same_bytes_on_every_run_and_for_every_number_of_jobs(
    narrate: Narrate, tmp_path: Path
) -> None:
    # a chapter is at least one passage, so that three processes have something to do
    chapters = [f"# Tag {day}\n\nZehn Boote kamen heim. Niemand jubelte." for day in range(9)]
    (tmp_path / "boote.md").write_text("\n\n".join(chapters), encoding="utf-8")
    made = set()
    for jobs in ("1", "2", "2", "3"):
        options = ["--voice", "de", "--no-cache", "--jobs", jobs, "-o", "a.mp3"]
        assert narrate("boote.md", "--keep-short", *options).exit_code == 0
        made.add((tmp_path / "a.mp3").read_bytes())
    assert len(made) == 1
    assert len(hear(tmp_path / "a.mp3").chapters) == 9


def test_json_is_one_object(narrated: NarratedSample) -> None:
    run, folder = narrated("bienen", "--voice", "de", "--json", "-q")
    assert run.stderr == ""
    told = json.loads(run.stdout)
    assert [*told] == [
        *("source", "output", "files", "title", "duration", "engine", "voice", "language"),
        *("chapters", "summary", "skipped"),
    ]
    assert (told["engine"], told["voice"], told["language"]) == ("espeak", "de", "de")
    assert [item["text"] for item in told["summary"]] == list(
        summarise(read(SAMPLES / "bienen.txt"), SummarySettings(sentences=3), "de").texts
    )
    heard = hear(folder / told["output"])
    assert [(c["title"], c["start"], c["end"]) for c in told["chapters"]] == [
        (title, pytest.approx(start, abs=0.001), pytest.approx(end, abs=0.001))
        for start, end, title in heard.chapters
    ]
    assert told["duration"] == told["chapters"][-1]["end"]


def test_voices_fit_a_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    seen = on_a_terminal(["voices", "--engine", "auto"], environment, tmp_path)
    lines = seen.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.endswith("…") for line in lines)


def test_it_says_who_reads(narrate: Narrate) -> None:
    done = narrate("-", "--engine", "tone", "-o", "a.mp3", stdin=b"Boats came home.")
    started, result, *_ = done.stderr.splitlines()
    assert started.startswith("speaking 3 words of standard input with Tone on ")
    assert result.endswith(", read by Tone")


def test_summary_only_speaks_nothing(narrate: Narrate, tmp_path: Path) -> None:
    run = narrate(NIGHT_TRAINS, "--summary-only", "--sentences", "2")
    assert run.stdout.count("\n") == 2
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []
    assert (
        json.loads(narrate(NIGHT_TRAINS, "--summary-only", "--json").stdout)["title"] == TITLES[0]
    )


def test_the_summary_can_be_spoken(narrate: Narrate, tmp_path: Path) -> None:
    run = narrate(NIGHT_TRAINS, "--speak-summary", "-o", "a.mp3", "--engine", "tone")
    assert run.stdout == ""
    assert [title for _, _, title in hear(tmp_path / "a.mp3").chapters] == ["Summary", *TITLES]


def test_without_summary_stdout_is_empty(narrate: Narrate) -> None:
    assert narrate("-", "-o", "a.mp3", "--engine", "tone", stdin=SHORT).stdout == ""


def test_several_sources_and_an_error_among_them(narrate: Narrate, tmp_path: Path) -> None:
    run = narrate(
        NIGHT_TRAINS, "gone.txt", SAMPLES / "the-bench.txt", "-o", "folder/", "--engine", "tone"
    )
    assert run.exit_code == 3
    assert "narrate: cannot read gone.txt: no such file or directory\n" in run.stderr
    assert sorted(path.name for path in (tmp_path / "folder").iterdir()) == [
        ".narrate.json",
        f"{TITLES[0]}.mp3",
        "the bench.mp3",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "one.mp3", "a.txt", "b.txt"], "with several sources, -o must be a folder"),
        (["a.txt", "-o", "a.xyz"], "does not end in a known format"),
        (["a.txt", "-f", "xyz"], "no format is called"),
        (["a.txt", "--rate", "9"], "--rate must be a whole number from 80 to 450, not 9;"),
        (["a.txt", "--sentences", "0"], "--sentences must be a whole number from 1 on, not 0;"),
        (["a.txt", "--jobs", "few"], "--jobs must be a whole number from 1 to 256, not 'few';"),
        (["a.txt", "--colour"], "no such option"),
        ([], "nothing to narrate: give a file, a URL or - (standard input);"),
        (["a.txt", "--sections", "--dry-run"], "--sections and --dry-run exclude each other;"),
    ],
)
def test_wrong_usage(narrate: Narrate, tmp_path: Path, arguments: Sequence[str], said: str) -> None:
    run = narrate(*arguments, here=True)
    assert run.exit_code == 2
    assert said in run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", options(), ids=lambda option: option.name)
def test_every_option_reads_the_environment(
    narrate: Narrate, tmp_path: Path, option: object
) -> None:
    name = f"NARRATE_{getattr(option, 'name', '').upper()}"
    if name == "NARRATE_VERSION":
        return
    (tmp_path / "nonsense.nonsense").write_text(
        "<p>a file that is no picture, no folder and no list", encoding="utf-8"
    )
    any_text = name in ("NARRATE_TITLE", "NARRATE_AUTHOR", "NARRATE_ALBUM", "NARRATE_SKIP")
    engine = ["--engine", "tone"] if any_text else []
    run = narrate("-", *engine, stdin=SHORT, here=not any_text, **{name: "nonsense.nonsense"})
    if name in ("NARRATE_TITLE", "NARRATE_AUTHOR", "NARRATE_ALBUM"):  # any text will do
        (audio,) = (tmp_path / "output").glob("*.mp3")
        assert "nonsense.nonsense".encode("utf-16-le") in audio.read_bytes()
        return
    if name == "NARRATE_SKIP":  # so will any title
        assert (
            narrate("-", "--engine", "tone", stdin=TWO, NARRATE_SKIP="gone;Low Tide").stderr.count(
                "left out: section Low Tide"
            )
            == 1
        )
        return
    assert run.exit_code in (2, 3, 5, 7), f"{name} is not read"
    assert "nonsense" in run.stderr


def test_an_older_result_is_replaced_only_by_a_whole_one(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"older")
    assert narrate("-", "-o", "a.mp3", "--voice", "nobody", stdin=SHORT, here=True).exit_code == 5
    assert (tmp_path / "a.mp3").read_bytes() == b"older"
    assert narrate("-", "-o", "a.mp3", "--engine", "tone", stdin=SHORT).exit_code == 0
    assert (tmp_path / "a.mp3").read_bytes() != b"older"


def test_output_that_cannot_be_written_is_known_before_speech(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "folder.mp3").mkdir()
    for output in ("file/a.mp3", "/proc/a.mp3"):
        run = narrate("-", "-o", output, stdin=SHORT, here=True)
        assert (run.exit_code, run.stderr.count("\n")) == (7, 1)
        assert run.stderr.startswith(f"narrate: cannot write {output}: ")


@pytest.mark.long
def test_full_and_closed_streams(environment: dict[str, str]) -> None:
    for redirection, exit_code, said in [
        (">/dev/full", 7, "narrate: cannot write standard output: no space left on device\n"),
        (">&-", 0, ""),
        ("| head -n 0", 0, ""),
    ]:
        done = subprocess.run(
            [
                "bash",
                "-o",
                "pipefail",
                "-c",
                f"'{COMMAND}' --summary-only '{NIGHT_TRAINS}' {redirection}",
            ],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (exit_code, said)
    closed = subprocess.run(
        f"'{COMMAND}' - <&-",
        shell=True,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (closed.returncode, closed.stderr) == (
        3,
        "narrate: cannot read standard input: it is closed\n",
    )


def test_errors_have_a_traceback_only_when_asked(narrate: Narrate) -> None:
    assert "Traceback" not in narrate("gone.txt", here=True).stderr
    assert "Traceback" in narrate("gone.txt", "-v", here=True).stderr
    assert "Traceback" in narrate("gone.txt", NARRATE_VERBOSE="1", here=True).stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_stops_at_once_and_leaves_nothing(
    tmp_path: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    (tmp_path / "long.txt").write_text(
        "Ten boats came home on the tenth day. " * 40_000, encoding="utf-8"
    )
    (tmp_path / "a.mp3").write_bytes(b"older")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    running = subprocess.Popen(
        [COMMAND, "long.txt", "-o", "a.mp3"],
        cwd=tmp_path,
        env=environment | {"TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    assert running.stderr.readline().startswith("speaking 320,000 words")
    time.sleep(0.3)
    running.send_signal(number)
    started = time.monotonic()
    _, said = running.communicate(timeout=20)
    assert time.monotonic() - started < 2
    assert running.returncode == 130
    assert said == "narrate: interrupted\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp3", "long.txt", "scratch"]
    assert (tmp_path / "a.mp3").read_bytes() == b"older"
    assert list(scratch.iterdir()) == []


def test_an_interruption_while_loading_is_one_line(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    done = subprocess.run(
        [COMMAND, "a.txt"],
        env=environment | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "narrate: interrupted\n")


@pytest.mark.parametrize(
    "arguments", [(), ("--rate", "3", "a.txt"), ("--speed", "3", "a.txt"), ("--only", "x", "a.txt")]
)
def test_wrong_usage_is_one_line(narrate: Narrate, arguments: tuple[str, ...]) -> None:
    run = narrate(*arguments, here=True)
    assert (run.exit_code, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith("narrate: ")
    assert run.stderr.endswith("; see narrate --help\n")


def on_a_terminal(arguments: Sequence[str], environment: dict[str, str], cwd: Path) -> str:
    """Return what a person sees of a run on a terminal of 80 columns."""
    terminal, end = pty.openpty()
    size = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}
    running = subprocess.Popen(
        [COMMAND, *arguments], stdout=end, stderr=end, stdin=end, env=environment | size, cwd=cwd
    )
    os.close(end)
    seen = b""
    try:
        while chunk := os.read(terminal, 65_536):
            seen += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(terminal)
    assert running.wait(timeout=20) == 0
    return seen.decode()


@pytest.fixture(scope="module")
def seen_in_colour(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what a person sees of a whole narration with its summary."""
    folder = tmp_path_factory.mktemp("terminal")
    return on_a_terminal(IN_COLOUR, clean_environment(folder), folder)


def test_a_terminal_shows_a_bar_and_a_laid_out_summary(seen_in_colour: str) -> None:
    seen = seen_in_colour
    assert "Speaking" in seen
    assert "/560" in seen.replace(" ", "")
    assert "× real time" in seen
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen)
    summary = plain[: plain.index("Speaking")]
    assert TITLES[0] in summary
    assert all(len(line) <= 80 for line in summary.splitlines())


@pytest.mark.long
def test_lines_of_a_terminal_break_between_words(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str]
) -> None:
    title = "A title that is too long for a line " * 3
    (tmp_path / "a.md").write_text(f"# {title}\n\nWords.\n", encoding="utf-8")
    for arguments in (("formats",), ("a.md", "--sections"), ("a.md", "--dry-run")):
        plain = narrate(*arguments, here=True).stdout
        lines = on_a_terminal(arguments, environment, tmp_path).splitlines()
        assert max(map(len, plain.splitlines())) > 80
        assert max(map(len, lines)) <= 80
        assert " ".join(lines).split() == plain.split()


def test_no_color_is_honoured(
    seen_in_colour: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    colour = re.compile(r"\x1b\[[0-9;]*3[0-9]")
    assert colour.search(seen_in_colour)
    assert not colour.search(on_a_terminal(IN_COLOUR, environment | {"NO_COLOR": "1"}, tmp_path))


def test_quiet_is_quiet(narrate: Narrate) -> None:
    assert narrate("-", "-o", "a.mp3", "-q", "--engine", "tone", stdin=SHORT) == (0, "", "")


def test_the_library_tells_what_happens(tmp_path: Path) -> None:
    events: list[Event] = []
    settings = Settings.of(engine="tone", summary=True, rate=MAX_RATE)
    narration = narrate_in_process(NIGHT_TRAINS, tmp_path / "a.mp3", settings, events.append)
    speech = (PassageSpoken, SentencesSpoken)
    assert [type(event) for event in events if not isinstance(event, speech)] == [
        SummaryReady,
        SpeechStarted,
        Narrated,
    ]
    assert events[-1] == Narrated(narration)
    words = sum(event.words for event in events if isinstance(event, PassageSpoken))
    assert words == read(NIGHT_TRAINS).words
    seconds = sum(event.audio_seconds for event in events if isinstance(event, PassageSpoken))
    assert seconds == pytest.approx(narration.duration_seconds)


def test_the_library_raises_what_it_documents(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="known format"):
        narrate_in_process(NIGHT_TRAINS, tmp_path / "a.xyz")
    with pytest.raises(NarrateError) as caught:
        narrate_in_process(tmp_path / "gone.txt")
    assert caught.value.exit_code == 3


def test_a_failing_engine_names_section_and_sentence(narrate: Narrate, tmp_path: Path) -> None:
    """An engine of somebody else's, found through its entry point, dies on a word."""
    (tmp_path / "frail.py").write_text(
        "import os\n"
        "from narrator.speech.tone import ToneEngine\n"
        "class Frail(ToneEngine):\n"
        "    def speak(self, text, voice, rate):\n"
        "        if 'toothbrush' in text: raise ValueError('it hurts')\n"
        "        if 'cheese' in text: os._exit(9)\n"
        "        return super().speak(text, voice, rate)\n",
        encoding="utf-8",
    )
    install_plugin(tmp_path, "narrator.engines", "frail = frail:Frail")
    where = {"PYTHONPATH": str(tmp_path)}
    run = narrate(NIGHT_TRAINS, "--engine", "frail", "-o", "a.mp3", "-q", **where)
    assert run.exit_code == SpeechError.exit_code
    assert run.stderr == (
        "narrate: speech failed in section 'Old Carriages With a Second Life' at "
        "'The worst offender turned out to be a toothbrush holder.': it hurts\n"
    )
    run = narrate(
        "-",
        "--engine",
        "frail",
        "-o",
        "a.mp3",
        "-q",
        stdin=b"He had never seen so much cheese" + b" and bread" * 60 + b".",
        **where,
    )
    assert run.exit_code == SpeechError.exit_code
    assert "'He had never seen so much cheese and bread and" in run.stderr
    assert "…': " in run.stderr
    assert "ended with status 9" in run.stderr
    assert len(run.stderr) < 250
    assert not (tmp_path / "a.mp3").exists()
