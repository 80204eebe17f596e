"""Make the manual page from the command: ``python -m tests.manual``.

The page ships with the package, so that ``man narrate`` shows it where the package is installed.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import click
from click_man.core import generate_man_page

from narrator.cli.command import command
from narrator.version import VERSION
from tests.conftest import PROJECT

MANUAL: Path = PROJECT / "narrator" / "narrate.1"


def make_manual() -> str:
    """Return the manual page in roff."""
    context = click.Context(command, info_name="narrate")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # click_man uses a part of click's
        page: str = generate_man_page(context, version=VERSION, date=" ")
    # click marks paragraphs whose lines are kept; in roff they stand between .nf and .fi
    page = re.sub(r"\.PP\n\x08\n(.*?)(?=\n\.[PS])", r".PP\n.nf\n\1\n.fi", page, flags=re.S)
    # its own short text is the beginning of the help text
    page = re.sub(r"(?<=^narrate \\- ).*", str(command.short_help), page, flags=re.M)
    return f"{page}.SH ENVIRONMENT AND EXIT STATUS\n{command.epilog}\n"


if __name__ == "__main__":
    MANUAL.write_text(make_manual(), encoding="utf-8")
