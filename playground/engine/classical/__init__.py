"""Classical models, one file each; the folder is read by itself."""
