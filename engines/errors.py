"""What can go wrong, as sentences a person will hear.

    EngineError
    ├── DependencyMissing   a program or module is not on this machine
    ├── ModelMissing        a model has not been fetched yet
    ├── ModelDamaged        a model is there but cannot be used
    ├── DeviceUnavailable   no microphone, loudspeaker, camera or screen to work with
    ├── InputUnsupported    the picture, sound or text given cannot be used
    └── OutputUnwritable    the result cannot be saved

Every message is one translated sentence that says what is wrong and what to do next. Anything else
that is raised is a bug in Sori.
"""

from typing import ClassVar


class EngineError(Exception):
    """Something a person can mend; `str()` is the sentence that tells how."""

    code: ClassVar[str] = "engine_error"
    """The stable name used in JSON output."""
    exit_code: ClassVar[int] = 3
    """What the `sori` command returns for it."""


class DependencyMissing(EngineError):
    """A program or module is not on this machine."""

    code = "dependency_missing"


class ModelMissing(EngineError):
    """A model has not been fetched yet."""

    code = "model_missing"


class ModelDamaged(EngineError):
    """A model is there but cannot be used."""

    code = "model_damaged"


class DeviceUnavailable(EngineError):
    """No microphone, loudspeaker, camera or screen to work with."""

    code = "device_unavailable"


class InputUnsupported(EngineError):
    """The picture, sound or text given cannot be used."""

    code = "input_unsupported"
    exit_code = 2


class OutputUnwritable(EngineError):
    """The result cannot be saved; what was there before is intact."""

    code = "output_unwritable"
    exit_code = 4
