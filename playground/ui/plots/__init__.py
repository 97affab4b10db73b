"""Shared painting of panels: fields, points, curves, axes, all in the theme's tokens."""
