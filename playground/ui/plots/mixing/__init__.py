"""Pictures of mixtures: components as light and ellipses, and rows in blends of their colours."""
