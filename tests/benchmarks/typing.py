"""How reliably words arrive: `python -m tests.benchmarks.typing [--count N] [--moves]` (needs Xvfb, openbox).

Inserts texts of several kinds into a real editor, one after the other, and asks the editor itself what
has arrived: exact, reported as anything else, or failed without a word, which must never be. Each time
another program has copied something new, and must find it on the clipboard afterwards. With `--moves`
the focus moves to another editor in half of the insertions, at a random moment around them.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop.input.clipboard import Content
from desktop.input.clipboard_x11 import X11Clipboard
from desktop.input.field import Field, FocusedField
from desktop.input.inserter import Inserted, Inserter
from tests.editor import Editor, open_editor

ENGLISH = [
    "the",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "the",
    "lazy",
    "dog,",
    "and",
    "24",
    "others",
    "(of",
    "60%)",
    "ask:",
    '"why?"',
]
KOREAN = [
    "해바라기는",
    "물이",
    "많이",
    "필요합니다",
    "값싼",
    "닭을",
    "읽고",
    "앉아",
    "괜찮다",
    "뷁",
    "쀍",
    "흙을",
    "밟는다",
]
EMOJI = ["🌻", "👩‍👩‍👧", "👍🏽", "🇰🇷", "❤️", "1️⃣"]
OTHERS = ["שלום", "עולם", "مرحبا", "بالعالم", "abc", "12"]
KINDS = ("short English", "long English", "Hangul", "emoji", "several lines", "right to left")
CLEARED_EVERY = 20
SLOWEST_SECONDS = 5.0


@dataclass
class Tally:
    """What became of the texts of one kind."""

    outcomes: Counter[str] = field(default_factory=Counter)
    silent: int = 0
    stray: int = 0
    """Arrived in another window than was meant: the focus moved between the last look and the key."""
    wrong_clipboards: int = 0
    seconds: list[float] = field(default_factory=list)


def text(kind: str, chance: random.Random) -> str:
    """Return a new text of a kind."""

    def some(words: list[str], least: int, most: int) -> str:
        return " ".join(chance.choices(words, k=chance.randint(least, most)))

    if kind == "several lines":
        return "\n".join(some(ENGLISH + KOREAN, 1, 6) for _ in range(chance.randint(2, 6)))
    words, least, most = {
        "short English": (ENGLISH, 1, 3),
        "long English": (ENGLISH, 6, 60),
        "Hangul": (KOREAN, 1, 20),
        "emoji": (EMOJI + KOREAN[:3], 1, 12),
        "right to left": (OTHERS, 2, 12),
    }[kind]
    return some(words, least, most)


@contextmanager
def desktop() -> Iterator[Path]:
    """Set up what a desktop has, and return a folder."""
    server = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    try:
        with tempfile.TemporaryDirectory() as folder:
            time.sleep(2)
            FocusedField().read()  # starts the accessibility bus
            yield Path(folder)
    finally:
        server.terminate()
        server.wait()


def keys(*names: str) -> None:
    """Press keys as a user does."""
    subprocess.run(["xdotool", "key", *names], check=True)


def on_clipboard() -> str:
    """Return what another program finds there."""
    command = ["xclip", "-selection", "clipboard", "-o", "-t", "UTF8_STRING"]
    return subprocess.run(command, capture_output=True, timeout=20, check=False).stdout.decode()


def activate(title: str, after_seconds: float = 0.0) -> "subprocess.Popen[bytes]":
    """Give a window the focus, later."""
    command = f"sleep {after_seconds}; xdotool search --name '^{title}$' windowactivate"
    return subprocess.Popen(["sh", "-c", command])


def settled(fields: FocusedField, title: str, editor: Editor) -> Field:
    """Give the editor's empty page the focus and return its field."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        activate(title).wait()
        if editor.texts and editor.text:
            keys("ctrl+a", "Delete")
        time.sleep(0.1)
        found = fields.read()
        if (
            found
            and found.is_readable
            and not (found.before or editor.text)
            and found.application == f"{title} program"
        ):
            return found
    sys.exit(f"{title} does not get the focus")


def is_still(editor: Editor, expected: str) -> bool:
    """Whether the editor holds what it should, now or soon, and keeps it."""
    deadline = time.monotonic() + SLOWEST_SECONDS
    while editor.text != expected and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.02)
    return editor.text == expected


def judge(tally: Tally, result: Inserted, old: str, is_silent: bool) -> None:
    """Count one insertion."""
    tally.outcomes[result.outcome] += 1
    tally.silent += is_silent or (result.outcome != "exact" and not result.sentence)
    expected = result.text if result.clipboard == "text" else old
    found = on_clipboard()
    if found != expected:
        tally.wrong_clipboards += 1
        print(f"clipboard {result.clipboard}: {found[:40]!r} instead of {expected[:40]!r}")


def run(count: int, has_moves: bool, seed: int) -> dict[str, Tally]:
    """Insert and count."""
    chance = random.Random(seed)
    tallies = {kind: Tally() for kind in KINDS}
    fields, board, other_board = FocusedField(), X11Clipboard(), X11Clipboard()
    inserter = Inserter(fields, board)
    processes: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        processes.append(process)
        return process

    with desktop() as folder:
        try:
            names = ("Notes", "Other") if has_moves else ("Notes",)
            editors = [
                open_editor(start, folder, "--title", name, "--class", f"{name} program", name=name)
                for name in names
            ]
            time.sleep(3)
            target = settled(fields, "Notes", editors[0])
            for turn in range(count):
                kind = KINDS[turn % len(KINDS)]
                if has_moves or (turn % CLEARED_EVERY == 0 and turn):
                    for name, editor in reversed(list(zip(names, editors, strict=True))):
                        target = settled(fields, name, editor)
                words, old = text(kind, chance), f"예전 것 {turn}"
                other_board.put(Content((("text/plain;charset=utf-8", old.encode()),)))
                before = editors[0].text
                mover = (
                    activate("Other", chance.uniform(0, 0.15))
                    if has_moves and chance.random() < 0.5
                    else None
                )
                if mover:
                    time.sleep(chance.uniform(0, 0.15))
                began = time.monotonic()
                (result,) = inserter.insert(words, target)
                tallies[kind].seconds.append(time.monotonic() - began)
                if mover:
                    mover.wait()
                is_there = is_still(editors[0], before + result.text) if result.outcome == "exact" else True
                if not is_there:
                    print(f"silent, {kind}: {editors[0].text[-60:]!r} instead of {words[-60:]!r}")
                tallies[kind].stray += any(editor.text for editor in editors[1:])
                judge(tallies[kind], result, old, not is_there)
                if result.outcome != "exact" and not has_moves:
                    print(f"{kind}: {result.outcome}, {result.sentence}")
                    target = settled(fields, "Notes", editors[0])
        finally:
            for process in processes:
                process.terminate()
                process.wait()
            inserter.close()
            fields.close()
            board.close()
            other_board.close()
    return tallies


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--moves", action="store_true", help="move the focus away at random moments")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if os.environ.get("SORI_TYPING_RIG") != "1":
        rig = [shutil.which("xvfb-run") or sys.exit("Xvfb is missing: install the package xvfb."), "-a"]
        rig += ["-s", "-screen 0 1280x900x24 -noreset", "dbus-run-session", "--"]
        environment = {
            **os.environ,
            "SORI_TYPING_RIG": "1",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        for name in ("WAYLAND_DISPLAY", "XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE"):
            environment.pop(name, None)
        command = [*rig, sys.executable, "-m", "tests.benchmarks.typing", *sys.argv[1:]]
        os.execve(rig[0], command, environment)
    tallies = run(args.count, args.moves, args.seed)
    heads = ("texts", "exact", "reported", "silent", "stray", "clipboard wrong", "median")
    print(f"{'kind':<15}" + "".join(f"{head:>{len(head) + 3}}" for head in heads))
    for kind, tally in tallies.items():
        total, exact = sum(tally.outcomes.values()), tally.outcomes["exact"]
        middle = statistics.median(tally.seconds or [0.0])
        values = (total, exact, total - exact, tally.silent, tally.stray, tally.wrong_clipboards)
        columns = "".join(f"{value:>{len(head) + 3}}" for head, value in zip(heads, values, strict=False))
        print(f"{kind:<15}{columns}{1000 * middle:>6.0f} ms")
    everything = [second for tally in tallies.values() for second in tally.seconds]
    outcomes = sum((tally.outcomes for tally in tallies.values()), Counter())
    print("all:", ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common()))
    print(
        f"silent: {sum(tally.silent for tally in tallies.values())}, "
        f"stray: {sum(tally.stray for tally in tallies.values())}, "
        f"clipboard wrong: {sum(tally.wrong_clipboards for tally in tallies.values())}, "
        f"longest insertion {max(everything):.2f} s"
    )


if __name__ == "__main__":
    main()
