"""Fewer dimensions: what reduces a learner's features, and how its rows lie there."""
