"""The loss probe: place and cost of every row, and the curve they lie on."""

import numpy as np
import pytest
import torch
from small_learners import learner, rows

from playground.core.settings import build
from playground.engine.choices import LOSSES
from playground.engine.error_curve import error_curve, margins
from playground.engine.heads.fit import Fit
from playground.engine.losses.huber import Huber
from playground.engine.probe import PROBES

AT = np.linspace(-4, 4, 42)


def measure(learner, **settings):
    return build(PROBES["loss"], settings).measure(learner, (0, 0))


@pytest.mark.parametrize(("kind", "target"), [(k, t) for k in LOSSES for t in LOSSES[k].suited])
def test_the_slope_is_that_of_the_curve(kind, target):
    loss = LOSSES[kind]()
    h = 1e-6
    above, below = (error_curve(loss, target, AT + d)[0] for d in (h, -h))
    assert error_curve(loss, target, AT)[1] == pytest.approx((above - below) / (2 * h), abs=1e-5)


def test_curves_are_those_of_pytorch():
    d, zero = torch.tensor(AT), torch.zeros(len(AT), dtype=torch.float64)
    for kind, reference in {
        "squared": torch.nn.functional.mse_loss,
        "absolute": torch.nn.functional.l1_loss,
        "huber": torch.nn.functional.huber_loss,
    }.items():
        expected = reference(d, zero, reduction="none").numpy()
        assert error_curve(LOSSES[kind](), "value", AT)[0] == pytest.approx(expected)
    expected = torch.nn.functional.soft_margin_loss(d, zero + 1, reduction="none").numpy()
    for kind in ("cross-entropy", "binary-cross-entropy"):
        assert error_curve(LOSSES[kind](), "class", AT)[0] == pytest.approx(expected)


def test_the_cross_entropy_of_many_classes_lies_on_one_curve():
    random = np.random.default_rng(0)
    z, y = random.normal(scale=4, size=(60, 5)), np.eye(5)[random.integers(0, 5, 60)]
    loss = LOSSES["cross-entropy"]()
    m = margins(loss, z, y)
    assert error_curve(loss, "class", m)[0] == pytest.approx(loss.value(z, y), abs=1e-12)


@pytest.mark.parametrize("kind", ["hinge", "binary-cross-entropy"])
def test_one_output_gives_the_signed_score(kind):
    z, y = np.array([[2.0], [2.0]]), np.array([[1.0], [0.0]])
    assert margins(LOSSES[kind](), z, y).tolist() == [2, -2]


@pytest.mark.parametrize("data", ["circle", "sine", "iris"])
def test_the_mean_of_the_rows_is_the_train_loss(data):
    model = learner(data=rows(data))
    model.step(10)
    arrays = measure(model)
    assert arrays["loss"].mean() == pytest.approx(
        float(model.evaluate()["train_loss"][0]), rel=1e-5
    )
    assert set(arrays["row"]) == set(model.source.train.tolist())
    assert ("label" in arrays) == (data != "sine")


def test_rows_lie_on_the_curve_of_the_loss_with_its_own_settings():
    model = learner(Fit(loss=Huber(delta=0.2)), data=rows("sine", outliers=0.1))
    model.step(5)
    arrays = measure(model)
    there = np.interp(arrays["at"], arrays["grid"], arrays["curve"])
    assert there == pytest.approx(arrays["loss"], abs=2e-3)
    worst = arrays["row"][arrays["loss"].argmax()]
    assert model.source.y[worst] > 2


def test_diverged_weights_leave_a_curve_without_rows():
    model = learner(Fit(members=2))
    assert (measure(model, member=0)["at"] != measure(model, member=1)["at"]).any()
    model.weights.flat[:] = np.inf
    arrays = measure(model)
    assert "diverged" in arrays
    assert np.isfinite(arrays["curve"]).all()
    assert "at" not in arrays
