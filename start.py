"""Set Sori up where that is needed, then run it.

    python3 start.py ARGUMENTS          the same as `sori ARGUMENTS`, in the folder you are in
    python3 start.py test [ARGUMENTS]   the tests; the arguments go to pytest
    python3 start.py check              format, lint, types, import contracts, translations, then the tests
    python3 start.py package [OPTIONS]  the packages that people install, in `dist`; --help lists the options

Needs nothing but the standard library, and any Python since 3.6 can read it, so that an old one can
say which is needed. It writes `.venv` and `.venv.lock` beside itself; system packages come by apt-get.
"""

import contextlib
import gettext
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SUFFIX = ".exe" if os.name == "nt" else ""
VENV: Path
STAMP: Path
SCRIPTS: Path
PYTHON: str
DPKG_STATUS = Path("/var/lib/dpkg/status")
SUPPORTED = ((3, 12), (3, 11))

RUN, TEST, PACKAGE = "run", "test", "package"
"""What `sori` needs, what the tests and checks need on top, and what makes packages."""
LOCKS = {
    RUN: ["requirements.lock"],
    TEST: ["requirements.lock", "requirements-dev.lock"],
    PACKAGE: ["requirements.lock", "requirements-package.lock"],
}
PACKAGES = {
    # Debian packages; where several are joined by |, one of them is enough and the first is installed.
    RUN: "libportaudio2 libpulse0 libasound2-plugins|pipewire-alsa libegl1 libgl1 libxkbcommon-x11-0"
    " libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0"
    " libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libdbus-1-3 libfontconfig1 tesseract-ocr tesseract-ocr-kor"
    " fonts-noto-cjk|fonts-nanum|fonts-unfonts-core fonts-dejavu-core",
    TEST: "xvfb xauth dbus at-spi2-core openbox xdotool x11-utils x11-xkb-utils xclip pulseaudio"
    " pulseaudio-utils"
    # what makes and checks packages, for their tests
    " binutils gcc libc6-dev dpkg zstd nsis osslsigncode libplist-utils shellcheck openssl desktop-file-utils"
    " appstream groff-base lintian squashfs-tools flatpak-builder",
    # binutils brings objdump and strip, gcc makes the stand-ins of packaging/releasing
    PACKAGE: "xvfb xauth dbus at-spi2-core openbox binutils dpkg gcc libc6-dev zstd squashfs-tools"
    " libpython3.11|libpython3.12",
}
OK, BUG, MISSING, CANNOT_WRITE, INTERRUPTED = 0, 1, 3, 4, 130


class Trouble(Exception):
    """What keeps Sori from starting: one sentence, and the exit code that goes with it."""

    def __init__(self, sentence: str, exit_code: int = MISSING, log: str = "") -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
        self.log = log
        """The last lines of the program that failed."""


def use_environment(folder: Path) -> None:
    """Take the Python environment in `folder` for everything that follows."""
    global VENV, STAMP, SCRIPTS, PYTHON
    VENV = folder
    STAMP = VENV / "sori-setup.json"
    SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
    PYTHON = str(SCRIPTS / ("python" + SUFFIX))


use_environment(ROOT / ".venv")


def main(arguments: "list[str]") -> int:
    """Set up if needed, run what was asked for and return its exit code."""
    command = arguments[0] if arguments else ""
    wanted = {"test": TEST, "check": TEST, "package": PACKAGE}.get(command, RUN)
    if wanted == PACKAGE:
        # What is installed there is packed, so it holds nothing else.
        use_environment(ROOT / "build" / "venv")
    try:
        prepare(wanted)
        if command == "test":
            os.chdir(str(ROOT))
            return run([PYTHON, "-m", "pytest", *arguments[1:]])
        if command == "check":
            return check()
        if command == "package":
            return package(arguments[1:])
        return run([str(SCRIPTS / ("sori" + SUFFIX)), *arguments])
    except Trouble as trouble:
        say((trouble.log + "\n" + str(trouble)).strip())
        return trouble.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


def run(command: "list[str]") -> int:
    """Become `command`; on Windows, which cannot, wait for it and return its exit code."""
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)


def check() -> int:
    """Run every check, then the tests, whose summary is the last line; return 0 if all passed."""
    os.chdir(str(ROOT))
    groups = (
        (_("format"), ["-m", "ruff", "format", "--check", "--quiet", "."]),
        (_("lint"), ["-m", "ruff", "check", "--quiet", "."]),
        (_("types"), ["-m", "mypy"]),
        (_("import contracts"), ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
        (_("translations"), ["-m", "training.translations", "check"]),
    )
    failed = []
    for name, command in groups:
        say(_("Checking: {group}").format(group=name))
        if subprocess.call([PYTHON, *command], stdout=sys.stderr.fileno()):
            failed.append(name)
    if failed:
        say(_("Not right yet: {groups}. The tests follow.").format(groups=", ".join(failed)))
    return subprocess.call([PYTHON, "-m", "pytest"]) or (BUG if failed else OK)


def package(arguments: "list[str]") -> int:
    """Make the packages; return 0 if all were made and passed their checks."""
    os.chdir(str(ROOT))
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "packaging"), str(ROOT)])
    return run([PYTHON, "-m", "releasing", *arguments])


# ---- Setting up -------------------------------------------------------------------------------


def prepare(wanted: str) -> None:
    """Bring the machine to what `wanted` needs; takes some milliseconds where nothing is missing.

    Raises:
        Trouble: a person has to do something first.
    """
    if _is_ready(wanted):
        return
    _use_supported_python()
    if not _steps(wanted):
        # Something else was installed on this machine since; a checkout that is read-only will do.
        _write_stamp(wanted)
        return
    with _one_at_a_time():
        steps = _steps(wanted)
        for number, (title, step) in enumerate(steps, 1):
            say(_("Step {number} of {count}: {title}").format(number=number, count=len(steps), title=title))
            step()
        _write_stamp(wanted)
        _name_packages_elsewhere(wanted)
        say(_("Sori is set up."))


def _steps(wanted: str) -> "list[tuple[str, Callable[[], None]]]":
    steps = []
    missing = [] if _has_system_packages(wanted) else missing_packages(wanted)
    if missing:
        title = _("system packages: {names}").format(names=" ".join(missing))
        steps.append((title, lambda: _apt_get(missing)))
    if not _has_python_packages(wanted):
        steps.append((_("a Python environment in .venv"), _make_venv))
        steps.append((_("Python packages, about 1.9 GB on disk"), lambda: _install(wanted)))
        steps.append((_("the commands sori and sori-desktop"), _make_commands))
    return steps


def _is_ready(wanted: str) -> bool:
    return _has_python_packages(wanted) and _has_system_packages(wanted)


def _has_python_packages(wanted: str) -> bool:
    return _read_stamp().get("python " + wanted) == _python_mark(wanted) and Path(PYTHON).exists()


def _has_system_packages(wanted: str) -> bool:
    return _read_stamp().get("system " + wanted) == _system_mark(wanted)


def _read_stamp() -> "dict[str, str]":
    """Return what the finished set-ups were made from; empty if there was none."""
    try:
        content = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_stamp(wanted: str) -> None:
    # Last of all, and in one piece: a set-up that was cut short leaves none, and is taken up again.
    stamp = _read_stamp()
    for name in {RUN, wanted}:
        stamp.update({"python " + name: _python_mark(name), "system " + name: _system_mark(name)})
    partial = STAMP.with_suffix(".partial")
    # A folder that cannot be written to is no trouble once everything is there.
    with contextlib.suppress(OSError):
        partial.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        partial.replace(STAMP)


def _python_mark(wanted: str) -> str:
    """Change with the versions wanted, and with the place of the checkout."""
    content = b"".join((ROOT / name).read_bytes() for name in LOCKS[wanted])
    return hashlib.sha256(content + str(ROOT).encode("utf-8", "surrogateescape")).hexdigest()


def _system_mark(wanted: str) -> str:
    """Change with the packages wanted, and with whatever apt or dpkg does."""
    changed = DPKG_STATUS.stat().st_mtime_ns if DPKG_STATUS.exists() else 0
    return f"{changed} {_packages(wanted)}"


def _use_supported_python() -> None:
    """Start again under a Python that Sori runs on, if this one is not."""
    if sys.version_info[:2] in SUPPORTED:
        return
    for version in SUPPORTED:
        found = shutil.which("python" + _dotted(version))
        # A version manager may offer a name behind which there is no Python.
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            sys.exit(run([found, str(ROOT / "start.py"), *sys.argv[1:]]))
    sentence = _(
        "Sori needs Python 3.11 or 3.12 and this is {version}: install one of them from your system's"
        " packages or from python.org, and run the same line again."
    )
    raise Trouble(sentence.format(version=_dotted(sys.version_info[:2])))


def _dotted(version: "tuple[int, ...]") -> str:
    return ".".join(str(number) for number in version)


@contextlib.contextmanager
def _one_at_a_time() -> "Iterator[None]":
    """Hold the lock under which the set-up runs, once any other start.py has let it go."""
    try:
        file = (ROOT / ".venv.lock").open("a+")
    except OSError:
        sentence = _("{folder} cannot be written to: copy Sori to a folder of yours and start it there.")
        raise Trouble(sentence.format(folder=ROOT), CANNOT_WRITE) from None
    with file:
        if not _try_lock(file.fileno()):
            say(_("Another start.py is setting Sori up; this one waits for it."))
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        # Children keep the lock, so a pip that outlives a killed start.py is waited for as well.
        os.set_inheritable(file.fileno(), True)
        yield


def _try_lock(number: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _quietly(command: "list[str]", sentence: str) -> None:
    """Run a command without showing what it prints, unless it fails: then that comes before `sentence`."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    answer = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        env=environment,
        close_fds=False,
    )
    if answer.returncode:
        lines = answer.stdout.decode("utf-8", "replace").splitlines()
        raise Trouble(sentence, log="\n".join(lines[-12:]))


def _succeeds(command: "list[str]") -> bool:
    try:
        _quietly(command, "")
    except (Trouble, OSError):
        return False
    return True


# ---- System packages --------------------------------------------------------------------------


def _packages(wanted: str) -> str:
    return PACKAGES[RUN] + (" " + PACKAGES[wanted] if wanted != RUN else "")


def missing_packages(wanted: str) -> "list[str]":
    """Return the Debian packages to install; empty on other systems."""
    if not _is_debian():
        return []
    choices = [entry.split("|") for entry in _packages(wanted).split()]
    command = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package}\n"]
    command += [name for names in choices for name in names]
    # It exits with 1 if it does not know one of them.
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    lines = answer.stdout.decode().splitlines()
    installed = {line.split()[1] for line in lines if line.startswith("installed ")}
    missing = [names[0] for names in choices if not installed.intersection(names)]
    # Debian leaves ensurepip out of its Python; other Pythons on the same machine have it.
    if not _succeeds([sys.executable, "-c", "import ensurepip, venv"]):
        missing.insert(0, f"python{_dotted(sys.version_info[:2])}-venv")
    return missing


def _is_debian() -> bool:
    return bool(shutil.which("dpkg-query") and shutil.which("apt-get"))


def _name_packages_elsewhere(wanted: str) -> None:
    if sys.platform.startswith("linux") and not _is_debian():
        names = ", ".join(entry.split("|")[0] for entry in _packages(wanted).split())
        say(
            _("This is not Debian or Ubuntu: please see that it has what they call {names}.").format(
                names=names
            )
        )


def _apt_get(names: "list[str]") -> None:
    install = ["apt-get", "install", "-y", "--no-install-recommends", "--no-remove", *names]
    if os.geteuid() == 0:
        before = []
    elif shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        before = ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    else:
        line = "sudo apt-get install -y --no-install-recommends " + " ".join(names)
        raise Trouble(_("Sori needs some system packages first. Please type this line:") + "\n" + line)
    if not _succeeds(before + install):
        # The lists of packages are missing on a fresh machine and stale on an old one.
        _succeeds([*before, "apt-get", "update"])
        _quietly(before + install, _("The system packages could not be installed; apt-get says why above."))


# ---- Python packages --------------------------------------------------------------------------


def _make_venv() -> None:
    """Make `.venv`, or make one of another version or a half-made one usable again."""
    with contextlib.suppress(OSError):
        STAMP.unlink()
    is_supported = f"import sys; sys.exit(sys.version_info[:2] not in {SUPPORTED})"
    if _succeeds([PYTHON, "-c", is_supported]) and _succeeds([PYTHON, "-m", "pip", "--version"]):
        _remove_half_installed()
        return
    if VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.parent.mkdir(exist_ok=True)
    sentence = _("No Python environment could be made in .venv; Python says why above.")
    _quietly([sys.executable, "-m", "venv", str(VENV)], sentence)


def _site_packages() -> Path:
    return next((VENV / "lib").glob("python3.*/site-packages"), VENV / "Lib" / "site-packages")


def _remove_half_installed() -> None:
    # pip writes RECORD last. A package without one was cut short, yet pip would take it for installed.
    for folder in [*_site_packages().glob("*.dist-info"), *_site_packages().glob("~*")]:
        if not (folder / "RECORD").exists():
            shutil.rmtree(str(folder), ignore_errors=True)


def _install(wanted: str) -> None:
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in LOCKS[wanted])
    pinned = {
        line.partition("==")[0]: line for line in text.splitlines() if line and not line.startswith("#")
    }
    # pip first: only a recent one resolves without downloading, and tells how far it is.
    _pip(["--progress-bar", "off", pinned["pip"]])
    options = torch_source(pinned["torch"])
    if options:
        _pip(["--progress-bar", "raw", "--no-deps", *options, pinned["torch"]])
    locks = [argument for name in LOCKS[wanted] for argument in ("--requirement", str(ROOT / name))]
    _pip(["--progress-bar", "raw", "--no-deps", *locks])


def torch_source(torch: str) -> "list[str]":
    """Return the pip options that keep torch from bringing libraries for graphics cards.

    Raises:
        Trouble: the index for such a torch is needed and cannot be reached.
    """
    report = VENV / "torch-report.json"
    _pip(["--dry-run", "--report", str(report), torch])
    found = json.loads(report.read_text(encoding="utf-8"))["install"]
    names = [package["metadata"]["name"].lower() for package in found]
    if not any("nvidia" in name or "triton" in name for name in names):
        return []
    options = ["--index-url", _torch_cpu_index()]
    try:
        _pip(["--dry-run", "--no-deps", *options, torch])
    except Trouble as trouble:
        sentence = _(
            "PyTorch for the processor alone (about 200 MB) could not be fetched from {address}; the other"
            " one brings about 3 GB for NVIDIA cards that Sori does not use. Try again when the address can"
            " be reached."
        )
        raise Trouble(sentence.format(address=options[1]), log=trouble.log) from None
    return options


def _torch_cpu_index() -> str:
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["tool"]["sori"]["torch_cpu_index"])


def _pip(arguments: "list[str]") -> None:
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--only-binary", ":all:", *arguments]
    # What would make pip install anywhere but in .venv is left out.
    unwanted = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_QUIET", "PYTHONHOME", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONNOUSERSITE="1")
    last_lines = deque(maxlen=12)  # type: deque[str]
    progress = PipProgress()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, close_fds=False
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            text = line.decode("utf-8", "replace").rstrip()
            progress.follow(text)
            if not text.startswith("Progress "):
                last_lines.append(text)
    if process.returncode:
        sentence = _(
            "The Python packages could not be installed; pip says why above. Can the internet be reached?"
        )
        raise Trouble(sentence, log="\n".join(last_lines))


class PipProgress:
    """Turns what pip prints into a plain line every few seconds, good for eyes, ears and log files."""

    def __init__(self, every_seconds: float = 5.0) -> None:
        self._every_seconds = every_seconds
        self._last = time.monotonic()
        self._name = ""

    def follow(self, line: str) -> None:
        """Take one line of pip's and say how far it is, if it is time to."""
        first, _space, rest = line.partition(" ")
        if first in ("Collecting", "Downloading", "Processing"):
            self._name = rest.split("==")[0].rpartition("/")[2].split("-")[0].split(" ")[0]
            self._say(self._name)
        elif first == "Progress":
            done, total = (int(number) // 1_000_000 for number in rest.split(" of "))
            self._say(_("{name}: {done} of {total} MB").format(name=self._name, done=done, total=total))
        elif first == "Installing":
            self._last = 0
            self._say(_("unpacking"))

    def _say(self, text: str) -> None:
        if time.monotonic() - self._last >= self._every_seconds:
            self._last = time.monotonic()
            say("  " + text)


def _make_commands() -> None:
    """Make the project importable from anywhere, and write `sori` and `sori-desktop` into `.venv`."""
    (_site_packages() / "sori.pth").write_text(str(ROOT) + "\n")
    program = (
        "from pip._vendor.distlib.scripts import ScriptMaker as Maker\n"
        "import sys\n"
        "maker = Maker(None, sys.argv[1])\n"
        "maker.variants, maker.clobber = {''}, True\n"
        "maker.make('sori = desktop.cli:main')\n"
        "maker.make('sori-desktop = desktop.__main__:main', {'gui': True})\n"
    )
    sentence = _("The command sori could not be written; Python says why above.")
    _quietly([PYTHON, "-c", program, str(SCRIPTS)], sentence)


# ---- Words ------------------------------------------------------------------------------------


def _(message: str) -> str:
    """Translate into the language of this terminal."""
    catalogues = str(ROOT / "resources" / "translations")
    return gettext.translation("sori", catalogues, fallback=True).gettext(message)


def say(sentence: str) -> None:
    """Print to standard error: standard output belongs to the command that follows."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
