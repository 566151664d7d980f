"""The one door to ONNX Runtime, which by itself reports its use to its maker."""

from types import ModuleType


def runtime() -> ModuleType:
    """Import ONNX Runtime so that it reports to nobody, and return it.

    On Linux and macOS the environment keeps it from it (engines/__init__.py); on Windows it is a call.

    Raises:
        ImportError: it is not installed, or its libraries cannot be loaded.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime  # type: ignore[no-any-return]  # untyped there
