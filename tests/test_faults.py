"""What goes wrong at any moment leaves an older or a whole result: a part of the fault table.

``python -m tests.benchmarks.faults`` makes all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.benchmarks.faults import CONDITIONS, FAULTS, Trial, open_trial
from tests.benchmarks.halting import PHASES

pytestmark = pytest.mark.long

# those that need neither root nor a program, each at moments that differ for it
CELLS = [
    ("SIGKILL", "speaking"),
    ("SIGKILL", "writing"),
    ("SIGTERM", "reading"),
    ("SIGINT to all", "writing"),
    ("SIGSTOP, SIGCONT", "first passage"),
    ("files of 1 kB", "speaking"),
    ("files of 1 kB", "writing"),
    ("no open files", "joining"),
    ("source gone", "reading"),
    ("cache gone", "writing"),
    ("takes damaged", "joining"),
    ("temporary gone", "summary"),
    ("output moved", "joining"),
    ("folder in place", "speaking"),
]


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with open_trial("tone") as made:
        yield made


@pytest.mark.parametrize(("name", "moment"), CELLS)
def test_a_fault_at_a_moment(trial: Trial, name: str, moment: str) -> None:
    (fault,) = (each for each in FAULTS if each.name == name)
    (phase,) = (each for each in PHASES if each.name == moment)
    outcome = trial.suffer(fault, phase)
    assert not outcome.broken, outcome


@pytest.mark.parametrize("name", ["no environment", "no streams", "ulimit -f 1", "source of 2106"])
def test_a_condition(trial: Trial, name: str) -> None:
    (condition,) = (each for each in CONDITIONS if each.name == name)
    outcome = trial.endure(condition)
    assert not outcome.broken, outcome


def test_eight_at_once(trial: Trial) -> None:
    """They end up with one result and one cache, in which all takes are whole."""
    outcome = trial.crowd(PHASES[0])
    assert not outcome.broken, outcome
