"""Pictures of how far probabilities can be believed."""
