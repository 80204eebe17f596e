"""The entry point of the command: ``narrate`` and ``python -m narrator``.

It imports the program inside ``main``, so that an interruption during the import ends like any
other.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and exit with its code."""
    try:
        from narrator.cli.command import run
    except KeyboardInterrupt:
        sys.stderr.write("narrate: interrupted\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
