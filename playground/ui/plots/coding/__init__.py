"""Codes of an autoencoder, and the pad that is drawn on."""
