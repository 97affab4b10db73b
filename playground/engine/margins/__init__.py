"""What support vector machines are made of: kernel rows, and the problems that they solve."""
