"""Trees as plain arrays: growing many at once, asking them, pruning and drawing them."""
