"""Measure how dense the package's code is: tokens a statement, comprehensions, conditionals.

    python -m tests.readability [FOLDER-OR-FILE ...]

A statement is a logical line; a docstring is none, and its token does not count. Comprehensions
and conditional expressions are counted in 1,000 tokens. ``tests/test_house.py`` holds the limits.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "narrator"
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LAYOUT = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.COMMENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


@dataclass
class Density:
    """What was counted in some files."""

    lines: int = 0
    tokens: int = 0
    statements: int = 0
    comprehensions: int = 0
    conditionals: int = 0
    wide_lines: int = 0
    longest_function: int = 0

    @property
    def tokens_a_statement(self) -> float:
        """Mean number of tokens in a logical line."""
        return self.tokens / max(self.statements, 1)

    def per_thousand(self, count: int) -> float:
        """Return a count in 1,000 tokens."""
        return 1000 * count / max(self.tokens, 1)

    def add(self, path: Path) -> None:
        """Count one file as well."""
        source = path.read_text(encoding="utf-8")
        self.lines += len(source.splitlines())
        self.wide_lines += sum(len(line) > 100 for line in source.splitlines())
        self._add_tokens(source)
        for node in ast.walk(ast.parse(source)):
            self.comprehensions += isinstance(node, COMPREHENSIONS)
            self.conditionals += isinstance(node, ast.IfExp)
            if isinstance(node, FUNCTIONS):
                length = (node.end_lineno or 0) - node.lineno + 1
                self.longest_function = max(self.longest_function, length)

    def _add_tokens(self, source: str) -> None:
        statement: list[int] = []
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NEWLINE:
                if statement != [tokenize.STRING]:
                    self.statements += 1
                    self.tokens += len(statement)
                statement = []
            elif token.type not in LAYOUT:
                statement.append(token.type)

    def row(self, name: str) -> str:
        """Return the figures as one line of a table."""
        return (
            f"{name:40} {self.lines:6} {self.tokens:7} {self.tokens_a_statement:6.2f}"
            f" {self.per_thousand(self.comprehensions):6.2f}"
            f" {self.per_thousand(self.conditionals):6.2f}"
            f" {self.wide_lines:5} {self.longest_function:5}"
        )


def measure(paths: Iterable[Path]) -> Density:
    """Return the density of some files together."""
    density = Density()
    for path in paths:
        density.add(path)
    return density


def main() -> None:
    """Print a line for every file that was named, or for every room, and one for all of them."""
    named = [Path(argument) for argument in sys.argv[1:]]
    places = named or sorted(PACKAGE.iterdir())
    files: list[Path] = []
    print(f"{'':40}  lines  tokens  t/stm  compr  condi  >100  long")
    for place in places:
        inside = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        inside = [path for path in inside if path.suffix == ".py"]
        if inside and not named:
            print(measure(inside).row(place.name))
        elif named:
            for path in inside:
                print(measure([path]).row(str(path)))
        files += inside
    print(measure(files).row("all"))


if __name__ == "__main__":
    main()
