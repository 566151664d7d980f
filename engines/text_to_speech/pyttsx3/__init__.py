"""pyttsx3: the voices of the system, SAPI 5 on Windows and NSSpeech on macOS."""

import sys

from engines.spec import EngineSpec

SPEC = EngineSpec(
    id="pyttsx3",
    task="text_to_speech",
    title="pyttsx3",
    languages=("en", "ko"),
    # Elsewhere its driver speaks through espeak-ng, and we give it the one that comes with Sori.
    needs=("pyttsx3",) if sys.platform in ("win32", "darwin") else ("pyttsx3", "espeakng_loader"),
    factory="engines.text_to_speech.pyttsx3.speaker:Pyttsx3Speaker",
    preference=20,
)
