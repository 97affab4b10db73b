"""What an ensemble is made of: learners that are there, and the way to make copies of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.engine.data import Data
from playground.engine.learner import Learner

Factory: TypeAlias = Callable[[Data, int], Learner]
"""Makes a learner at step 0, transforms fitted anew, of rows as a data set gives them and a seed.

The rows may be some of the data set's (``data.train`` says which, repeats allowed), may have some
of its features only, and weights (``data.weight``).
"""


@dataclass(frozen=True)
class Part:
    """A learner that is wired into an ensemble.

    Attributes
    ----------
    id, title
        Its block, and what people call it.
    new
        Makes copies that learn on their own.
    learner
        The learner itself, which learns beside the ensemble.
    weighs
        Whether copies heed the weights of rows.
    kept
        Whether nobody but the ensemble steps and captures the learner.
    """

    id: str
    title: str
    new: Factory
    learner: Learner
    weighs: bool = False
    kept: bool = False
