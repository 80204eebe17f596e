"""The house stands as it is drawn: floors, top level, cheap help, documents that tell the truth."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import narrator
from narrator import errors
from narrator.cli.command import command
from narrator.version import VERSION
from tests import readability
from tests.conftest import PROJECT, Narrate

FLOORS = [
    {"settings", "errors", "version"},
    {"language", "processes", "files", "registry"},
    {"audio", "speech", "article", "sources"},
    {"readers", "summary", "verbalize", "output"},
    {"recording", "selection", "events"},
    {"pipeline"},
    {"cli", "__main__"},
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# the package's own door, which loads a public name when it is first used
DOOR = "__init__"
MODULES = sorted((PROJECT / "narrator").rglob("*.py"))
README = (PROJECT / "README.md").read_text(encoding="utf-8")
HEAVY = {
    *(
        "av",
        "http",
        "idna",
        "lameenc",
        "lxml",
        "markdown_it",
        "nltk",
        "num2words",
        "numpy",
        "platformdirs",
        "pydub",
    ),
    *(
        "pypdfium2",
        "pyttsx3",
        "resiliparse",
        "rich",
        "sentencex",
        "ssl",
        "sumy",
        "trafilatura",
        "truststore",
    ),
}


def room(module: Path) -> str:
    return module.relative_to(PROJECT / "narrator").with_suffix("").parts[0]


def imported_rooms(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("narrator."))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_imports_never_go_upward(module: Path) -> None:
    if room(module) == DOOR:
        return
    floor = FLOOR_OF[room(module)]
    assert [name for name in imported_rooms(module) if FLOOR_OF.get(name, -1) > floor] == []


def test_readme_draws_the_same_floors() -> None:
    rows = re.findall(r"^\| (\d) \| (`.*`) \|$", README, re.M)
    drawn = {int(floor): set(re.findall(r"`(\w+)`", rooms)) for floor, rooms in rows}
    assert drawn == {floor: rooms - {"__main__"} for floor, rooms in enumerate(FLOORS)}


def test_every_room_is_on_a_floor() -> None:
    assert {room(module) for module in MODULES} - {DOOR} == set(FLOOR_OF)


def test_top_level_is_what_was_agreed() -> None:
    listing = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    top = {line.split("/")[0] for line in listing.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == {
        *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"),
        *("narrator", "output", "tests", "samples"),
    }


def test_public_names_are_those_that_type_checkers_see() -> None:
    tree = ast.parse((PROJECT / "narrator" / "__init__.py").read_text(encoding="utf-8"))
    (checked,) = (node for node in tree.body if isinstance(node, ast.If))
    names = {"__version__"}
    for node in checked.body:
        assert isinstance(node, ast.ImportFrom)
        module = importlib.import_module(node.module or "")
        for alias in node.names:
            assert getattr(narrator, alias.name) is getattr(module, alias.name)
            names.add(alias.name)
    assert set(narrator.__all__) == names <= set(dir(narrator))


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, narrator, narrator.cli.command\n"
        "try: narrator.cli.command.command.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "Usage:" in done.stdout
    assert {name.split(".")[0] for name in done.stderr.split()} & HEAVY == set()


def options() -> list[click.Option]:
    """Return the command's options, without the headings of their groups."""
    parameters = [each for each in command.params if isinstance(each, click.Option)]
    return [option for option in parameters if option.opts]


def test_readme_lists_every_option_and_no_other() -> None:
    table = README[README.index("| option |") : README.index("| exit code |")]
    first_cells = re.findall(r"^\| (`-.*?`) \|", table, re.M)
    documented = {name for cell in first_cells for name in re.findall(r"`(-[\w-]+)", cell)}
    assert documented == {name for option in options() for name in option.opts} | {"-h", "--help"}


def test_help_describes_every_option(narrate: Narrate) -> None:
    shown = narrate("--help").stdout
    for option in options():
        assert option.help, option.name
        assert all(name in shown for name in option.opts)


def kinds(base: type[errors.NarrateError]) -> Iterator[type[errors.NarrateError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_exit_codes_stand_in_readme_and_help(narrate: Narrate) -> None:
    codes = {kind.exit_code for kind in kinds(errors.NarrateError)}
    codes |= {0, errors.BUG_EXIT_CODE, errors.INTERRUPTED_EXIT_CODE}
    table = README[README.index("| exit code |") :].split("\n\n")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.M)} == codes
    in_help = narrate("--help").stdout.partition("Exit codes:")[2]
    assert {int(code) for code in re.findall(r"\b\d+\b", in_help)} == codes


def test_version_is_in_the_changelog_and_printed(narrate: Narrate) -> None:
    assert f"## {VERSION}" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert VERSION in narrate("--version").stdout


def test_readme_opens_with_two_commands() -> None:
    start = README.index("## Quick start")
    block = README[start : README.index("\n## ", start + 1)]
    assert len(re.findall(r"^    \S.*$", block, re.M)) == 2


def test_code_can_be_skimmed() -> None:
    """What a statement holds is limited over the package, a function's length in each module."""
    density = readability.measure(MODULES)
    assert density.tokens_a_statement <= 9.8
    assert density.per_thousand(density.comprehensions) <= 2.5
    assert density.per_thousand(density.conditionals) <= 1.5
    assert density.longest_function <= 60
    assert density.wide_lines == 0
