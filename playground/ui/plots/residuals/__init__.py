"""Charts of what a regression leaves unexplained."""
