"""Codes of an autoencoder: its narrowest layer, and the way on from there."""
