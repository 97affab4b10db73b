"""Committees, learners made of other learners: their votes, copies, and what stacks them."""
