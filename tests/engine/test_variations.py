"""Curves that are looked for: exact answers, slopes, any rule, and starts of every kind."""

import numpy as np
import pytest
import torch
from scipy import integrate, optimize

from playground.core.settings import SettingError, build, plain
from playground.engine.catalogue import OBJECTIVES
from playground.engine.functions.curve import Curve, chord
from playground.engine.heads.fit import Fit
from playground.engine.probe import Descends
from playground.engine.probes.curve import Curve as Probe

KINDS = ["shortest-path", "brachistochrone", "hanging-chain"]
VARIANTS = [
    ("shortest-path", {}),
    ("shortest-path", {"ground": "slow right half", "slowness": 2.5, "rise": -0.7}),
    ("shortest-path", {"segments": 41, "ground": "slow right half"}),
    ("brachistochrone", {}),
    ("brachistochrone", {"width": 0.6, "drop": 2.0, "segments": 80}),
    ("brachistochrone", {"width": 8.0, "drop": 0.1}),
    ("hanging-chain", {}),
    ("hanging-chain", {"length": 1.05, "rise": -1.0}),
    ("hanging-chain", {"length": 3.0, "rise": 0.0, "segments": 160}),
]
each = pytest.mark.parametrize("kind", KINDS)
every = pytest.mark.parametrize(("kind", "settings"), VARIANTS)


def curve(kind, settings=None):
    made = build(OBJECTIVES[kind], settings or {})
    assert isinstance(made, Curve)
    return made


def learner(kind, settings=None, seed=0, **fit):
    return build(Fit, fit).minimise(curve(kind, settings), "f", seed, "cpu")


def gap(made):
    return made.evaluate()["gap"]


@every
def test_the_gradient_is_that_of_finite_differences(kind, settings):
    f, h = curve(kind, settings), 1e-7
    w = f.starts((0, 1)) + 0.01 * np.random.default_rng(0).normal(size=(2, f.dimension))
    ends = [(f.value(w + h * s), f.value(w - h * s)) for s in np.eye(f.dimension)]
    found = np.stack([(high - low) / (2 * h) for high, low in ends], axis=-1)
    size = np.abs(found).max()
    np.testing.assert_allclose(f.gradient(w), found, rtol=2e-5, atol=2e-7 * size)


def test_slopes_by_height_are_those_of_torch():
    path, slide = curve("shortest-path"), curve("brachistochrone")
    for f in (path, slide):
        y = torch.tensor(f.heights(f.starts((3,)))[0], requires_grad=True)
        x = torch.tensor(f.places)
        long = torch.hypot(torch.diff(x), torch.diff(y))
        if f is path:
            long.sum().backward()
        else:
            inner = torch.sqrt(2 * 9.81 * (f.drop - y[1:]))
            v = torch.cat([torch.zeros(1, dtype=inner.dtype), inner])
            (2 * long / (v[1:] + v[:-1])).sum().backward()
        np.testing.assert_allclose(f.slope(y.detach().numpy()), y.grad[1:-1], rtol=1e-9)


@each
def test_many_members_give_what_each_gives_alone(kind):
    f = curve(kind, {"begin": "random"})
    w = f.starts(tuple(range(5)))
    np.testing.assert_allclose(f.value(w), [f.value(one) for one in w], rtol=1e-12)
    alone = [f.gradient(one) for one in w]
    np.testing.assert_allclose(f.gradient(w), alone, rtol=1e-9, atol=1e-12)


@every
def test_the_known_answer_is_stationary_and_no_curve_undercuts_it(kind, settings):
    f = curve(kind, settings)
    found = optimize.minimize(f.value, f.starts((1,))[0], jac=f.gradient, method="BFGS",
                              options={"maxiter": 3000, "gtol": 1e-7})  # fmt: skip
    assert found.fun >= f.answer.cost - 1e-9
    # Few straight pieces are a little worse than a smooth curve; how much is the grid's affair.
    assert (found.fun - f.answer.cost) / f.answer.measure < 0.02


def test_the_straight_line_is_found():
    made = learner("shortest-path", optimizer={"kind": "momentum"}, rate=0.01)
    made.step(800)
    np.testing.assert_allclose(made.function.heights(made.weights.flat)[0], chord(made.function),
                               atol=1e-5)  # fmt: skip
    assert made.evaluate()["residual"] < 1e-4


def test_slow_ground_bends_the_path_as_snell_says():
    made = learner("shortest-path", {"ground": "slow right half", "slowness": 2.0},
                   optimizer={"kind": "momentum"}, rate=0.005)  # fmt: skip
    made.step(1500)
    up = np.diff(made.function.heights(made.weights.flat)[0])
    sines = up / np.hypot(up, np.diff(made.function.places))
    np.testing.assert_allclose(sines[:20], 2 * sines[20:], rtol=1e-4)
    assert abs(float(gap(made)[0])) < 1e-8


@pytest.mark.parametrize("segments", [40, 48, 160])
@pytest.mark.parametrize("settings", [{}, {"width": 1.5, "drop": 1.0}, {"drop": 2.5}])
def test_the_slide_is_within_half_a_percent_of_the_cycloid(segments, settings):
    made = learner("brachistochrone", {"segments": segments, **settings})
    made.step(1000)
    assert 0 <= gap(made)[0] < 0.005


def test_the_cycloid_takes_as_long_as_an_integral_says():
    f = curve("brachistochrone")
    radius, angle = f.cycloid()
    x, y = f.answer.points.T
    np.testing.assert_allclose([x[-1], y[-1]], [f.width, 0], atol=1e-6)

    def slowness(t):
        speed = np.sqrt(2 * 9.81 * radius * (1 - np.cos(t)))
        return radius * np.hypot(1 - np.cos(t), np.sin(t)) / speed

    np.testing.assert_allclose(integrate.quad(slowness, 1e-9, angle)[0], f.answer.cost, rtol=1e-6)
    # A bead on the straight line falls evenly: Galileo's ramp.
    heights = chord(f)
    np.testing.assert_allclose(f.total(heights), f.straight, rtol=1e-9)
    np.testing.assert_allclose(f.times(heights)[-1], f.straight, rtol=1e-9)


def test_a_bead_that_is_put_above_its_start_is_pushed_down_again():
    f = curve("brachistochrone")
    heights = chord(f)
    heights[10:20] = f.drop + 0.3
    assert np.isfinite(f.total(heights))
    assert (f.slope(heights)[11:17] > 0).all()


def test_the_chain_keeps_its_length_whatever_the_weights():
    f = curve("hanging-chain")
    w = 3 * np.random.default_rng(0).normal(size=(20, f.dimension))
    up, across = np.diff(f.heights(w)), np.diff(f.places)
    np.testing.assert_allclose(np.hypot(up, across).sum(axis=-1), f.long, rtol=1e-9)
    np.testing.assert_allclose(f.heights(w)[:, [0, -1]], [[0, f.rise]] * 20, atol=1e-9)


def test_the_chain_becomes_the_catenary():
    made = learner("hanging-chain", {"segments": 96}, optimizer={"kind": "l-bfgs"}, rate=1.0)
    made.step(300)
    f = made.function
    wide, middle, high = f.catenary()
    np.testing.assert_allclose(made.function.heights(made.weights.flat)[0],
                               wide * np.cosh((f.places - middle) / wide) + high, atol=2e-3)
    assert made.evaluate()["residual"] < 1e-4
    length, _ = integrate.quad(lambda x: np.cosh((x - middle) / wide), 0, 1)
    moment, _ = integrate.quad(
        lambda x: (wide * np.cosh((x - middle) / wide) + high) * np.cosh((x - middle) / wide), 0, 1
    )
    np.testing.assert_allclose([length, moment / length], [f.long, f.answer.cost], rtol=1e-7)


@each
@pytest.mark.parametrize(
    ("optimizer", "rate"),
    [("sgd", 0.005), ("momentum", 0.005), ("nesterov", 0.005), ("adagrad", 0.03),
     ("rms-prop", 0.003), ("adam", 0.003), ("adam-w", 0.003), ("rprop", 0.003), ("l-bfgs", 1.0)],
)  # fmt: skip
def test_any_rule_goes_down_in_double_precision(kind, optimizer, rate):
    made = learner(kind, optimizer={"kind": optimizer}, rate=rate)
    before = gap(made)[0]
    made.step(150)
    assert made.weights.flat.dtype == np.float64
    assert not made.finished
    assert -1e-9 <= gap(made)[0] < 0.9 * before


@each
@pytest.mark.parametrize("begin", ["sagging", "waves", "random"])
def test_it_gets_there_from_any_start(kind, begin):
    made = learner(kind, {"begin": begin}, seed=7)
    made.step(1500)
    assert gap(made)[0] < 0.01


@each
def test_a_captured_state_goes_on_bit_for_bit(kind):
    whole, first, second = (learner(kind, members=2) for _ in range(3))
    whole.step(60)
    first.step(23)
    second.restore(first.capture())
    second.step(37)
    np.testing.assert_array_equal(whole.weights.flat, second.weights.flat)


@each
def test_it_offers_what_probes_of_descent_ask_for(kind):
    made = learner(kind)
    assert isinstance(made, Descends)
    assert made.facts.shows == ("curve", "descent")
    assert made.weights.layout.parameters() == {"f": made.function.dimension}
    assert build(OBJECTIVES[kind], plain(made.function)) == made.function


@each
def test_the_probe_changes_nothing_and_tells_of_every_member(kind):
    made = learner(kind, {"begin": "random"}, members=3)
    made.step(20)
    before = made.weights.flat.copy()
    told = Probe(member=1).measure(made, (0, 0))
    np.testing.assert_array_equal(before, made.weights.flat)
    assert told["heights"].shape == (3, len(told["x"]))
    assert told["member"] == [1]
    np.testing.assert_allclose(told["value"], made.function.value(before))
    assert ("times" in told) == (kind == "brachistochrone")


def test_the_probe_stands_a_diverged_curve_and_a_crowd():
    gone = learner("shortest-path", optimizer={"kind": "sgd"}, rate=1e9)
    gone.step(10)
    told = Probe().measure(gone, (0, 0))
    assert np.isnan(told["value"]).all()
    crowd = learner("shortest-path", members=40)
    assert Probe(member=33).measure(crowd, (0, 0))["shown"][-1] == 33


def test_what_cannot_be_is_refused():
    with pytest.raises(SettingError, match="length"):
        curve("hanging-chain", {"length": 0.9})
    with pytest.raises(SettingError, match="drop"):
        curve("brachistochrone", {"drop": 0.0})
