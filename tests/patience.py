"""How long tests wait, on machines of any speed, for what is to come."""

PATIENCE = 120.0
"""Seconds after which a test says that what it waits for does not come."""
