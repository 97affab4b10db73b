"""The perceptron: one correction for each mistake, until there is none left."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Target
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.kernels.array import Array, namespace
from playground.kernels.least_squares import linear_map
from playground.kernels.logistic import probabilities
from playground.kernels.perceptron import correct, margins


class Perceptron(Estimator, frozen=True):
    """A single threshold unit: each mistake tilts its straight line a little.

    It looks at one row after another and moves only when it is wrong. Where a straight line can
    part the classes it comes to rest after finitely many corrections; elsewhere it never does.
    It knows sides, not probabilities: what is shown grows with the distance from the line.

    Rosenblatt (1958), doi:10.1037/h0042519; pocket: Gallant (1990), doi:10.1109/72.80230.
    """

    targets: ClassVar[tuple[Target, ...]] = ("class",)
    shows: ClassVar[tuple[str, ...]] = ("coefficients",)
    rank: ClassVar[int] = 50
    also_called: ClassVar[tuple[str, ...]] = ("Rosenblatt", "pocket")

    step: Annotated[
        Literal["one update", "one pass"],
        setting("A step is", "One correction, or one look at every row.", tunable=True),
    ] = "one update"
    pocket: Annotated[
        bool,
        setting("Pocket", "Answer with the best weights met so far instead of the latest."),
    ] = False
    classes: Annotated[
        Literal["together", "one-vs-rest"],
        setting("Several classes", "With more than two: all compete, or each is told from the "
                "rest."),
    ] = "together"  # fmt: skip
    updates: Annotated[
        int,
        setting("Updates", "It gives up after so many corrections.", low=1, high=1_000_000,
                scale="log", section="Ending", tunable=True),
    ] = 1000  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return weights of zero, before the first row."""
        xp, d = namespace(examples.x), examples.x.shape[1]
        columns = 1 if examples.outputs == 2 else examples.outputs
        machines = columns if self.classes == "one-vs-rest" else 1
        return {
            "weights": xp.zeros((columns, d)),
            "bias": xp.zeros(columns),
            "running": xp.zeros((columns, d + 1)),
            "next": np.zeros(machines, np.int64),
            "updates": 0,
            "mistakes": len(examples),
            "fewest": len(examples) + 1,
            "finished": "",
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Correct the next mistake, or those of one pass; returns the share of wrong rows."""
        xp = namespace(examples.x)
        rows = xp.concatenate([examples.x, xp.ones((len(examples), 1))], axis=1)
        together = self._together(state)
        for machine in range(len(state["next"])):
            while self._correct_next(state, rows, examples.y, machine, together):
                if self.step == "one update" or not state["next"][machine]:
                    break
        self._conclude(state, rows, examples.y, together)
        return float(state["mistakes"]) / len(examples)

    def _correct_next(
        self, state: State, rows: Array, labels: Array, machine: int, together: bool
    ) -> bool:
        """Correct the next mistake of a machine; says whether there was one it might correct."""
        if state["updates"] >= self.updates:
            return False
        start = int(state["next"][machine])
        found = _mistake(state, rows[start:], labels[start:], machine, together)
        if found is None and (start == 0 or self.step == "one pass"):
            state["next"][machine] = 0
            return False
        if found is None:
            start = 0
            found = _mistake(state, rows, labels, machine, together)
            if found is None:
                return False
        row = start + found
        correct(state["running"], rows[row], int(labels[row]), machine, together)
        state["updates"] += 1
        state["next"][machine] = (row + 1) % len(rows)
        return True

    def _conclude(self, state: State, rows: Array, labels: Array, together: bool) -> None:
        """Count the mistakes, keep the weights that answer, and see whether it is at rest."""
        running, xp = state["running"], namespace(rows)
        right = margins(rows, labels, running, together) > 0
        state["mistakes"] = int((~right.all(axis=1)).sum())
        wrong = int((_chosen(running[:, :-1], running[:, -1], rows[:, :-1]) != labels).sum())
        if not self.pocket or wrong < state["fewest"]:
            state["weights"], state["bias"] = running[:, :-1].copy(), running[:, -1].copy()
            state["fewest"] = wrong
        if not bool(xp.isfinite(running).all()):
            state["finished"] = "diverged: standardise the features"
        elif state["mistakes"] == 0:
            state["finished"] = f"at rest after {state['updates']} corrections: no row is wrong"
        elif state["updates"] >= self.updates:
            state["finished"] = (
                f"gave up after {state['updates']} corrections: it may be that no straight line "
                "parts the classes"
            )

    def decide(self, state: State, x: Array) -> Array:
        """Return shares ``(k, classes)`` that grow with the distance from the line."""
        xp = namespace(x)
        length = float(xp.sqrt((state["weights"] ** 2).sum(axis=1)).max()) or 1.0
        distance = linear_map(x, state["weights"] / length, state["bias"] / length)
        if distance.shape[1] > 1:
            return probabilities(distance, "softmax")
        lean = 0.5 * distance / (1.0 + abs(distance))
        shares: Array = xp.concatenate([0.5 - lean, 0.5 + lean], axis=1)
        return shares

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the corrections made, and the training rows that are wrong now."""
        return {"updates": float(state["updates"]), "mistakes": float(state["mistakes"])}

    def parameters(self, state: State) -> int:
        """Return the number of weights and biases."""
        return int(state["running"].size)

    def _together(self, state: State) -> bool:
        return len(state["bias"]) > 1 and self.classes == "together"


def _mistake(
    state: State, rows: Array, labels: Array, machine: int, together: bool
) -> int | None:
    """Return the number of the first row that a machine gets wrong, or None."""
    if together:
        wrong = margins(rows, labels, state["running"], True)[:, 0] <= 0
    else:
        wrong = margins(rows, labels, state["running"])[:, machine] <= 0
    return int(wrong.argmax()) if bool(wrong.any()) else None


def _chosen(weights: Array, bias: Array, x: Array) -> Array:
    """Return the class chosen at each row."""
    scores = linear_map(x, weights, bias)
    picked: Array = (scores[:, 0] > 0).astype(int) if len(bias) == 1 else scores.argmax(axis=1)
    return picked
