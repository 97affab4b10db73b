"""What models have in common whose answer is a weighted sum of features."""
