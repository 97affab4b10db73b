"""What the lessons on activations, losses, cures and the race say, measured."""

import functools

import msgspec
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.compile import Compiler
from playground.runtime.headless import train

FIVE = (0, 1, 2, 3, 4)


def changed(name, *changes):
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    return project


@functools.cache
def metrics(name, seed):
    return measured(load_preset(name), seed)


def measured(project, seed):
    return train(project, steps=project.promise.steps, seed=seed, device="cpu").metrics


def race(seed, **experiment):
    """Return each rule's last loss, with other settings of the race."""
    plain = load_preset("optimizer-race").block("fit").settings["experiment"]
    rate = experiment.pop("rate", 0.01)
    project = changed(
        "optimizer-race", ("fit", "experiment", {**plain, **experiment}), ("fit", "rate", rate)
    )
    names = [runner["optimizer"]["kind"] for runner in plain["runners"]]
    return dict(zip(names, measured(project, seed)["fit"]["train_loss"], strict=True))


@pytest.mark.parametrize("seed", FIVE)
def test_each_at_its_own_rate_arrives(seed):
    found = race(seed)
    assert max(found.values()) < 0.02
    ahead = {"momentum", "rms-prop", "adam"}
    assert set(sorted(found, key=found.get)[:3]) == ahead


@pytest.mark.parametrize("seed", FIVE)
def test_rates_are_half_of_the_largest_at_which_all_learned(seed):
    plain = load_preset("optimizer-race").block("fit").settings["experiment"]["runners"]
    doubled = [{**runner, "rate": 2 * runner["rate"]} for runner in plain]
    assert max(race(seed, runners=doubled).values()) < 0.02


def test_four_times_the_rate_fails_from_some_start():
    plain = load_preset("optimizer-race").block("fit").settings["experiment"]["runners"]
    fourfold = [{**runner, "rate": 4 * runner["rate"]} for runner in plain]
    found = [race(seed, runners=fourfold) for seed in FIVE]
    for runner in plain:
        losses = [of[runner["optimizer"]["kind"]] for of in found]
        assert any(loss is None or loss > 0.02 for loss in losses)


def test_one_rate_for_all_shows_whom_the_rate_suits():
    small, large = race(0, one_rate=True, rate=0.01), race(0, one_rate=True, rate=1.6)
    assert 0.2 < small["sgd"] < 0.35
    assert max(small["rms-prop"], small["adam"]) < 0.03
    assert large["sgd"] < 0.003
    assert large["rms-prop"] is None or large["rms-prop"] > 1
    assert large["adam"] > 0.4


def test_the_race_is_run_in_a_space_of_114_weights():
    built = Compiler().learners(load_preset("optimizer-race"), "cpu")
    assert sum(built["fit"].learner.facts.parameters.values()) == 114


def test_a_higher_rate_makes_up_for_small_slopes():
    found = measured(changed("activations", ("fit-sigmoid", "rate", 0.03)), 0)
    assert 0.015 < found["fit-sigmoid"]["train_loss"] < 0.035


@pytest.mark.parametrize("seed", FIVE)
def test_the_four_functions_end_where_the_lesson_says(seed):
    loss = {id: of["train_loss"] for id, of in metrics("activations", seed).items()}
    assert 0.25 < loss["fit-step"] < 0.3
    assert 0.17 < loss["fit-sigmoid"] < 0.22
    assert loss["fit-tanh"] == pytest.approx(0.02, abs=0.012)
    assert loss["fit-relu"] == pytest.approx(0.005, abs=0.003)
    assert 0.845 < metrics("activations", seed)["fit-step"]["train_accuracy"] < 0.895


def test_the_units_of_the_step_stay_as_they_were_drawn():
    learner = Compiler().learners(load_preset("activations"), "cpu")["fit-step"].learner
    before = learner.weights.views["step"]["weight"].copy()
    learner.step(20)
    assert (learner.weights.views["step"]["weight"] == before).all()


def test_rows_of_the_lessons_are_counted_right():
    def rows(name):
        return next(iter(Compiler().learners(load_preset(name), "cpu").values())).learner.source

    sine, moons = rows("outliers"), rows("overfitting-cures")
    assert len(sine.train) == 210
    assert (sine.y[sine.train] > 1.5).sum() == 32
    assert (len(moons.train), len(moons.validation)) == (90, 60)
    clean = next(iter(Compiler().learners(
        changed("overfitting-cures", ("moons", "outliers", 0.0)), "cpu"
    ).values())).learner.source  # fmt: skip
    assert (clean.y != moons.y).sum() == 9


@pytest.mark.parametrize(
    ("share", "low", "high"), [(0.0, (0.98, 0.98), (1, 1)), (0.4, (-9, 0.9), (-3, 0.95))]
)
def test_robust_losses_stand_many_bad_rows(share, low, high):
    found = measured(changed("outliers", ("sine", "outliers", share)), 0)
    for id, least, most in zip(("fit-squared", "fit-absolute"), low, high, strict=True):
        assert least < found[id]["test_r2"] < most


@pytest.mark.parametrize("seed", FIVE)
def test_early_stopping_ends_between_500_and_1000_steps(seed):
    project = msgspec.structs.replace(load_preset("overfitting-cures"), seed=seed)
    learner = Compiler().learners(project, "cpu")["fit-early"].learner
    learner.step(2000)
    assert 500 <= learner.step_number <= 1000


def test_more_data_cures_the_plain_network():
    found = measured(changed("overfitting-cures", ("moons", "size", 3000)), 0)
    assert found["fit-plain"]["test_loss"] == pytest.approx(0.22, abs=0.02)
