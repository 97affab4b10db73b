"""Transforms fitted on the training part, one file each."""
