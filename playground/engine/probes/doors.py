"""The last game of a prize behind doors, the wins so far, and Bayes' rule for it."""

import numpy as np

from playground.engine.labs.monty_hall import MontyHall
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.probe import Probe, Watched
from playground.kernels.array import Array
from playground.kernels.doors import opening_chances


class Doors(Probe, frozen=True):
    """The last game of a prize behind doors, the wins so far, and Bayes' rule for it.

    ``prize``, ``chosen`` and ``taken`` are doors of the last game (-1 before the first),
    ``opened`` ``(doors,)`` says which the host opened, ``void`` whether the prize was shown.
    ``played``, ``void_games``, ``stay`` and ``switch`` are counts. ``exact`` ``(3,)`` holds the
    chances of staying, switching and a void game, ``intervals`` ``(2, 2)`` where the first two lie
    by 99.99 % intervals. ``opening`` ``(3,)`` is how likely the host opens just these doors with
    the prize behind the door chosen, another left shut, one opened. ``times`` ``(t,)``, counting
    games that are not void, and ``shares`` ``(t, 2)`` tell how the shares have run.
    """

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the last game and the counts; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, LabLearner) or not isinstance(block, MontyHall):
            return {}
        state = learner.state
        void = state["prize"] >= 0 and bool(state["opened"][state["prize"]])
        told = {name: state[name] for name in ("prize", "chosen", "taken", "opened", "played")}
        counts = {name: state[name] for name in ("stay", "switch")}
        found = told | counts | {
            "void": void,
            "void_games": state["void"],
            "knows": block.knows,
            "doors": block.doors,
            "opens": block.opens,
            "door": block.door,
            "exact": block.exact(),
            "intervals": [block.interval(state, wins) for wins in ("stay", "switch")],
            "opening": opening_chances(block.doors, block.opens, block.knows),
            "times": state["times"],
            "shares": state["shares"],
        }  # fmt: skip
        return {name: np.asarray(value) for name, value in found.items()}
