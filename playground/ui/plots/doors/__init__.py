"""Pictures of the game of the prize behind a door."""
