"""Numbers of things, in words."""


def counted(count: int, one: str, several: str) -> str:
    """Return how many there are of something.

    Examples
    --------
    >>> counted(1, "row is", "rows are"), counted(2000, "row is", "rows are")
    ('1 row is', '2,000 rows are')
    """
    return f"{count:,} {one if count == 1 else several}"
