"""Finger spelling: ASL letters and digits, and the Korean finger alphabet; learned from drawn hands alone."""

from typing import TYPE_CHECKING, Any, Final

from engines.spec import EngineSpec

if TYPE_CHECKING:
    from engines.sign_to_text.fingerspelling.recognizer import shape_probabilities

__all__ = ["SPEC", "shape_probabilities"]

SPEC: Final = EngineSpec(
    id="fingerspelling",
    task="sign_to_text",
    title="Finger spelling",
    languages=("en", "ko"),
    needs=("numpy", "torch", "safetensors", "mediapipe", "cv2"),
    factory="engines.sign_to_text.fingerspelling.engine:FingerspellingTranslator",
    preference=10,
)


def __getattr__(name: str) -> Any:
    """Reach the public function without loading torch before it is wanted."""
    if name == "shape_probabilities":
        from engines.sign_to_text.fingerspelling.recognizer import shape_probabilities

        return shape_probabilities
    raise AttributeError(name)
