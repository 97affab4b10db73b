"""Standalone Python scripts: what was learned, as source text that students can read."""
