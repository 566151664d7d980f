"""espeak-ng: small, quick, speaks English and Korean, and comes with Sori."""

from engines.spec import EngineSpec

SPEC = EngineSpec(
    id="espeak",
    task="text_to_speech",
    title="eSpeak NG",
    languages=("en", "ko"),
    needs=("espeakng_loader",),
    factory="engines.text_to_speech.espeak.speaker:EspeakSpeaker",
    preference=10,
)
