"""Functions that standalone scripts are put together from: their source text is copied as it is.

Each uses NumPy, `math` and other functions of this folder, and nothing else. They are written to
be read by students, and no line is longer than 88 characters.
"""
