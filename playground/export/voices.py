"""How much each part of an ensemble counts in a file."""

from collections.abc import Sequence

import numpy as np

from playground.export.error import ExportError
from playground.export.subject import Subject
from playground.kernels.array import Array


def counts(parts: Sequence[Subject], say: Array) -> Array:
    """Return how much each part counts ``(parts,)``: they add up to 1, and 0 is left out.

    One that has diverged abstains, as it does in the program (`weighed`).

    Raises
    ------
    ExportError
        If there is nobody left to ask.
    """
    sound = np.array([bool(np.isfinite(part.answers(part.rows())).all()) for part in parts])
    if not sound.any():
        raise ExportError("none of its parts has an answer: reset it and train again")
    heard = np.where(sound, np.maximum(say, 0.0), 0.0)
    if not heard.any():
        heard = sound.astype(float)
    shares: Array = heard / heard.sum()
    return shares
