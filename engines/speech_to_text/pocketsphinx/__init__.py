"""PocketSphinx: English with no download; good with a grammar, weak for free speech."""

from typing import Final

from engines.spec import EngineSpec

SPEC: Final = EngineSpec(
    id="pocketsphinx",
    task="speech_to_text",
    title="PocketSphinx",
    languages=("en",),
    needs=("pocketsphinx", "onnxruntime", "silero_vad"),
    factory="engines.speech_to_text.pocketsphinx.recognizer:PocketsphinxRecognizer",
    preference=50,
)
