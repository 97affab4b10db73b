"""Rows of a data set as a table that can be read, sorted and edited."""
