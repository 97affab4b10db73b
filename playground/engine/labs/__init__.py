"""Experiments that need no data: one file each."""
