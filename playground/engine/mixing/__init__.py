"""Mixtures of normal distributions: how they begin, how they are held up, and how many suit."""
