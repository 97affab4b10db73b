"""t-SNE as a learner: schedule, start, what may be tuned, and what it says of odd rows."""

import numpy as np
import pytest
from msgspec.structs import replace
from sklearn.manifold import TSNE, trustworthiness

from playground.core.settings import build
from playground.core.shape import ShapeError, Signature
from playground.engine.catalogue import DATASETS, EMBEDDERS
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.mapping.affinity import reachable
from playground.engine.mapping.kept import nearest, share_kept
from playground.engine.modelling.exploring import Exploring


def learner(settings=None, data="digits", seed=0, **given):
    rows = build(DATASETS[data], {"size": 150} | given if data == "digits" else given).load()
    return Exploring(
        "it", build(EMBEDDERS["t-sne"], settings or {}), Feed.through(rows, {"data": []}), seed
    )


def embedded(x, settings=None, steps=0):
    """Lay out some rows, as they are."""
    block = build(EMBEDDERS["t-sne"], {"perplexity": 5.0} | (settings or {}))
    examples = Examples(np.asarray(x, float), np.zeros(len(x)), "none", 0)
    state = block.begin(examples, 0)
    for _ in range(steps):
        if not state["finished"]:
            block.advance(state, examples)
    return state


def test_it_ends_where_scikit_learn_ends():
    model = learner(size=300)
    start = model.states[0]["places"].copy()
    model.step(1000)
    theirs = TSNE(2, init=start, method="exact").fit(model.examples.x)
    assert model.evaluate()["divergence"][0] == pytest.approx(theirs.kl_divergence_, rel=0.05)
    ours = trustworthiness(model.examples.x, model.states[0]["places"])
    assert ours > trustworthiness(model.examples.x, theirs.embedding_) - 0.01


def test_principal_axes_lead_the_first_places():
    model = learner()
    places, x = model.states[0]["places"], model.examples.x
    away = x - x.mean(axis=0)
    axes = np.linalg.svd(away, full_matrices=False)[2][:2]
    along = away @ axes.T
    for axis in (0, 1):
        assert abs(np.corrcoef(along[:, axis], places[:, axis])[0, 1]) == pytest.approx(1.0)
    assert places[:, 0].std() == pytest.approx(1e-4)


def test_a_random_start_depends_on_the_seed():
    one, same, other = (learner({"start": "random"}, seed=s).states[0]["places"] for s in (0, 0, 1))
    assert (one == same).all()
    assert (one != other).any()
    assert one.std() == pytest.approx(1e-4, rel=0.2)


def test_the_pull_becomes_honest_after_the_early_steps():
    model = learner({"early": 60, "perplexity": 10.0})
    model.step(60)
    assert model.states[0]["calm"] == -1
    before = model.states[0]["divergence"]
    model.step(40)
    assert model.states[0]["calm"] == 60
    assert model.states[0]["divergence"] < before - 0.5


def test_neighbours_are_found_again():
    model = learner({"perplexity": 15.0})
    before = model.evaluate()["neighbours_kept"][0]
    model.step(500)
    assert model.evaluate()["neighbours_kept"][0] > before + 0.2


def test_perplexity_may_be_changed_on_the_way():
    model = learner({"perplexity": 30.0})
    model.step(20)
    places = model.states[0]["places"].copy()
    model.tune(replace(model.block, perplexity=5.0))
    model.step()
    assert (model.states[0]["places"] != places).any()
    told = model.states[0]["divergence"]
    fresh = learner({"perplexity": 5.0})
    fresh.states[0]["places"] = model.states[0]["places"]
    fresh.block._look(fresh.states[0], fresh.examples)
    assert fresh.states[0]["divergence"] == pytest.approx(told, rel=1e-9)


def test_going_on_equals_an_uninterrupted_run():
    whole, halted = learner(), learner()
    whole.step(30)
    halted.step(12)
    held = halted.capture()
    halted.step(9)
    halted.restore(held)
    halted.step(18)
    assert (whole.states[0]["places"] == halted.states[0]["places"]).all()


def test_too_large_a_perplexity_is_lowered_and_said():
    state = embedded(np.random.default_rng(0).normal(size=(10, 3)), {"perplexity": 50.0}, 20)
    assert "held at 8.1" in state["note"]
    assert np.isfinite(state["places"]).all()
    assert reachable(600, 30.0) == (30.0, "")


def test_a_speck_that_rests_is_no_map_yet():
    """With many neighbours the exaggerated pull draws all points together at first."""
    model = learner({"perplexity": 45.0, "exaggeration": 30.0})
    model.step(600)
    assert model.states[0]["places"].std() > 1.0


@pytest.mark.parametrize(
    "x", [np.full((20, 3), 2.0), np.arange(20.0)[:, None], np.eye(2), np.eye(30),
          np.outer(np.arange(20.0), np.ones(64))],
    ids=["one place", "one feature", "two rows", "as many features", "a line"],
)  # fmt: skip
def test_odd_rows_are_no_trouble(x):
    state = embedded(x, steps=60)
    assert np.isfinite(state["places"]).all()
    assert np.isfinite(state["divergence"])
    assert state["places"].shape == (len(x), 2)


def test_too_many_rows_are_refused_in_words():
    block, shape = build(EMBEDDERS["t-sne"], {}), (("feature", 2),)
    block.check_input(shape, Signature(shape, rows=3000))
    with pytest.raises(ShapeError, match="3000 or fewer"):
        block.check_input(shape, Signature(shape, rows=3001))


def test_new_rows_have_no_place():
    model = learner()
    assert model.decide(model.source.x[:4]).shape == (1, 4, 0)
    assert model.block.places(model.states[0]).shape == (150, 2)


def test_kept_neighbours_are_counted():
    x = np.random.default_rng(1).normal(size=(40, 3))
    near = nearest(x)
    far = ((x[:, None] - x) ** 2).sum(-1)
    np.fill_diagonal(far, np.inf)
    np.testing.assert_array_equal(np.sort(near), np.sort(np.argsort(far, axis=1)[:, :10]))
    assert share_kept(near, x) == 1.0
    places = np.random.default_rng(2).normal(size=(40, 2))
    there = nearest(places)
    count = [len(set(a) & set(b)) for a, b in zip(near.tolist(), there.tolist(), strict=True)]
    assert share_kept(near, places) == pytest.approx(sum(count) / 400)
