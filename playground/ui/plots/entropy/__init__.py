"""Pictures of distributions that are looked for."""
