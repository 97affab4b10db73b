"""Learning without gradients: a population of networks under mutation and selection."""
