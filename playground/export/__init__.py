"""What leaves the program: trained models as files that other tools read."""
