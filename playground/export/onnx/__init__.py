"""ONNX files: a graph of plain operations that takes raw features and answers like the program."""
