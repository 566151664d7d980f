"""Signs the user taught from a few examples each; told apart by comparing landmarks, without training."""

from typing import Final

from engines.spec import EngineSpec

SPEC: Final = EngineSpec(
    id="taught",
    task="sign_to_text",
    title="Sori taught signs",
    languages=("en", "ko"),
    needs=("numpy", "mediapipe", "cv2"),
    factory="engines.sign_to_text.taught.engine:TaughtTranslator",
    preference=20,
)
