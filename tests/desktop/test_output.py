"""Where what a command prints cannot go, the command says so."""

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_told_in_one_line() -> None:
    # WHEN the output goes to a disk that is full
    with FULL.open("w") as full:
        answer = subprocess.run(
            [sys.executable, "-c", "from desktop.cli import main; main()", "engines"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    # THEN one sentence says so, with the exit code of what cannot be written
    assert answer.returncode == 4
    assert len(answer.stderr.splitlines()) == 1
