"""Neuro-evolution: learns without gradients, keeps its elite, goes on exactly after a capture."""

import numpy as np
import pytest
from small_learners import learner, numbers_of, rows, same

from playground.core.shape import ShapeError
from playground.engine.evolution.breeding import Breeding
from playground.engine.heads.evolve import Evolve
from playground.engine.heads.fit import Fit
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.probe import PROBES, Descends, ShowsCrowd, ShowsUnits
from playground.engine.transforms.standardise import Standardise


def evolving(data=None, seed=0, **settings):
    block = Evolve(**{"population": 30, **settings})
    return learner(block, (Dense(units=6, activation="tanh"),), data, seed)


@pytest.mark.parametrize("selection", ["truncation", "tournament"])
@pytest.mark.parametrize("seed", [0, 1])
def test_it_learns_xor_which_no_line_can(selection, seed):
    one = evolving(rows("xor"), seed, population=64, selection=selection, mutation=0.2)
    one.step(150)
    assert one.evaluate()["train_accuracy"][0] > 0.95


def test_the_best_never_gets_worse_while_an_elite_lives_on():
    one, best = evolving(elite=2), []
    for _ in range(30):
        one.step(1)
        best.append(one.losses[0])
        assert (np.diff(one.losses) >= 0).all()
    assert (np.diff(best) <= 0).all()
    assert best[-1] < 0.8 * best[0]


def test_the_losses_are_those_of_networks_asked_one_by_one():
    one = evolving()
    one.step(5)
    data = one.source
    said = one.decide_each(data.x[data.train])
    chosen = said[:, np.arange(len(data.train)), data.y[data.train]]
    assert np.allclose(one.losses, -np.log(chosen).mean(axis=1), atol=1e-5)
    assert np.array_equal(one.decide(data.x), one.decide_each(data.x, slice(0, 1)))
    found = one.evaluate()
    assert found["best_loss"][0] == pytest.approx(found["train_loss"][0], abs=1e-6)
    assert found["mean_loss"][0] == pytest.approx(one.losses.mean())


@pytest.mark.parametrize("more", [{}, {"batch": 10}, {"crossover": 0.5, "half_life": 20}])
def test_going_on_after_a_capture_is_going_on(more):
    one = evolving(**more)
    one.step(7)
    held = one.capture()
    told = one.step(20)
    other = evolving(**more)
    other.restore(held)
    assert same(numbers_of(other.step(20)), numbers_of(told))
    assert same(other.capture(), one.capture())


def test_seeds_tell_runs_apart_and_repeat_them():
    first, again, other = (evolving(seed=s) for s in (3, 3, 4))
    for one in (first, again, other):
        one.step(4)
    assert same(first.capture(), again.capture())
    assert not same(first.capture(), other.capture())


def test_the_first_generation_starts_as_a_fit_would():
    one, fit = evolving(seed=5), learner(Fit(), (Dense(units=6, activation="tanh"),), seed=5)
    starts = one.population.flat.tolist()
    assert fit.weights.flat[0].tolist() in starts


def test_a_network_that_no_longer_has_numbers_dies_out():
    one = evolving()
    one.population.flat[:5] = np.nan
    one._rank(one.population.flat.copy())
    assert np.isinf(one.losses[-5:]).all()
    one.step(3)
    assert np.isfinite(one.losses).all()


def test_settings_are_tuned_while_it_goes_on():
    one = evolving()
    one.step(3)
    one.tune(Evolve(population=30, mutation=1e-9, elite=0, keep=0.01))
    one.step(1)
    assert np.ptp(one.losses) < 1e-5
    assert one.evaluate()["spread"][0] < 1e-5


def test_values_are_learned_in_units_of_the_data():
    data = rows("regression-plane")
    block = Evolve(mutation=0.1, half_life=100)
    one = learner(block, (), data, transforms=(Standardise(target=True),))
    one.step(200)
    assert one.evaluate()["test_r2"][0] > 0.9


def test_running_averages_of_batch_norm_stay():
    one = learner(Evolve(population=8), (Dense(units=4), BatchNorm()))
    held = one.population.flat[:, one.population.layout.trainable :].copy()
    one.step(5)
    assert np.array_equal(one.population.flat[:, one.population.layout.trainable :], held)


def test_parents_are_drawn_from_the_best():
    random = np.random.default_rng(0)
    drawn = Breeding("truncation", keep=0.2).parents(random, 50, 500)
    assert set(drawn.tolist()) == set(range(10))
    met = Breeding("tournament", rivals=2).parents(random, 50, 5000)
    assert met.mean() == pytest.approx(49 / 3, abs=1.0)


def test_children_differ_by_the_scale_and_mix_two_parents():
    random = np.random.default_rng(0)
    population = np.zeros((10, 400), np.float32)
    born = Breeding().children(random, population, 50, 0.3)
    assert born.dtype == np.float32
    assert born.std() == pytest.approx(0.3, rel=0.02)
    population = np.repeat(np.arange(2, dtype=np.float32)[:, None], 400, axis=1)
    mixed = Breeding(keep=1.0, crossover=1.0).children(random, population, 40, 0.0)
    both = np.array([0 < child.mean() < 1 for child in mixed])
    assert 0.3 < both.mean() < 0.7


def test_it_shows_units_and_a_crowd_but_no_descent():
    one = evolving()
    assert isinstance(one, ShowsUnits)
    assert isinstance(one, ShowsCrowd)
    assert not isinstance(one, Descends)
    assert one.members == 1
    assert one.facts.shows == ("network", "evolution")
    assert one.activations(one.source.x[:3])["a"].shape == (1, 3, 6)


@pytest.mark.parametrize("probe", sorted(PROBES))
def test_no_probe_fails_for_it(probe):
    one = evolving()
    one.step(2)
    assert isinstance(PROBES[probe]().measure(one, (16, 12)), dict)


def test_the_members_probe_shows_the_crowd():
    one = evolving()
    one.step(2)
    told = PROBES["members"]().measure(one, (8, 8))
    assert told["fields"].shape == (30, 8, 8, 2)
    assert np.array_equal(told["losses"], one.losses)


def test_what_does_not_suit_is_refused():
    signature = rows("regression-plane").signature()
    with pytest.raises(ShapeError, match="does not suit"):
        Evolve(loss=Fit().compared("class")).check_input((("feature", 2),), signature)
    held, other = evolving().capture(), evolving(population=12)
    with pytest.raises(ValueError, match="another size or network"):
        other.restore(held)
