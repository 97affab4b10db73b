"""Probes in turn, at a resolution that the time allows, and without a trace on learning."""

import time

import numpy as np
import pytest
from patience import PATIENCE
from small_projects import project

from playground.runtime.messages import Request
from playground.runtime.probing import LONGEST, SHARE, Probing
from playground.runtime.session import Session

BOUNDARY = Request("boundary", "fit-1", (("view", "pair"),), (40, 30))
UNITS = Request("units", "fit-1", (), (20, 20))


def session():
    made = Session("cpu")
    made.load(project())
    made.step(5)
    return made


def at_rest(probing, made, seconds=PATIENCE):
    probing.renew()
    return probing.at_rest(made, seconds)


@pytest.fixture
def costs(monkeypatch):
    """Seconds that a probe takes at full size, on a clock that nothing else moves."""
    clock = [0.0]
    table = {}

    def measure(learner, request, size):
        cells = (size[0] * size[1]) / (request.size[0] * request.size[1])
        clock[0] += table[request] * cells
        return {"size": np.array(size)}

    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr("playground.runtime.probing._measured", measure)
    table["clock"] = clock
    return table


def learn(probing, made, costs, seconds, frame=0.016):
    """Let learning take what probes leave of some seconds; return what was served."""
    clock, served, spent = costs["clock"], [], 0.0
    end = clock[0] + seconds
    while clock[0] < end:
        clock[0] += frame
        before = clock[0]
        probing.renew()
        served += probing.while_learning(made)
        spent += clock[0] - before
    return served, spent / seconds


def test_a_snapshot_carries_its_request_and_step():
    probing = Probing()
    probing.watch((BOUNDARY,))
    (snapshot,) = at_rest(probing, session())
    assert snapshot.request == BOUNDARY
    assert snapshot.step == 5
    assert snapshot.arrays["field"].shape == (30, 40, 2)


def test_at_rest_every_request_is_served_once_at_full_size():
    probing = Probing()
    probing.watch((BOUNDARY, UNITS))
    assert {s.request for s in at_rest(probing, session())} == {BOUNDARY, UNITS}
    assert probing.complete
    assert probing.at_rest(session(), 10.0) == ()


def test_at_rest_the_quick_do_not_wait_for_the_slow(costs):
    slow, quick = (Request("boundary", "fit-1", (), (n, n)) for n in (100, 90))
    costs.update({slow: 0.2, quick: 0.002})
    probing, made = Probing(), session()
    probing.watch((slow, quick))
    at_rest(probing, made)
    first = at_rest(probing, made, 0.001)
    assert [s.request for s in first] == [quick]
    assert not probing.complete
    assert [s.request for s in probing.at_rest(made, 0.001)] == [slow]
    assert probing.complete


def test_probes_take_no_more_than_their_share_and_are_served_fairly(costs):
    slow, quick = (Request("boundary", "fit-1", (), (n, n)) for n in (51, 50))
    costs.update({slow: 0.030, quick: 0.003})
    probing, made = Probing(), session()
    probing.watch((slow, quick))
    served, share = learn(probing, made, costs, 10.0)
    assert share < SHARE + 0.02
    times = {r: sum(s.request == r for s in served) for r in (slow, quick)}
    assert times[quick] > 200, "thirty a second, but for what the other holds up"
    assert times[slow] > 40
    assert all(s.arrays["size"][0] == s.request.size[0] for s in served), "nothing gave way"


def test_resolution_gives_way_to_the_time_and_comes_back(costs):
    large = Request("boundary", "fit-1", (), (100, 100))
    costs[large] = 4 * LONGEST
    probing, made = Probing(), session()
    probing.watch((large,))
    tight, _ = learn(probing, made, costs, 20.0)
    assert tight[0].arrays["size"][0] == 100
    assert 45 <= tight[-1].arrays["size"][0] <= 55
    assert at_rest(probing, made)[0].arrays["size"][0] == 100, "at rest there is time"
    costs[large] = 1e-3
    loose, _ = learn(probing, made, costs, 5.0)
    assert loose[-1].arrays["size"][0] == 100
    costs[large] = 1e3
    tiny, _ = learn(probing, made, costs, 1e5, frame=16.0)
    assert tiny[-1].arrays["size"][0] == 16


def test_what_is_not_there_is_passed_over():
    probing, made = Probing(), session()
    probing.watch((Request("boundary", "fit-9"), Request("no-such-probe", "fit-1")))
    assert at_rest(probing, made) == ()
    probing.watch(())
    assert at_rest(probing, made) == ()


def test_settings_that_are_refused_fall_back_to_the_defaults():
    probing = Probing()
    probing.watch((Request("boundary", "fit-1", (("nonsense", 3),), (20, 20)),))
    assert "field" in at_rest(probing, session())[0].arrays


def test_watching_changes_no_number():
    watched, alone = session(), session()
    probing = Probing()
    probing.watch((BOUNDARY, UNITS))
    for _ in range(20):
        at_rest(probing, watched)
        watched.step(1)
        alone.step(1)
    a, b = (s.built["fit-1"].learner.weights.flat for s in (watched, alone))
    assert np.array_equal(a, b)


def test_only_learners_that_have_gone_on_are_measured_again():
    probing, made = Probing(), session()
    other = Request("boundary", "elsewhere", (), (40, 30))
    probing.watch((BOUNDARY, other))
    probing.follow(made)
    at_rest(probing, made)
    probing.follow(made)
    assert probing.complete
    made.step(1)
    probing.follow(made)
    assert [taken.request for taken in probing.at_rest(made, 10.0)] == [BOUNDARY]


def test_who_has_caught_up_is_measured_once_more():
    probing, made = Probing(), session()
    probing.watch((BOUNDARY,))
    at_rest(probing, made)
    made.behind["fit-1"] = made.steps["fit-1"]
    probing.follow(made)
    probing.at_rest(made, 10.0)  # as while it learns: hastily, or not at all
    made.behind.clear()
    probing.follow(made)
    assert [taken.step for taken in probing.at_rest(made, 10.0)] == [5]


def test_many_alike_are_each_measured_less_often(costs):
    probing, made = Probing(), session()
    crowd = [Request("boundary", "fit-1", (("member", i),), (40, 30)) for i in range(10)]
    alone = Request("units", "fit-1", (), (20, 20))
    costs.update(dict.fromkeys([*crowd, alone], 1e-4))
    probing.watch((*crowd, alone))
    served, _ = learn(probing, made, costs, 3.0)
    often = [sum(taken.request == request for taken in served) for request in (alone, crowd[0])]
    assert often[0] > 2 * often[1] > 20
