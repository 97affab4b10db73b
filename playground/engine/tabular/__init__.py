"""Columns of a table as features and a target: roles, missing entries, one-hot encoding."""
