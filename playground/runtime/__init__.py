"""Joins document and engine: compiling, the worker process, its messages and history."""
