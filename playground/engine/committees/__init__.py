"""Committees, learners that are made of other learners: their votes, their copies, and what stacks them."""
