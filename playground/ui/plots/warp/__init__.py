"""The space warp: sheets, samples, its player and its words."""
