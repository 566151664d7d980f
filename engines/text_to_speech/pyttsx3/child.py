"""The child process in which pyttsx3 lives: it reads requests and writes answers, a JSON object a line.

`{"do": "voices"}` is answered by `{"voices": [[id, title, [language, …]], …]}`, and `{"do": "save",
"text": …, "language": …, "voice": …, "rate": …, "volume": …, "file": …}` by `{}` once the file is
whole. `{"error": "no-voice"}` means that no voice speaks the language, `"no-such-voice"`
that there is none of that name; any other error is a failure.
The process ends when its input does.
"""

import ctypes
import json
import os
import signal
import sys
from typing import Any, Final, TextIO

from engines import network

_BY_PLATFORM: Final = {"win32": "sapi5", "darwin": "nsss"}


def main() -> None:
    """Answer requests until there are no more."""
    # Ctrl+C in a terminal reaches every process there; when to end is the other side's to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    network.install_if_inherited()
    answers = _private_output()
    for line in sys.stdin:
        try:
            answer = _answer(json.loads(line))
        except Exception as error:  # whatever the driver does, the other side must hear of it
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _private_output() -> TextIO:
    """Take standard output for the answers alone, because pyttsx3 prints what it likes to it."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    sys.stdout = os.fdopen(nowhere, "w", encoding="utf-8")
    return answers


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    engine = _fresh_engine()
    voices = _voices(engine)
    if request["do"] == "voices":
        return {"voices": voices}
    if request["voice"] and voices and request["voice"] not in (voice[0] for voice in voices):
        return {"error": "no-such-voice"}
    voice = _fitting(voices, request["language"], request["voice"], str(engine.getProperty("voice")))
    if voice is None:
        return {"error": "no-voice"}
    if voice:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", request["rate"])
    engine.setProperty("volume", request["volume"])
    engine.save_to_file(request["text"], request["file"])
    engine.runAndWait()
    return {}


def _fresh_engine() -> Any:
    """Return a new engine: a used one repeats its last text, or writes the next one into the last file.

    `pyttsx3.init` would return the used one again.
    """
    driver = _BY_PLATFORM.get(sys.platform, "espeak")
    if driver == "espeak":
        _offer_library()
    from pyttsx3.engine import Engine

    return Engine(driver)


def _offer_library() -> None:
    """Load the espeak-ng that comes with Sori, so that the driver finds it under its usual name.

    Without the path of its data the C library would end the process by exit().
    """
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _voices(engine: Any) -> list[tuple[str, str, list[str]]]:
    """Return id, title and language tags of each voice; nothing if the driver chokes on one of them."""
    try:
        known = engine.getProperty("voices")
    except Exception:  # the SAPI driver cannot read some voices' languages, and raises whatever comes
        return []
    return [(str(voice.id), str(voice.name), [_tag(one) for one in voice.languages]) for voice in known]


def _tag(language: object) -> str:
    text = language.decode("ascii", "replace") if isinstance(language, bytes) else str(language)
    return text.strip("\0\x02\x05 ").replace("_", "-")


def _fitting(voices: list[tuple[str, str, list[str]]], language: str, asked: str, default: str) -> str | None:
    """Return the voice for a language: the one asked for, else the system's, else the first that speaks it.

    Empty means that nothing need be changed; None that Hangul would have to be spelled out.
    """
    speaks = {voice: _languages(tags) for voice, _, tags in voices}
    if asked in speaks and ("ko" in speaks[asked]) == (language == "ko"):
        return asked
    own = [voice for voice in speaks if language in speaks[voice]]
    if default in own:
        return ""
    american = [voice for voice, _, tags in voices if "en-us" in map(str.lower, tags)]
    best = american if language == "en" else []
    return next(iter(best + own), None if language == "ko" else "")


def _languages(tags: list[str]) -> set[str]:
    return {tag.lower().partition("-")[0] for tag in tags}


if __name__ == "__main__":
    main()
