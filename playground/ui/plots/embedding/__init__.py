"""Rows in few dimensions."""
