"""The Gaussian mixture: its half-steps, its starts, and what it says when something collapses."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture as Theirs
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky

from playground.core.settings import build
from playground.core.shape import ShapeError, Signature
from playground.engine.catalogue import CLUSTERERS, DATASETS, TRANSFORMS
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.modelling.exploring import Exploring
from playground.engine.modelling.gaussians import ShowsGaussians
from playground.engine.probe import PROBES
from playground.kernels.densities import log_gaussian

THEIRS = {"full": "full", "tied": "tied", "diagonal": "diag", "spherical": "spherical"}
LONG = {"isotropic": False, "spread": 0.25, "seed": 24, "classes": 4, "size": 300}


def learner(data="blobs", settings=None, chain=(), seed=0, **given):
    rows = build(DATASETS[data], given).load()
    transforms = [build(TRANSFORMS[name], {}) for name in chain]
    block = build(CLUSTERERS["gaussian-mixture"], settings or {})
    return Exploring("it", block, Feed.through(rows, {"data": transforms}), seed)


def rows_of(x):
    """Return some rows, as they are."""
    return Examples(np.asarray(x, float), np.zeros(len(x)), "none", 0)


@pytest.mark.parametrize("start", ["k-means++", "random", "k-means"])
@pytest.mark.parametrize("shape", THEIRS)
def test_it_takes_the_steps_of_scikit_learn(shape, start):
    model = learner(settings={"covariance": shape, "start": start, "tolerance": 0.0,
                              "components": 4}, **LONG)  # fmt: skip
    state, x = model.states[0], model.examples.x
    theirs = Theirs(4, covariance_type=THEIRS[shape])
    theirs.weights_, theirs.means_ = state["weight"], state["mean"]
    theirs.covariances_ = state["covariance"]
    theirs.precisions_cholesky_ = _compute_precision_cholesky(state["covariance"], THEIRS[shape])
    for _ in range(25):
        mean, shares = theirs._e_step(x)
        assert state["log_likelihood"] == pytest.approx(mean, abs=1e-6)
        model.step()
        np.testing.assert_allclose(state["responsibility"], np.exp(shares), atol=1e-6)
        theirs._m_step(x, shares)
        model.step()
    told = model.evaluate()
    assert told["log_likelihood"][0] == pytest.approx(theirs.score(x), abs=1e-6)
    assert told["bic"][0] == pytest.approx(theirs.bic(x), rel=1e-6)
    np.testing.assert_allclose(model.decide(x)[0], theirs.predict_proba(x), atol=1e-6)


def test_half_steps_take_turns():
    model = learner(settings={"tolerance": 0.0})
    (state,) = model.states
    assert (model.block.groups(state) == -1).all()
    before = state["mean"].copy()
    model.step()
    assert state["half"] == "maximisation"
    assert (state["mean"] == before).all()
    assert (model.block.groups(state) >= 0).all()
    colours = state["responsibility"].copy()
    model.step()
    assert state["half"] == "expectation"
    assert (state["mean"] != before).any()
    assert (state["responsibility"] == colours).all()


def test_the_likelihood_never_falls_until_it_settles():
    model = learner(settings={"components": 4, "start": "random"}, **LONG)
    told = [model.states[0]["log_likelihood"]]
    while not model.finished:
        model.step()
        told.append(model.states[0]["log_likelihood"])
    assert np.diff(told).min() > -1e-9
    assert "settled" in model.finished
    np.testing.assert_allclose(model.states[0]["responsibility"], model.decide(model.source.x)[0])
    assert model.evaluate()["ari"][0] > 0.88


def test_a_component_that_collapses_is_held_up_and_named():
    model = learner(settings={"components": 8, "start": "random"}, **{**LONG, "size": 30})
    model.step(200)
    state = model.states[0]
    assert "collapsed" in state["note"]
    assert "collapsed" in model.block.marks(state).told
    thin = np.linalg.eigvalsh(state["covariance"])[:, 0]
    assert thin.min() >= 0.4e-6
    assert np.isfinite(state["log_likelihood"])
    assert learner().states[0]["note"] == ""


@pytest.mark.parametrize("shape", THEIRS)
@pytest.mark.parametrize(
    "x",
    [np.full((12, 2), 7.0), np.arange(12.0)[:, None], np.zeros((12, 64)), np.eye(2),
     np.outer(np.arange(12.0), [1e6, 1e-6, 1.0]), np.arange(12.0)[:, None] * 1e100],
    ids=["one place", "one feature", "64 features", "two rows", "a line", "huge"],
)  # fmt: skip
def test_rows_without_spread_are_no_trouble(shape, x):
    examples = rows_of(x)
    block = build(CLUSTERERS["gaussian-mixture"], {"covariance": shape, "components": 2})
    state = block.begin(examples, 0)
    for _ in range(12):
        if not state["finished"]:
            block.advance(state, examples)
    assert all(np.isfinite(state[name]).all() for name in ("mean", "weight", "covariance"))
    assert np.isfinite(block.decide(state, examples.x)).all()


def test_numbers_too_large_to_square_are_told():
    examples = rows_of(np.arange(12.0)[:, None] * 1e200)
    block = build(CLUSTERERS["gaussian-mixture"], {})
    assert block.begin(examples, 0)["finished"].startswith("diverged")


def test_more_components_than_rows_are_refused_in_words():
    block = build(CLUSTERERS["gaussian-mixture"], {"components": 9})
    shape = (("feature", 2),)
    with pytest.raises(ShapeError, match="9 components among 4 rows: lower Components"):
        block.check_input(shape, Signature(shape, rows=4))


def test_going_on_equals_an_uninterrupted_run():
    whole, halted = learner(settings={"members": 2}), learner(settings={"members": 2})
    whole.step(9)
    halted.step(4)
    held = halted.capture()
    halted.step(3)
    halted.restore(held)
    halted.step(5)
    for one, other in zip(whole.states, halted.states, strict=True):
        for name in ("mean", "covariance", "responsibility"):
            assert (one[name] == other[name]).all()


def test_it_prefers_the_best_start_by_its_likelihood():
    model = learner(settings={"components": 6, "members": 6, "start": "random"}, **LONG)
    model.step(400)
    likelihood = model.evaluate()["log_likelihood"]
    assert model.best_member == int(likelihood.argmax())
    assert len(set(np.round(likelihood, 4))) > 1


def test_a_sweep_finds_as_many_as_there_are():
    model = learner(settings={"components": 2}, **LONG)
    found = model.block.sweep(model.examples, range(1, 8), 0)
    criterion = found.criteria["bic"]
    assert criterion.choice == "lowest"
    assert int(np.argmin(criterion.values)) + 1 == 4
    assert found.groups.shape == (7, 300)
    best = [min(Theirs(k, random_state=s, n_init=3).fit(model.examples.x).bic(model.examples.x)
                for s in range(2)) for k in (1, 3, 4)]  # fmt: skip
    np.testing.assert_allclose(criterion.values[[0, 3]], np.array(best)[[0, 2]], rtol=2e-3)
    assert (criterion.values[[0, 2, 3]] <= np.array(best) * 1.002).all()


# the probe -------------------------------------------------------------------


def measured(model, size=(40, 30), **settings):
    return build(PROBES["mixture"], settings).measure(model, size)


def test_the_probe_tells_the_components_in_the_units_of_the_data():
    plain, scaled = learner(**LONG), learner(chain=("standardise",), **LONG)
    for model in (plain, scaled):
        model.step(60)
        arrays = measured(model)
        for c in range(3):
            shares = model.states[0]["responsibility"][:, c]
            mean = np.average(model.source.x, axis=0, weights=shares)
            spread = np.cov(model.source.x.T, aweights=shares, bias=True)
            np.testing.assert_allclose(arrays["mean"][c], mean, atol=1e-2)
            np.testing.assert_allclose(arrays["covariance"][c], spread, atol=1e-2)
        assert arrays["weight"].sum() == pytest.approx(1.0)
        assert arrays["shares"].shape == (300, 3)


def test_of_more_features_the_plane_shows_the_marginal():
    model = learner("iris")
    model.step(30)
    arrays = measured(model, view="pair", x=2, y=3)
    found = model.block.gaussians(model.states[0])
    np.testing.assert_allclose(arrays["covariance"], found.covariance[:, 2:, 2:], atol=1e-9)
    np.testing.assert_allclose(arrays["mean"], found.mean[:, 2:], atol=1e-9)
    assert isinstance(model.block, ShowsGaussians)


def test_a_place_and_a_row_are_answered_for_by_bayes_rule():
    model = learner("iris", chain=("standardise",))
    model.step(20)
    row = measured(model, held=7)
    place = measured(model, at=tuple(model.source.x[7].tolist()))
    np.testing.assert_allclose(row["posterior"], place["posterior"])
    np.testing.assert_allclose(row["spot"], place["spot"])
    product = row["weight"] * np.exp(row["log_likelihood"])
    np.testing.assert_allclose(row["posterior"], product / product.sum(), atol=1e-9)
    dense = log_gaussian(model.examples.x[7:8], *model.block.gaussians(model.states[0])[:2])
    # A narrower unit makes densities higher by as much in all components.
    assert np.ptp(row["log_likelihood"] - dense[0]) < 1e-9


def test_one_feature_has_a_histogram_that_holds_all_rows():
    model = learner("sine")
    model.step(5)
    arrays = measured(model)
    assert arrays["mean"].shape[1] == 1
    assert (arrays["bins"] * np.diff(arrays["edges"])).sum() == pytest.approx(1.0)


def test_bent_space_and_lost_numbers_are_said():
    assert bool(measured(learner(chain=("feature-map",)))["bent"])
    model = learner()
    model.states[0]["mean"][:] = np.nan
    assert bool(measured(model)["diverged"])
