"""Curves over steps: metrics, several learners, races."""
