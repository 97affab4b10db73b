"""A training step in stages: the small network, its numbers and the arithmetic."""
