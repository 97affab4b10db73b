"""Initialisers against theory and against PyTorch's statistics."""

import numpy as np
import pytest
import torch

from playground.core.settings import build, plain
from playground.engine.choices import INITIALISERS
from playground.engine.initialisers.constant import Constant
from playground.engine.initialisers.he import He
from playground.engine.initialisers.lecun import Lecun
from playground.engine.initialisers.normal import Normal
from playground.engine.initialisers.orthogonal import Orthogonal
from playground.engine.initialisers.uniform import Uniform
from playground.engine.initialisers.xavier import Xavier

FAN_IN, FAN_OUT = 300, 200


def draw(rule, seed=0, shape=(FAN_IN, FAN_OUT)):
    return rule.draw(np.random.default_rng(seed), shape, FAN_IN, FAN_OUT)


@pytest.mark.parametrize("kind", INITIALISERS)
def test_draws_float32_of_the_shape_from_the_generator(kind):
    rule = INITIALISERS[kind]()
    for shape in [(3, 4), (4, 3), (2, 3, 5), (7,), (0, 4)]:
        weights = draw(rule, shape=shape)
        assert weights.shape == shape
        assert weights.dtype == np.float32
    np.testing.assert_array_equal(draw(rule, 1), draw(rule, 1))
    if kind not in ("zero", "constant"):
        assert not np.array_equal(draw(rule, 1), draw(rule, 2))


@pytest.mark.parametrize("kind", INITIALISERS)
def test_kind_is_tag_and_settings_round_trip(kind):
    rule = INITIALISERS[kind]()
    assert plain(rule)["kind"] == kind
    assert build(INITIALISERS.union(), plain(rule)) == rule


@pytest.mark.parametrize(
    ("rule", "deviation"),
    [
        (Xavier(), (2 / 500) ** 0.5),
        (Xavier(gain=3.0, distribution="normal"), 3 * (2 / 500) ** 0.5),
        (He(), (2 / 300) ** 0.5),
        (He(distribution="uniform"), (2 / 300) ** 0.5),
        (Lecun(), (1 / 300) ** 0.5),
        (Normal(sd=0.2), 0.2),
        (Uniform(limit=0.3), 0.3 / 3**0.5),
        (Orthogonal(gain=2.0), 2 / 300**0.5),
    ],
)
def test_spread_is_the_formulas(rule, deviation):
    weights = draw(rule)
    assert weights.std() == pytest.approx(deviation, rel=0.02)
    assert abs(weights.mean()) < 0.02 * deviation


@pytest.mark.parametrize(
    ("rule", "theirs"),
    [
        (Xavier(), torch.nn.init.xavier_uniform_),
        (Xavier(distribution="normal"), torch.nn.init.xavier_normal_),
        (He(), lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu")),
        (
            He(distribution="uniform"),
            lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
        ),
        (Lecun(), lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="linear")),
        (Orthogonal(), torch.nn.init.orthogonal_),
    ],
)
def test_quantiles_are_pytorchs(rule, theirs):
    torch.manual_seed(0)
    reference = theirs(torch.empty(FAN_OUT, FAN_IN)).numpy()
    at = np.linspace(0.02, 0.98, 25)
    ours, their = np.quantile(draw(rule), at), np.quantile(reference, at)
    np.testing.assert_allclose(ours, their, atol=0.07 * reference.std())


@pytest.mark.parametrize("shape", [(30, 12), (12, 30), (8, 8), (3, 4, 10)])
def test_orthogonal_is_orthogonal(shape):
    q = draw(Orthogonal(gain=1.5), shape=shape).reshape(-1, shape[-1]).astype(np.float64)
    product = q.T @ q if q.shape[0] >= q.shape[1] else q @ q.T
    np.testing.assert_allclose(product, 1.5**2 * np.eye(len(product)), atol=1e-6)


def test_constant_is_constant():
    assert (draw(Constant(value=-0.25)) == np.float32(-0.25)).all()
    assert not draw(INITIALISERS["zero"]()).any()
