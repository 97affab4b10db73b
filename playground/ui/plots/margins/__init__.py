"""Pictures of support vector machines: the street between classes, and the lifted plane."""
