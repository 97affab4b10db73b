"""Vocabulary that every other room shares: blocks, settings, shapes, the registry."""
