"""Learning itself: stateful, headless, free of Qt."""
