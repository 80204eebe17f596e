"""Hold the coverage of lines and branches to its floors: ``python -m tests.coverage_floors``.

Run the suite under ``coverage run`` and ``coverage combine`` first. Lines for other systems are
marked in the source and do not count.
"""

from __future__ import annotations

import io
import sys

import coverage

# percent of lines and branches
PACKAGE_FLOOR = 95.0
GROUND_FLOOR = 100.0
GROUND_ROOMS = [
    "narrator/article.py",
    "narrator/errors.py",
    "narrator/events.py",
    "narrator/files.py",
    "narrator/processes/*",
    "narrator/registry.py",
    "narrator/settings/*",
    "narrator/sources.py",
    "narrator/version.py",
]


def main() -> None:
    """Print what is not covered, and fail where that is too much."""
    data = coverage.Coverage()
    data.load()
    ground = io.StringIO()
    ground_percent = data.report(file=ground, include=GROUND_ROOMS, show_missing=True)
    package_percent = data.report(skip_covered=True, show_missing=True)
    print(ground.getvalue())
    print(f"coverage: package {package_percent:.2f} %, ground floor {ground_percent:.2f} %")
    if package_percent < PACKAGE_FLOOR or ground_percent < GROUND_FLOOR:
        sys.exit(f"the floors are {PACKAGE_FLOOR} % and {GROUND_FLOOR} %")


if __name__ == "__main__":
    main()
