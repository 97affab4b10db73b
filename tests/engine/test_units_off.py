"""Units that are switched off give zero and learn nothing."""

import numpy as np
import torch
from small_learners import learner

from playground.engine.batches import Batch
from playground.engine.heads.fit import Fit
from playground.engine.layers.dense import Dense


def switched(off):
    fit = learner(Fit(), (Dense(units=4, activation="tanh"), Dense(units=3, activation="tanh")))
    fit.objective.network.replace_layers({}, {"a": off})
    return fit


def test_the_outputs_of_units_that_are_off_are_zero():
    fit = switched((1, 3))
    values = fit.activations(fit.source.x)["a"]
    assert (values[..., [1, 3]] == 0).all()
    assert (values[..., [0, 2]] != 0).any()


def test_gradients_equal_pytorch_s_with_a_mask():
    fit = switched((2,))
    batch = fit.whole
    fit.objective.gradient(fit.weights, Batch(batch.x, batch.y), fit.gradient)
    own = {b: {n: torch.tensor(v[0], requires_grad=True) for n, v in named.items()}
           for b, named in fit.weights.views.items()}  # fmt: skip
    x, y = torch.tensor(batch.x["data"][0]), torch.tensor(batch.y[0].argmax(-1))
    h = torch.tanh(x @ own["a"]["weight"] + own["a"]["bias"]) * torch.tensor([1.0, 1, 0, 1])
    h = torch.tanh(h @ own["b"]["weight"] + own["b"]["bias"])
    z = h @ own["fit-1"]["weight"] + own["fit-1"]["bias"]
    torch.nn.functional.cross_entropy(z, y).backward()
    for block, named in own.items():
        for name, tensor in named.items():
            assert np.allclose(fit.gradient.views[block][name][0], tensor.grad, atol=1e-6)
    assert (fit.gradient.views["a"]["weight"][..., 2] == 0).all()


def test_switching_on_again_restores_everything():
    fit, plain = switched((0,)), learner(
        Fit(), (Dense(units=4, activation="tanh"), Dense(units=3, activation="tanh"))
    )
    fit.objective.network.replace_layers({}, {})
    fit.step(5)
    plain.step(5)
    assert np.array_equal(fit.weights.flat, plain.weights.flat)
