"""Run a program of the tests that shows pages over fakes, offscreen, and take what it prints."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]


def ran(module: str, language: str, verb: str, argument: str) -> Any:
    """Return the JSON that `module` prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, language, verb, argument],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
