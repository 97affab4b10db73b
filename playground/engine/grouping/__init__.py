"""What there is to see of groups of rows, on the plane of their data."""
