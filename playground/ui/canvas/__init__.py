"""The canvas: a view of the project's blocks and wires that edits it only through the bridge."""
