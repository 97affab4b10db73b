"""The game of the doors: counts against chances, and chances against counting all cases."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from playground.core.settings import SettingError, build
from playground.engine.labs.monty_hall import LOOKS, MontyHall
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.probes.doors import Doors
from playground.kernels.beliefs import wilson_interval
from playground.kernels.doors import chances, opening_chances, play

GAMES = [(3, 1), (4, 1), (4, 2), (5, 0), (5, 3), (10, 3), (10, 8), (100, 98)]


def after(steps, seed=0, **settings):
    made = LabLearner("lab", build(MontyHall, settings), None, seed)
    made.step(steps)
    return made


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("knows", [True, False])
@pytest.mark.parametrize(("doors", "opens"), GAMES)
def test_shares_are_those_of_bayes_in_a_9999_interval(doors, opens, knows, seed):
    made = after(100, seed, doors=doors, opens=opens, knows=knows, games=200)
    state = made.state
    stay, switch, void = chances(doors, opens, knows)
    valid = state["played"] - state["void"]
    assert state["played"] == 20_000
    for wins, games, truth in (
        (state["stay"], valid, stay), (state["switch"], valid, switch),
        (state["void"], state["played"], void),
    ):  # fmt: skip
        low, high = wilson_interval(wins, games)
        assert low <= truth <= high
    assert made.evaluate()["within"][0] == 1


@pytest.mark.parametrize(("doors", "opens"), GAMES)
def test_switching_wins_as_the_formula_says(doors, opens):
    stay, switch, void = chances(doors, opens, True)
    assert stay == pytest.approx(1 / doors)
    assert switch == pytest.approx((doors - 1) / (doors * (doors - 1 - opens)))
    assert void == 0
    if opens == doors - 2:
        assert switch == pytest.approx((doors - 1) / doors)


@pytest.mark.parametrize("knows", [True, False])
@pytest.mark.parametrize(("doors", "opens"), [(3, 1), (4, 1), (4, 2), (5, 0), (5, 2), (6, 4)])
def test_chances_are_those_of_counting_every_case(doors, opens, knows):
    """The player chooses door 0; every prize, every way to open and every switch is weighed."""
    stay = switch = void = Fraction(0)
    for prize in range(doors):
        allowed = [d for d in range(1, doors) if not (knows and d == prize)]
        ways = list(itertools.combinations(allowed, opens))
        for opened in ways:
            share = Fraction(1, doors * len(ways))
            left = [d for d in range(1, doors) if d not in opened]
            if prize in opened:
                void += share
            elif prize == 0:
                stay += share
            else:
                switch += share / len(left)
    told = chances(doors, opens, knows)
    valid = 1 - void
    np.testing.assert_allclose(told, [float(stay / valid), float(switch / valid), float(void)])


@pytest.mark.parametrize("knows", [True, False])
@pytest.mark.parametrize(("doors", "opens"), GAMES)
def test_bayes_rule_from_the_host_gives_the_same_chances(doors, opens, knows):
    chosen, other, opened = opening_chances(doors, opens, knows)
    evidence = chosen + (doors - 1 - opens) * other
    stay, switch, _ = chances(doors, opens, knows)
    assert opened == 0
    assert chosen / evidence == pytest.approx(stay)
    assert other / evidence == pytest.approx(switch)


@pytest.mark.parametrize("knows", [True, False])
def test_games_follow_the_rules(knows):
    rng = np.random.default_rng(0)
    for doors, opens in GAMES:
        prize, chosen = rng.integers(doors, size=(2, 500))
        games = play(prize, chosen, rng.random((500, doors)), rng.random(500), opens, knows)
        rows = np.arange(500)
        assert (games.opened.sum(axis=1) == opens).all()
        assert not games.opened[rows, chosen].any()
        assert not games.opened[rows, games.taken].any()
        assert (games.taken != chosen).all()
        if knows:
            assert not games.void.any()


def test_doors_that_can_be_switched_to_are_taken_alike():
    rng = np.random.default_rng(1)
    none = np.zeros(30_000, int)
    games = play(none, none, rng.random((30_000, 5)), rng.random(30_000), 2, True)
    counts = np.bincount(games.taken, minlength=5)
    assert counts[0] == 0
    for count in counts[1:]:
        low, high = wilson_interval(count, 30_000)
        assert low <= 0.25 <= high


@pytest.mark.parametrize(
    ("settings", "name"),
    [({"opens": 2}, "opens"), ({"doors": 10, "opens": 9}, "opens"), ({"doors": 2}, "doors"),
     ({"door": 4}, "door"), ({"opens": -1}, "opens")],
)  # fmt: skip
def test_what_leaves_no_door_to_switch_to_is_refused(settings, name):
    with pytest.raises(SettingError, match=name):
        build(MontyHall, settings)


def test_a_door_can_be_chosen_for_all_games_to_come():
    made = after(5)
    played = made.state["played"]
    made.tune(build(MontyHall, {"door": 2}))
    for _ in range(10):
        made.step(1)
        assert made.state["chosen"] == 1
    assert made.state["played"] == played + 10


def test_the_past_stays_short_and_true():
    made = after(5000)
    times, shares = made.state["times"], made.state["shares"]
    assert LOOKS <= len(times) < 2 * LOOKS
    assert (np.diff(times) > 0).all()
    for steps in (64, 1024):
        place = int(np.flatnonzero(times == steps)[0])
        told = after(steps).evaluate()
        np.testing.assert_allclose(shares[place], [told["stay_wins"][0], told["switch_wins"][0]])


def test_the_probe_tells_the_last_game():
    made = after(40, knows=False)
    arrays = Doors().measure(made, (1, 1))
    assert int(arrays["played"]) == 40
    assert bool(arrays["void"]) == bool(arrays["opened"][arrays["prize"]])
    assert arrays["times"][-1] == 40 - arrays["void_games"]
    assert arrays["intervals"].shape == (2, 2)
    empty = Doors().measure(after(0), (1, 1))
    assert int(empty["prize"]) == -1
    assert len(empty["times"]) == 0
