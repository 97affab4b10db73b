"""Initial weights, one file each."""
