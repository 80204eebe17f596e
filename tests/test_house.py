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
from narrator.language.tables import language_codes
from narrator.language.tags import base_language
from narrator.version import VERSION
from tests import readability
from tests.conftest import PROJECT, Narrate

FLOORS = [
    {"settings", "errors", "version"},
    {"language", "processes", "files", "installed", "registry", "stand_ins"},
    {"audio", "speech", "article", "sources"},
    {"readers", "reading_list", "summary", "verbalize", "output"},
    {"recording", "selection", "covers", "publish", "playing", "events"},
    {"pipeline", "steps", "summarising"},
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
        "jinja2",
        "lameenc",
        "lxml",
        "markupsafe",
        "markdown_it",
        "miniaudio",
        "nltk",
        "num2words",
        "numpy",
        "onnxruntime",
        "hibari",
        "platformdirs",
        "PIL",
        "pydub",
    ),
    *(
        "pypdfium2",
        "pyttsx3",
        "resiliparse",
        "rich",
        "segno",
        "ssl",
        "sumy",
        "trafilatura",
        "truststore",
        "waitress",
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


def test_the_floors_are_drawn_as_they_are() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (`.*`) \|$", page, re.M)
    drawn = {int(floor): set(re.findall(r"`(\w+)`", rooms)) for floor, rooms in rows}
    assert drawn == {floor: rooms - {"__main__"} for floor, rooms in enumerate(FLOORS)}


def test_every_room_is_on_a_floor() -> None:
    assert {room(module) for module in MODULES} - {DOOR} == set(FLOOR_OF)


def project_files() -> list[str]:
    """Return the project's files: of a checkout those in git, of a source distribution all in it.

    A source distribution lists its files itself, besides three that it was packed with.
    """
    if (PROJECT / ".git").exists():
        command = ["git", "ls-files"]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()
    (listing,) = PROJECT.glob("*.egg-info/SOURCES.txt")
    files = listing.read_text(encoding="utf-8").splitlines()
    packed = ("PKG-INFO", "setup.cfg", f"{listing.parent.name}/")
    return [file for file in files if not file.startswith(packed)]


def test_top_level_is_what_was_agreed() -> None:
    top = {line.split("/")[0] for line in project_files()}
    assert {name for name in top if not name.startswith(".")} == {
        *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "MANIFEST.in"),
        *("CONTRIBUTING.md", "LICENCES.md", "SECURITY.md"),
        *("narrator", "output", "tests", "samples"),
    }


def test_security_names_tests_that_exist() -> None:
    page = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    tests = set(re.findall(r"`(test_\w+\.py)`", page))
    commands = set(re.findall(r"python -m tests\.benchmarks\.(\w+)", page))
    assert len(tests) > 15
    assert {name for name in tests if not (PROJECT / "tests" / name).is_file()} == set()
    folder = PROJECT / "tests" / "benchmarks"
    assert {name for name in commands if not (folder / f"{name}.py").is_file()} == set()


PRINTING = re.compile(
    r"\b(?:\w+\.)?print\(|print_exc\(|echo\(|sys\.std(?:out|err)\.write\(|from rich\.text import"
)


def test_nothing_prints_but_where_hidden_characters_become_marks() -> None:
    found: dict[str, list[str]] = {}
    for module in MODULES:
        calls = PRINTING.findall(module.read_text(encoding="utf-8"))
        if calls:
            found[module.relative_to(PROJECT / "narrator").as_posix()] = calls
    assert found == {
        # texts of our own, before anything is loaded
        "__main__.py": 4 * ["sys.stderr.write("],
        "cli/player_view.py": 2 * ["from rich.text import"],  # one of them for type checkers
        "cli/streams.py": ["print(", "terminal.print(", "sys.stdout.write("],
        "cli/summary_view.py": ["terminal.print(", "from rich.text import"],  # in one function each
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


def test_public_names_are_listed_and_loaded_when_they_are_used() -> None:
    assert dir(narrator) == sorted(narrator.__all__)
    assert all(getattr(narrator, name) is not None for name in narrator.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'private'"):
        getattr(narrator, "private")  # noqa: B009 (mypy would refuse the name)


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


def test_the_package_is_the_command_too() -> None:
    command = [sys.executable, "-m", "narrator", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"narrate, version {VERSION}\n"


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


# a range of a regular expression, such as À-Þ, stands for any letter
CHARACTER_RANGE = re.compile(r"[^\W_]-[^\W_]|\W-[^\W_]|[^\W_]-\W")
# ligatures of fonts, signs of units and ordinals, an apostrophe
LETTERS_OF_NO_LANGUAGE = set("ﬀﬁﬂﬃﬄﬅﬆªºµμⁿʼ")
# files that may hold further letters, and which
LETTERS_ALLOWED = {
    # what the ligatures of a broken font are read as
    "readers/pdf/repair.py": set("昀椀氀琀"),
    # marks that no text holds, for words that a dictionary says
    "verbalize/pronounce.py": set("𐐀𐐐𐐸𐑏"),
}
# frequent words of other languages that need no other letters than English, and are no English
FOREIGN_WORD = re.compile(
    r"\b(von|nicht|oder|avec|pour|dans|della|delle|nella|pero|desde|het|een|niet|voor|kapitel|"
    r"chapitre|januar|janvier|enero|gennaio|janeiro|januari)\b",
    re.I,
)
OUTSIDE_LANGUAGE = [module for module in MODULES if room(module) != "language"]


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """Return the nodes of a module's docstrings."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) or not node.body:
            continue
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            found.add(first.value)
    return found


def literals(module: Path) -> Iterator[str]:
    """Return the texts in a module's code."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    left_out = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.value


def is_foreign(text: str, allowed: set[str]) -> bool:
    letters = {letter for letter in CHARACTER_RANGE.sub("", text) if letter.isalpha()}
    further = {letter for letter in letters if not letter.isascii()} - allowed
    return bool(further or FOREIGN_WORD.search(text))


def test_no_code_holds_words_of_another_language() -> None:
    found = []
    for module in OUTSIDE_LANGUAGE:
        name = module.relative_to(PROJECT / "narrator").as_posix()
        allowed = LETTERS_OF_NO_LANGUAGE | LETTERS_ALLOWED.get(name, set())
        found += [(name, text) for text in literals(module) if is_foreign(text, allowed)]
    assert found == []


@pytest.mark.parametrize("text", ["Größe", "été", "[A-ZÄÖÜ]", "nicht", "Kapitel (\\d+)"])
def test_a_word_of_another_language_is_seen(text: str) -> None:
    assert is_foreign(text, LETTERS_OF_NO_LANGUAGE)


def is_language_code(node: ast.AST) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return base_language(node.value) in language_codes()


def questions(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Return what a module compares, and what with, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield node, " ".join(map(ast.unparse, [node.left, *node.comparators]))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "startswith":
                yield node, ast.unparse(node.func.value)
        elif isinstance(node, ast.Match):
            for case in node.cases:
                yield case.pattern, ast.unparse(node.subject)


def language_branches(tree: ast.Module) -> list[str]:
    """Return the conditions that ask for a language by its code."""
    return [
        ast.unparse(node)
        for node, asked in questions(tree)
        if re.search(r"\b(code|\w*language|lang|tag|base)\b", asked)
        and any(map(is_language_code, ast.walk(node)))
    ]


@pytest.mark.parametrize(
    "code",
    [
        'language.code == "en"',
        'code in ("de", "fr")',
        '"de" == code',
        'base_language(tag) != "en"',
        'voice.language.startswith("en")',
        'match code:\n    case "de": pass',
    ],
)
def test_a_branch_on_a_language_is_seen(code: str) -> None:
    assert language_branches(ast.parse(code))


def test_no_code_asks_which_language_it_is() -> None:
    """A language is one folder of tables: what is its own stands there."""
    trees = [ast.parse(module.read_text(encoding="utf-8")) for module in MODULES]
    assert [branch for tree in trees for branch in language_branches(tree)] == []
