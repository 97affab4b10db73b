"""Models that put rows into groups: one file each."""
