"""What boosting is made of: stages that mend what earlier ones got wrong."""
