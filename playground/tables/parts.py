"""The parts of a data set, as people write them: which rows train, which are kept for later."""

from collections.abc import Iterable

PARTS = ("train", "validation", "test")
"""What they are called; the beginnings of other words count too."""

_BEGINNINGS = {"tr": 0, "va": 1, "de": 1, "te": 2}
_USUAL = {"train", "training", "valid", "validation", "val", "dev", "test", "testing"}


def part_of(word: str) -> int | None:
    """Return the number of the part that a word means; None for none.

    Examples
    --------
    >>> part_of("Training"), part_of("dev"), part_of("test set"), part_of("cat")
    (0, 1, 2, None)
    """
    return _BEGINNINGS.get(word.strip().lower()[:2])


def tell_parts(words: Iterable[str]) -> bool:
    """Say whether words can mean nothing but parts, those that train among them and others.

    Examples
    --------
    >>> tell_parts(["train", "test"]), tell_parts(["train"]), tell_parts(["train", "tram"])
    (True, False, False)
    """
    found = {word.strip().lower() for word in words}
    return found <= _USUAL and 0 in map(part_of, found) and len(set(map(part_of, found))) > 1
