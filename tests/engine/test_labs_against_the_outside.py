"""Labs and curves as a person wires them, beside closed forms worked out here and by SciPy."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from explored import chain, compiled
from scipy import integrate, optimize, stats

import playground
from playground.document.project import Placed, Project
from playground.engine.probe import PROBES
from playground.runtime.compile import Compiler

LONG = pytest.mark.long


def sought(kind, settings=None, fit=None, seed=0):
    """Return a learner of an objective wired into a fit."""
    project = chain(Placed("wanted", kind, settings or {}), ("fit", fit or {}))
    return compiled(Project(blocks=project.blocks, wires=project.wires, seed=seed))


def alone(kind, seed=0, **settings):
    """Return a learner of a lab that nothing is wired to."""
    project = Project(blocks=(Placed("lab", kind, settings),), seed=seed)
    return Compiler().learners(project)["lab"].learner


def preset(name):
    return playground.load(Path(__file__).parents[2] / "presets" / f"{name}.json")


# curves --------------------------------------------------------------------------


def cycloid(width, drop, gravity=9.81):
    """Return the seconds of the cycloid through the origin and (width, -drop)."""

    def off(turn):
        return (turn - np.sin(turn)) * drop - (1 - np.cos(turn)) * width

    turn = optimize.brentq(off, 1e-6, 2 * np.pi - 1e-9)
    return turn * np.sqrt(drop / (1 - np.cos(turn)) / gravity)


def seconds(x, y, gravity=9.81):
    """Return the seconds of a bead on straight pieces, by integrating over every one of them."""
    total = 0.0
    for (x0, x1), (y0, y1) in zip(itertools.pairwise(x), itertools.pairwise(y), strict=True):
        long, fall = np.hypot(x1 - x0, y1 - y0), (y0 - y1) / np.hypot(x1 - x0, y1 - y0)
        drop = y[0] - y0
        slow = np.sqrt(2 * gravity * drop)
        if abs(fall) < 1e-12:
            total += long / slow
        else:  # uniformly accelerated: v1 = v0 + g fall t
            total += (np.sqrt(2 * gravity * (drop + fall * long)) - slow) / (gravity * fall)
    return total


ENDS = [(3.0, 1.0), (1.0, 1.0), (0.5, 2.0), (5.0, 1.0), (8.0, 4.0), (2.0, 0.5), (0.5, 4.0)]


@pytest.mark.parametrize(
    ("width", "drop", "segments"),
    [(3.0, 1.0, 48), (1.0, 2.0, 40), (6.0, 1.0, 48),
     *(pytest.param(*end, n, marks=LONG) for end in ENDS for n in (40, 48, 80))],
)  # fmt: skip
def test_the_slide_comes_within_half_a_percent(width, drop, segments):
    settings = {"width": width, "drop": drop, "segments": segments}
    it = sought("brachistochrone", settings)
    it.step(3000)
    heights = it.function.heights(it.weights.flat)[0]
    x = it.function.places
    assert np.abs(x - width * np.linspace(0, 1, segments + 1) ** 2).max() < 1e-12
    took = seconds(x, heights)
    assert it.evaluate()["train_loss"][0] == pytest.approx(took, rel=1e-9)
    assert took < 1.005 * cycloid(width, drop)
    assert took >= 0.9999 * cycloid(width, drop)


def test_the_preset_comes_within_half_a_percent():
    it = Compiler().learners(preset("brachistochrone"))["fit"].learner
    it.step(500)
    x, y = it.function.places, it.function.heights(it.weights.flat)[0]
    assert it.function.segments >= 40
    assert seconds(x, y) < 1.005 * cycloid(it.function.width, it.function.drop)


@pytest.mark.parametrize(
    ("kind", "rate"), [("brachistochrone", 0.01), ("shortest-path", 0.001), ("hanging-chain", 0.01)]
)
def test_the_residual_that_is_shown_falls(kind, rate):
    it = sought(kind, fit={"rate": rate})
    shown = [np.abs(PROBES["curve"]().measure(it, (8, 8))["residual"]).mean()]
    for _ in range(6):
        it.step(500)
        shown.append(np.abs(PROBES["curve"]().measure(it, (8, 8))["residual"]).mean())
    assert shown[-1] < 0.03 * shown[0]
    assert min(shown) == min(shown[-3:])


@pytest.mark.parametrize(("length", "rise"), [(1.6, 0.2), pytest.param(1.1, -0.7, marks=LONG),
                                               pytest.param(2.5, 0.0, marks=LONG)])  # fmt: skip
def test_the_chain_hangs_as_a_catenary(length, rise):
    it = sought("hanging-chain", {"length": length, "rise": rise, "segments": 80})
    it.step(4000)
    long = length * np.hypot(1, rise)

    def off(a):
        return 2 * a * np.sinh(0.5 / a) - np.sqrt(long**2 - rise**2)

    a = optimize.brentq(off, 0.02, 50)
    p = 0.5 - a * np.arctanh(rise / long)
    x, y = it.function.places, it.function.heights(it.weights.flat)[0]
    assert np.hypot(np.diff(x), np.diff(y)).sum() == pytest.approx(long, rel=1e-9)
    wanted = a * np.cosh((x - p) / a) - a * np.cosh(p / a)
    assert np.abs(y - wanted).max() < 0.01 * np.ptp(wanted)


@pytest.mark.parametrize("slowness", [1.0, 1.5, 4.0])
def test_light_bends_as_snell_says(slowness):
    ground = {"ground": "slow right half", "slowness": slowness, "rise": -0.8}
    it = sought("shortest-path", ground, {"rate": 0.003})
    it.step(4000)

    def takes(y):
        return np.hypot(0.5, y) + slowness * np.hypot(0.5, -0.8 - y)

    best = optimize.minimize_scalar(takes, bounds=(-0.8, 0), options={"xatol": 1e-10}).fun
    assert it.evaluate()["train_loss"][0] == pytest.approx(best, rel=1e-5)


# distributions -------------------------------------------------------------------


FAMOUS = [
    ({"outcomes": "line", "known": "nothing"}, lambda e: np.diff(e)),
    ({"outcomes": "die", "known": "nothing"}, None),
    ({"outcomes": "half-line", "known": "mean"}, lambda e: np.diff(stats.expon(scale=1).cdf(e))),
    ({"outcomes": "line", "known": "mean and variance"},
     lambda e: np.diff(stats.norm(1.0, 2.0).cdf(e))),
    ({"outcomes": "line", "known": "mean and variance", "mean": -2.0, "variance": 1.0},
     lambda e: np.diff(stats.norm(-2.0, 1.0).cdf(e))),
]  # fmt: skip


@pytest.mark.parametrize("begin", ["flat", "random"])
@pytest.mark.parametrize(("task", "peer"), FAMOUS)
def test_the_famous_distributions_come_out(task, peer, begin):
    it = sought("maximum-entropy", {**task, "begin": begin}, {"rate": 0.01}, seed=3)
    it.step(4000)
    shares = it.function.shares(it.weights.flat)[0]
    low = 0.0 if task["outcomes"] == "half-line" else -12.0
    wanted = np.ones(len(shares)) if peer is None else peer(np.linspace(low, 12.0, 161))
    assert 0.5 * np.abs(shares - wanted / wanted.sum()).sum() < 1e-3


@pytest.mark.parametrize("task", [0, 1, 2, 3])
def test_the_preset_recovers_what_it_promises(task):
    made = Compiler().learners(preset("max-entropy"))
    it = list(made.values())[task].learner
    it.step(3000)
    assert it.evaluate()["distance"][0] < 1e-3


def test_four_moments_are_met():
    task = {"known": "four moments", "mean": 0.5, "variance": 3.0, "skewness": 0.6, "kurtosis": 3.2}
    it = sought("maximum-entropy", task, {"rate": 0.01})
    it.step(6000)
    p, x = it.function.shares(it.weights.flat)[0], it.function.places
    mean = p @ x
    told = [mean, p @ (x - mean) ** 2]
    told += [p @ ((x - mean) / told[1] ** 0.5) ** k for k in (3, 4)]
    assert told == pytest.approx([0.5, 3.0, 0.6, 3.2], abs=5e-3)


# chances -------------------------------------------------------------------------

GAMES = [(n, k, knows) for n in range(3, 11) for k in range(n - 1) for knows in (True, False)]
NORMAL = stats.norm.isf(0.5e-4)


@pytest.mark.parametrize("door", [0, 2])
def test_doors_are_won_as_often_as_the_formula_says(door):
    missed = []
    for n, k, knows in GAMES:
        it = alone("monty-hall", seed=20 + door, doors=n, opens=k, knows=knows, games=1000,
                   door=door)  # fmt: skip
        it.step(12)
        told = {name: float(value[0]) for name, value in it.evaluate().items()}
        valid = it.state["played"] - it.state["void"]
        switch = (n - 1) / (n * (n - 1 - k)) if knows else 1 / (n - k)
        stay = 1 / n if knows else 1 / (n - k)
        assert knows or valid < it.state["played"] or k == 0
        for share, chance in ((told["switch_wins"], switch), (told["stay_wins"], stay)):
            wide = NORMAL * np.sqrt(chance * (1 - chance) / valid) + 0.5 / valid
            if abs(share - chance) > wide:
                missed.append((n, k, knows, share, chance))
        assert told["switch_exact"] == pytest.approx(switch)
        assert told["stay_exact"] == pytest.approx(stay)
        if k == n - 2 and knows:
            assert switch == pytest.approx((n - 1) / n)
    assert missed == []


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (2.0, 2.0), (8.0, 3.0)])
@pytest.mark.parametrize("bias", [0.1, 0.7])
def test_belief_in_a_coin_is_the_conjugate_one(a, b, bias):
    it = alone("bayes-rule", seed=4, story="coin", bias=bias, prior="beta", a=a, b=b, points=1001)
    for count in (0, 3, 30, 100):
        it.step(count)
        seen = it.block.seen(it.state)
        heads = int(seen.sum())
        peer = stats.beta(a + heads, b + len(seen) - heads)
        told = it.evaluate()
        assert told["mean"][0] == pytest.approx(peer.mean(), abs=1e-4)
        assert told["spread"][0] == pytest.approx(peer.std(), abs=1e-4)


@pytest.mark.parametrize("given", [(1,), (1, 1), (0,), (1, 0, 1), ()])
def test_belief_in_an_illness(given):
    settings = {"prevalence": 0.03, "sensitivity": 0.8, "specificity": 0.95}
    it = alone("bayes-rule", story="test", given=given, **settings)
    ill, well = 0.03, 0.97
    for one in given:
        ill, well = ill * (0.8 if one else 0.2), well * (0.05 if one else 0.95)
    assert it.evaluate()["belief"][0] == pytest.approx(ill / (ill + well))


def test_belief_in_an_urn():
    it = alone("bayes-rule", seed=1, story="urn", urns=(0.1, 0.4, 0.7, 0.9), urn=2)
    it.step(25)
    seen = it.block.seen(it.state)
    fits = np.prod([[u if one else 1 - u for u in (0.1, 0.4, 0.7, 0.9)] for one in seen], axis=0)
    assert it.block.beliefs(it.state)[0] == pytest.approx(fits / fits.sum())


def test_a_drawn_belief_is_normalised_as_an_integral():
    it = alone("bayes-rule", prior="beta", a=3.0, b=2.0, points=401)
    belief = it.block.beliefs(it.state)[0]
    x = np.linspace(0, 1, len(belief))
    dense = belief / integrate.trapezoid(belief, x)
    assert np.abs(dense - stats.beta(3, 2).pdf(x)).max() < 1e-3


# the matrix ------------------------------------------------------------------------


@pytest.mark.parametrize("entries", [(1.2, 0.8, 0.2, 1.8), (2.0, 1.0, 1.0, -1.0),
                                     (2.0, 0.5, 0.1, 0.5, 1.0, 0.0, 0.1, 0.0, 3.0)])  # fmt: skip
def test_power_iteration_finds_the_largest_eigenvector(entries):
    it = alone("matrix", entries=entries)
    it.step(400)
    size = int(len(entries) ** 0.5)
    values, vectors = np.linalg.eig(np.reshape(entries, (size, size)))
    best = np.abs(values).argmax()
    assert it.evaluate()["eigenvalue"][0] == pytest.approx(values[best].real, rel=1e-6)
    assert abs(it.state["vector"] @ vectors[:, best].real) == pytest.approx(1, abs=1e-9)
    assert it.evaluate()["determinant"][0] == pytest.approx(np.linalg.det(
        np.reshape(entries, (size, size))))  # fmt: skip


@pytest.mark.parametrize("name", ["iris", "blobs", "diabetes"])
def test_the_covariance_of_data_is_such_a_matrix(name):
    wired = chain(Placed("data", name), ("matrix", {"of": "data", "features": "two features"}))
    it = compiled(wired)
    it.step(3000)
    values, vectors = np.linalg.eigh(np.cov(it.source.x[:, :2].T))
    assert it.evaluate()["eigenvalue"][0] == pytest.approx(values[-1], rel=1e-6)
    assert abs(it.state["vector"] @ vectors[:, -1]) == pytest.approx(1, abs=1e-6)
