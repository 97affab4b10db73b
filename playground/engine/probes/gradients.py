"""How strong gradients, updates and weights are in every layer, step by step."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.normaliser import Normaliser
from playground.engine.probe import Descends, Probe, Watched, member_of, network_of
from playground.engine.signals.idle_units import Idle, idle_units
from playground.engine.signals.verdict import Flow, judge
from playground.engine.training.trail import Trail
from playground.engine.weights import Layout
from playground.kernels.array import Array


class Gradients(Probe, frozen=True):
    """How strong gradients, updates and weights are in every layer, step by step.

    Arrays, of one member: ``blocks`` (names, from the input to the loss), ``layers`` (True where a
    block has a weight matrix, False for norms' scales), ``steps`` ``(k,)``; Euclidean norms
    ``gradient``, ``update`` and ``weight`` ``(k, blocks)``, the gradient with its penalty, as the
    optimizer got it; ``parameters`` (``"block.name"``) with the ``parameter gradient`` of the
    newest step; ``bent`` (blocks with an activation), ``bent layers`` (the
    block with weights at or before each), ``functions``, ``units``, ``dead``,
    ``saturated``; ``verdict`` (its kind and its text). Nothing for a learner that does not descend.
    """

    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return norms up to the step where the learner stands, idle units now, and a verdict."""
        if not isinstance(learner, Descends):
            return {}
        member = member_of(learner, self.member)
        trail = learner.trail.until(learner.step_number)
        norms = {name: values[:, member] for name, values in trail.norms.items()}
        idle = idle_units(learner, member)
        layout = learner.weights.layout
        matrices = {e.block for e in layout.entries if e.name == "weight"}
        layers = np.array([block in matrices for block in trail.blocks], bool)
        if not layers.any():
            layers[:] = True
        verdict = judge(_flow(learner, trail, norms["gradient"], layers, member, idle))
        return (
            {"blocks": np.array(trail.blocks, str), "layers": layers, "steps": trail.steps}
            | norms
            | _parameters(trail, layout, member)
            | _idle(idle)
            | {"verdict": np.array([verdict.kind, verdict.text]), "member": np.array([member])}
        )


def _flow(
    learner: Descends, trail: Trail, gradient: Array, layers: Array, member: int,
    idle: tuple[Idle, ...],
) -> Flow:  # fmt: skip
    baselines = getattr(getattr(learner, "evaluation", None), "baselines", {})
    network = network_of(learner)
    nodes = network.nodes if network is not None else ()
    return Flow(
        tuple(b for b, shown in zip(trail.blocks, layers, strict=True) if shown),
        trail.steps, gradient[:, layers].astype(np.float64), trail.loss[:, member],
        float(baselines.get("train_loss", np.nan)),
        {one.function for one in idle},
        any(isinstance(node.layer, Normaliser) for node in nodes),
        tuple((one.block, one.dead, one.units) for one in idle),
        tuple((one.block, one.saturated, one.units) for one in idle),
    )  # fmt: skip


def _parameters(trail: Trail, layout: Layout, member: int) -> dict[str, Array]:
    """Return the newest gradient's norm for every array of weights."""
    entries = [e for e in layout.entries if e.spec.trainable]
    newest = trail.vectors("gradient", slice(-1, None))
    with np.errstate(all="ignore"):
        found = [np.linalg.norm(newest[-1, member, e.start : e.stop]) for e in entries]
    return {
        "parameters": np.array([f"{e.block}.{e.name}" for e in entries], str),
        "parameter gradient": np.array(found, np.float64),
    }


def _idle(found: tuple[Idle, ...]) -> dict[str, Array]:
    return {
        "bent": np.array([one.block for one in found], str),
        "bent layers": np.array([one.layer for one in found], str),
        "functions": np.array([one.function for one in found], str),
        "units": np.array([one.units for one in found], np.int64),
        "dead": np.array([one.dead for one in found], np.int64),
        "saturated": np.array([one.saturated for one in found], np.int64),
    }
