"""Activations and losses as functions, and where a network's values lie on them."""
