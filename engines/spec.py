"""What an engine says about itself before it is loaded, and the list of all engines.

An engine is a folder `engines/<task>/<name>/` whose `__init__.py` holds `SPEC`. Importing that
file costs milliseconds: no heavy library is touched before `load`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, Final

TASKS: Final = ("image_description", "speech_to_text", "text_to_speech", "sign_to_text")


@dataclass(frozen=True)
class EngineSpec:
    """A cheap description of one engine."""

    id: str
    """The folder's name."""
    task: str
    title: str
    """Its name for people; a proper name, so not translated."""
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Importable third-party modules, as import names."""
    factory: str = ""
    """`package.module:Class`, imported by `load`."""
    preference: int = 100
    """Engines of one task are tried in rising order."""
    check: Callable[[], str] = lambda: ""
    """Returns why the engine cannot work here although its modules are present, else an empty string."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The modules this machine lacks, in the order they are needed."""
        return tuple(name for name in self.needs if find_spec(name) is None)

    @property
    def is_available(self) -> bool:
        """Whether `load` can be expected to work."""
        return not self.missing and not self.check()

    def load(self, **options: Any) -> Any:
        """Import the engine and build it.

        Raises:
            EngineError: with a sentence that says what is missing.
        """
        module, _, name = self.factory.partition(":")
        return getattr(import_module(module), name)(**options)


def engines(task: str) -> tuple[EngineSpec, ...]:
    """Return every engine that has a folder under `engines/<task>/`, the preferred first."""
    package = import_module(f"engines.{task}")
    found = [
        import_module(f"{package.__name__}.{module.name}").SPEC
        for module in iter_modules(package.__path__)
        if module.ispkg
    ]
    return tuple(sorted(found, key=lambda spec: spec.preference))
