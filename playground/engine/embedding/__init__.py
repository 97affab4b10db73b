"""Models that lay rows out in fewer dimensions: one file each."""
