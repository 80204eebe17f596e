"""A setting as a dataclass field that says how it is offered, and parts that check themselves."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar

from narrator.errors import SettingError
from narrator.settings.kinds import Kind

_METADATA_KEY = "narrate"


@dataclass(frozen=True, slots=True)
class Option:
    """How a setting is offered to users.

    Attributes:
        kind: The values it takes.
        help: One sentence on what it does.
        default_text: The default in words, where the value does not say it.
        short: A short flag such as ``-f``; empty where there is none.
    """

    kind: Kind
    help: str
    default_text: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class NamedOption:
    """A setting as the command offers it: its name, its default, its group and the rest."""

    name: str
    default: Any
    heading: str
    option: Option


def setting(default: Any, kind: Kind, help: str, *, default_text: str = "", short: str = "") -> Any:
    """Return a dataclass field that is a setting; the arguments are those of ``Option``."""
    option = Option(kind, help, default_text, short)
    return field(default=default, metadata={_METADATA_KEY: option})


def option_of(setting_field: Field[Any]) -> Option | None:
    """Return how a field is offered to users; None where it is not."""
    option: Option | None = setting_field.metadata.get(_METADATA_KEY)
    return option


class Part:
    """A group of settings that checks itself when it is made.

    Attributes:
        heading: The title of the group in the help text.
    """

    __slots__ = ()
    heading: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Check every setting.

        Raises:
            SettingError: A value is not allowed.
        """
        for each in fields(self):  # type: ignore[arg-type]
            option = option_of(each)
            value = getattr(self, each.name)
            if option is None or (value is None and each.default is None):
                continue
            try:
                option.kind.check(value)
            except ValueError as error:
                raise SettingError(each.name, str(error)) from None
