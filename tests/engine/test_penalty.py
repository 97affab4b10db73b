"""L1, L2, clipping and decay: what they add, whom they spare, and how they are told."""

import numpy as np
import pytest
import torch
from small_learners import learner

from playground.engine.heads.fit import Fit
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.optimizers.adam_w import AdamW
from playground.engine.optimizers.sgd import Sgd
from playground.engine.training.penalty import Penalty

LAYERS = (Dense(units=5, activation="tanh"), BatchNorm(), LayerNorm(), Dense(units=4))
SPARED = ("bias", "scale", "shift")


def stirred(fit=None):
    """Return a learner whose every weight is away from zero."""
    found = learner(fit or Fit(members=2), LAYERS)
    random = np.random.default_rng(0)
    found.weights.flat[...] = random.uniform(0.5, 1.5, found.weights.flat.shape)
    found.weights.flat[...] *= random.choice([-1, 1], found.weights.flat.shape)
    for block in "bc":
        for name, view in found.weights.views[block].items():
            view[...] = np.abs(view) if name == "variance" else view
    return found


@pytest.mark.parametrize(("l1", "l2"), [(0.3, 0.0), (0.0, 0.2), (0.1, 0.4)])
def test_the_gradient_of_the_value_is_added_to_weights_and_nothing_else(l1, l2):
    weights = stirred().weights
    gradient, penalty = weights.like(), Penalty(l1, l2)
    penalty.add(weights, gradient)
    for block, named in weights.views.items():
        for name, w in named.items():
            expected = (
                l1 * np.sign(w) + l2 * w if name == "weight" else np.zeros_like(w)
            )
            assert np.allclose(gradient.views[block][name], expected, rtol=1e-6)
    w = torch.tensor(
        np.concatenate([v["weight"].reshape(2, -1) for v in weights.views.values()
                        if "weight" in v], axis=1)
    )  # fmt: skip
    told = l1 * w.abs().sum(1) + l2 / 2 * w.square().sum(1)
    assert np.allclose(penalty.value(weights), told.numpy(), rtol=1e-6)


def test_clipping_bounds_the_norm_of_each_member_and_keeps_the_direction():
    weights = stirred().weights
    gradient = weights.like()
    gradient.flat[0], gradient.flat[1] = 1e-3, 10.0
    before = gradient.trained.copy()
    Penalty(clip=2.0).add(weights, gradient)
    assert np.array_equal(gradient.trained[0], before[0])
    assert np.linalg.norm(gradient.trained[1]) == pytest.approx(2.0, rel=1e-6)
    assert np.allclose(gradient.trained[1] / before[1], gradient.trained[1, 0] / before[1, 0])
    peer = torch.nn.Parameter(torch.zeros(before.shape[1]))
    peer.grad = torch.tensor(before[1].copy())
    torch.nn.utils.clip_grad_norm_([peer], 2.0)
    assert np.allclose(gradient.trained[1], peer.grad.numpy(), rtol=1e-5)


def test_clipping_a_gradient_of_zero_leaves_zero():
    weights = stirred().weights
    gradient = weights.like()
    Penalty(clip=1.0).add(weights, gradient)
    assert not gradient.flat.any()


def test_penalties_are_stated_apart_from_the_loss():
    plain, heavy = stirred(Fit()), stirred(Fit(l2=3.0, l1=0.5))
    heavy.weights.flat[...] = plain.weights.flat
    a, b = plain.evaluate(), heavy.evaluate()
    assert "penalty" not in a
    assert b["penalty"][0] > 10
    assert a["train_loss"] == b["train_loss"]
    assert np.array_equal(plain.step().loss, heavy.step().loss)


def test_clipping_alone_tells_no_penalty():
    assert "penalty" not in stirred(Fit(clip=1.0)).evaluate()


@pytest.mark.parametrize("fit", [Fit(optimizer=AdamW(weight_decay=0.9), rate=0.5), Fit(l2=5.0)])
def test_running_averages_and_spared_weights_do_not_decay(fit):
    found = stirred(fit)
    weights = found.weights
    before = {b: {n: v.copy() for n, v in named.items()} for b, named in weights.views.items()}
    found.gradient.flat[...] = 0
    found.plan.penalty.add(weights, found.gradient)
    found._descent.step(1)
    for block, named in weights.views.items():
        for name, w in named.items():
            if name == "weight":
                assert (np.abs(w) < np.abs(before[block][name])).all()
            else:
                assert np.array_equal(w, before[block][name]), (block, name)


def test_decoupled_decay_shrinks_by_the_rate_and_matches_pytorch():
    found = stirred(Fit(optimizer=AdamW(weight_decay=0.1), rate=0.02))
    gradient = found.gradient
    gradient.flat[...] = np.random.default_rng(3).standard_normal(gradient.flat.shape)
    own = found.weights.views["a"]
    peers = {name: torch.nn.Parameter(torch.tensor(own[name][0].copy())) for name in own}
    groups = [
        {"params": [peers["weight"]], "weight_decay": 0.1},
        {"params": [peers["bias"]], "weight_decay": 0.0},
    ]
    rule = torch.optim.AdamW(groups, lr=0.02)
    for t in range(1, 6):
        for name, peer in peers.items():
            peer.grad = torch.tensor(gradient.views["a"][name][0].copy())
        rule.step()
        found._descent.step(t)
    for name, peer in peers.items():
        assert np.allclose(own[name][0], peer.detach().numpy(), rtol=1e-5)


def test_l2_with_plain_descent_matches_pytorch():
    found = learner(Fit(optimizer=Sgd(), rate=0.1, l2=0.05, batch=1000), ())
    w = torch.tensor(found.weights.views["fit-1"]["weight"][0], requires_grad=True)
    b = torch.tensor(found.weights.views["fit-1"]["bias"][0], requires_grad=True)
    data = found.source
    x = torch.tensor(data.x[data.train], dtype=torch.float32)
    y = torch.tensor(data.y[data.train])
    for _ in range(20):
        loss = torch.nn.functional.cross_entropy(x @ w + b, y) + 0.05 / 2 * w.square().sum()
        loss.backward()
        for part in (w, b):
            part.data -= 0.1 * part.grad
            part.grad = None
    found.step(20)
    assert np.allclose(found.weights.views["fit-1"]["weight"][0], w.detach(), atol=1e-6)
    assert np.allclose(found.weights.views["fit-1"]["bias"][0], b.detach(), atol=1e-6)
