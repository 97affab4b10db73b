"""Pictures of what a learner decides over a plane of its inputs."""
