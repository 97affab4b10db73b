"""Pictures of rows without labels: which of them a learner puts together."""
