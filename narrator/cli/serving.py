"""The verb ``serve``: a folder for podcast apps and browsers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.cli import interruption
from narrator.cli.options import SettingType
from narrator.cli.streams import draw, say, write_lines
from narrator.cli.tasks import CONTEXT_SETTINGS, run_tasks, verbose_option
from narrator.settings.kinds import WholeNumber

if TYPE_CHECKING:
    from narrator.cli.reporter import Reporter

_LOOPBACK = "127.0.0.1"
# the one that a feed names, too, where no --base-url is given
_PORT = 8000
_HELP = """Serve the feed, pages and audio in FOLDER until Ctrl-C, which ends it with exit code 0.

By default this machine alone reaches it. With --address, the path of the address holds a token that
stays the same; the connection is not encrypted. The address is shown as a QR code, too.

\b
Examples:
  narrate serve podcast                     for this machine
  narrate serve podcast --address 0.0.0.0   for a phone in the same network
"""


@click.command(context_settings=CONTEXT_SETTINGS, help=_HELP)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--address",
    default=_LOOPBACK,
    show_default=True,
    metavar="HOST",
    help="Where to listen: an address of this machine, or 0.0.0.0 or :: for all of them.",
)
@click.option(
    "--port",
    type=SettingType(WholeNumber(0, 65_535)),
    default=_PORT,
    show_default=True,
    help="The port; 0 takes any that is free.",
)
@click.option("--new-token", is_flag=True, help="Make a new token, which ends the old address.")
@verbose_option
def serve(folder: Path, address: str, port: int, new_token: bool, verbose: bool) -> None:
    """Serve a folder."""
    run_tasks([partial(_serve, folder, address, port, new_token)], verbose)


def _serve(folder: Path, address: str, port: int, new_token: bool, _reporter: Reporter) -> None:
    from narrator.publish.serving.codes import code_lines
    from narrator.publish.serving.server import open_server

    with interruption.as_end():
        server = open_server(folder, address, port, has_new_token=new_token)
        write_lines(server.url)
        reach = "this machine alone reaches it"
        if not server.address.is_loopback:
            reach = "not encrypted: who has this address, or reads along, can listen"
            draw(code_lines(server.url))
        if server.url != server.list_url:
            say(f"for podcast apps; a browser finds everything at {server.list_url}")
        say(f"{reach}; Ctrl-C ends it")
        server.run()
