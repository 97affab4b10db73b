"""Pictures of normal distributions, and of Bayes' rule."""
