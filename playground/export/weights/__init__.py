"""The numbers alone: arrays by name, written and read back to the last bit."""
