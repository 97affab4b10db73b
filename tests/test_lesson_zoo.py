"""The lesson of the zoo: its numbers, and what eight learners make of one stray row."""

import functools
import re

import numpy as np
import pytest

from playground.document.by_hand import move_row
from playground.document.presets import load_preset
from playground.document.project import Moved
from playground.runtime.headless import train
from playground.runtime.session import Session

STRAY = (-0.5, 0.75)
"""In the middle of the upper moon."""

SEEDS = (0, 1, 2, 3, 4)


@functools.cache
def scores(seed=0):
    project = load_preset("model-zoo")
    return train(project, project.promise.steps, seed=seed).metrics


@functools.cache
def told():
    pages = load_preset("model-zoo").lesson.pages
    return "\n".join(page.text + (page.guess.why if page.guess else "") for page in pages)


def stray(seed):
    """Return how likely the label of the stray row is where it lies, before and after it came."""
    project = load_preset("model-zoo")
    project = type(project)(**{f: getattr(project, f) for f in project.__struct_fields__}
                            | {"seed": seed})  # fmt: skip
    session = Session("cpu")
    session.load(project, fresh=True)
    session.step(project.promise.steps)
    source = session.built["tree"].learner.source
    row = int(next(r for r in source.train if source.y[r] == 1))

    def asked():
        return {id: float(made.learner.decide(np.array([STRAY]))[0, 0, 1])
                for id, made in session.built.items()}  # fmt: skip

    before = asked()
    session.tune(move_row("moons", Moved(row, STRAY))(project))
    while session.behind:
        session.advance(0.05, {})
    return before, asked()


@pytest.mark.parametrize(
    ("learner", "metric", "value"),
    [
        ("svm", "train_accuracy", "0.947"), ("svm", "test_accuracy", "0.967"),
        ("tree", "train_accuracy", "1.000"), ("tree", "test_accuracy", "0.920"),
        ("logistic", "train_accuracy", "0.880"), ("logistic", "test_accuracy", "0.880"),
    ],
)  # fmt: skip
def test_the_scores_that_are_told(learner, metric, value):
    assert value in told()
    assert f"{scores()[learner][metric]:.3f}" == value


def test_rows_and_mistakes_are_counted_right():
    assert "150 training rows" in told()
    assert "150 test rows" in told()
    assert round(150 * (1 - scores()["svm"]["train_accuracy"])) == 8
    for learner in ("tree", "forest", "boosting"):
        assert scores()[learner]["train_accuracy"] == 1.0
    best = max(scores(), key=lambda id: scores()[id]["test_accuracy"])
    assert best == "svm"
    worse = [id for id in scores() if scores()[id]["test_accuracy"] < 0.92]
    assert len(worse) < 4, "the tree does worse than most"


def test_a_sample_with_repeats_holds_a_row_63_times_in_100():
    assert re.search(r"\b63 times in 100", told())
    assert pytest.approx(0.63, abs=0.005) == 1 - (1 - 1 / 150) ** 150


def test_each_learner_reacts_to_the_stray_in_its_own_way():
    found = [stray(seed) for seed in SEEDS]
    for before, after in found:
        assert before["tree"] == 0.0
        assert after["tree"] == 1.0
        assert after["neighbours"] - before["neighbours"] == pytest.approx(0.2)
        for straight in ("logistic", "bayes"):
            assert abs(after[straight] - before[straight]) < 0.03
        assert after["boosting"] > 0.5
        assert after["network"] < 0.3
    assert np.mean([after["forest"] for _, after in found]) == pytest.approx(0.6, abs=0.1)
