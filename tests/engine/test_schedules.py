"""Schedules against PyTorch's."""

import warnings

import numpy as np
import pytest
import torch
from torch.optim import lr_scheduler as lr

from playground.core.settings import build, plain
from playground.engine.choices import SCHEDULES
from playground.engine.schedules.constant import Constant
from playground.engine.schedules.cosine import Cosine
from playground.engine.schedules.exponential import Exponential
from playground.engine.schedules.one_cycle import OneCycle
from playground.engine.schedules.step import Step
from playground.engine.schedules.warm_up import WarmUp

BASE, TOTAL = 0.2, 120


def pytorch_rates(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    scheduler = make(optimizer)
    rates = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(TOTAL):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if len(rates) < TOTAL:
                scheduler.step()
    return rates


@pytest.mark.parametrize(
    ("rule", "make"),
    [
        (Constant(), lambda o: lr.ConstantLR(o, factor=1.0)),
        (Step(every=30, drop=0.4), lambda o: lr.StepLR(o, 30, 0.4)),
        (Exponential(gamma=0.01), lambda o: lr.ExponentialLR(o, 0.01**0.001)),
        (Cosine(floor=0.1), lambda o: lr.CosineAnnealingLR(o, TOTAL, eta_min=0.1 * BASE)),
        (WarmUp(steps=40), lambda o: lr.LinearLR(o, 1 / 40, 1.0, 39)),
        (OneCycle(), lambda o: lr.OneCycleLR(o, BASE, TOTAL)),
        (
            OneCycle(rise=0.5, start=10.0, end=100.0),
            lambda o: lr.OneCycleLR(
                o, BASE, TOTAL, pct_start=0.5, div_factor=10, final_div_factor=100
            ),
        ),
    ],
)
def test_rates_are_pytorchs(rule, make):
    ours = [BASE * rule.factor(step, TOTAL) for step in range(TOTAL)]
    np.testing.assert_allclose(ours, pytorch_rates(make), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_kind_is_tag_and_settings_round_trip(kind):
    rule = SCHEDULES[kind]()
    assert plain(rule)["kind"] == kind
    assert build(SCHEDULES.union(), plain(rule)) == rule


@pytest.mark.parametrize("kind", SCHEDULES)
@pytest.mark.parametrize("total", [0, 1, 2, 100])
def test_factors_stay_between_0_and_1_even_past_the_plan(kind, total):
    rule = SCHEDULES[kind]()
    factors = [rule.factor(step, total) for step in range(2 * total + 5)]
    assert all(isinstance(f, float) and 0 < f <= 1 for f in factors)


def test_past_the_plan_nothing_rises_again():
    for rule in (Cosine(), OneCycle()):
        assert rule.factor(500, TOTAL) == rule.factor(TOTAL, TOTAL) < 0.02
