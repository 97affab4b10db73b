"""How far rows are from their neighbours, in order: what epsilon is chosen by."""
