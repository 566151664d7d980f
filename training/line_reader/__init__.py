"""Train the reader of lines: Latin, digits, signs and Hangul, on lines that are rendered here.

    python -m training.line_reader

A separate process renders lines into shards in the training cache while the network learns from
them. Needs torch, fontTools, onnx, and Debian's apt-get for strings and fonts.
"""
