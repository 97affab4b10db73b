"""How weights are learned: steps, plans, endings, and where a learner has been."""
