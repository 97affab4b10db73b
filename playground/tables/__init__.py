"""Tables of one's own: their columns, where they are kept, and the files they are read from."""
