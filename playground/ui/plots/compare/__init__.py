"""Pictures of many learners side by side."""
