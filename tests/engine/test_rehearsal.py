"""A step taken apart equals the step the learner takes, and what PyTorch computes."""

import numpy as np
import pytest
import torch
from small_learners import busy_layers, learner, rows, same

from playground.engine.backprop.rehearsal import next_batch, one_row, rehearse
from playground.engine.heads.fit import Fit
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.losses.squared import Squared
from playground.engine.optimizers.adam import Adam
from playground.engine.optimizers.momentum import Momentum
from playground.engine.optimizers.sgd import Sgd

FITS = {
    "plain": Fit(optimizer=Sgd(), batch=7),
    "adam": Fit(batch=16),
    "penalised": Fit(optimizer=Momentum(), rate=0.1, l1=0.01, l2=0.1, clip=0.05),
    "binary": Fit(loss=BinaryCrossEntropy(), batch=1),
}


@pytest.mark.parametrize("name", FITS)
@pytest.mark.parametrize("steps", [0, 1, 13])
def test_the_next_step_is_what_was_rehearsed_bit_for_bit(name, steps):
    one = learner(FITS[name], seed=3)
    one.step(steps)
    before = one.weights.flat.copy()
    told = rehearse(one, next_batch(one, 0))
    np.testing.assert_array_equal(told.weights.flat, before)
    taken = one.step()
    np.testing.assert_array_equal(told.after.flat, one.weights.flat)
    assert not np.array_equal(told.after.flat, before)
    assert told.loss == taken.loss[0, 0]


def test_dropout_and_batch_norm_rehearse_as_they_will_play():
    one = learner(Fit(batch=20), busy_layers())
    one.step(4)
    told = rehearse(one, next_batch(one, 0))
    one.step()
    np.testing.assert_array_equal(told.after.trained, one.weights.trained)


def test_each_member_of_a_population_rehearses_its_own_step():
    one = learner(Fit(members=3, batch=10, optimizer=Adam()))
    one.step(5)
    told = [rehearse(one, next_batch(one, m), m).after.flat[0] for m in range(3)]
    one.step()
    np.testing.assert_allclose(np.stack(told), one.weights.flat, atol=1e-6)


def test_a_rehearsal_disturbs_nothing():
    calm, asked = (learner(Fit(batch=9), busy_layers(), seed=5) for _ in range(2))
    for _ in range(12):
        rehearse(asked, next_batch(asked, 0))
        rehearse(asked, one_row(asked, 3, 0))
        calm.step()
        asked.step()
    assert same(calm.capture(), asked.capture())


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "linear", "gelu"])
@pytest.mark.parametrize("loss", [BinaryCrossEntropy(), Squared(), None])
def test_deltas_and_gradients_are_pytorchs(activation, loss):
    layers = (Dense(units=3, activation=activation), Activation(function="tanh"),
              Dense(units=4, activation=activation))  # fmt: skip
    one = learner(Fit(loss=loss, batch=11, optimizer=Sgd(), rate=0.1), layers, seed=2)
    one.step(3)
    told = rehearse(one, next_batch(one, 0))
    expected = autograd(told, loss)
    for passage in told.passages:
        z, named = expected[passage.block]
        np.testing.assert_allclose(passage.delta, z, atol=1e-5)
        assert named.keys() == passage.gradient.keys()
        for name, gradient in named.items():
            np.testing.assert_allclose(passage.gradient[name], gradient, atol=1e-5)
            moved = passage.weights[name] - 0.1 * gradient
            np.testing.assert_allclose(passage.after[name], moved, atol=1e-5)
    (x,) = told.passages[0].passed.values()
    np.testing.assert_allclose(x, expected["x"], atol=1e-5)


def autograd(told, loss):
    """Return PyTorch's delta and gradients by block, and the gradient of the inputs."""
    x = torch.tensor(next(iter(told.x.values())), requires_grad=True)
    found, h = {}, x
    functions = {"linear": lambda z: z, "gelu": torch.nn.functional.gelu,
                 **{n: getattr(torch, n) for n in ("tanh", "sigmoid", "relu")}}  # fmt: skip
    for passage in told.passages:
        named = {n: torch.tensor(w, requires_grad=True) for n, w in passage.weights.items()}
        z = h @ named["weight"] + named["bias"] if named else h + 0
        z.retain_grad()
        layer = passage.layer
        h = functions[layer.activation if isinstance(layer, Dense) else layer.function](z)
        found[passage.block] = z, named
    y = torch.tensor(told.y)
    if isinstance(loss, BinaryCrossEntropy):
        total = torch.nn.functional.binary_cross_entropy_with_logits(h, y)
    elif isinstance(loss, Squared):
        total = torch.nn.functional.mse_loss(h, y)
    else:
        total = torch.nn.functional.cross_entropy(h, y)
    assert total.item() == pytest.approx(told.loss, abs=1e-5)
    total.backward()
    grads = {
        block: (z.grad.numpy(), {n: w.grad.numpy() for n, w in named.items()})
        for block, (z, named) in found.items()
    }
    return grads | {"x": x.grad.numpy()}


def test_the_stages_end_in_the_output_and_the_moves_in_the_change():
    one = learner(Fit(optimizer=Adam(), l2=0.1))
    one.step(2)
    told = rehearse(one, next_batch(one, 0))
    first, last = told.passages[0], told.passages[-1]
    x = next(iter(told.x.values()))
    names = [name for name, _ in first.stages]
    assert names == ["x W", "+ b", "tanh"]
    np.testing.assert_allclose(first.stages[0][1], x @ first.weights["weight"], atol=1e-6)
    np.testing.assert_array_equal(last.stages[-1][1], told.output)
    for passage in told.passages:
        for name, before in passage.weights.items():
            change = passage.moves[-1][1][name]
            np.testing.assert_allclose(passage.after[name] - before, change, atol=1e-6)
    assert told.penalised
    assert not np.array_equal(first.penalised["weight"], first.gradient["weight"])
    np.testing.assert_array_equal(first.penalised["bias"], first.gradient["bias"])


def test_one_row_is_the_row_asked_for_in_any_part():
    data = rows()
    one = learner(Fit(), data=data)
    for row in (int(data.train[0]), int(data.test[0])):
        told = rehearse(one, one_row(one, row, 0))
        np.testing.assert_allclose(next(iter(told.x.values())), data.x[row : row + 1], rtol=1e-6)
        assert told.y.argmax() == data.y[row]
        assert told.losses.shape == (1,)


def test_diverged_weights_raise_nothing():
    one = learner()
    one.weights.flat[:] = np.nan
    assert np.isnan(rehearse(one, next_batch(one, 0)).loss)


def test_a_unit_that_is_off_has_no_delta_and_its_weights_stay():
    one = learner(Fit(optimizer=Sgd(), batch=10))
    one.objective.network.replace_layers({}, {"a": (1, 3)})
    told = rehearse(one, next_batch(one, 0))
    one.step()
    np.testing.assert_array_equal(told.after.flat, one.weights.flat)
    first = told.passages[0]
    assert (first.delta[:, [1, 3]] == 0).all()
    assert (first.delta[:, [0, 2]] != 0).any()
    assert (first.stages[-1][1][:, [1, 3]] == 0).all()
    np.testing.assert_array_equal(first.after["weight"][:, 1], first.weights["weight"][:, 1])
