"""Optimizers against PyTorch, against themselves member by member, and on a bowl."""

import numpy as np
import pytest
import torch

from playground.core.settings import build, plain, settings_of
from playground.engine.choices import OPTIMIZERS
from playground.engine.optimizers.ada_delta import AdaDelta
from playground.engine.optimizers.adagrad import Adagrad
from playground.engine.optimizers.adam import Adam
from playground.engine.optimizers.adam_w import AdamW
from playground.engine.optimizers.momentum import Momentum
from playground.engine.optimizers.nesterov import Nesterov
from playground.engine.optimizers.quickprop import Quickprop
from playground.engine.optimizers.random_search import RandomSearch
from playground.engine.optimizers.rms_prop import RmsProp
from playground.engine.optimizers.rprop import Rprop
from playground.engine.optimizers.sgd import Sgd

CURVATURES = np.array([1.0, 0.3, 0.05, 2.0, 0.7])
CENTRE = np.array([0.5, -1.0, 2.0, 0.0, 1.0])


def bowl(w):
    return CURVATURES * (w - CENTRE), 0.5 * (CURVATURES * (w - CENTRE) ** 2).sum(axis=-1)


def descend(rule, w, rate, steps, mask=None):
    w = w.copy()
    state = rule.begin(w)
    for t in range(1, steps + 1):
        if rule.wants_loss:
            state["loss"][:, 0] = bowl(w)[1]
        rule.step(w, bowl(w)[0].astype(w.dtype), state, rate, t, mask)
    return w


def start(members=1, dtype=np.float64):
    return np.random.default_rng(0).normal(size=(members, 5)).astype(dtype)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_kind_is_tag_and_settings_round_trip(kind):
    rule = OPTIMIZERS[kind]()
    assert plain(rule)["kind"] == kind
    assert build(OPTIMIZERS.union(), plain(rule)) == rule


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_numbers_can_be_tuned_while_it_learns(kind):
    assert all(s.tunable for s in settings_of(OPTIMIZERS[kind]) if s.kind == "float")


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_descends_a_bowl_with_members(kind):
    rule = OPTIMIZERS[kind]()
    w = start(6, np.float32)
    after = descend(rule, w, rule.default_rate, 300)
    assert after.dtype == np.float32
    assert (bowl(after)[1] < 0.9 * bowl(w)[1]).all()


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_members_equal_separate_runs_to_the_bit(kind, dtype):
    rule = OPTIMIZERS[kind]()
    w = start(4, dtype)
    rates = np.array([[0.01], [0.02], [0.05], [0.1]], dtype)
    mask = np.array([1, 1, 0, 1, 0], dtype)
    together = descend(rule, w, rates, 20, mask)
    for member in range(4):
        alone = descend(rule, w[member : member + 1], rates[member : member + 1], 20, mask)
        np.testing.assert_array_equal(together[member : member + 1], alone)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_state_begins_as_zeros_for_each_member_and_the_gradient_is_only_read(kind):
    rule = OPTIMIZERS[kind]()
    w = start(3)
    state = rule.begin(w)
    assert all(len(a) == len(w) and a.dtype == w.dtype and not a.any() for a in state.values())
    assert all(state[name].shape == w.shape for name in rule.memory)
    assert ("loss" in state) == rule.wants_loss
    gradient = bowl(w)[0]
    before = gradient.copy()
    rule.step(w, gradient, state, 0.1, 1)
    np.testing.assert_array_equal(gradient, before)


@pytest.mark.parametrize(
    ("rule", "make"),
    [
        (Sgd(), lambda p: torch.optim.SGD(p, 0.1)),
        (Momentum(beta=0.8), lambda p: torch.optim.SGD(p, 0.1, momentum=0.8)),
        (Nesterov(beta=0.8), lambda p: torch.optim.SGD(p, 0.1, momentum=0.8, nesterov=True)),
        (Adagrad(), lambda p: torch.optim.Adagrad(p, 0.1)),
        (RmsProp(beta=0.95), lambda p: torch.optim.RMSprop(p, 0.1, alpha=0.95)),
        (AdaDelta(rho=0.8), lambda p: torch.optim.Adadelta(p, 0.1, rho=0.8)),
        (
            Adam(beta1=0.8, beta2=0.99, eps=1e-3),
            lambda p: torch.optim.Adam(p, 0.1, (0.8, 0.99), 1e-3),
        ),
        (AdamW(weight_decay=0.2), lambda p: torch.optim.AdamW(p, 0.1, weight_decay=0.2)),
        (Rprop(), lambda p: torch.optim.Rprop(p, 0.1)),
        (Rprop(grow=1.5, shrink=0.3, longest=0.4, shortest=1e-3),
         lambda p: torch.optim.Rprop(p, 0.1, (0.3, 1.5), (1e-3, 0.4))),
    ],
)
def test_fifty_steps_are_pytorchs(rule, make):
    w = start()
    parameter = torch.nn.Parameter(torch.tensor(w))
    optimizer = make([parameter])
    for _ in range(50):
        parameter.grad = torch.tensor(bowl(parameter.detach().numpy())[0])
        optimizer.step()
    np.testing.assert_allclose(descend(rule, w, 0.1, 50), parameter.detach().numpy(), rtol=1e-9)


def test_averaged_momentum_is_classical_at_a_shorter_rate():
    averaged = descend(Momentum(beta=0.8, form="averaged"), start(), 0.5, 50)
    classical = descend(Momentum(beta=0.8), start(), 0.5 * (1 - 0.8), 50)
    np.testing.assert_allclose(averaged, classical, rtol=1e-10)


def test_decay_spares_what_the_mask_spares():
    mask = np.array([1.0, 0, 1, 0, 1])
    decayed = descend(AdamW(weight_decay=0.5), start(), 0.1, 10, mask)
    plain_adam = descend(Adam(), start(), 0.1, 10)
    spared = mask == 0
    np.testing.assert_array_equal(decayed[:, spared], plain_adam[:, spared])
    assert not np.isclose(decayed[:, ~spared], plain_adam[:, ~spared], atol=1e-6).any()


@pytest.mark.parametrize(
    "rule",
    [
        Sgd(),
        Momentum(),
        Momentum(beta=0.5),
        Momentum(beta=0.7, form="averaged"),
        Nesterov(),
        Nesterov(beta=0.5),
    ],
)
def test_stability_limit_parts_convergence_from_divergence(rule):
    limit = rule.stability_limit(float(CURVATURES.max()))
    w = start()
    below = descend(rule, w, 0.98 * limit, 3000)
    above = descend(rule, w, 1.02 * limit, 300)
    assert bowl(below)[1] < 1e-6
    assert bowl(above)[1] > 100 * bowl(w)[1]


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_no_stability_limit_without_upward_curvature(kind):
    assert OPTIMIZERS[kind]().stability_limit(0.0) is None
    assert OPTIMIZERS[kind]().stability_limit(-1.0) is None


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_stages_end_in_the_very_step_and_change_nothing(kind, dtype):
    rule = OPTIMIZERS[kind]()
    w, mask = start(3, dtype), np.array([1, 1, 0, 1, 0], dtype)
    state = rule.begin(w)
    rate = np.array([[0.01], [0.02], [0.05]], dtype)
    for t in range(1, 6):
        if rule.wants_loss:
            state["loss"][:, 0] = bowl(w)[1]
        gradient = bowl(w)[0].astype(dtype)
        held = {name: array.copy() for name, array in state.items()}
        before = w.copy()
        stages = rule.stages(w, gradient, state, rate, t, mask)
        np.testing.assert_array_equal(w, before)
        for name, array in held.items():
            np.testing.assert_array_equal(state[name], array)
        rule.step(w, gradient, state, rate, t, mask)
        np.testing.assert_array_equal(stages[-1][1], w - before)
        assert all(vector.shape == w.shape for _, vector in stages)
        assert len({name for name, _ in stages}) == len(stages)


@pytest.mark.parametrize(
    "rule", [Momentum(), Momentum(form="averaged"), Nesterov(), Quickprop(), RandomSearch()]
)
def test_the_parts_of_a_step_add_up(rule):
    w = start(2)
    state = rule.begin(w)
    for t in range(1, 6):
        gradient = bowl(w)[0]
        *parts, (_, step) = rule.stages(w, gradient, state, 0.05, t)
        np.testing.assert_allclose(sum(v for _, v in parts), step, rtol=1e-9, atol=1e-12)
        rule.step(w, gradient, state, 0.05, t)


@pytest.mark.parametrize("rule", [Adam(eps=1e-3), Adam(beta1=0.6), RmsProp(), Adagrad()])
def test_preconditioner_and_limit_foretell_a_step_along_a_bowl(rule):
    """Steps with the preconditioner held still bounce just above the limit, not below."""
    w = start()
    state = rule.begin(w)
    assert rule.preconditioner(state, 0) is None
    for t in range(1, 51):
        rule.step(w, bowl(w)[0], state, 0.01, t)
    p = rule.preconditioner(state, 50)
    limit = rule.stability_limit(float((CURVATURES / p).max()))

    def growth(rate):
        d, m = np.ones_like(p), np.zeros_like(p)
        beta = getattr(rule, "beta1", 0.0)
        for _ in range(2000):
            m = beta * m + (1 - beta) * CURVATURES * d
            d = d - rate * m / p
        return np.abs(d).max()

    assert growth(0.97 * limit) < 1
    assert growth(1.03 * limit) > 100


def test_preconditioner_is_what_the_gradient_is_divided_by():
    w = start()
    for rule in (RmsProp(), Adagrad(), AdaDelta()):
        state = rule.begin(w)
        for t in range(1, 6):
            gradient = bowl(w)[0]
            _, (_, step) = rule.stages(w, gradient, state, 0.05, t)
            held = {name: a.copy() for name, a in state.items()}
            rule.step(w, gradient, state, 0.05, t)
            if "u" in state:  # AdaDelta divides by the steps before this one
                state_then = {"s": state["s"], "u": held["u"]}
                p = rule.preconditioner(state_then, t)
            else:
                p = rule.preconditioner(state, t)
            np.testing.assert_allclose(-0.05 * gradient / p, step, rtol=1e-8)
