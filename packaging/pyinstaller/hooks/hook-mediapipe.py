"""Of MediaPipe the models and graphs of hands and of the body; faces and objects stay out."""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

PARTS = ("hand_landmark", "palm_detection", "pose_detection", "pose_landmark")
datas = collect_data_files(
    "mediapipe",
    includes=[f"modules/{part}/*.{kind}" for part in PARTS for kind in ("tflite", "binarypb", "txt")],
)
binaries = collect_dynamic_libs("mediapipe")
hiddenimports = ["mediapipe.python._framework_bindings", "google.protobuf"]
excludedimports = ["jax", "jaxlib", "matplotlib", "tensorflow", "mediapipe.tasks"]
