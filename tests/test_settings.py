"""Settings check themselves, and the command's options are made from them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from narrator import NarrateError, Pauses, Settings
from narrator.cli.command import command
from narrator.errors import SettingError
from narrator.settings import SpeedSettings, SummarySettings, all_options
from narrator.settings.kinds import Choices
from tests.conftest import SAMPLES, Narrate

BENCH = SAMPLES / "the-bench.txt"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("jobs", 0, "must be a whole number from 1 to 256, not 0"),
        ("footnotes", "nope", "must be drop, inline or end, not 'nope'"),
        ("rate", 10_000, "must be a whole number from 80 to 450, not 10000"),
        ("rate", "fast", "must be a whole number from 80 to 450, not 'fast'"),
        ("rate", True, "must be a whole number from 80 to 450, not True"),
        ("loudness", 5, "must be a number from -31 to -16, not 5"),
        ("loudness", math.nan, "must be a number from -31 to -16, not nan"),
        ("sentence_pause", -1, "must be a number from 0 to 30, not -1"),
        ("only", ((3, 2),), "must be section numbers such as 2,4-6, not ((3, 2),)"),
        ("only", ((1, "2"),), "must be section numbers such as 2,4-6, not ((1, '2'),)"),
        ("only", (3,), "must be section numbers such as 2,4-6, not (3,)"),
        ("only", "2", "must be section numbers such as 2,4-6, not '2'"),
        ("skip", "Notes", "must be a tuple of texts, not 'Notes'"),
        ("summary", "yes", "must be true or false, not 'yes'"),
        ("cover", 3, "must be a path, not 3"),
        ("title", 3, "must be text, not 3"),
        ("speed", 200, "is not the name of a setting"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: Any, reason: str) -> None:
    with pytest.raises(NarrateError) as caught:
        Settings.of(**{name: value})
    assert isinstance(caught.value, SettingError)
    assert caught.value.setting == name
    assert str(caught.value) == f"{name} {reason}"
    assert caught.value.exit_code == 2


def test_parts_check_themselves_when_they_are_made() -> None:
    with pytest.raises(SettingError, match="rate must be"):
        SpeedSettings(rate=1)
    with pytest.raises(SettingError, match="sentences cannot be combined with percent"):
        SummarySettings(sentences=3, percent=10)


def test_every_default_is_allowed_and_every_setting_has_a_place() -> None:
    values = {option.name: option.default for option in all_options()}
    assert Settings.of(**values) == Settings()


@pytest.mark.parametrize(
    "option", [option for option in all_options() if option.default is not True]
)
def test_an_option_is_called_like_its_setting(narrate: Narrate, option: Any) -> None:
    flag = f"--{option.name.replace('_', '-')}"
    value = () if option.kind.is_flag else ("nonsense",)
    run = narrate("gone.txt", flag, *value, here=True)
    # the option is known: the value is what is wrong, or else the source
    assert "no such option" not in run.stderr
    assert run.exit_code in (2, 3, 5)


def test_a_flag_that_is_on_can_be_switched_off(narrate: Narrate) -> None:
    assert narrate("gone.txt", "--keep-short", "--no-cache", here=True).exit_code == 3
    assert "no such option" in narrate("gone.txt", "--cache", here=True).stderr


def test_the_command_line_comes_before_the_environment(narrate: Narrate) -> None:
    run = narrate(BENCH, "--summary-only", "--sentences", "1", NARRATE_PERCENT="90")
    assert run.stdout.count("\n") == 1
    run = narrate(BENCH, "--summary-only", NARRATE_PERCENT="90", NARRATE_WORDS="9", here=True)
    assert run.stderr == (
        "narrate: --words and --percent are both a length; give one of them; see narrate --help\n"
    )


def test_a_message_names_what_gave_the_value(narrate: Narrate) -> None:
    run = narrate(BENCH, NARRATE_RATE="fast", here=True)
    assert run.stderr.startswith("narrate: NARRATE_RATE must be a whole number from 80 to 450")
    run = narrate(BENCH, "--only", "3-2", here=True)
    assert "--only must be section numbers such as 2,4-6, not '3-2';" in run.stderr


def test_a_mode_on_the_command_line_comes_before_one_in_the_environment(narrate: Narrate) -> None:
    run = narrate(BENCH, "--dry-run", NARRATE_SECTIONS="1")
    assert (run.exit_code, run.stderr) == (0, "")
    once = narrate(BENCH, "--summary-only")
    assert narrate(BENCH, "--summary-only", "--summary") == once
    assert narrate(BENCH, "--summary-only", NARRATE_SUMMARY="1") == once


@pytest.mark.parametrize(
    "pauses", [{"clause_pause": "x"}, {"head_pause": -3}, {"tail_pause": math.nan}]
)
def test_settings_without_an_option_are_checked_too(pauses: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match="must be a number from 0 to 30"):
        Pauses(**pauses)


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        (("--page", "a.txt"), "beside"),
        (("a.txt", "--page"), "beside"),
        (("a.txt", "--page", "--quiet"), "beside"),
        (("--page", "embed", "a.txt"), "embed"),
        (("a.txt", "--page=embed"), "embed"),
        (("--", "--page"), ""),
    ],
)
def test_an_option_may_come_without_its_value(arguments: tuple[str, ...], page: str) -> None:
    context = command.make_context("narrate", list(arguments))
    assert context.params["page"] == page


def test_several_of_a_few_names() -> None:
    kind = Choices(("vtt", "srt", "lrc"))
    assert kind.parse("srt, VTT") == ("srt", "vtt")
    with pytest.raises(ValueError, match="must be some of vtt,srt,lrc, not 'vtt,ass'"):
        kind.parse("vtt,ass")
    with pytest.raises(ValueError, match="must be some of vtt,srt,lrc"):
        kind.check("vtt")
