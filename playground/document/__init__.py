"""What the user built: an immutable project and the pure functions that edit it."""
