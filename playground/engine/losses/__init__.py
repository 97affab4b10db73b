"""Losses of the fit head, one file each."""
