"""Heads turn a network into a learner, one file each."""
