"""The inspector: settings of what is selected, generated from their annotations."""
