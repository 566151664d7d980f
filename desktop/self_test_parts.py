"""Try one part of Sori on a small real input: `python -m desktop.self_test_parts NAME` prints JSON.

`desktop/self_test.py` runs these, each in a process of its own. A part returns what it found, raises
what is wrong, or raises `LeftOut` where this machine or this edition has nothing to try it on.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from engines import build, network, resource, spec
from engines.errors import EngineError
from engines.media import RATE_HZ, AudioChunk, Frame, Image
from engines.text_to_speech import Manner

_ORDERS: Final = "close window\nopen browser\npress enter"
_SAID: Final = "open browser"
_LETTERS: Final = "ABLVY"
"""Hands that hold these are told apart without doubt."""


class LeftOut(Exception):
    """There is nothing here to try this part on."""


class Wrong(Exception):
    """A part ran and gave the wrong answer."""


def describe() -> str:
    """Draw a screen and describe it: its buttons are found by name, its check box as checked."""
    describer = _first("image_description")
    try:
        found = next(one for one in describer.describe(_drawn_screen()) if one.is_final)
    finally:
        describer.close()
    named = {(one.role, one.label) for one in found.elements}
    _demand({("button", "Save"), ("button", "Cancel")} <= named, f"found {sorted(named)}")
    return f"{len(found.elements)} controls, {len(found.texts)} lines"


def _drawn_screen() -> Image:
    """Draw a question with two buttons, in the font that comes with Pillow."""
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

    picture = Pillow.new("RGB", (640, 320), "#f0f0f0")
    pen = ImageDraw.Draw(picture)
    pen.text((40, 40), "Keep the changes in this letter?", "black", ImageFont.load_default(28))
    pen.text((40, 110), "They are lost otherwise.", "black", ImageFont.load_default(20))
    for left, words in ((380, "Cancel"), (500, "Save")):
        pen.rounded_rectangle((left, 250, left + 100, 290), 5, "#fdfdfd", "#707070", 2)
        pen.text((left + 50, 270), words, "black", ImageFont.load_default(18), anchor="mm")
    return Image(picture.tobytes(), picture.width, picture.height)


def espeak() -> str:
    """Speak English and Korean into memory."""
    from engines.text_to_speech.espeak import SPEC

    return ", ".join(f"{language} {_spoken_seconds(SPEC, language):.1f} s" for language in ("en", "ko"))


def pyttsx3() -> str:
    """Speak through the system's voices, in the child process they need."""
    from engines.text_to_speech.pyttsx3 import SPEC

    return f"en {_spoken_seconds(SPEC, 'en'):.1f} s"


def _spoken_seconds(engine: spec.EngineSpec, language: str) -> float:
    speaker = engine.load()
    try:
        text = "안녕하세요. 소리입니다." if language == "ko" else "Sori turns text into sound."
        blocks = list(speaker.speak(text, Manner(language=language)))
    finally:
        speaker.close()
    samples = b"".join(block.samples for block in blocks)
    seconds = len(samples) / 2 / blocks[0].rate_hz if blocks else 0.0
    _demand(0.5 < seconds < 20 and any(samples), f"{seconds:.2f} s of speech")
    return seconds


def pocketsphinx() -> str:
    """Recognise a spoken order with a list of orders."""
    from engines.speech_to_text.pocketsphinx import SPEC

    return _recognised(SPEC, _ORDERS)


def vosk() -> str:
    """Recognise the same with Vosk, where a model's folder was given; else its library must at least load."""
    from engines.speech_to_text.vosk import SPEC

    folder = os.environ.get("SORI_SELF_TEST_VOSK", "")
    if not folder:
        # Its package imports srt, which we do not install.
        sys.modules.setdefault("srt", ModuleType("srt"))
        import vosk as library

        library.SetLogLevel(-1)
        raise LeftOut("the library loads; no model was given (--vosk FOLDER)")
    return _recognised(SPEC, _ORDERS, model=Path(folder))


def _recognised(engine: spec.EngineSpec, grammar: str, **options: Any) -> str:
    from engines.speech_to_text import Listening

    recognizer = engine.load(**options)
    try:
        heard = [
            one.text
            for one in recognizer.transcribe(_spoken_order(), Listening(language="en", grammar=grammar))
            if one.is_final
        ]
    finally:
        recognizer.close()
    _demand(heard == [_SAID], f"heard {heard} for {_SAID!r}")
    return f"heard “{heard[0]}”"


def _spoken_order() -> list[AudioChunk]:
    """Return the order, spoken by eSpeak NG, with silence around it."""
    import numpy as np
    import soxr  # type: ignore[import-untyped]  # it says nothing about its types

    from engines.text_to_speech.espeak import SPEC

    speaker = SPEC.load()
    try:
        blocks = list(speaker.speak(_SAID, Manner(rate_wpm=150, language="en")))
    finally:
        speaker.close()
    sound = np.frombuffer(b"".join(block.samples for block in blocks), np.int16)
    resampled = np.pad(soxr.resample(sound, blocks[0].rate_hz, RATE_HZ), RATE_HZ // 2)
    step = RATE_HZ // 10
    return [
        AudioChunk(resampled[start : start + step].tobytes(), start / RATE_HZ)
        for start in range(0, len(resampled), step)
    ]


def hands() -> str:
    """Look for hands in a picture without any, and read letters from hands that are made up."""
    _need_add_on()
    from engines.hands.finder import HandFinder
    from engines.sign_to_text.fingerspelling.recognizer import Recognizer

    with HandFinder(with_body=True) as finder:
        sight = finder.find(Frame(Image(bytes(160 * 120 * 3), 160, 120), 0.0, is_still=True))
    _demand(not sight.hands, "a hand in an empty picture")
    return f"no hand in an empty picture; made-up hands spell {_letters(Recognizer())}"


def _letters(recognizer: Any) -> str:
    from engines.hands.kinematics import pose_points, projected
    from engines.hands.shapes import shape

    read = ""
    for letter in _LETTERS:
        points = projected(pose_points(shape("asl-letters", letter)))
        rows = recognizer.probabilities(points, 1.0, "right", "asl-letters")
        read += recognizer.names("asl-letters")[int(rows[0].argmax())]
    _demand(read == _LETTERS, f"read {read!r} for {_LETTERS!r}")
    return read


def _need_add_on() -> None:
    # Its place follows from the user's home, which is another one here.
    if place := os.environ.get("SORI_SELF_TEST_ADD_ON", ""):
        sys.path.append(place)
    lacking = [name for name in ("torch", "mediapipe") if find_spec(name) is None]
    if lacking and build.this().edition == "core":
        raise LeftOut("the add-on that reads hands is not installed")


def media() -> str:
    """Write a short film and a piece of sound, and read them back."""
    from engines.sources.audio_files import audio_file
    from engines.sources.video_files import video_file

    with tempfile.TemporaryDirectory() as folder:
        film, sound = Path(folder, "film.mp4"), Path(folder, "sound.wav")
        _write_film(film)
        _write_sound(sound)
        frames = sum(1 for _frame in video_file(film))
        seconds = sum(chunk.seconds for chunk in audio_file(sound))
    _demand(frames >= 5 and 0.9 < seconds < 1.1, f"{frames} frames, {seconds:.2f} s of sound")
    return f"{frames} frames of H.264, {seconds:.1f} s of sound"


def _write_film(path: Path) -> None:
    import av
    import numpy as np

    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("h264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for number in range(10):
            picture = np.full((120, 160, 3), number * 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def _write_sound(path: Path) -> None:
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(2 * RATE_HZ))


def sound() -> str:
    """Load PortAudio and ask it for devices; there may be none."""
    import sounddevice

    version = str(sounddevice.get_portaudio_version()[1]).partition(",")[0]
    return f"{version}, {len(sounddevice.query_devices())} devices"


def words() -> str:
    """Find the Korean catalogue, the models and the licences that ship."""
    from engines import words as catalogue
    from engines.models import ModelStore

    catalogue.use("ko")
    _demand(catalogue._("Describe the screen") != "Describe the screen", "no Korean words")
    models = [folder.name for folder in resource.path("models").iterdir() if folder.is_dir()]
    _demand({"elements", "finger_reader", "line_reader"} <= set(models), f"models {models}")
    return f"Korean words, {len(models)} networks, {len(ModelStore().catalogue())} models to download"


def trust() -> str:
    """Check a signature as a release's is, and find the list of what Sori is made of."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import SigningKey

    from desktop import bundled

    key = SigningKey(bytes(range(32)))
    signed = key.sign(b"sori")
    _demand(key.verify_key.verify(signed) == b"sori", "a good signature was refused")
    try:
        key.verify_key.verify(b"SORI", signed.signature)
    except BadSignatureError:
        parts = bundled.parts()
    else:
        raise Wrong("a false signature was believed")
    unlicensed = [part.name for part in parts if not part.licence]
    # A source tree asks the installed packages, of which one or the other does not tell.
    is_known = not unlicensed or build.this().edition == "source"
    _demand(len(parts) > 20 and is_known, f"{len(parts)} parts; no licence of {', '.join(unlicensed)}")
    return f"signatures are checked; {len(parts)} parts with their licences"


def guard() -> str:
    """See that a connection to another machine is refused, in this process and in a child."""
    import socket

    network.install()
    try:
        # An address kept for documentation; nobody has it.
        socket.create_connection(("192.0.2.1", 9), timeout=2).close()
    except network.NetworkRefused:
        return "a connection is refused"
    except OSError as error:
        raise Wrong(f"the guard let a connection through: {error}") from error
    raise Wrong("the guard let a connection through")


def window() -> str:
    """Build the whole window without a screen, open each of its pages and draw it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.self_test_window import drawn_pages

    pages = drawn_pages()
    plain = [name for name, colours in pages.items() if colours < 20]
    _demand(len(pages) >= 5 and not plain, f"drawn {pages}")
    return ", ".join(pages)


def tree() -> str:
    """Start the window's executable on this screen and read its accessibility tree."""
    if (
        sys.platform != "linux"
        or not os.environ.get("DISPLAY")
        or not os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    ):
        raise LeftOut("no screen with a session bus")
    from desktop.self_test_window import tree_of_the_window

    names = tree_of_the_window()
    _demand("Describe screen" in names, f"{len(names)} names, among them {sorted(names)[:5]}")
    return f"{len(names)} named controls"


PARTS: Final[dict[str, Callable[[], str]]] = {
    part.__name__: part
    for part in (
        describe,
        espeak,
        pyttsx3,
        pocketsphinx,
        vosk,
        hands,
        media,
        sound,
        words,
        trust,
        guard,
        window,
        tree,
    )
}


def _first(task: str) -> Any:
    return next(one for one in spec.engines(task) if one.is_available).load()


def _demand(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Wrong(otherwise)


def run(name: str) -> int:
    """Try one part, print what it found as JSON, and return the exit code."""
    try:
        print(json.dumps({"is_left_out": False, "detail": PARTS[name]()}))
    except LeftOut as reason:
        print(json.dumps({"is_left_out": True, "detail": str(reason)}))
    except (Wrong, EngineError) as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    network.install_if_inherited()
    sys.exit(run(sys.argv[1]))
