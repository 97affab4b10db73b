"""Hessian eigenvalues against dense Hessians of PyTorch, and what the probe makes of them."""

import numpy as np
import pytest
import torch

from playground.document.project import Placed, Project, Wire
from playground.engine.curvature.hessian import hessian_product, spectrum
from playground.engine.curvature.log import MOST, CurvatureLog, Entry
from playground.engine.probes.curvature import Curvature
from playground.engine.randomness import generator
from playground.runtime.compile import Compiler

TORCH = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "linear": lambda z: z}


def learner_of(activation="tanh", widths=(8, 8), data="circle", size=120, **fit):
    settings = {"optimizer": {"kind": "sgd"}, "rate": 0.1, **fit}
    dense = [
        Placed(f"dense-{i}", "dense", {"units": units, "activation": activation})
        for i, units in enumerate(widths, 1)
    ]
    blocks = (Placed("data-1", data, {"size": size}), *dense, Placed("fit-1", "fit", settings))
    wires = tuple(Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False))
    return Compiler().learners(Project(blocks=blocks, wires=wires))["fit-1"].learner


def dense_hessian(learner, activation, member=0):
    """Return the Hessian ``(P, P)`` of the learner's train loss by PyTorch, in float64."""
    layout, layers = learner.weights.layout, []
    for entry in layout.entries:
        layers.append((entry.start, entry.stop, entry.spec.shape))
    x = torch.tensor(next(iter(learner.whole.x.values()))[0], dtype=torch.float64)
    y = torch.tensor(learner.whole.y[0], dtype=torch.float64)

    def loss(w):
        z = x
        for at in range(0, len(layers), 2):
            (a, b, shape), (c, d, _) = sorted(layers[at : at + 2], key=lambda s: -len(s[2]))
            z = z @ w[a:b].reshape(shape) + w[c:d]
            if at + 2 < len(layers):
                z = TORCH[activation](z)
        if learner.source.target == "value":
            return ((z - y) ** 2).mean()
        if z.shape[1] == 1:
            return torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        return torch.nn.functional.cross_entropy(z, y)

    w = torch.tensor(learner.weights.trained[member].astype(np.float64), requires_grad=True)
    direct = learner.objective.loss(learner.weights.part(slice(member, member + 1)), learner.whole)
    np.testing.assert_allclose(loss(w).item(), direct[0], rtol=1e-4)
    return torch.autograd.functional.hessian(loss, w).numpy()


def guesses(learner, count=4):
    return generator(0, "test").normal(size=(count, learner.weights.layout.trainable))


@pytest.mark.parametrize("data", ["circle", "regression-plane"])
@pytest.mark.parametrize("steps", [0, 300])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_largest_eigenvalues_are_those_of_the_dense_hessian(activation, steps, data):
    learner = learner_of(activation, data=data)
    learner.step(steps)
    expected = np.linalg.eigvalsh(dense_hessian(learner, activation))[::-1]
    product = hessian_product(learner.objective, learner.weights, learner.whole)
    found = spectrum(product, guesses(learner), 3)
    np.testing.assert_allclose(found.values[0], expected[0], rtol=1e-3)
    np.testing.assert_allclose(found.values, expected[:3], rtol=1e-3, atol=2e-3 * expected[0])


def test_relu_networks_match_where_the_step_is_too_short_for_a_kink():
    learner = learner_of("relu", data="circle")
    learner.step(100)
    expected = np.linalg.eigvalsh(dense_hessian(learner, "relu"))[::-1]
    found = Curvature().measure(learner, (0, 0))
    assert found["kinks"]
    np.testing.assert_allclose(found["eigenvalues"][0], expected[0], rtol=1e-3)


def test_products_are_those_of_the_dense_hessian():
    learner = learner_of()
    learner.step(50)
    hessian = dense_hessian(learner, "tanh")
    vectors = guesses(learner, 3)
    product = hessian_product(learner.objective, learner.weights, learner.whole)
    size = np.abs(vectors @ hessian).max()
    np.testing.assert_allclose(product(vectors), vectors @ hessian, atol=1e-5 * size)
    scale = np.linspace(0.5, 2, hessian.shape[0])
    scaled = hessian_product(learner.objective, learner.weights, learner.whole, scale)
    np.testing.assert_allclose(
        scaled(vectors), vectors @ (scale[:, None] * hessian * scale), atol=1e-5 * size * 4
    )


@pytest.mark.parametrize("size", [3, 40, 200])
def test_spectrum_of_a_known_matrix_with_large_negative_eigenvalues(size):
    rng = np.random.default_rng(size)
    turn, _ = np.linalg.qr(rng.normal(size=(size, size)))
    values = np.sort(np.concatenate([[-50.0, 9.0, 8.9], rng.uniform(-1, 1, size - 3)]))[::-1]
    matrix = (turn * values) @ turn.T
    found = spectrum(lambda v: v @ matrix, rng.normal(size=(4, size)), 3, rounds=60)
    np.testing.assert_allclose(found.values, values[:3], rtol=1e-3, atol=0.05)
    np.testing.assert_allclose(found.values[0], values[0], rtol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1)


def test_a_warm_start_takes_few_products_and_still_sees_what_has_grown():
    rng = np.random.default_rng(0)
    values = np.concatenate([[5.0, 3.0], rng.uniform(0, 1, 98)])
    calls = []

    def product(v):
        calls.append(len(v))
        return v * values

    cold = spectrum(product, rng.normal(size=(3, 100)), 2)
    first, calls[:] = sum(calls), []
    values[50] = 9.0
    start = np.concatenate([cold.vectors, rng.normal(size=(1, 100))])
    warm = spectrum(product, start, 2)
    np.testing.assert_allclose(warm.values, [9, 5], rtol=1e-3)
    values[50] = 0.5
    calls[:] = []
    again = spectrum(product, np.concatenate([cold.vectors, rng.normal(size=(1, 100))]), 2)
    np.testing.assert_allclose(again.values, [5, 3], rtol=1e-3)
    assert sum(calls) < first


def test_probe_reports_the_limit_of_the_rule_and_changes_nothing():
    beta = 0.9
    rules = {
        "sgd": 2.0,
        "momentum": 2 + 2 * beta,
        "nesterov": (2 + 2 * beta) / (1 + 2 * beta),
    }
    for kind, above in rules.items():
        learner = learner_of(optimizer={"kind": kind}, rate=0.01)
        learner.step(20)
        before = learner.capture()
        found = Curvature().measure(learner, (0, 0))
        expected = np.linalg.eigvalsh(dense_hessian(learner, "tanh"))[::-1]
        np.testing.assert_allclose(found["eigenvalues"][0], expected[0], rtol=1e-3)
        np.testing.assert_allclose(found["limit"], above / expected[0], rtol=1e-3)
        np.testing.assert_allclose(found["rate"], 0.01, rtol=1e-6)
        assert not found["preconditioned"]
        assert not found["kinks"]
        after = learner.capture()
        np.testing.assert_array_equal(after["weights"], before["weights"])
        assert after["step"] == before["step"]


def test_adaptive_rules_go_by_the_preconditioned_curvature():
    learner = learner_of(optimizer={"kind": "adam"}, rate=0.01)
    assert np.isnan(Curvature().measure(learner, (0, 0))["limit"])
    learner.step(100)
    found = Curvature().measure(learner, (0, 0))
    v = learner.capture()["descent"][0]["v"][0].astype(float)
    p = (1 - 0.9**100) * (np.sqrt(v / (1 - 0.999**100)) + 1e-8)
    hessian = dense_hessian(learner, "tanh") / np.sqrt(p) / np.sqrt(p)[:, None]
    expected = np.linalg.eigvalsh(hessian)[-1]
    assert found["preconditioned"]
    np.testing.assert_allclose(found["steering"], expected, rtol=1e-3)
    np.testing.assert_allclose(found["limit"], 38 / expected, rtol=1e-3)


def test_rules_without_a_limit_get_none():
    for kind in ("l-bfgs", "rprop", "quickprop", "random-search"):
        learner = learner_of(optimizer={"kind": kind}, rate=0.01)
        learner.step(3)
        assert np.isnan(Curvature().measure(learner, (0, 0))["limit"])


def test_probe_remembers_steps_and_forgets_futures_that_never_came():
    learner = learner_of(rate=0.05)
    probe, past = Curvature(count=2), None
    for _ in range(4):
        found = probe.measure(learner, (0, 0))
        past = learner.capture() if learner.step_number == 20 else past
        learner.step(10)
    assert found["steps"].tolist() == [0, 10, 20, 30]
    assert found["history"].shape == (4, 2)
    learner.restore(past)
    back = probe.measure(learner, (0, 0))
    assert back["steps"].tolist() == [0, 10, 20]
    np.testing.assert_allclose(back["eigenvalues"], found["history"][2], rtol=1e-3)
    learner.step(7)
    assert probe.measure(learner, (0, 0))["steps"].tolist() == [0, 10, 20, 27]


def test_a_long_run_is_remembered_within_bounds():
    log = CurvatureLog()
    for step in range(5000):
        log.add(Entry(step, np.ones(1), 1.0, 1.0, 0.1, 0.0), ahead=False)
    steps = [entry.step for entry in log.until(5000)]
    assert steps[0] == 0
    assert steps[-100:] == list(range(4900, 5000))
    assert steps == sorted(steps)
    assert 1000 <= len(steps) <= MOST


def test_probe_of_members_rows_kinks_and_diverged_learners():
    learner = learner_of("relu", members=3, size=400, rate=0.05)
    learner.step(5)
    found = Curvature(member=2, rows=50).measure(learner, (0, 0))
    assert found["member"] == 2
    assert found["kinks"]
    assert found["sample"][0] <= 50 < found["sample"][1]
    learner.weights.flat[...] = np.nan
    lost = Curvature(member=2, rows=50).measure(learner, (0, 0))
    assert lost["diverged"]
    assert len(lost["steps"]) == 1
    assert "eigenvalues" not in Curvature().measure(learner, (0, 0))
    assert Curvature().measure(object(), (0, 0)) == {}
