"""Principal components: how much each holds, what it is made of, what comes back."""
