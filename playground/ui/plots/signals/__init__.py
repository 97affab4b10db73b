"""How signals flow through layers: heat maps, lanes and ridges."""
