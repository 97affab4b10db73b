"""The largest curvatures of the loss where the learner stands, and what they mean for its rate."""

from typing import Annotated, Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.core.settings import setting
from playground.engine.batches import Batch
from playground.engine.curvature.hessian import (
    KINKED_STEP,
    STEP,
    Spectrum,
    hessian_product,
    spectrum,
)
from playground.engine.curvature.log import CurvatureLog, Entry
from playground.engine.optimizer import Optimizer
from playground.engine.probe import Descends, Probe, Watched, member_of, network_of
from playground.engine.randomness import generator
from playground.engine.signals.excerpt import excerpt, rows_in
from playground.engine.training.rule_in_force import rate_of, rule_of, state_of
from playground.kernels.array import Array, to_host

KINKED = frozenset({"relu", "leaky-relu", "step"})

LEAST_ROWS, WORK = 64, 1_000_000
"""Rows at least, and rows times weights at most while there are more."""

COLD, WARM = 24, 8
"""Products at most for the first measurement, and for those that go on from one before."""

_logs: "WeakKeyDictionary[Any, dict[tuple[int, int, int], CurvatureLog]]" = WeakKeyDictionary()


class Curvature(Probe, frozen=True):
    """The largest curvatures of the loss where the learner stands, and what they mean for its rate.

    ``eigenvalues`` ``(k,)`` of the Hessian of the train loss, falling, without penalties, measured
    on ``sample`` (rows used, rows there are; evenly chosen, fewer for large networks);
    ``residual`` tells how far they are from settled. ``steering`` is the curvature that the rule
    goes by: the largest eigenvalue, or that of ``P^-1/2 H P^-1/2`` for rules that divide the
    gradient by P (``preconditioned`` says so; ``waits``: it has no P before its first step).
    ``limit`` is the highest rate that is stable there, NaN where there is none; ``rate`` the one
    in force, ``factor`` what the schedule has multiplied it by. Over time: ``steps`` ``(j,)`` at
    which it was measured, ``history``
    ``(j, k)``, ``limits``, ``rates``, ``steerings`` ``(j,)``. ``kinks`` is true where the network
    bends sharply: the Hessian is then that of the smooth piece it stands on. ``member`` is the
    member measured. Weights that are not finite leave ``diverged`` and what was measured before.
    """

    count: Annotated[int, setting("Eigenvalues", "How many are shown.", low=1, high=8)] = 3
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1
    rows: Annotated[
        int, setting("Rows", "Training rows it is measured on, at most.", low=1, high=100_000)
    ] = 512

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return eigenvalues and limits; nothing for a learner that does not descend."""
        if not isinstance(learner, Descends) or not learner.weights.layout.trainable:
            return {}
        member = member_of(learner, self.member)
        known = _logs.setdefault(learner, {})
        log = known.setdefault((self.count, member, self.rows), CurvatureLog())
        most = min(self.rows, max(LEAST_ROWS, WORK // learner.weights.layout.trainable))
        batch = excerpt(learner.whole, member, most)
        with np.errstate(all="ignore"):
            good = self._renew(learner, member, batch, log)
        found = {
            "member": np.array(member), "kinks": np.array(kinked(learner)),
            "sample": np.array([rows_in(batch), rows_in(learner.whole)]),
            **_told(log.until(learner.step_number)),
        }  # fmt: skip
        if not good:
            return found | {"diverged": np.array(True)}
        found["factor"] = np.array(rate_of(learner, member)[1])
        waits = log.steered is None and _rescales(learner, member)
        told = {"preconditioned": log.steered is not None, "waits": waits}
        return found | {name: np.array(value) for name, value in told.items()}

    def _renew(self, learner: Descends, member: int, batch: Batch, log: CurvatureLog) -> bool:
        """Measure where the learner stands, unless that was done; False where it has diverged."""
        flat = to_host(learner.weights.trained[member])
        if not np.isfinite(flat).all():
            return False
        entry = log.last
        same = log.at is not None and np.array_equal(flat, log.at)
        if entry is None or not same or entry.step != learner.step_number:
            entry = self._entry(learner, member, batch, log)
            if entry is None:
                return False
            log.at = flat.copy()
        base, factor = rate_of(learner, member)
        limit = None
        if log.steered is not None or not _rescales(learner, member):
            limit = rule_of(learner, member)[1].optimizer.stability_limit(entry.steering)
        entry = entry._replace(rate=base * factor, limit=np.nan if limit is None else limit)
        trail = learner.trail.steps
        log.add(entry, ahead=bool(len(trail)) and int(trail[-1]) > learner.step_number)
        return True

    def _entry(
        self, learner: Descends, member: int, batch: Batch, log: CurvatureLog
    ) -> Entry | None:
        found = _leading(learner, member, batch, self.count, log.vectors)
        if not np.isfinite(found.values).all():
            return None
        log.vectors, steering = found.vectors, float(found.values[0])
        divisor = None
        if _rescales(learner, member):
            rule, state = rule_of(learner, member)[1].optimizer, state_of(learner, member)
            divisor = rule.preconditioner(state, learner.step_number)
        if divisor is None:
            log.steered = None
        else:
            scale = 1 / np.sqrt(to_host(divisor)[0].astype(np.float64))
            steered = _leading(learner, member, batch, 1, log.steered, scale)
            log.steered, steering = steered.vectors, float(steered.values[0])
        nan = float("nan")
        return Entry(learner.step_number, found.values, steering, nan, nan, found.residual)


def _rescales(learner: Descends, member: int) -> bool:
    rule = type(rule_of(learner, member)[1].optimizer)
    return rule.preconditioner is not Optimizer.preconditioner


def _leading(
    learner: Descends, member: int, batch: Batch, count: int,
    known: Array | None, scale: Array | None = None,
) -> Spectrum:  # fmt: skip
    """Return the leading eigenpairs for one member, starting from those known before."""
    weights = learner.weights.part(slice(member, member + 1))
    count = min(count, weights.layout.trainable)
    draws = generator(0, "curvature", learner.step_number)
    guesses = draws.normal(size=(count + 1, weights.layout.trainable))
    if known is not None:
        guesses[: len(known)] = known
    step = KINKED_STEP if kinked(learner) else STEP
    product = hessian_product(learner.objective, weights, batch, scale, step)
    try:
        return spectrum(product, guesses, count, COLD if known is None else WARM)
    except np.linalg.LinAlgError:
        return Spectrum(np.full(count, np.nan), guesses[:count], np.inf)


def _told(entries: list[Entry]) -> dict[str, Array]:
    """Return the entries as arrays, the last of them also by itself."""
    if not entries:
        return {}
    now = entries[-1]
    return {
        "eigenvalues": now.values, "residual": np.array(now.residual),
        "steering": np.array(now.steering), "limit": np.array(now.limit),
        "rate": np.array(now.rate), "steps": np.array([e.step for e in entries]),
        "history": np.stack([e.values for e in entries]),
        "steerings": np.array([e.steering for e in entries]),
        "limits": np.array([e.limit for e in entries]),
        "rates": np.array([e.rate for e in entries]),
    }  # fmt: skip


def kinked(learner: Any) -> bool:
    """Say whether a network has activations that bend sharply."""
    network = network_of(learner)
    chosen = [
        getattr(node.layer, name, "")
        for node in (network.nodes if network is not None else ())
        for name in ("activation", "function")
    ]
    return not KINKED.isdisjoint(chosen)
