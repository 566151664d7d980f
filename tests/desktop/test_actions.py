"""Everything that can be asked for from outside is known to the running application."""

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop import actions, app
from desktop.announcer import SilentAnnouncer
from desktop.settings import Settings, SettingsFile
from tests.fakes import FakeDescriber

ROOT = Path(__file__).resolve().parents[2]


def known(folder: Path) -> list[str]:
    """Return what the real application does, made in a process of its own as every window is."""
    application = QApplication([])
    made = app.build(
        SettingsFile(folder / "settings.json"),
        Settings(),
        lambda _jobs, _tell: SilentAnnouncer(),
        FakeDescriber(),
    )
    calls = app._calls_of_actions(made)
    assert made.close()
    application.quit()
    return sorted(calls)


def test_each_action_has_a_call(tmp_path: Path) -> None:
    # GIVEN the real application WHEN asked what it does THEN that is each action that can be asked for
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.test_actions", str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == sorted(action.id for action in actions.commands())


if __name__ == "__main__":
    print(json.dumps(known(Path(sys.argv[1]))))
