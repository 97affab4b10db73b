"""What weights can be asked to minimise, one file each."""
