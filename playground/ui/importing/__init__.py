"""Rows of one's own, brought into the window: painted, from a file, pasted or dropped."""
