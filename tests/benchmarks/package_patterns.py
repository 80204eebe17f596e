"""All regular expressions of the package, whenever it compiles them.

``collect`` watches ``re`` while every module is imported, every table of every language becomes
patterns and the rules of every language's spoken form are compiled. It has to run before anything
of the package is imported.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = Path(__file__).parents[2] / "narrator"
# what is asked for a language's patterns with its code alone
_CODE = "code"


@dataclass(frozen=True, slots=True)
class Collected:
    """A pattern, and the line of the package that compiled it first."""

    pattern: re.Pattern[Any]
    place: str


class Collection:
    """The patterns that the package has compiled so far, each once."""

    def __init__(self) -> None:
        self._found: dict[re.Pattern[Any], Collected] = {}
        self._compile: Callable[..., re.Pattern[Any]] = re._compile  # type: ignore[attr-defined]
        re._compile = self._watched  # type: ignore[attr-defined]

    def __iter__(self) -> Iterator[Collected]:
        return iter(list(self._found.values()))

    def add(self, collected: Collected) -> None:
        """Add a pattern that is new."""
        self._found.setdefault(collected.pattern, collected)

    def _watched(self, pattern: Any, flags: int) -> re.Pattern[Any]:
        compiled = self._compile(pattern, flags)
        if compiled not in self._found:
            place = _place_in_package()
            if place:
                self.add(Collected(compiled, place))
        return compiled


def _place_in_package() -> str:
    """Return the file and line that asked for a pattern; empty for those of other packages."""
    frame = sys._getframe(2)
    while frame.f_code.co_filename.endswith(("re/__init__.py", "functools.py")):
        assert frame.f_back
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    if PACKAGE not in path.parents:
        return ""
    return f"{path.relative_to(PACKAGE)}:{frame.f_lineno}"


def collect() -> Collection:
    """Return the patterns of the whole package."""
    collection = Collection()
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages([str(PACKAGE)], "narrator.")
        if not module.name.endswith("__main__")
    ]
    from narrator.language.tables import language_codes

    codes = ("", *language_codes())
    for module in modules:
        for function in _cached_functions(module):
            _fill(function, codes)
    for rule in _rules(codes):
        collection.add(rule)
    return collection


def _cached_functions(module: ModuleType) -> Iterator[Callable[..., Any]]:
    for function in vars(module).values():
        if hasattr(function, "cache_info") and function.__module__ == module.__name__:
            yield function


def _fill(function: Callable[..., Any], codes: tuple[str, ...]) -> None:
    """Call a cached function that makes patterns: one without arguments, or one of a language."""
    signature = inspect.signature(function)
    parameters = list(signature.parameters)
    if not parameters and "Pattern" in str(signature.return_annotation):
        function()
    if parameters == [_CODE]:
        for code in codes:
            function(code)


def _rules(codes: tuple[str, ...]) -> Iterator[Collected]:
    """Yield the rules of spoken form of all languages, which are compiled when they are needed."""
    from narrator.verbalize.normalize import rules_of

    for code in codes:
        for number, family in enumerate(rules_of(code).families):
            for rule in family:
                place = f"verbalize/rules, {code or 'no language'}, family {number}"
                yield Collected(re.compile(rule.pattern), place)


# by what patterns are used that records and tables hold
_HELD = {
    "language/boundaries.py": {"match"},  # and searched for in 120 characters
    "readers/plain/lookalikes.py": {"match"},
    "summary/boilerplate.py": {"match"},  # or are searched for in one sentence with their word
    "readers/dehyphenation.py": {"match"},  # and searched for in 80 characters
    "readers/kinds.py": {"search"},
}
METHODS = frozenset({"match", "fullmatch", "search", "sub"})
# they look everywhere, as "sub" does
_LIKE_SUB = {"subn", "split", "findall", "finditer"}


def used_methods(place: str) -> frozenset[str]:
    """Return the methods by which the package uses the pattern compiled at a place.

    They are known where the pattern has a name, a constant's or that of the function that returns
    it, and each mention of the name is followed by a method. All methods are returned otherwise.
    """
    file, _, line = place.partition(":")
    if not line:  # a rule of spoken form
        return frozenset({"sub"})
    if file in _HELD:
        return frozenset(_HELD[file])
    module = ast.parse((PACKAGE / file).read_text("utf-8"))
    name = _name_at(module, int(line))
    if not name.startswith("_"):
        return METHODS
    mentions = [node for node in ast.walk(module) if _is_mention(node, name)]
    methods = list(filter(None, (_method_of(node, name) for node in ast.walk(module))))
    if len(methods) < len(mentions):
        return METHODS
    return frozenset("sub" if method in _LIKE_SUB else method for method in methods) & METHODS


def _name_at(module: ast.Module, line: int) -> str:
    """Return the constant or the function whose definition holds a line; empty for others."""
    for node in module.body:
        if node.lineno <= line <= (node.end_lineno or 0):
            if isinstance(node, ast.FunctionDef):
                return node.name
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                return node.targets[0].id
    return ""


def _is_mention(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def _method_of(node: ast.AST, name: str) -> str:
    """Return the method of ``name.method`` or ``name().method``; empty for other nodes."""
    if not isinstance(node, ast.Attribute):
        return ""
    owner = node.value.func if isinstance(node.value, ast.Call) else node.value
    return node.attr if _is_mention(owner, name) else ""
