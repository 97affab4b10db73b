"""Pictures of curves that are looked for, and of beads that roll along them."""
