"""What flows through the layers: which rows, how it is spread, where it stops."""
