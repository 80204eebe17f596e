"""The entry point of the command: ``narrate`` and ``python -m narrator``.

It imports the program inside ``main``, so that an interruption or a lack of memory during the
import ends like any other.
"""

from __future__ import annotations

import os
import sys

# bytes of address space with which the program can be loaded, and say what is wrong
_LEAST_BYTES = 64_000_000


def main() -> None:
    """Run the command and exit with its code."""
    try:
        if sys.argv[1:] == ["--version"] and _has_printed_version():
            return
        _end_if_starved()
        from narrator.cli import interruption

        interruption.end_at_once()
        from narrator.cli.command import run
    except KeyboardInterrupt:
        sys.stderr.write("narrate: interrupted\n")
        sys.exit(130)
    except Exception as error:
        _explain(error)
    run()


def _has_printed_version() -> bool:
    """Print the version, as click would, and return whether that went well.

    click itself takes three times as long to import as Python to start.
    """
    from narrator.version import VERSION

    try:
        # sys.stdout would keep what it cannot write, and fail once more when Python ends
        os.write(1, f"narrate, version {VERSION}\n".encode())
    except OSError:  # the command says what is wrong
        return False
    return True


def _end_if_starved() -> None:
    """End with a line under a limit (``ulimit -v``) too low for the program to be loaded.

    Where Python's own C code gets no memory, it may raise any error, or none.
    """
    if sys.platform == "win32":  # pragma: no cover (the tests run on Linux)
        return
    try:
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_AS)
        is_starved = 0 <= soft < _LEAST_BYTES  # negative where there is no limit
    except ImportError:  # there is no memory even for this
        is_starved = True
    if not is_starved:
        return
    sys.stderr.write("narrate: the system refuses more memory: raise the limit (ulimit -v)\n")
    sys.exit(5)


def _explain(error: Exception) -> None:
    """End with a line where the system lets the program have too little to be loaded.

    Raises:
        Exception: It is something else.
    """
    try:
        from narrator.errors import as_known
    except OSError as lack:
        sys.stderr.write(f"narrate: the system refuses what it takes to start: {lack}\n")
        sys.exit(5)
    known = as_known(error)
    if known is None:
        raise error
    sys.stderr.write(f"narrate: {known}\n")
    sys.exit(known.exit_code)


if __name__ == "__main__":
    main()
