"""Templates of XML and HTML, in ``data``: whatever is filled in is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, BinaryIO

from narrator.publish.markup import fit_for_xml

if TYPE_CHECKING:
    from jinja2 import Environment

# pieces of a template's text that are written at once
_BUFFERED_PIECES = 200


def render(template: str, **values: object) -> str:
    """Return a template of ``data`` with values filled in.

    Args:
        template: The template's path in ``data``.
        values: Its values by their names.
    """
    return _environment().get_template(template).render(values)


def write_rendered(file: BinaryIO, template: str, **values: object) -> None:
    """Write a template of ``data`` with values filled in, which may be longer than memory.

    Args:
        file: Where it is written, as UTF-8.
        template: The template's path in ``data``.
        values: Its values by their names.
    """
    stream = _environment().get_template(template).stream(values)
    stream.enable_buffering(_BUFFERED_PIECES)
    stream.dump(file, encoding="utf-8", errors="replace")


def read_data(path: str) -> str:
    """Return a text file of ``data`` as it is."""
    return files(__package__).joinpath("data", path).read_text("utf-8")


@cache
def _environment() -> Environment:
    """Return what loads and fills in templates."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("narrator.publish", "data"),
        autoescape=True,
        finalize=_fit,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _fit(value: object) -> object:
    """Return a value without characters that XML cannot hold, if it is text that is escaped."""
    return fit_for_xml(value) if type(value) is str else value
