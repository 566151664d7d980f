"""Vosk: speech in many languages by a model that is fetched once; streaming, with little work."""

from typing import Final

from engines.spec import EngineSpec

SPEC: Final = EngineSpec(
    id="vosk",
    task="speech_to_text",
    title="Vosk",
    languages=("en", "ko"),
    needs=("vosk", "onnxruntime", "silero_vad"),
    factory="engines.speech_to_text.vosk.recognizer:VoskRecognizer",
    preference=10,
)
