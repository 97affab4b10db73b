"""Learners go on when rows of their data set come, go or change; the past keeps its own."""

import numpy as np
import pytest
from small_projects import project

from playground.document.by_hand import hold_rows
from playground.document.project import Placed, Project, Wire
from playground.runtime.checkpoints import captured
from playground.runtime.history import History
from playground.runtime.introduction import Introduction
from playground.runtime.messages import Loaded, Seek
from playground.runtime.own_rows import own_rows
from playground.runtime.seeking import Seeking
from playground.runtime.session import Session
from playground.tables.table import Column, Table


def session(of):
    made = Session("cpu")
    made.load(of)
    return made


def with_rows(of, edit, id):
    """Return a project whose data set holds an edited table."""
    own = own_rows(of.block(id))
    return hold_rows(id, own.holding(edit(own)))(of)


def more(own):
    extra = own.table.values[:25].copy()
    extra[:, list(own.features)] += 0.5
    return own.table.with_rows_added(extra)


@pytest.fixture
def of():
    made = project()
    (data,) = [p.id for p in made.blocks if p.kind == "circle"]
    return made, data


def test_going_on_equals_a_run_that_is_given_the_rows_and_the_state(of):
    before, data = of
    after = with_rows(before, more, data)
    live, other = session(before), session(after)
    live.step(30)
    kept = live.built["fit-1"].learner.capture()
    live.tune(after)
    assert live.steps == {"fit-1": 30}
    assert len(live.built["fit-1"].learner.source.x) == 145
    other.seek({"fit-1": kept})
    for made in (live, other):
        made.step(40)
    ours, theirs = (made.built["fit-1"].learner.weights.flat for made in (live, other))
    assert np.array_equal(ours, theirs)


def test_the_same_rows_as_a_table_change_nothing(of):
    before, data = of
    live, straight = session(before), session(before)
    for made in (live, straight):
        made.step(20)
    live.tune(with_rows(before, lambda own: own.table, data))
    for made in (live, straight):
        made.step(20)
    ours, theirs = (made.built["fit-1"].learner.weights.flat for made in (live, straight))
    assert np.array_equal(ours, theirs)


def test_the_past_is_seen_with_the_rows_of_its_time(of):
    before, data = of
    after = with_rows(before, more, data)
    made, history = session(before), History()
    made.step(10)
    history.add(captured(made))
    then = made.built["fit-1"].learner.weights.flat.copy()
    made.tune(after)
    made.step(10)
    seeking = Seeking(made)
    seeking.ask(Seek(history.nearest(10).states, 10, before))
    seeking.set_out()
    while seeking.active:
        seeking.go_on()
    learner = made.built["fit-1"].learner
    assert np.array_equal(learner.weights.flat, then)
    assert len(learner.source.x) == 120
    made.step(1)
    assert len(made.built["fit-1"].learner.source.x) == 145, "going on, the rows are today's"


def test_one_more_class_keeps_the_weights_that_still_fit(of):
    before, data = of

    def third(own):
        columns = list(own.table.columns)
        columns[own.aim] = Column("class", "categorical", (*own.classes, "third"))
        values = own.table.values.copy()
        values[:40, own.aim] = 2
        return Table(values, tuple(columns))

    made = session(before)
    made.step(30)
    first = next(iter(made.built["fit-1"].learner.weights.views))
    held = made.built["fit-1"].learner.weights.views[first]["weight"].copy()
    made.tune(with_rows(before, third, data))
    learner = made.built["fit-1"].learner
    assert np.array_equal(learner.weights.views[first]["weight"], held)
    made.step(5)
    assert np.isfinite(learner.evaluate()["train_loss"]).all()


@pytest.mark.parametrize("kind", ["decision-tree", "k-means", "nearest-neighbours"])
def test_models_learn_the_new_rows_up_to_where_they_were(kind):
    of = Project(blocks=(Placed("d", "moons"), Placed("m", kind)), wires=(Wire("d", "m"),))
    made = session(of)
    made.step(6)
    made.tune(with_rows(of, more, "d"))
    for _ in range(200):
        if not made.behind:
            break
        made.advance(0.05, {})
    learner = made.built["m"].learner
    assert len(learner.source.x) == 525
    assert learner.step_number >= 1


def test_learners_are_introduced_again_only_when_something_is_new(of):
    before, data = of
    made, told = session(before), []
    introduction = Introduction(told.append)
    introduction.tell(made.built)
    introduction.tell(made.built)
    assert len(told) == 1
    made.tune(with_rows(before, more, data))
    introduction.tell(made.built)
    assert isinstance(told[-1], Loaded)
    assert len(told) == 2
    assert told[-1].learners["fit-1"].rows > told[0].learners["fit-1"].rows
