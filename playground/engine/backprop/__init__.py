"""One training step taken apart, and the computation as a graph of numbers."""
