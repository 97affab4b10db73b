"""Races that a fit can run, one file each."""
