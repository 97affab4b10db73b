"""Pictures of rows that keep neighbours together: affinities, first places, what is kept."""
