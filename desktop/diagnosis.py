"""Find out what works on this machine and what does not; every part is tried, none is trusted."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from desktop import VERSION, paths, probes, screen_reader
from engines import add_on
from engines.children import program, run, told
from engines.words import _

PROBE_SECONDS: Final = 60.0
"""How long one part may take before it counts as stuck."""
NEEDED_FREE_MB: Final = 200
REPORTED_PACKAGES: Final = (
    "PySide6-Essentials",
    "torch",
    "numpy",
    "opencv-python-headless",
    "onnxruntime",
    "rapidocr",
    "espeakng-loader",
    "pyttsx3",
    "sounddevice",
    "soundcard",
    "mediapipe",
    "vosk",
    "pocketsphinx",
    "silero-vad",
    "av",
)
ADD_ON_PACKAGES: Final = ("torch", "mediapipe")
"""Those that a core package comes without."""
Answer = dict[str, Any]
Ask = Callable[[str], Answer]


@dataclass(frozen=True)
class Finding:
    """What was found out about one part."""

    name: str
    """Stable, for programs."""
    title: str
    is_ok: bool
    is_needed: bool
    """Whether Sori's main work depends on it."""
    detail: str
    """What was found, where it is fine."""
    advice: str = ""
    """One sentence that says what is wrong and what to do; empty where it is fine."""


def examine() -> Iterator[Finding]:
    """Yield a finding for each part, as soon as it and those before it are known."""
    yield _python()
    yield _packages()
    # All probes begin at once, and one after the other is waited for.
    with ThreadPoolExecutor(len(probes.PROBES), thread_name_prefix="doctor") as pool:
        running = {name: pool.submit(probe, name) for name in probes.PROBES}
        for check in (
            _qt,
            _korean_fonts,
            _window,
            _capture,
            _pictures,
            _tesseract,
            _speech,
            _loudspeaker,
            _listening,
            _microphone,
            _signs,
            _camera,
        ):
            yield check(lambda name: running[name].result())
    yield _speech_models()
    yield _accessibility()
    yield _screen_reader()
    yield _disk()
    yield _folders()


def probe(name: str) -> Answer:
    """Run one of `desktop.probes` in a process; return its answer, or `{"error": last line}`."""
    try:
        answer = run("desktop.probes", name, seconds=PROBE_SECONDS)
    except subprocess.TimeoutExpired:
        return {"error": _("no answer within {seconds} seconds").format(seconds=int(PROBE_SECONDS))}
    if answer.returncode == 0:
        return dict(json.loads(answer.stdout.splitlines()[-1]))
    lines = [line for line in answer.stderr.splitlines() if line.strip()]
    return {"error": lines[-1] if lines else _("it ended with code {code}").format(code=answer.returncode)}


def _python() -> Finding:
    is_ok = (3, 11) <= sys.version_info[:2] <= (3, 12)
    advice = _("Sori needs Python 3.11 or 3.12: install Sori again (from its source: `python3 start.py`).")
    detail = f"Sori {VERSION}, Python {platform.python_version()}, {platform.platform()}"
    return Finding("python", _("Python"), is_ok, True, detail, "" if is_ok else advice)


def _packages() -> Finding:
    found, missing = [], []
    left_out = ADD_ON_PACKAGES if add_on.lack() else ()
    for package in (one for one in REPORTED_PACKAGES if one not in left_out):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    advice = _("{packages} are not installed: install Sori again (from its source: `python3 start.py`).")
    shown = advice.format(packages=", ".join(missing)) if missing else ""
    return Finding("packages", _("Python packages"), not missing, True, ", ".join(found), shown)


def _qt(ask: Ask) -> Finding:
    answer = ask("qt")
    advice = _(
        "The window's library cannot be loaded ({error}): "
        "install Sori again (from its source: `python3 start.py`)."
    )
    return _tried("qt", _("Window library"), answer, True, "Qt {version}", advice)


def _korean_fonts(ask: Ask) -> Finding:
    count = ask("qt").get("korean_fonts", 0)
    advice = _(
        "No font here can show Korean: install one, on Debian with `sudo apt-get install fonts-noto-cjk`."
    )
    detail = _("{count} fonts can show Korean").format(count=count)
    return Finding("korean-fonts", _("Korean fonts"), count > 0, False, detail, "" if count else advice)


def _window(ask: Ask) -> Finding:
    title = _("Desktop")
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        advice = _(
            "There is no desktop in this session: the commands work, the window needs a desktop to open on."
        )
        return Finding("window", title, False, False, "", advice)
    advice = _("The window cannot open here ({error}): log in to the desktop and start Sori there.")
    return _tried("window", title, ask("window"), False, "{platform}", advice)


def _capture(ask: Ask) -> Finding:
    title = _("Pictures of the screen")
    shown = ask("window").get("platform", "")
    if shown in ("xcb", "windows", "cocoa"):
        return Finding("capture", title, True, False, _("taken directly"))
    if _is_on_session_bus("org.freedesktop.portal.Desktop"):
        return Finding("capture", title, True, False, _("asked for through the desktop's portal"))
    advice = _("Sori cannot take pictures of this screen: press Print Screen, then describe the clipboard.")
    return Finding("capture", title, False, False, "", advice)


def _pictures(ask: Ask) -> Finding:
    advice = _(
        "Pictures cannot be described ({error}): install Sori again (from its source: `python3 start.py`)."
    )
    detail = _("{engine} read {lines} lines of the sample")
    return _tried("pictures", _("Describing pictures"), ask("pictures"), True, detail, advice)


def _tesseract(_ask: Ask) -> Finding:
    title, tesseract = _("Reading Korean"), program("tesseract")
    languages = ""
    if tesseract:
        languages = told(tesseract, "--list-langs")
    if "kor" in languages.split():
        return Finding("tesseract", title, True, False, _("Tesseract with Korean"))
    advice = _(
        "Korean that is hard to read is read better with Tesseract: "
        "on Debian, `sudo apt-get install tesseract-ocr-kor`."
    )
    return Finding("tesseract", title, False, False, "", advice)


def _speech(ask: Ask) -> Finding:
    advice = _("No voice can speak here ({error}): install Sori again (from its source: `python3 start.py`).")
    return _tried("speech", _("Speaking"), ask("speech"), True, "{engine}", advice)


def _loudspeaker(ask: Ask) -> Finding:
    answer, title = ask("sound"), _("Loudspeaker")
    if answer.get("outputs") == 0:
        advice = _("No loudspeaker was found: connect one, or save speech to a file with --save.")
        return Finding("loudspeaker", title, False, False, "", advice)
    advice = _("Sound cannot be played ({error}): on Debian, `sudo apt-get install libportaudio2`.")
    return _tried("loudspeaker", title, answer, False, "{default}", advice)


def _listening(ask: Ask) -> Finding:
    advice = _(
        "Speech cannot be recognised ({error}): install Sori again (from its source: `python3 start.py`)."
    )
    return _tried("listening", _("Listening"), ask("listening"), True, "{engine}", advice)


def _microphone(ask: Ask) -> Finding:
    answer, title = ask("microphone"), _("Microphone")
    if answer.get("inputs") == 0:
        advice = _("No microphone was found: connect one to dictate; files can be transcribed without.")
        return Finding("microphone", title, False, False, "", advice)
    advice = _("The microphone cannot be used ({error}): on Debian, `sudo apt-get install libportaudio2`.")
    return _tried("microphone", title, answer, False, "{default}", advice)


def _signs(ask: Ask) -> Finding:
    if lacking := add_on.lack():
        return Finding("signs", _("Signs"), False, False, "", lacking)
    advice = _("Signs cannot be read ({error}): install Sori again (from its source: `python3 start.py`).")
    return _tried("signs", _("Signs"), ask("signs"), False, "{engine}", advice)


def _camera(ask: Ask) -> Finding:
    answer, title = ask("camera"), _("Camera")
    if answer.get("cameras") == 0:
        advice = _("No camera was found: connect one to read signs live; videos can be read without.")
        return Finding("camera", title, False, False, "", advice)
    advice = _("The camera cannot be used ({error}): unplug it and plug it in again.")
    return _tried("camera", title, answer, False, "{default}", advice)


def _speech_models() -> Finding:
    from engines.models import ModelStore

    here = [model for model in ModelStore().installed() if not model.is_add_on]
    title, detail = _("Speech models"), ", ".join(model.title for model in here)
    if here:
        return Finding("speech-models", title, True, False, detail)
    advice = _(
        "No speech model is installed, so dictation is weak in English and not possible in Korean: "
        "choose one with `sori models list`."
    )
    return Finding("speech-models", title, False, False, "", advice)


def _accessibility() -> Finding:
    title = _("Accessibility bus")
    if sys.platform != "linux" or _is_on_session_bus("org.a11y.Bus"):
        return Finding("accessibility", title, True, False, _("present"))
    advice = _(
        "Screen readers cannot see the window: on Debian, `sudo apt-get install at-spi2-core` and log in."
    )
    return Finding("accessibility", title, False, False, "", advice)


def _screen_reader() -> Finding:
    detail = _("running, so it speaks for Sori's window") if screen_reader.is_running() else _("not running")
    return Finding("screen-reader", _("Screen reader"), True, False, detail)


def _disk() -> Finding:
    free_mb = shutil.disk_usage(_nearest(paths.log_file())).free // 1_000_000
    is_ok = free_mb >= NEEDED_FREE_MB
    advice = _("Only {free} MB are free where Sori keeps its files: delete something first.").format(
        free=free_mb
    )
    detail = _("{free} MB free").format(free=free_mb)
    return Finding("disk", _("Disk"), is_ok, False, detail, "" if is_ok else advice)


def _folders() -> Finding:
    folders = [_nearest(file) for file in (paths.settings_file(), paths.log_file())]
    refused = [str(folder) for folder in folders if not os.access(folder, os.W_OK)]
    advice = _("Sori may not write to {folders}: make them yours, or settings and logs are lost.")
    shown = advice.format(folders=", ".join(refused)) if refused else ""
    return Finding("folders", _("Folders"), not refused, False, str(paths.settings_file().parent), shown)


def _tried(name: str, title: str, answer: Answer, is_needed: bool, detail: str, advice: str) -> Finding:
    if "error" in answer:
        return Finding(name, title, False, is_needed, "", advice.format(error=answer["error"]))
    return Finding(name, title, True, is_needed, detail.format(**answer))


def _nearest(file: Path) -> Path:
    """Return the closest folder above `file` that exists."""
    return next(folder for folder in file.parents if folder.is_dir())


def _is_on_session_bus(name: str) -> bool:
    from jeepney import MessageType
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    try:
        with open_dbus_connection("SESSION") as connection:
            asked = [message_bus.NameHasOwner(name), message_bus.ListActivatableNames()]
            replies = [connection.send_and_get_reply(call, timeout=2.0) for call in asked]
    except (OSError, KeyError, ValueError):
        return False
    has_owner, activatable = (
        reply.body[0] if reply.header.message_type != MessageType.error else () for reply in replies
    )
    return bool(has_owner) or name in activatable
