"""Describes screens by reading their text and finding their controls; works with no download."""

from engines.spec import EngineSpec

SPEC = EngineSpec(
    id="screen",
    task="image_description",
    title="Sori screen reader eyes",
    languages=("en", "ko"),
    needs=("numpy", "cv2", "onnxruntime", "rapidocr"),
    factory="engines.image_description.screen.engine:ScreenDescriber",
    preference=10,
)
