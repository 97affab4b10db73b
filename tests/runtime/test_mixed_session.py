"""Networks and classical models side by side: fair time, one timeline, rows moved by hand."""

import numpy as np
import pytest
from msgspec.structs import replace

from playground.document.by_hand import move_row, put_rows_back
from playground.document.project import Moved, Placed, Project, Wire
from playground.runtime.checkpoints import captured
from playground.runtime.headless import train
from playground.runtime.history import History
from playground.runtime.messages import Seek
from playground.runtime.seeking import Seeking
from playground.runtime.session import Session

MODELS = (
    ("logistic-regression", {"solver": "gradient descent"}),
    ("nearest-neighbours", {}),
    ("naive-bayes", {}),
    ("support-vector-machine", {"updates": 1}),
    ("gradient-boosting", {"stages": 30}),
    ("random-forest", {"trees": 20, "together": 2}),
)


def mixed(models=MODELS, networks=4, fit=None):
    """Return one data set with networks of their own layers and classical models."""
    blocks, wires = [Placed("moons-1", "moons", {"size": 150, "noise": 0.2})], []
    for i in range(1, networks + 1):
        width = {"units": 4 * i, "activation": "tanh"}
        blocks += [Placed(f"dense-{i}", "dense", width), Placed(f"fit-{i}", "fit", fit or {})]
        wires += [Wire("moons-1", f"dense-{i}"), Wire(f"dense-{i}", f"fit-{i}")]
    for kind, settings in models:
        blocks.append(Placed(f"{kind}-1", kind, settings))
        wires.append(Wire("moons-1", f"{kind}-1"))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


def run_out(session, slices=2000):
    """Advance in slices until nothing is behind any more."""
    for _ in range(slices):
        if not session.advance(0.006, {}):
            return
    raise AssertionError(f"still behind: {session.behind}")


def answers(session, id):
    grid = np.stack(np.meshgrid(np.linspace(-2, 2, 25), np.linspace(-2, 2, 25)), -1)
    return session.built[id].learner.decide(grid.reshape(-1, 2))


def test_time_is_shared_fairly_while_all_of_them_run():
    session = Session("cpu")
    session.load(mixed())
    spent, runs = dict.fromkeys(session.built, 0.0), 0
    session.step(1)  # what a step costs is known from here on
    session.step(3)
    while len(session.running) == len(session.built) - 2 and runs < 60:
        # the neighbours and the naive Bayes are learned at once
        before = dict(session.telemetry.seconds)
        session.advance(0.006, dict.fromkeys(session.built, 10**6))
        for id in session.running:
            spent[id] += session.telemetry.seconds[id] - before[id]
        runs += 1
    times = [spent[id] for id in spent if id.startswith("fit")]
    assert runs > 3
    assert max(times) < 2.0 * min(times)


def test_everything_goes_on_exactly_from_a_capture():
    straight, broken = Session("cpu"), Session("cpu")
    for session in (straight, broken):
        session.load(mixed(networks=1))
        session.step(6)
    states = captured(broken).states
    broken.step(9)
    broken.seek(states)
    for session in (straight, broken):
        session.step(7)
    assert straight.steps == broken.steps
    for id in straight.built:
        assert np.array_equal(answers(straight, id), answers(broken, id)), id


def test_a_step_of_the_past_shows_every_learner_where_it_stood():
    session, history, told = Session("cpu"), History(), {}
    session.load(mixed(networks=1))
    for count in (1, 2, 3, 4, 5, 6, 7):
        session.step(count)
        shown = {id: answers(session, id) for id in session.built}
        told[session.steps["fit-1"]] = session.steps, shown
        if count % 3 == 1:
            history.add(captured(session))
    seeking = Seeking(session)
    for step in (10, 3, 28, 15, 6):
        found, now = history.nearest(step), session.steps
        seeking.ask(Seek(found.states, step, None, history.apart(step, found, now)))
        seeking.set_out()
        while seeking.active:
            seeking.go_on()
        steps, shown = told[step]
        assert session.steps == steps
        for id in session.built:
            assert np.array_equal(answers(session, id), shown[id]), (id, step)


def test_the_window_and_headless_agree():
    project = mixed(networks=1)
    run = train(project, 25)
    session = Session("cpu")
    session.load(project)
    for _ in range(400):
        wanted = {id: 25 - step for id, step in session.steps.items()}
        if not session.advance(0.002, wanted):
            break
    for id, built in session.built.items():
        assert built.learner.step_number == run.built[id].learner.step_number, id
        assert np.array_equal(answers(session, id), run.built[id].learner.decide(GRID)), id


GRID = np.stack(np.meshgrid(np.linspace(-2, 2, 25), np.linspace(-2, 2, 25)), -1).reshape(-1, 2)


def moved_to(project, row, x):
    return move_row("moons-1", Moved(row, x))(project)


def test_models_catch_up_with_a_moved_row_and_networks_go_on():
    project = mixed(networks=1)
    session = Session("cpu")
    session.load(project)
    session.step(40)
    before = {id: answers(session, id) for id in session.built}
    steps = session.steps
    row = int(session.built["fit-1"].learner.source.train[0])
    session.tune(moved_to(project, row, (1.7, -1.6)))
    assert session.built["fit-1"].learner.source.x[row].tolist() == [1.7, -1.6]
    assert np.array_equal(answers(session, "fit-1"), before["fit-1"])  # weights stay
    assert session.steps["fit-1"] == steps["fit-1"]
    run_out(session)
    for kind, _ in MODELS:
        assert session.built[f"{kind}-1"].learner.source.x[row].tolist() == [1.7, -1.6]
        assert not np.array_equal(answers(session, f"{kind}-1"), before[f"{kind}-1"]), kind
    session.tune(put_rows_back("moons-1")(project))
    run_out(session)
    for kind, _ in MODELS:
        again = session.built[f"{kind}-1"].learner
        if again.finished:
            # learned to the end, from the same rows: the same model
            assert np.allclose(answers(session, f"{kind}-1"), train(project, 10**4).built[
                f"{kind}-1"].learner.decide(GRID), atol=1e-9), kind  # fmt: skip


def test_changed_settings_are_learned_anew_up_to_where_the_old_ones_had_come():
    project = mixed((("support-vector-machine", {"c": 1.0, "updates": 1}),), networks=1)
    session = Session("cpu")
    session.load(project)
    session.step(10)
    svm = replace(project.block("support-vector-machine-1"), settings={"c": 30.0, "updates": 1})
    other = replace(project, blocks=(*project.blocks[:-1], svm))
    session.load(other)
    assert session.steps == {"fit-1": 10, "support-vector-machine-1": 0}
    run_out(session)
    assert session.steps == {"fit-1": 10, "support-vector-machine-1": 10}
    fresh = Session("cpu")
    fresh.load(other)
    fresh.step(10)
    id = "support-vector-machine-1"
    assert np.array_equal(answers(session, id), answers(fresh, id))


def test_the_past_before_a_row_was_moved_is_shown_with_the_rows_of_then():
    project = mixed((("naive-bayes", {}),), networks=1)
    session, history = Session("cpu"), History()
    session.load(project)
    session.step(5)
    history.add(captured(session))
    before = answers(session, "naive-bayes-1")
    session.step(5)
    session.tune(moved_to(project, 0, (9.0, 9.0)))
    run_out(session)
    after = answers(session, "naive-bayes-1")
    seeking = Seeking(session)
    seeking.ask(Seek(history.nearest(5).states, 5, project))
    seeking.set_out()
    while seeking.active:
        seeking.go_on()
    assert np.array_equal(answers(session, "naive-bayes-1"), before)
    session.step(1)  # going on is going on with the rows of now
    run_out(session)
    assert np.array_equal(answers(session, "naive-bayes-1"), after)


@pytest.mark.parametrize("id", ["nearest-neighbours-1", "support-vector-machine-1"])
def test_a_row_that_is_not_there_is_passed_over(id):
    project = mixed(networks=0)
    session = Session("cpu")
    session.load(moved_to(project, 10**6, (0.0, 0.0)))
    session.step(3)
    assert np.isfinite(answers(session, id)).all()


def test_a_move_that_is_refused_changes_nothing():
    project = mixed((("naive-bayes", {}),), networks=1)
    session = Session("cpu")
    session.load(project)
    session.step(5)
    before = {id: made.learner for id, made in session.built.items()}
    for _ in range(2):  # asked for once more, it is refused once more
        with pytest.raises(ValueError, match="moons-1"):
            session.tune(moved_to(project, 0, (float("inf"), 0.0)))
    assert {id: made.learner for id, made in session.built.items()} == before
    session.tune(moved_to(project, 0, (1.0, 1.0)))
    assert session.built["fit-1"].learner.source.x[0].tolist() == [1.0, 1.0]
