"""Matrices as pictures: what they do to the plane and to space."""
