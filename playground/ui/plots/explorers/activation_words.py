"""What is said of activation functions where they are drawn."""

import numpy as np

from playground.kernels.array import Array

SLOPES = {
    "linear": "1",
    "step": "0",
    "sigmoid": "y (1 − y)",
    "tanh": "1 − y²",
    "relu": "1 if x > 0 else 0",
    "leaky-relu": "1 if x > 0 else 0.01",
    "elu": "1 if x > 0 else y + 1",
    "gelu": "Φ(x) + x φ(x)",
    "silu": "σ(x) (1 + x (1 − σ(x)))",
    "softplus": "σ(x)",
    "softmax": "y (1 − y)",
}
"""The derivative of every activation, in terms of its input x or its output y."""

NOTES = {
    "linear": "Bends nothing: linear layers in a row are together one linear layer.",
    "step": "Yes or no. Its slope is 0 everywhere, so nothing can be learned through it by "
    "descent.",
    "sigmoid": "Squashes everything between 0 and 1. Its slope is at most 1/4: each such layer "
    "weakens the gradient, unless the weights make up for it.",
    "tanh": "Squashes everything between −1 and 1. In the middle its slope is 1; far out it is "
    "nearly 0, and a unit that lives there hardly learns.",
    "relu": "Lets positive numbers through and stops the rest. A unit that is negative for every "
    "row has no slope left and gets no gradient: it is dead.",
    "leaky-relu": "A ReLU that keeps a slope of 1/100 on the negative side, so no unit is ever "
    "cut off from its gradient.",
    "elu": "Straight above 0, sinking towards −1 below it: smooth, with some slope on the near "
    "negative side.",
    "gelu": "x times the chance that a standard normal number is below x: a smooth ReLU that dips "
    "to −0.17 before it fades, so it is not monotone.",
    "silu": "x times its sigmoid, also called swish: a smooth ReLU that dips to −0.28 before it "
    "fades, so it is not monotone.",
    "softplus": "A ReLU with its corner rounded off; its slope is the sigmoid.",
    "softmax": "Turns all scores of a row into shares that add up to 1. Drawn is the share of one "
    "score by how far it is ahead of the others together: exactly a sigmoid.",
}
"""One or two sentences on every activation."""

SQUASHING = ("sigmoid", "tanh", "softmax")


def stuck_words(name: str, flat: Array) -> str:
    """Say how many units live on a flat part of their function for every row.

    Parameters
    ----------
    flat
        Share of each unit's values on flat parts, ``(units,)``.

    Examples
    --------
    >>> stuck_words("relu", np.array([1.0, 0.2]))
    '1 of 2 units is dead: no row reaches its slope.'
    >>> stuck_words("tanh", np.array([0.5, 0.2]))
    'No unit of 2 is saturated on every row.'
    """
    count, units = int(np.count_nonzero(flat >= 1.0)), len(flat)
    if name == "step":
        return "All of it is flat: no gradient passes."
    state = "saturated" if name in SQUASHING else "dead"
    if not count:
        return f"No unit of {units} is {state} on every row."
    if name in SQUASHING:
        return f"{count} of {units} {'is' if count == 1 else 'are'} saturated on every row."
    whose = "its" if count == 1 else "their"
    return f"{count} of {units} units {'is' if count == 1 else 'are'} dead: " + (
        f"no row reaches {whose} slope."
    )
