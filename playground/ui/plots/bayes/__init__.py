"""Pictures of Bayes' rule at work."""
