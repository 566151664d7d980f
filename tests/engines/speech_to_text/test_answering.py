"""The child's side of the conversation with a recogniser."""

import signal
import subprocess
import sys

from engines.speech_to_text.conversation import read, write

CHILD = """
from engines.speech_to_text.answering import serve
serve(lambda request: (None, {"unknown": []}))
"""


def test_ctrl_c_in_a_terminal_does_not_end_the_child() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        for _time in range(2):
            # WHEN it is asked THEN it answers, also after Ctrl+C
            write(child.stdin, {"do": "load"})  # type: ignore[arg-type] # Popen says IO[bytes]
            assert read(child.stdout) == {"unknown": []}  # type: ignore[arg-type] # Popen says IO[bytes]
            child.send_signal(signal.SIGINT)
        child.stdin.close()
        assert child.wait(timeout=30) == 0
