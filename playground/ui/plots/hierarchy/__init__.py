"""Dendrograms: trees of groups, the cut through them, and the strip of rows below."""
