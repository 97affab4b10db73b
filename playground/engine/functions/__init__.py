"""Test functions: formulas that are read, and what goes down them."""
