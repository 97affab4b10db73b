"""Fuzzy search: the letters of what is typed, in order, wherever they stand best."""


def score(typed: str, text: str) -> float | None:
    """Return how well typed letters fit a text, higher is better, or None when they do not.

    Letters that follow each other or begin a word count more; shorter texts win ties.

    Examples
    --------
    >>> score("rf", "Random forest") > score("rf", "Perforated")
    True
    >>> score("xyz", "Random forest") is None
    True
    """
    typed, lower = typed.lower().replace(" ", ""), text.lower()
    starts = {i for i in range(len(lower)) if i == 0 or lower[i - 1] in " -_/.("}
    place, total = -1, 0.0
    for index, letter in enumerate(typed):
        near = lower.find(letter, place + 1)
        if near < 0:
            return None
        begins = next((i for i in sorted(starts) if i > place and lower[i] == letter), None)
        jumps = begins is not None and near != place + 1 and _holds(lower, begins, typed[index:])
        found = begins if begins is not None and jumps else near
        total += 3.0 if found == place + 1 else 2.0 if found in starts else 0.5
        place = found
    return total - 0.01 * len(text)


def _holds(text: str, start: int, letters: str) -> bool:
    """Say whether a text holds letters in order, from a place on."""
    for letter in letters:
        start = text.find(letter, start) + 1
        if not start:
            return False
    return True
