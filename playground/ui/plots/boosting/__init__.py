"""Pictures of boosting: planes with weighed points, and a bar of stages."""
