"""Text in rows and columns: how it is written, what it holds, and how it becomes numbers."""
