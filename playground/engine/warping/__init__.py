"""How a network bends space, layer by layer and in between."""
