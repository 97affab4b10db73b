"""What writes each kind of block, one file a family; the folder is read by itself."""
