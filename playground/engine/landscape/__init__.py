"""The loss over planes of weight space, and paths through it."""
