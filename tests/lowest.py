"""Print pip constraints that pin every dependency to its lowest declared version.

python -m tests.lowest > constraints.txt
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent
_BOUND = re.compile(r"([\w-]+)[>=]=([\w.]+)(.*)")


def lowest() -> list[str]:
    """Return a constraint for each dependency that the program needs to run."""
    with open(PROJECT / "pyproject.toml", "rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    constraints = []
    for dependency in declared:
        found = _BOUND.fullmatch(dependency)
        assert found, f"{dependency} has no bound"
        name, version, condition = found.groups()
        constraints.append(f"{name}=={version}{condition}")
    return constraints


if __name__ == "__main__":
    print("\n".join(lowest()))
