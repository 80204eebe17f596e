"""The entry point of the command: ``narrate`` and ``python -m narrator``.

It imports the program inside ``main``, so that an interruption during the import ends like any
other.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and exit with its code."""
    try:
        if sys.argv[1:] == ["--version"] and _has_printed_version():
            return
        from narrator.cli.command import run
    except KeyboardInterrupt:
        sys.stderr.write("narrate: interrupted\n")
        sys.exit(130)
    run()


def _has_printed_version() -> bool:
    """Print the version, as click would, and return whether that went well.

    click itself takes three times as long to import as Python to start.
    """
    from narrator.version import VERSION

    try:
        print(f"narrate, version {VERSION}", flush=True)
    except OSError:  # the command says what is wrong
        return False
    return True


if __name__ == "__main__":
    main()
