"""Learners that take visible steps of their own: classical models and ensembles."""
