"""Trees of groups: what joins what and how high, and the cut that makes groups of them."""
