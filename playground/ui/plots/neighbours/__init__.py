"""Pictures of the rows nearest to a place, and of their votes."""
