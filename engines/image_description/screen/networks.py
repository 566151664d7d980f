"""Opens the text models that RapidOCR's wheel carries, without importing RapidOCR.

Why not through RapidOCR: docs/decisions/0001.
"""

from importlib.util import find_spec
from pathlib import Path

from onnxruntime import InferenceSession

from engines.errors import DependencyMissing, ModelDamaged
from engines.inference import runtime
from engines.words import _


def open_network(name: str, threads: int) -> InferenceSession:
    """Load one model of RapidOCR's wheel.

    Raises:
        DependencyMissing: RapidOCR's models are not installed.
        ModelDamaged: the file is there but cannot be loaded.
    """
    path = _model_path(name)
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A spinning thread burns the core that the window and the voice need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises bare C++ exceptions of many types
        raise ModelDamaged(
            _("The text model {name} is damaged. Install Sori again.").format(name=name)
        ) from error


def _model_path(name: str) -> Path:
    package = find_spec("rapidocr")
    for folder in package.submodule_search_locations or () if package else ():
        path = Path(folder, "models", name)
        if path.is_file():
            return path
    raise DependencyMissing(
        _(
            "The text model {name} is missing: install Sori again (from its source: `python3 start.py`)."
        ).format(name=name)
    )
