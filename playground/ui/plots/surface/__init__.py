"""Loss surfaces: from above, in space, along a line, and the paths on them."""
