"""Rows painted into a picture of their plane: tools, strokes, and what becomes of them."""
