"""Silence: always there, so that nothing needs to ask whether there is a voice."""

from engines.spec import EngineSpec

SPEC = EngineSpec(
    id="silent",
    task="text_to_speech",
    title="Silence",
    languages=("en", "ko"),
    factory="engines.text_to_speech.silent.speaker:SilentSpeaker",
    preference=1000,
)
