"""Stand-ins for packages that another one imports but does not use for what it does here.

sumy imports all of nltk for its stemmers, and num2words all languages for the one that is spoken.
Either takes longer than the work.

A stand-in takes a module's place in ``sys.modules`` while the other package is imported, and no
longer: whoever imports the module later gets the real one. Nothing is lost, because a name of a
stand-in finds the real one when it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Later:
    """A name of a module, which is imported when the name is called or an attribute is asked for.

    Attributes:
        path: The name with its module, such as ``requests:get``.
    """

    path: str

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call what the name stands for."""
        return resolve_name(self.path)(*arguments, **named)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(resolve_name(self.path), attribute)


class LateModule(ModuleType):
    """A module every name of which is a ``Later``."""

    def __getattr__(self, name: str) -> Later:
        if name.startswith("__"):  # what the import system asks for
            raise AttributeError(name)
        return Later(f"{self.__name__}:{name}")


def package_without_code(package: str, *folders: str) -> ModuleType:
    """Return a package whose modules can be imported, but whose own code does not run.

    Args:
        package: A package on this machine.
        folders: Where in it the package stands that is wanted, if not at its top.

    Raises:
        ImportError: The package is not there.
    """
    spec = find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(f"there is no package {package}")
    module = ModuleType(".".join((package, *folders)))
    module.__path__ = [
        str(Path(location, *folders)) for location in spec.submodule_search_locations
    ]
    return module


def import_from(package: str, name: str) -> ModuleType:
    """Return a module of a package, imported without the package's own code.

    Raises:
        ImportError: It is not there, or needs more of the package.
    """
    with in_place_of_modules({package: package_without_code(package)}):
        return import_module(f"{package}.{name}")


@contextmanager
def in_place_of_modules(stand_ins: Mapping[str, ModuleType]) -> Iterator[None]:
    """Put stand-ins into the places of modules that are not loaded, until the block ends.

    Then the modules that came into the stand-ins' packages are forgotten too. Whoever imported
    them keeps them, and whoever imports the packages later gets whole ones.
    """
    placed = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(placed)
    try:
        yield
    finally:
        insides = tuple(f"{name}." for name in placed)
        for name in list(sys.modules):
            if name in placed or name.startswith(insides):
                del sys.modules[name]
