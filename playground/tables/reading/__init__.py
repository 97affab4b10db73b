"""One file a format that tables are read from."""
