"""Try one part of Sori in a process of its own: `python -m desktop.probes NAME` prints JSON.

`sori doctor` runs these, because a broken library may end the process that loads it.
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

from engines import network, resource, spec
from engines.text_to_speech import Manner


def qt() -> dict[str, Any]:
    """Load Qt and the libraries its window needs; count the fonts that can draw Korean."""
    import PySide6

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    if sys.platform == "linux":
        # Loaded by name, its error names the library that is not there; Qt itself would only say "xcb".
        ctypes.CDLL(str(Path(PySide6.__path__[0], "Qt", "plugins", "platforms", "libqxcb.so")))
    application = QGuiApplication([])
    korean = QFontDatabase.families(QFontDatabase.WritingSystem.Korean)
    del application
    return {"version": PySide6.__version__, "korean_fonts": len(korean)}


def window() -> dict[str, Any]:
    """Connect to the desktop as the window would."""
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    return {"platform": application.platformName()}


def sound() -> dict[str, Any]:
    """Name the loudspeaker that PortAudio would use."""
    import sounddevice

    outputs = [device for device in sounddevice.query_devices() if device["max_output_channels"]]
    default = sounddevice.query_devices(kind="output")["name"] if outputs else ""
    return {"outputs": len(outputs), "default": default}


def microphone() -> dict[str, Any]:
    """Name the microphone that PortAudio would use."""
    import sounddevice

    inputs = [device for device in sounddevice.query_devices() if device["max_input_channels"]]
    default = sounddevice.query_devices(kind="input")["name"] if inputs else ""
    return {"inputs": len(inputs), "default": default}


def listening() -> dict[str, Any]:
    """Hear a second of silence with the recogniser that would be used for English."""
    from engines.media import RATE_HZ, AudioChunk
    from engines.speech_to_text import preferred

    silence = [AudioChunk(bytes(RATE_HZ // 5), number / 10) for number in range(10)]
    recognizer = preferred.choose("en").load()
    try:
        heard = [one.text for one in recognizer.transcribe(silence) if one.is_final]
    finally:
        recognizer.close()
    return {"engine": preferred.choose("en").title, "heard": len(heard)}


def speech() -> dict[str, Any]:
    """Speak a word into memory with the preferred engine."""
    chosen = next(one for one in spec.engines("text_to_speech") if one.is_available)
    speaker = chosen.load()
    try:
        block = next(iter(speaker.speak("Sori", Manner(language="en"))))
    finally:
        speaker.close()
    return {"engine": chosen.title, "bytes": len(block.samples)}


def pictures() -> dict[str, Any]:
    """Find the headline of the sample screen with the preferred engine."""
    from engines.sources import pictures as source

    chosen = next(one for one in spec.engines("image_description") if one.is_available)
    describer = chosen.load()
    try:
        image = source.read(resource.path("samples", "save-changes-dialog.png"))
        found = next(one for one in describer.describe(image) if one.is_final)
    finally:
        describer.close()
    return {"engine": chosen.title, "lines": len(found.texts)}


def signs() -> dict[str, Any]:
    """Look for a hand in an empty picture, and for a letter in it."""
    from engines.media import Frame, Image

    chosen = next(one for one in spec.engines("sign_to_text") if one.is_available)
    translator = chosen.load()
    frame = Frame(Image(bytes(64 * 64 * 3), 64, 64), 0.0, is_still=True)
    try:
        read = [one.text for one in translator.translate([frame]) if one.is_final]
    finally:
        translator.close()
    return {"engine": chosen.title, "read": len(read)}


def camera() -> dict[str, Any]:
    """Name the camera that would be used; none is opened."""
    from engines.sources.camera import cameras

    found = cameras()
    return {"cameras": len(found), "default": found[0].title if found else ""}


PROBES = {
    probe.__name__: probe
    for probe in (qt, window, sound, speech, pictures, microphone, listening, signs, camera)
}

if __name__ == "__main__":
    network.install_if_inherited()
    print(json.dumps(PROBES[sys.argv[1]]()))
