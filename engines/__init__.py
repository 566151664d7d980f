"""What Sori can do, free of Qt: each folder turns one kind of data into another."""

import os

# ONNX Runtime 1.29 and later keep a number of this computer and report their use to their maker, from C++,
# where our guard sees nothing. Told so before it is loaded, it does neither. Children inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
