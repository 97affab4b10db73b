"""What can be believed: hypotheses, what they say of observations, and where belief starts."""
