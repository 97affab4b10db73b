"""Learning rates and curvature."""
