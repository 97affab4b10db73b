"""Confusions, and curves over all thresholds."""
