"""What is said of losses where they are drawn."""

FORMULAS = {
    "squared": "d²",
    "absolute": "|d|",
    "huber": "d²/2 near 0, straight beyond δ",
    "cross-entropy": "log(1 + exp(−m))",
    "binary-cross-entropy": "log(1 + exp(−m))",
    "hinge": "max(0, 1 − m)",
}
"""Every loss of an error d, or of a margin m."""

NOTES = {
    "squared": "Twice the error costs four times as much and pulls twice as hard: a single row "
    "that is far off can outweigh all others.",
    "absolute": "Every row pulls equally hard, however far off it is: outliers count as one row "
    "each. The price is a slope that jumps at 0.",
    "huber": "Squared near 0 and straight far out: smooth where it matters, and an outlier pulls "
    "no harder than delta.",
    "cross-entropy": "The surprise at the right class. A row that is confidently wrong costs in "
    "proportion to how far it is behind, and one that is right still pulls a little.",
    "binary-cross-entropy": "The surprise at a yes or no. A row that is confidently wrong costs in "
    "proportion to how far it is behind, and one that is right still pulls a little.",
    "hinge": "Asks for a margin of 1. Rows that have it cost nothing and pull no longer; the "
    "others all pull equally hard.",
}
"""One or two sentences on every loss."""

CLASS_NOTES = {
    "squared": "It punishes a margin that is too large as well: a row that is very sure and right "
    "still costs.",
    "absolute": "It punishes a margin that is too large as well as one that is too small.",
    "huber": "It punishes a margin that is too large as well as one that is too small.",
}
"""What is said instead where a loss of values is used on classes."""


def note(kind: str, target: str) -> str:
    """Return what is said of a loss on labels (``"class"``) or values."""
    told = CLASS_NOTES.get(kind) if target == "class" else None
    return told or NOTES.get(kind, "")


def share_words(share: float, few: int, rows: int) -> str:
    """Say how much of the loss the worst rows make.

    Examples
    --------
    >>> share_words(0.61, 18, 350)
    'The worst 18 of 350 training rows make 61 % of the loss.'
    """
    whose = "The worst row" if few == 1 else f"The worst {few}"
    verb = "makes" if few == 1 else "make"
    there = "1 training row" if rows == 1 else f"{rows} training rows"
    return f"{whose} of {there} {verb} {share * 100:.0f} % of the loss."
