"""Support vector machine."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.kernel_trick import Coef0, Degree, Gamma, KernelName, kernel_of, usual_gamma
from playground.engine.learner import State
from playground.engine.margins.gram import Gram, forget, gram_of
from playground.engine.margins.pairs import class_problems, shares, value_problems
from playground.engine.modelling.states import frozen
from playground.kernels import margins
from playground.kernels.array import Array, namespace
from playground.kernels.kernel_functions import Kernel, expansion

LONE = "there is one class only: nothing to tell apart"
EXACT = "stopped: rounding lets no pair of rows improve any further"


class SupportVectorMachine(Estimator, frozen=True):
    """Find the widest street between classes; only the rows at its kerb hold it in place.

    A kernel measures how alike two rows are, which bends the street. Values are learned with a
    tube around the curve: rows inside it cost nothing. More than two classes are told apart pair
    by pair, and the pairs vote.

    A step moves pairs of multipliers: each row has one, its pull on the boundary, between 0 and C.

    References
    ----------
    Cortes and Vapnik (1995), "Support-vector networks", doi:10.1007/BF00994018; Drucker et al.
    (1996), "Support vector regression machines".
    """

    rank: ClassVar[int] = 35
    also_called: ClassVar[tuple[str, ...]] = ("SVM", "SVC", "SVR", "kernel machine")
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("margin", "lifted")

    kernel: Annotated[
        KernelName,
        setting("Kernel", "How alike two rows are: linear keeps the boundary straight, polynomial "
                "and RBF bend it."),
    ] = "rbf"  # fmt: skip
    c: Annotated[
        float,
        setting("C", "What a row on the wrong side of its margin costs, and the most that a row "
                "may pull. Small: a wide, calm street. Large: few mistakes in training.",
                low=1e-3, high=1e5, scale="log"),
    ] = 1.0  # fmt: skip
    gamma: Gamma = None
    degree: Degree = 3
    coef0: Coef0 = 1.0
    epsilon: Annotated[
        float, setting("Tube", "For values: errors up to this cost nothing, in the units it learns "
                       "in.", low=0.0, high=1e6),
    ] = 0.1  # fmt: skip
    tolerance: Annotated[
        float, setting("Tolerance", "It is done when no two rows disagree by more than this.",
                       low=1e-8, high=0.1, scale="log", section="Solver"),
    ] = 1e-3  # fmt: skip
    updates: Annotated[
        int, setting("Pairs per step", "Pairs of rows that are moved in one visible step, in "
                     "each problem.", low=1, high=100_000, scale="log", section="Solver",
                     tunable=True),
    ] = 8  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return the state before the first pair moves: no row pulls."""
        values = examples.target == "value"
        problems = (
            value_problems(examples, self.c, self.epsilon)
            if values
            else class_problems(examples, self.c)
        )
        xp = namespace(examples.x)
        count, width = len(problems.first), examples.x.shape[1]
        state: State = {
            "signed": xp.zeros_like(problems.first),
            "errors": problems.first.copy(),
            "first": frozen(problems.first),
            "lower": frozen(problems.lower),
            "upper": frozen(problems.upper),
            "pairs": frozen(problems.pairs),
            "rows": frozen(examples.x.copy()),
            "labels": frozen(examples.y.copy()),
            "classes": 0 if values else examples.outputs,
            "gamma": self._gamma(examples.x),
            "bias": xp.zeros(count),
            "weights": xp.zeros((count if self.kernel == "linear" else 0, width)),
            "violation": np.inf,
            "moved": 0,
            "finished": "" if count else LONE,
        }
        self._settle(state)
        return state

    def advance(self, state: State, examples: Examples) -> float:
        """Move some pairs in every problem; returns the primal objective for each row and C."""
        gram = self._gram(state, examples)
        unfinished = 0
        for p in range(len(state["signed"])):
            moved = margins.pair_updates(
                state["signed"][p], state["errors"][p], state["lower"][p], state["upper"][p],
                gram.row, gram.diagonal, self.tolerance, self.updates,
            )  # fmt: skip
            state["moved"] += moved
            unfinished += moved == self.updates
        self._settle(state)
        if not bool(namespace(examples.x).isfinite(state["errors"]).all()):
            state["finished"] = "diverged: the products of rows are too large to be added up"
        elif not unfinished:
            done = state["violation"] <= self.tolerance
            state["finished"] = self._optimum() if done else EXACT
        if state["finished"]:
            forget(examples)
        return self._objectives(state)[0] / (self.c * len(examples))

    def decide(self, state: State, x: Array) -> Array:
        """Return shares ``(k, classes)`` or values ``(k, outputs)`` at rows ``(k, d)``."""
        decision = self.decision(state, x)
        if not state["classes"]:
            return decision
        if not len(state["pairs"]):
            xp = namespace(x)
            told: Array = xp.zeros((len(x), state["classes"]))
            told[:, state["labels"][0]] = 1.0
            return told
        return shares(decision, state["pairs"], state["classes"])

    def decision(self, state: State, x: Array) -> Array:
        """Return the decision value of every problem ``(k, problems)`` at rows ``(k, d)``."""
        if len(state["weights"]):
            straight: Array = x @ state["weights"].T + state["bias"]
            return straight
        pull = state["signed"].sum(axis=1)
        held = namespace(pull).flatnonzero((pull != 0).any(axis=0))
        kernel = self.kernel_function(state)
        summed = expansion(kernel, x, state["rows"][held], pull[:, held])
        bent: Array = summed + state["bias"]
        return bent

    def kernel_function(self, state: State) -> Kernel:
        """Return the kernel with its settings filled in."""
        return kernel_of(self.kernel, state["gamma"], self.degree, self.coef0)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the number of support vectors, both objectives, and the worst disagreement."""
        primal, dual = self._objectives(state)
        pull = (state["signed"] != 0).any(axis=(0, 1))
        violation = state["violation"]
        return {
            "support_vectors": float(pull.sum()),
            "primal_objective": primal,
            "dual_objective": dual,
            "violation": float(violation),
        }

    def parameters(self, state: State) -> int:
        """Return one multiplier for each row of each problem, and a bias; weights if linear."""
        if len(state["weights"]):
            return int(state["weights"].size + state["bias"].size)
        taking_part = state["upper"] > state["lower"]
        return int(taking_part.any(axis=1).sum()) + int(state["bias"].size)

    def _gamma(self, x: Array) -> float:
        if self.gamma is not None:
            return self.gamma
        return usual_gamma(x)

    def _gram(self, state: State, examples: Examples) -> Gram:
        key = (self.kernel, state["gamma"], self.degree, self.coef0)
        gamma = state["gamma"] if self.kernel == "rbf" else None
        kernel = self.kernel_function(state)
        return gram_of(examples, key, lambda: Gram(examples.x, kernel, gamma))

    def _settle(self, state: State) -> None:
        """Work out what follows from the multipliers: biases, weights, the worst disagreement."""
        worst = [0.0]
        for p in range(len(state["signed"])):
            parts = [state[name][p] for name in ("signed", "errors", "lower", "upper")]
            state["bias"][p] = margins.bias(*parts)
            worst.append(margins.violation(*parts))
        state["violation"] = max(worst)
        if len(state["weights"]):
            state["weights"][:] = state["signed"].sum(axis=1) @ state["rows"]

    def _objectives(self, state: State) -> tuple[float, float]:
        """Return primal and dual objective, summed over the problems."""
        found = [
            margins.objectives(
                state["signed"][p], state["errors"][p], state["first"][p], state["lower"][p],
                state["upper"][p], float(state["bias"][p]),
            )
            for p in range(len(state["signed"]))
        ]  # fmt: skip
        return sum(one for one, _ in found), sum(two for _, two in found)

    def _optimum(self) -> str:
        return f"no two rows disagree by more than {self.tolerance:g}: this is the optimum"
