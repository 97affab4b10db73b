"""What weights are asked to minimise; a network with data and a loss is one such thing."""

from typing import Protocol

from playground.engine.batches import Batch
from playground.engine.layer import Context
from playground.engine.loss import Loss
from playground.engine.network import Network
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace
from playground.kernels.rows import batch_mean

_NUMBERS_AT_ONCE = 4_000_000


class Objective(Protocol):
    """A function of weights with a gradient; surfaces, paths and races know nothing else."""

    def initial(self, seeds: tuple[int, ...], device: str) -> Weights:
        """Draw weights to start from, one member for each seed."""

    def gradient(self, weights: Weights, batch: Batch, into: Weights) -> Array:
        """Write the gradient into `into` and return the loss of each member, ``(members,)``."""

    def loss(self, weights: Weights, data: Batch) -> Array:
        """Return the loss of each member over all of `data`, predicting, ``(members,)``."""


class NetworkLoss:
    """The mean loss of a network's output over samples, without penalties.

    Parameters
    ----------
    network
        Its last node's output is compared with the targets.
    compared
        The loss.
    """

    def __init__(self, network: Network, compared: Loss) -> None:
        self.network = network
        self.compared = compared
        self._context = Context(training=True)
        self._out = network.slot(network.output)
        self._widest = max(_width(shape) for shape in network.shapes.values())

    def initial(self, seeds: tuple[int, ...], device: str = "cpu") -> Weights:
        """Draw the network's initial weights."""
        return self.network.initial(seeds, device)

    def gradient(self, weights: Weights, batch: Batch, into: Weights) -> Array:
        """Write the gradient of the mini-batch loss into `into`; return the loss."""
        context, network, out = self._context, self.network, self._out
        context.seeds, context.step = batch.seeds, batch.step
        x, y, views = batch.x, batch.y, into.views
        context.lead = 2
        if weights.alone and batch.weight is None:
            context.lead = 1
            x, y, views = *batch.alone(), into.alone
        values, pulls = network.forward(weights, x, context)
        rows, dz = self.compared.value_and_gradient(values[out], y)
        if batch.weight is None:
            dz *= 1 / rows.shape[-1]
            value = batch_mean(rows)
        else:
            share = batch.weight / batch.weight.sum(axis=-1, keepdims=True).clip(1)
            dz *= share[..., None]
            value = (rows * share).sum(axis=-1)
        gradients: list[Array | None] = [None] * len(values)
        gradients[out] = dz
        network.backward(pulls, gradients, views)
        return value

    def predict(self, weights: Weights, x: dict[str, Array]) -> Array:
        """Return the network's output for rows ``(1, n, *axes)`` by port, in bounded memory.

        How rows are cut does not depend on the number of members: a matrix product of another
        height may round differently, and a member gives what it would give alone.
        """
        rows = next(iter(x.values())).shape[1]
        stride = max(64, _NUMBERS_AT_ONCE // self._widest)
        count = max(1, _NUMBERS_AT_ONCE // (max(1, min(rows, stride)) * self._widest))
        if count >= weights.members:
            return self._in_strides(weights, x, rows, stride)
        groups = range(0, weights.members, count)
        parts = [
            self._in_strides(Weights(weights.layout, weights.flat[a : a + count]), x, rows, stride)
            for a in groups
        ]
        joined: Array = namespace(*parts).concatenate(parts, axis=0)
        return joined

    def settled_loss(self, weights: Weights, data: Batch) -> Array:
        """Return `loss` with running averages that are taken anew from `data` at these weights.

        They are left in the weights' state, so that predicting agrees from then on. All rows run
        at once: the caller keeps members few enough for the memory.
        """
        z = self.network.run(weights, data.x, Context(settling=True)).output
        return self._mean(self.compared.value(z, data.y), data)

    def _in_strides(
        self, weights: Weights, x: dict[str, Array], rows: int, stride: int
    ) -> Array:
        parts = []
        for start in range(0, max(1, rows), stride):
            part = {port: values[:, start : start + stride] for port, values in x.items()}
            parts.append(self.network.run(weights, part, Context()).output)
        if len(parts) == 1:
            return parts[0]
        joined: Array = namespace(*parts).concatenate(parts, axis=1)
        return joined

    def loss(self, weights: Weights, data: Batch) -> Array:
        """Return the mean loss over all of `data`, with dropout off and running averages."""
        return self._mean(self.compared.value(self.predict(weights, dict(data.x)), data.y), data)

    def _mean(self, rows: Array, data: Batch) -> Array:
        mean: Array = rows.mean(axis=-1)
        if data.weight is not None:
            mean = (rows * data.weight).sum(axis=-1) / data.weight.sum(axis=-1)
        return mean


def _width(shape: tuple[tuple[str, int | None], ...]) -> int:
    width = 1
    for _, size in shape:
        width *= size or 1
    return width

