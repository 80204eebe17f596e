"""Settings as dataclass fields that say how they are offered, in groups that check themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from narrator.errors import SettingError
from narrator.settings.kinds import Kind


@dataclass(frozen=True, slots=True)
class Option:
    """How something that users can choose is offered to them.

    Attributes:
        name: The name, with underscores, of the setting or of what else is chosen.
        default: The value when nothing is given.
        heading: The title of its group in the help text.
        kind: The values it takes.
        help: One sentence on what it does.
        default_text: The default in words, where the value does not say it.
        short: A short flag such as ``-f``; empty where there is none.
    """

    name: str
    default: Any
    heading: str
    kind: Kind
    help: str
    default_text: str = ""
    short: str = ""


def setting(default: Any, kind: Kind, help: str, *, default_text: str = "", short: str = "") -> Any:
    """Return a dataclass field that is a setting; the arguments are attributes of ``Option``."""
    metadata = {"kind": kind, "help": help, "default_text": default_text, "short": short}
    return field(default=default, metadata=metadata)


def checked(default: Any, kind: Kind) -> Any:
    """Return a dataclass field that is checked, but is not offered on the command line."""
    return field(default=default, metadata={"kind": kind})


class Part:
    """A group of settings that checks itself when it is made.

    Attributes:
        heading: The title of the group in the help text.
    """

    __slots__ = ()
    heading: ClassVar[str] = ""

    @classmethod
    def options(cls) -> Iterator[Option]:
        """Yield the settings of the group, without fields that users are not offered."""
        for each in fields(cls):  # type: ignore[arg-type]
            if "help" in each.metadata:
                yield Option(each.name, each.default, cls.heading, **each.metadata)

    def __post_init__(self) -> None:
        """Check every setting.

        Raises:
            SettingError: A value is not allowed.
        """
        for each in fields(self):  # type: ignore[arg-type]
            value = getattr(self, each.name)
            if value is None and each.default is None:
                continue
            try:
                each.metadata["kind"].check(value)
            except ValueError as error:
                raise SettingError(each.name, str(error)) from None
