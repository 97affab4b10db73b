"""L-BFGS, Quickprop and random search against PyTorch, a plain reference, and a bowl."""

import numpy as np
import pytest
import torch

from playground.engine.initialisers.xavier import Xavier
from playground.engine.optimizers.l_bfgs import LBfgs
from playground.engine.optimizers.quickprop import Quickprop
from playground.engine.optimizers.random_search import RandomSearch
from playground.engine.training.descent import Descent, Group
from playground.engine.weights import Layout, Weights, WeightSpec

X = torch.tensor(np.random.default_rng(1).normal(size=(20, 2)))
Y = torch.sin(X[:, :1]) * X[:, 1:]


def net_loss(w):
    """Compute the loss of a 2-4-1 tanh network at flat weights (17,)."""
    hidden = torch.tanh(X @ w[:8].reshape(2, 4) + w[8:12])
    return ((hidden @ w[12:16].reshape(4, 1) + w[16] - Y) ** 2).mean()


def bent_bowl(w):
    return (torch.linspace(0.2, 3, len(w), dtype=w.dtype) * w**2).sum() + 0.1 * (w**4).sum()


def slopes(loss, w):
    rows = []
    for row in w:
        at = torch.tensor(row, requires_grad=True)
        loss(at).backward()
        rows.append(at.grad.numpy())
    return np.stack(rows)


@pytest.mark.parametrize("pairs", [1, 3, 10])
@pytest.mark.parametrize("loss", [net_loss, bent_bowl])
def test_l_bfgs_is_pytorchs_without_a_line_search(loss, pairs):
    start = np.random.default_rng(2).normal(size=(1, 17)) * 0.7
    parameter = torch.nn.Parameter(torch.tensor(start[0]))
    theirs = torch.optim.LBFGS(
        [parameter], lr=0.3, max_iter=1, history_size=pairs, line_search_fn=None,
        tolerance_grad=0, tolerance_change=0,
    )  # fmt: skip
    rule, w = LBfgs(pairs=pairs), start.copy()
    state = rule.begin(w)

    def closure():
        theirs.zero_grad()
        value = loss(parameter)
        value.backward()
        return value

    for t in range(1, 41):
        rule.step(w, slopes(loss, w), state, 0.3, t)
        theirs.step(closure)
        np.testing.assert_allclose(w[0], parameter.detach().numpy(), rtol=1e-6, atol=1e-8)
    assert loss(torch.tensor(w[0])) < 0.5 * loss(torch.tensor(start[0]))


def test_l_bfgs_believes_pairs_member_by_member():
    def slope(w):
        return np.stack([w[0], -w[1]])  # the second member stands on a hill

    rule, w = LBfgs(pairs=3), np.array([[1.0, 2.0], [1.0, 2.0]])
    state = rule.begin(w)
    for t in range(1, 4):
        rule.step(w, slope(w), state, 0.5, t)
    assert (state["share"][0, 1:] > 0).all()
    assert not state["share"][1].any()
    assert np.isfinite(w).all()
    assert (np.abs(w[1]) > [1, 2]).all()


def fahlman(slope, w, rate, growth, steps):
    """Quickprop weight by weight, in the words of the 1988 report (slopes point downhill)."""
    w, before, moved = list(w), [0.0] * len(w), [0.0] * len(w)
    for _ in range(steps):
        downhill = [-float(s) for s in slope(np.array(w))]
        for i, s in enumerate(downhill):
            p, d, move = before[i], moved[i], 0.0
            limit = growth / (1 + growth)
            if d > 0:
                move += rate * s if s >= 0 else 0.0
                move += growth * d if s > limit * p else d * s / (p - s)
            elif d < 0:
                move += rate * s if s <= 0 else 0.0
                move += growth * d if s < limit * p else d * s / (p - s)
            else:
                move += rate * s
            w[i] += move
            before[i], moved[i] = s, move
    return np.array(w)


def test_quickprop_is_fahlmans():
    def slope(w):
        return np.linspace(0.2, 3, w.shape[-1]) * w + 0.3 * w**3

    rule = Quickprop(growth=1.6)
    w = np.random.default_rng(3).normal(size=(2, 6))
    expected = np.stack([fahlman(slope, row, 0.02, 1.6, 25) for row in w])
    state = rule.begin(w)
    for t in range(1, 26):
        rule.step(w, slope(w), state, 0.02, t)
    np.testing.assert_allclose(w, expected, rtol=1e-9, atol=1e-12)
    assert np.abs(w).max() < 0.05


def test_quickprop_leaps_to_the_foot_of_a_parabola():
    rule, w = Quickprop(growth=3.0), np.array([[1.0]])
    state = rule.begin(w)
    rule.step(w, 2 * w, state, 0.3, 1)
    (_, slide), (name, leap), _ = rule.stages(w, 2 * w, state, 0.0, 2)
    assert name == "parabola"
    assert slide == 0
    np.testing.assert_allclose(w + leap, 0, atol=1e-12)


def test_random_search_keeps_the_best_place_and_returns_to_it():
    rule, w = RandomSearch(), np.array([[3.0, -2.0], [1.0, 1.0]])
    state, tried = rule.begin(w), []
    for t in range(1, 400):
        state["loss"][:, 0] = (w**2).sum(axis=1)
        tried.append(((w**2).sum(axis=1), w.copy()))
        rule.step(w, np.full_like(w, np.nan), state, 0.2, t)
        losses = np.array([loss for loss, _ in tried])
        for member, at in enumerate(losses.argmin(axis=0)):
            np.testing.assert_array_equal(state["best"][member], tried[at][1][member])
    assert (state["low"] < 0.05).all()
    noise = np.array([place for _, place in tried])
    assert noise[1:].std() > 0


def test_random_search_draws_by_where_a_member_starts():
    def run(w):
        rule, w = RandomSearch(), np.array(w)
        state = rule.begin(w)
        for t in range(1, 5):
            state["loss"][:, 0] = (w**2).sum(axis=1)
            rule.step(w, w, state, 0.1, t)
        return w

    first, second, third = run([[1.0, 2.0], [2.0, 1.0], [1.0, 2.0]])
    np.testing.assert_array_equal(first, third)
    assert not np.allclose(first - second, [-1, 1])


def population(rule, members=3):
    layout = Layout({"a": {"weight": WeightSpec((2, 2), Xavier())}})
    weights = Weights.initial(layout, tuple(range(members)))
    gradient = weights.like()
    rate = np.full((members, 1), 0.05, np.float32)
    return weights, gradient, Descent([Group(slice(0, members), rule, rate)], weights, gradient)


@pytest.mark.parametrize("rule", [LBfgs(pairs=3), RandomSearch()])
def test_states_of_any_shape_are_captured_and_put_back(rule):
    weights, gradient, descent = population(rule)

    def run(first, last):
        for t in range(first, last):
            gradient.flat[...] = weights.flat * [1, 2, 3, 4]
            descent.step(t, loss=(weights.flat**2).sum(axis=1))

    run(1, 6)
    held, at = descent.capture(), weights.flat.copy()
    run(6, 10)
    expected = weights.flat.copy()
    weights.flat[...] = at
    descent.restore(held)
    run(6, 10)
    np.testing.assert_array_equal(weights.flat, expected)


def test_another_memory_starts_the_rule_anew():
    _, _, descent = population(LBfgs(pairs=3))
    rate = np.full((3, 1), 0.1, np.float32)
    descent.states[0]["begun"][...] = 1
    descent.tune([Group(slice(0, 3), LBfgs(pairs=3), rate)])
    assert descent.states[0]["begun"].all()
    descent.tune([Group(slice(0, 3), LBfgs(pairs=5), rate)])
    assert descent.states[0]["s"].shape == (3, 5, 4)
    assert not descent.states[0]["begun"].any()


def test_the_loss_reaches_the_rules_that_want_it():
    weights, gradient, _ = population(RandomSearch(), 4)
    rate = np.full((2, 1), 0.1, np.float32)
    groups = [Group(slice(0, 2), LBfgs(), rate), Group(slice(2, 4), RandomSearch(), rate)]
    descent = Descent(groups, weights, gradient)
    descent.step(1, loss=np.array([1.0, 2.0, 3.0, 4.0]))
    np.testing.assert_array_equal(descent.states[1]["loss"], [[3], [4]])
    assert "loss" not in descent.states[0]
