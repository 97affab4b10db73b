"""Test functions with balls on them."""
