"""Installs, upgrades, refuses and removes with a real installer: `python -m releasing.installer_check FILE`.

On Windows it is run as it is, elsewhere under Wine: `--wine wine64`, in a new WINEPREFIX of Windows 10. It
works in the account it is started in, so not on a machine where Sori is in use.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LISTED: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Sori"
OWN: Final = r"HKCU\Software\Sori"
START: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
VERB: Final = r"HKCU\Software\Classes\SystemFileAssociations\image\shell\Sori.Describe"
OF_THE_USER: Final = "소리 settings.json"
STAND_IN: Final = 3
"""How a program in Sori's place may end: as `sori do` does where no window runs."""
_SECONDS: Final = 600
_REMOVED_SECONDS: Final = 120


@dataclass(frozen=True)
class Machine:
    """Windows, or what takes its place."""

    before: tuple[str, ...] = ()
    """Comes before every program: nothing, or Wine."""

    @property
    def is_windows(self) -> bool:
        """Whether it is Windows itself: what is installed there is Sori, and files in use cannot be moved."""
        return not self.before

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a program of Windows to its end."""
        return subprocess.run(
            [*self.before, *command], capture_output=True, errors="replace", timeout=_SECONDS, check=False
        )

    def value(self, key: str, name: str = "") -> str:
        """Return a text of the registry, empty if there is none; `name` is empty for the key's own."""
        told = self.folder("TEMP") / "sori-check.reg"
        told.unlink(missing_ok=True)
        # What `reg query` prints has lost the letters of other scripts.
        self.run("reg", "export", key, self.named("TEMP") + "\\sori-check.reg", "/y")
        lines = told.read_text(encoding="utf-16").splitlines() if told.exists() else []
        header, line = (
            f"[{key.replace('HKCU', 'HKEY_CURRENT_USER', 1)}]".lower(),
            f'"{name}"=' if name else "@=",
        )
        inside = False
        for one in lines:
            inside = one.lower() == header if one.startswith("[") else inside
            if inside and one.lower().startswith(line.lower()):
                return one[len(line) :].strip('"').replace('\\"', '"').replace("\\\\", "\\")
        return ""

    def named(self, variable: str) -> str:
        """Return what a variable of Windows holds."""
        if self.is_windows:
            return os.environ[variable]
        return self.run("cmd", "/c", "echo", f"%{variable}%").stdout.strip()

    def folder(self, variable: str) -> Path:
        """Return the folder that a variable of Windows names, as this Python sees it."""
        return self.place(self.named(variable))

    def place(self, named: str) -> Path:
        """Return what Windows calls `named`, as this Python sees it."""
        if self.is_windows:
            return Path(named)
        drives = Path(os.environ["WINEPREFIX"], "dosdevices")
        return Path(drives, named[:2].lower(), *named[3:].split("\\")).resolve()


def check(installer: Path, machine: Machine, others: Sequence[Path] = ()) -> list[str]:
    """Go through a life of Sori on a machine that has none; return what went wrong.

    `others` are installers of another edition or an older version, which take its place and give it back.
    """
    wrong: list[str] = []

    def see(what: str, is_so: bool) -> None:
        print(f"{'ok  ' if is_so else 'FAIL'}  {what}", flush=True)
        if not is_so:
            wrong.append(what)

    local = machine.folder("LOCALAPPDATA")
    home, own = local / "Programs" / "Sori", local / "sori" / OF_THE_USER
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("kept", encoding="utf-8")
    _install_afresh(installer, machine, home, see)
    if machine.is_windows:
        _upgrade_in_use(installer, machine, home, see)
    _upgrade(installer, machine, home, see)
    _fail(installer, machine, home, see)
    for other in others:
        _exchange(installer, other, machine, home, see)
    _refuse(installer, machine, home, see)
    _move(installer, machine, home, see)
    _remove(machine, home, see)
    see("what is the user's is kept to the end", own.read_text(encoding="utf-8") == "kept")
    own.unlink()
    return wrong


See = Callable[[str, bool], None]


def _install_afresh(installer: Path, machine: Machine, home: Path, see: See) -> None:
    see("a fresh installation, silently", machine.run(str(installer), "/S").returncode == 0)
    see("both executables are there", (home / "sori.exe").exists() and (home / "sori-desktop.exe").exists())
    see("Windows lists it", machine.value(LISTED, "DisplayName") == "Sori")
    see("the start menu has it", _start_menu(machine).exists())
    see("pictures have the command", "sori-desktop.exe" in machine.value(VERB + r"\command"))
    see("it does not start with Windows", machine.value(START, "Sori") == "")


def _upgrade_in_use(installer: Path, machine: Machine, home: Path, see: See) -> None:
    with (home / "_internal" / "base_library.zip").open("rb"):
        see("nothing is changed while a file is in use", machine.run(str(installer), "/S").returncode == 2)
    see("and what was there runs", machine.run(str(home / "sori.exe"), "--version").returncode == 0)
    with subprocess.Popen([str(home / "sori-desktop.exe")]) as window:
        deadline = time.monotonic() + _REMOVED_SECONDS
        ask = (str(home / "sori.exe"), "do", "say-status")
        while (is_silent := machine.run(*ask).returncode != 0) and time.monotonic() < deadline:
            time.sleep(1)
        see("the window answers", not is_silent)
        see("an upgrade over the window that runs", machine.run(str(installer), "/S").returncode == 0)
        see("it was closed first", window.poll() is not None)
        window.kill()


def _upgrade(installer: Path, machine: Machine, home: Path, see: See) -> None:
    stale, cut_off = home / "_internal" / "of an older version", home / "_internal.before" / "left behind"
    for file in (stale, cut_off, home / "somebody's own.txt"):
        file.parent.mkdir(exist_ok=True)
        file.write_text("x", encoding="utf-8")
    options = ("/AUTOSTART=yes", "/DESCRIBE=no")
    see("an upgrade, with other choices", machine.run(str(installer), "/S", *options).returncode == 0)
    see("nothing of the older version is left", not stale.exists() and not cut_off.parent.exists())
    see("it starts with Windows now", "sori-desktop.exe" in machine.value(START, "Sori"))
    see("pictures have the command no more", machine.value(VERB + r"\command") == "")
    see("once more, without a choice", machine.run(str(installer), "/S").returncode == 0)
    see("the choices are kept", machine.value(START, "Sori") != "" and machine.value(VERB) == "")


def _fail(installer: Path, machine: Machine, home: Path, see: See) -> None:
    # Where a file should come, a folder is in the way: as if the disk were full just before the end.
    in_the_way, before = home / "sori.exe.new", home / "_internal" / "from before"
    in_the_way.mkdir()
    before.write_text("x", encoding="utf-8")
    see("what cannot be copied is told", machine.run(str(installer), "/S").returncode == 2)
    left = [path for path in home.iterdir() if path.suffix in (".before", ".new") and path != in_the_way]
    see("and what was there before is back", before.exists() and not left)
    see("its program runs", machine.run(str(home / "sori.exe"), "--version").returncode in (0, STAND_IN))
    in_the_way.rmdir()


def _exchange(installer: Path, other: Path, machine: Machine, home: Path, see: See) -> None:
    own, one_of_ours = _kept(machine), home / "_internal" / "of this one alone"
    one_of_ours.write_text("x", encoding="utf-8")
    see(f"{other.name} takes its place", machine.run(str(other), "/S").returncode == 0)
    see("it is another one", _kept(machine) != own and not one_of_ours.exists())
    see("and gives it back", machine.run(str(installer), "/S").returncode == 0 and _kept(machine) == own)


def _kept(machine: Machine) -> tuple[str, str, str]:
    return machine.value(OWN, "Edition"), machine.value(OWN, "Version"), machine.value(LISTED, "DisplayName")


def _refuse(installer: Path, machine: Machine, home: Path, see: See) -> None:
    deep = "C:\\" + "d" * 240
    see(
        "a folder with too long a name is refused",
        machine.run(str(installer), "/S", f"/D={deep}").returncode == 2,
    )
    why = machine.folder("TEMP") / "sori-setup.txt"
    see("and one sentence says why", why.exists() and len(why.read_text(encoding="utf-16")) > 20)
    see("what was there works on", (home / "_internal").is_dir() and (home / "sori.exe").exists())


def _move(installer: Path, machine: Machine, home: Path, see: See) -> None:
    # Letters of another script, as a user's name may have. Without a space: /D takes no quotation marks.
    named = machine.value(OWN, "Folder") + "-사용자"
    see("another folder, named in Korean", machine.run(str(installer), "/S", f"/D={named}").returncode == 0)
    see("the new one has it", (machine.place(named) / "sori.exe").exists())
    see(
        "the old one keeps only what is not ours",
        [file.name for file in home.iterdir()] == ["somebody's own.txt"],
    )
    (home / "somebody's own.txt").unlink()
    home.rmdir()
    see("Windows knows the new place", machine.value(LISTED, "InstallLocation") == named)


def _remove(machine: Machine, home: Path, see: See) -> None:
    folder = machine.place(machine.value(OWN, "Folder"))
    uninstaller = str(folder / "uninstall.exe")
    see("removing, silently", machine.run(uninstaller, "/S").returncode == 0)
    # It copies itself elsewhere and goes on there, so that it can remove itself.
    deadline = time.monotonic() + _REMOVED_SECONDS
    while time.monotonic() < deadline and (folder.exists() or machine.value(LISTED, "DisplayName")):
        time.sleep(0.2)
    see("its folder is gone", not folder.exists() and not home.exists())
    see("Windows lists it no more", machine.value(LISTED, "DisplayName") == "")
    see(
        "nor starts it, nor shows it",
        machine.value(START, "Sori") == "" and not _start_menu(machine).exists(),
    )
    see("nothing of it is in the registry", machine.value(OWN, "Version") == "")


def _start_menu(machine: Machine) -> Path:
    return machine.folder("APPDATA") / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Sori.lnk"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one installer; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("installer", type=Path)
    parser.add_argument("--other", type=Path, action="append", default=[], metavar="FILE", help="see check()")
    parser.add_argument("--wine", default="", help="the program of Wine")
    given = parser.parse_args(arguments)
    others = [other.resolve() for other in given.other]
    wrong = check(given.installer.resolve(), Machine((given.wine,) if given.wine else ()), others)
    print(f"{len(wrong)} wrong" if wrong else "all as it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
