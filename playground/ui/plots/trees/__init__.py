"""Trees drawn as trees."""
