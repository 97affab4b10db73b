"""One training step taken apart: every number on the way, computed on a copy of the learner."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.core.block import title_of
from playground.engine.batches import Batch
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.network import Network, Node
from playground.engine.objective import NetworkLoss
from playground.engine.training.rule_in_force import next_call
from playground.engine.training.supervised import Supervised
from playground.engine.weights import Views, Weights
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import Array, namespace, to_device, to_host
from playground.kernels.rows import batch_mean


@dataclass(frozen=True, eq=False)
class Passage:
    """What one layer does in a step; all arrays in the CPU's memory.

    Attributes
    ----------
    block, layer, sources
        The block, its settings, and what feeds it.
    inputs
        What arrives from each source, ``(n, *axes)``.
    stages
        The steps inside the layer with their results ``(n, *axes)``; the last is its output.
    error
        Gradient of the loss with respect to the output, ``(n, *axes)``.
    delta
        Gradient with respect to what the activation takes; None for layers without one.
    passed
        Gradient that reaches each source, ``(n, *axes)``, from all that it feeds.
    weights, gradient, penalised, after
        Arrays by name: before the step, the loss's gradient, what the optimizer is given
        (penalties added, clipped), and what the step makes of the weights.
    moves
        By stage of the optimizer, displacements by array name; the last is what is added.
    """

    block: str
    layer: Layer
    sources: tuple[str, ...]
    inputs: tuple[Array, ...]
    stages: tuple[tuple[str, Array], ...]
    error: Array
    delta: Array | None
    passed: Mapping[str, Array]
    weights: Views
    gradient: Views
    penalised: Views
    after: Views
    moves: tuple[tuple[str, Views], ...] = ()


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """A training step taken apart.

    Attributes
    ----------
    x, y
        Inputs ``(n, *axes)`` by port, and targets ``(n, outputs)``.
    output
        What the network puts out, ``(n, outputs)``.
    losses, loss
        Loss of each row ``(n,)``, and their mean.
    passages
        The layers in the order of the network.
    rate, optimizer
        Learning rate of this step, and the name of the rule.
    penalised
        Whether anything is added to or cut from the loss's gradient.
    """

    x: Mapping[str, Array]
    y: Array
    output: Array
    losses: Array
    loss: float
    passages: tuple[Passage, ...]
    rate: float
    optimizer: str
    penalised: bool
    weights: Weights
    gradient: Weights
    after: Weights


def next_batch(learner: Supervised, member: int) -> Batch:
    """Return the mini-batch that a member's next step learns from."""
    seeds = (learner.seeds[member],)
    return learner.batches(learner.plan.batches[member], seeds)(learner.step_number)


def one_row(learner: Supervised, row: int, member: int) -> Batch:
    """Return a batch of one row of the data set, by its number, wherever it was put."""
    objective, feed = learner.objective, learner.feed
    inputs = feed.inputs(learner.source.x[row : row + 1], learner.device)
    y = objective.compared.targets(feed.targets())[row : row + 1].astype(np.float32)[None]
    seeds = (learner.seeds[member],)
    return Batch(inputs, to_device(y, learner.device), None, seeds, learner.step_number)


def rehearse(learner: Supervised, batch: Batch, member: int = 0) -> Rehearsal:
    """Take a member's next step on a copy, and keep every number on the way.

    Parameters
    ----------
    learner
        Stays as it is.
    batch
        What is learned from; `next_batch` gives what the learner itself will take.
    member
        Whose step.
    """
    before = learner.weights.part(slice(member, member + 1)).copy()
    given = before.like()
    with np.errstate(all="ignore"):
        run = forwards(learner.objective, before.copy(), batch)
        errors = backwards(learner.objective, run, given)
        gradient = given.copy()
        learner.plan.penalty.add(before, given)
        step = _descend(learner, before, given, member, run.loss)
    vectors = (before, gradient, given, step.after)
    passages = tuple(
        _passage(learner.objective.network, node, run, errors, vectors, step.moves)
        for node in learner.objective.network.nodes
    )
    return Rehearsal(
        {port: to_host(rows) for port, rows in run.x.items()}, to_host(run.y),
        to_host(run.values[learner.objective.network.slot(learner.objective.network.output)]),
        to_host(run.rows), run.loss, passages, step.rate, step.rule,
        learner.plan.penalty.active, before, gradient, step.after,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Forwards:
    """A training forward pass of one member, without axes of members.

    Attributes
    ----------
    values, pulls
        Value of every slot of the network, and every node's way back.
    stages
        By block, the steps inside the layer.
    rows, slope, loss
        Loss of each row, gradient of the mean with respect to the output, and the mean.
    """

    x: Mapping[str, Array]
    y: Array
    values: list[Array]
    pulls: list[Pullback]
    stages: Mapping[str, tuple[tuple[str, Array], ...]]
    rows: Array
    slope: Array
    loss: float


def forwards(objective: NetworkLoss, weights: Weights, batch: Batch) -> Forwards:
    """Run one member forward as training does; running means in `weights` move."""
    network = objective.network
    context = Context(training=True, seeds=batch.seeds, step=batch.step)
    context.lead = 1
    x, y = batch.alone()
    values, pulls = network.forward(weights, x, context, to_inputs=True)
    spare, stages = weights.copy(), {}
    for node in network.nodes:
        context.block = node.id
        arriving = [values[network.slot(source)] for source in node.sources]
        told = node.layer.stages(spare.alone[node.id], *arriving, context=context)
        # The last stage is the value itself: the pass is not to be computed twice differently.
        stages[node.id] = (*told[:-1], (told[-1][0], values[network.slot(node.id)]))
    out = values[network.slot(network.output)]
    rows, slope = objective.compared.value_and_gradient(out, y)
    slope *= 1 / rows.shape[-1]
    loss = float(to_host(batch_mean(rows))[0])
    return Forwards(x, y, values, pulls, stages, rows, slope, loss)


def backwards(objective: NetworkLoss, run: Forwards, into: Weights) -> list[Array | None]:
    """Carry the loss's slope back; return the gradient at every slot, write that of the weights."""
    network = objective.network
    errors: list[Array | None] = [None] * len(run.values)
    errors[network.slot(network.output)] = run.slope
    network.backward(run.pulls.copy(), errors, into.alone)
    return errors


@dataclass(frozen=True, eq=False)
class _Step:
    """What the optimizer makes of a gradient."""

    after: Weights
    moves: tuple[tuple[str, Weights], ...]
    rate: float
    rule: str


def _descend(
    learner: Supervised, before: Weights, given: Weights, member: int, loss: float
) -> _Step:
    """Let the member's own rule step on copies of its weights and of what it remembers."""
    rule, told = next_call(learner, member, given.trained, loss)
    moves = []
    for name, moved in rule.stages(before.trained, *told):
        move = before.like()
        move.trained[...] = moved
        moves.append((name, move))
    after, (_, _, rate, *_) = before.copy(), told
    rule.step(after.trained, *told)
    return _Step(after, tuple(moves), float(rate[0, 0]), title_of(type(rule)))


def _passage(
    network: Network,
    node: Node,
    run: Forwards,
    errors: list[Array | None],
    vectors: tuple[Weights, ...],
    moves: tuple[tuple[str, Weights], ...],
) -> Passage:
    """Gather what concerns one layer."""
    value = run.values[network.slot(node.id)]
    error = errors[network.slot(node.id)]
    error = namespace(value).zeros_like(value) if error is None else error
    passed = {
        source: to_host(found)
        for source in node.sources
        if (found := errors[network.slot(source)]) is not None
    }
    stages = run.stages[node.id]
    inputs = tuple(to_host(run.values[network.slot(source)]) for source in node.sources)
    delta = _delta(node, stages, run.values[network.slot(node.sources[0])], error)
    before, gradient, given, after = (_host(vector, node.id) for vector in vectors)
    return Passage(
        node.id, node.layer, node.sources, inputs,
        tuple((name, to_host(stage)) for name, stage in stages), to_host(error),
        None if delta is None else to_host(delta), passed, before, gradient, given, after,
        tuple((name, _host(move, node.id)) for name, move in moves),
    )  # fmt: skip


def _delta(
    node: Node, stages: tuple[tuple[str, Array], ...], given: Array, error: Array
) -> Array | None:
    """Return the gradient with respect to what a layer's activation takes, if it has one."""
    layer, y = node.layer, stages[-1][1]
    if node.off:
        error = error.copy()
        error[..., list(node.off)] = 0
    if isinstance(layer, Dense):
        return ACTIVATIONS[layer.activation].gradient(stages[-2][1], y, error)
    if isinstance(layer, Activation):
        return ACTIVATIONS[layer.function].gradient(given, y, error)
    return None


def _host(vector: Weights, block: str) -> Views:
    return {name: to_host(view) for name, view in vector.alone[block].items()}
