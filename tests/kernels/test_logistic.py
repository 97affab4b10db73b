"""Logistic regression's objective against PyTorch, Newton's steps, the perceptron's rule."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from playground.kernels import paraboloid
from playground.kernels.array import devices, to_device, to_host
from playground.kernels.logistic import objective, probabilities, slope
from playground.kernels.newton import newton_step
from playground.kernels.perceptron import correct, margins, signs


def problem(n=200, d=5, k=3, seed=0, spread=1.0):
    random = np.random.default_rng(seed)
    x = random.standard_normal((n, d)) * spread + 2
    y = (x @ random.standard_normal((d, k)) + random.gumbel(size=(n, k)) * 2).argmax(axis=1)
    return x, y, np.eye(k)[y]


def start(d=5, k=3, seed=1):
    random = np.random.default_rng(seed)
    return 0.3 * random.standard_normal((k, d)), 0.3 * random.standard_normal(k)


@pytest.mark.parametrize("link", ["sigmoid", "softmax"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_objective_and_its_slope_are_pytorchs(link, weighted):
    x, y, targets = problem()
    w, b = start()
    weight = np.random.default_rng(2).uniform(0.1, 2, len(x)) if weighted else None
    found = slope(x, targets, w, b, link, 0.1, weight)
    wt, bt = (torch.tensor(a, requires_grad=True) for a in (w, b))
    z = torch.tensor(x) @ wt.T + bt
    if link == "softmax":
        rows = cross_entropy(z, torch.tensor(y), reduction="none")[:, None]
    else:
        rows = binary_cross_entropy_with_logits(z, torch.tensor(targets), reduction="none")
    share = torch.tensor(weight / weight.sum() if weighted else np.full(len(x), 1 / len(x)))
    total = (share[:, None] * rows).sum() + 0.05 * (wt**2).sum()
    total.backward()
    assert found.loss.sum() == pytest.approx(total.item(), rel=1e-12)
    np.testing.assert_allclose(found.weights, wt.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(found.bias, bt.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(objective(x, targets, w, b, link, 0.1, weight), found.loss)


def test_huge_scores_stay_finite():
    z = np.array([[1e4, -1e4], [-1e4, 1e4]])
    for link in ("sigmoid", "softmax"):
        p = probabilities(z, link)
        assert np.isfinite(p).all()
        w, b = np.full((2, 1), 1e4), np.zeros(2)
        assert np.isfinite(objective(z[:, :1], np.eye(2), w, b, link, 0.0)).all()


@pytest.mark.parametrize("spread", [1.0, 100.0])
@pytest.mark.parametrize("direct", [0, 10_000])
def test_both_ways_to_solve_softmax_come_to_the_minimum(monkeypatch, direct, spread):
    monkeypatch.setattr(paraboloid, "DIRECT", direct)
    x, y, targets = problem(spread=spread)
    w, b, before = np.zeros((3, 5)), np.zeros(3), np.inf
    for _ in range(60):
        w, b, loss, gain = newton_step(x, targets, w, b, "softmax", 1 / len(x))
        assert loss[0] <= before + 1e-12
        before = loss[0]
        if gain < 1e-13:
            break
    else:
        pytest.fail("Newton's method did not come to an end")
    other = LogisticRegression(solver="newton-cg", tol=1e-12, max_iter=5000).fit(x, y)
    np.testing.assert_allclose(w, other.coef_, atol=1e-4)
    np.testing.assert_allclose(b, other.intercept_, atol=1e-3)


@pytest.mark.parametrize("direct", [0, 10_000])
def test_both_ways_to_solve_sigmoids_come_to_the_minimum(monkeypatch, direct):
    monkeypatch.setattr(paraboloid, "DIRECT", direct)
    x, y, targets = problem(n=80, d=120, k=2)
    w, b = np.zeros((1, 120)), np.zeros(1)
    for _ in range(30):
        w, b, _, gain = newton_step(x, targets[:, 1:], w, b, "sigmoid", 1 / len(x))
        if gain < 1e-10:
            break
    else:
        pytest.fail("Newton's method did not come to an end")
    other = LogisticRegression(solver="newton-cg", tol=1e-12, max_iter=5000).fit(x, y)
    np.testing.assert_allclose(w, other.coef_, atol=1e-4)
    np.testing.assert_allclose(b, other.intercept_, atol=1e-4)


@pytest.mark.parametrize("link", ["sigmoid", "softmax"])
@pytest.mark.parametrize("direct", [0, 10_000])
def test_a_step_solves_the_equations_of_the_curvature(monkeypatch, link, direct):
    monkeypatch.setattr(paraboloid, "DIRECT", direct)
    monkeypatch.setattr(paraboloid, "LOOSE", 1e-6)
    x, _, targets = problem()
    w, b = start()
    now = slope(x, targets, w, b, link, 0.1)
    rows = np.c_[x, np.ones(len(x))]
    bend = -np.einsum("nk,nl->nkl", now.p, now.p) * (link == "softmax")
    bend[:, range(3), range(3)] += now.p if link == "softmax" else now.p * (1 - now.p)
    matrix = np.einsum("nkl,ni,nj->kilj", bend, rows, rows) / len(x)
    matrix[range(3), :, range(3), :] += np.diag([0.1] * 5 + [0.0])
    wanted = np.linalg.pinv(matrix.reshape(18, 18)) @ np.c_[now.weights, now.bias].ravel()
    found = newton_step(x, targets, w, b, link, 0.1)
    np.testing.assert_allclose(w - found[0], wanted.reshape(3, 6)[:, :5], atol=1e-4)


@pytest.mark.parametrize("direct", [0, 10_000])
def test_columns_of_sigmoids_do_not_disturb_each_other(monkeypatch, direct):
    monkeypatch.setattr(paraboloid, "DIRECT", direct)
    x, _, targets = problem()
    together, alone = (np.zeros((3, 5)), np.zeros(3)), []
    for _ in range(4):
        together = newton_step(x, targets, *together, "sigmoid", 0.01)[:2]
    for k in range(3):
        own = (np.zeros((1, 5)), np.zeros(1))
        for _ in range(4):
            own = newton_step(x, targets[:, k : k + 1], *own, "sigmoid", 0.01)[:2]
        alone.append(own[0][0])
    np.testing.assert_allclose(together[0], np.stack(alone), atol=1e-10)


@pytest.mark.parametrize("link", ["sigmoid", "softmax"])
def test_a_class_without_rows_is_no_trouble(link):
    x, y, _ = problem()
    targets = np.eye(5)[y]
    w, b = np.zeros((5, 5)), np.zeros(5)
    for _ in range(40):
        w, b, _, gain = newton_step(x, targets, w, b, link, 0.01)
        if gain < 1e-8:
            break
    p = probabilities(x @ w.T + b, link)
    assert gain < 1e-8
    assert p[:, 3:].max() < 1e-3


def test_margins_say_who_is_wrong():
    rows = np.array([[1.0, 0, 1], [0, 1, 1], [-1, -1, 1]])
    labels = np.array([0, 1, 1])
    one = np.array([[1.0, 2.0, -0.5]])
    np.testing.assert_allclose(margins(rows, labels, one)[:, 0], [-0.5, 1.5, -3.5])
    np.testing.assert_allclose(signs(labels, 2), [[1, -1], [-1, 1], [-1, 1]])
    several = np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 0.2]])
    ahead = margins(rows, labels, several, together=True)[:, 0]
    np.testing.assert_allclose(ahead, [1 - 0.2, 1 - 0.2, -1 - 0.2])


def test_a_correction_moves_towards_what_was_right():
    row = np.array([1.0, -2.0, 1.0])
    several = np.array([[0.0, 0, 0], [1.0, 0, 0], [0, 1.0, 0]])
    correct(several, row, 0, 0, together=True)
    np.testing.assert_allclose(several, [row, [0, 2.0, -1.0], [0, 1.0, 0]])
    single = np.zeros((2, 3))
    correct(single, row, 0, 1)
    np.testing.assert_allclose(single, [[0, 0, 0], -row])


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("link", ["sigmoid", "softmax"])
@pytest.mark.parametrize("direct", [0, 10_000])
def test_the_graphics_card_takes_the_same_steps(monkeypatch, link, direct):
    monkeypatch.setattr(paraboloid, "DIRECT", direct)
    x, _, targets = problem()
    w, b = start()
    wanted = newton_step(x, targets, w, b, link, 0.01)
    cards = [to_device(a, "cuda") for a in (x, targets, w, b)]
    found = newton_step(*cards, link, 0.01)
    np.testing.assert_allclose(to_host(found[0]), wanted[0], atol=1e-4)
    np.testing.assert_allclose(to_host(found[1]), wanted[1], atol=1e-4)
