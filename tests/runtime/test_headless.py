"""Training without a window: the same numbers, honest errors, saving and going on."""

import msgspec
import numpy as np
import pytest
from small_projects import project, with_two_fits

import playground
from playground.core.disk import FileError
from playground.document.files import save
from playground.document.lesson import Claim, Promise
from playground.document.project import Project
from playground.runtime import headless
from playground.runtime.compile import Compiler
from playground.runtime.headless import DEFAULT_STEPS, ProjectError, planned_steps, train
from playground.runtime.session import Session


def test_the_public_face_is_this():
    assert playground.train is train
    assert playground.load is headless.load
    assert playground.Run is headless.Run
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = playground.nothing


def test_equals_the_learner_and_the_session_bit_for_bit():
    value = project({"members": 2})
    run = train(value, 137)
    learner = Compiler().learners(value)["fit-1"].learner
    learner.step(137)
    session = Session("cpu")
    session.load(value)
    for count in (100, 37):
        session.step(count)
    flat = run.built["fit-1"].learner.weights.flat
    assert np.array_equal(flat, learner.weights.flat)
    assert np.array_equal(flat, session.built["fit-1"].learner.weights.flat)
    assert run.steps == 137
    assert run.metrics["fit-1"]["train_loss"] == learner.evaluate()["train_loss"].tolist()


def test_one_seed_one_run_and_the_seed_can_be_given():
    value = project(seed=3)
    given = train(project(), 30, seed=3)
    same = train(value, 30)
    assert given.metrics == same.metrics
    assert given.project.seed == 3
    assert train(value, 30, seed=4).metrics != same.metrics


def test_the_number_of_steps_is_the_promises_unless_said():
    value = project()
    assert planned_steps(value) == DEFAULT_STEPS
    claim = Claim("fit-1", "train_accuracy", "at_least", 0.5, 120)
    promised = msgspec.structs.replace(value, promise=Promise(steps=120, claims=(claim,)))
    assert train(promised).steps == planned_steps(promised) == 120
    assert train(promised, 0).steps == 0


def test_a_metric_of_several_members_is_a_list_and_a_diverged_one_is_none():
    run = train(project({"members": 3}), 20)
    assert all(len(v) == 3 for v in run.metrics["fit-1"].values())
    broken = train(project({"rate": 1e9}), 200)
    metrics = broken.metrics["fit-1"]
    assert metrics["train_loss"] is None
    assert metrics["test_accuracy"] is None


def test_decides_and_predicts_with_the_best_member():
    run = train(project({"members": 4}), 150)
    data = run.built["fit-1"].learner.source
    scores, labels = run.decide(data.x), run.predict(data.x)
    assert scores.shape == (4, len(data.x), 2)
    best = int(np.argmin(run.metrics["fit-1"]["train_loss"]))
    assert np.array_equal(labels, scores[best].argmax(axis=-1))
    values = train(project(kind="sine"), 20)
    assert values.predict(values.built["fit-1"].learner.source.x).shape == (120, 1)


def test_every_learner_is_trained_and_asked_by_its_name():
    run = train(with_two_fits(), 25)
    assert list(run.metrics) == ["fit-1", "fit-2"]
    x = np.zeros((3, 2))
    assert not np.array_equal(run.decide(x, "fit-2"), run.decide(x, "fit-1"))
    assert np.array_equal(run.decide(x), run.decide(x, "fit-1"))
    with pytest.raises(KeyError):
        run.predict(x, "fit-3")


def test_saving_and_going_on_equals_an_uninterrupted_run(tmp_path):
    value, path = project({"members": 2}), tmp_path / "half.zip"
    train(value, 60).save(path)
    again, state = headless.load_with_state(path)
    assert again == value
    rest = train(again, 40, state=state)
    whole = train(value, 100)
    assert rest.steps == 100
    assert rest.metrics == whole.metrics
    x = np.random.default_rng(0).standard_normal((20, 2))
    assert np.array_equal(rest.decide(x), whole.decide(x))
    at_once = train(again, 0, state=state)
    assert np.array_equal(at_once.predict(x), train(value, 60).predict(x))


def test_a_state_that_does_not_fit_is_refused(tmp_path):
    state = {"fit-1": train(project(layers=[]), 5).built["fit-1"].learner.capture()}
    with pytest.raises(ProjectError, match=r"fit-1: .*another network"):
        train(project(), 5, state=state)
    for damaged in ({}, {"step": "x"}, {**state["fit-1"], "stopping": 3}):
        with pytest.raises(ProjectError, match="fit-1: "):
            train(project(layers=[]), 5, state={"fit-1": damaged})
    assert train(project(), 5, state={"fit-9": {}}).steps == 5


def test_an_interruption_keeps_what_was_learned(tmp_path):
    def stop(run, done, wanted):
        if done >= 100:
            raise KeyboardInterrupt

    run = train(project(), 1000, progress=stop)
    assert run.interrupted
    assert run.steps == 100
    run.save(tmp_path / "kept.zip")
    assert headless.load_with_state(tmp_path / "kept.zip")[1]["fit-1"]["step"] == 100


def test_progress_is_told():
    told = []
    train(project(), 120, progress=lambda run, done, wanted: told.append((done, wanted)))
    assert told == [(50, 120), (100, 120), (120, 120)]


def test_training_ends_when_every_learner_has():
    run = train(project({"stop_after": 30}), 10_000)
    assert run.steps == 30


def test_running_out_of_memory_is_one_line(monkeypatch):
    from playground.engine.training.supervised import Supervised

    def exhausted(self, count=1):
        raise MemoryError

    monkeypatch.setattr(Supervised, "step", exhausted)
    with pytest.raises(ProjectError, match="not enough memory"):
        train(project(), 5)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Project(), "nothing here learns"),
        (project({"rate": -1}), "fit-1: rate: "),
        (project({"rate": float("nan")}), "fit-1: rate: "),
        (project({"rate": float("inf")}), "fit-1: rate: "),
        (project(data={"noise": float("nan")}), "circle-1: noise: "),
        (project(data={"size": 0}), "circle-1: there are no training rows"),
        (project(data={"size": 2.5}), "circle-1: size: "),
        (project(layers=[("dense", {"unit": 3})]), "dense-1: unit: "),
    ],
)
def test_what_cannot_be_trained_is_refused_in_one_line(value, words):
    with pytest.raises(ProjectError, match=words) as caught:
        train(value, 5)
    assert "\n" not in str(caught.value)


def test_loads_files_and_presets_and_names_what_is_missing(tmp_path):
    path = tmp_path / "mine.json"
    save(project(), path)
    assert headless.load(path) == headless.load(str(path)) == project()
    with pytest.raises(FileError, match="neither a file nor a preset; `playground presets`"):
        headless.load("no-such-thing")
    with pytest.raises(FileError, match=r"did you mean spiral, spiral-3, warp-spiral\?$"):
        headless.load("spirall")
    with pytest.raises(FileError, match="no such file"):
        headless.load(tmp_path / "gone.json")
