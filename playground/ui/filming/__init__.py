"""Pictures and films of panels, the canvas and the window, of a run of their own."""
