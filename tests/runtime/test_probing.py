"""Probes in turn, at a resolution that the time allows, and without a trace on learning."""

import time

import numpy as np
from small_projects import project

from playground.runtime.messages import Request
from playground.runtime.probing import Probing
from playground.runtime.session import Session

BOUNDARY = Request("boundary", "fit-1", (("view", "pair"),), (40, 30))
UNITS = Request("units", "fit-1", (), (20, 20))


def session():
    made = Session("cpu")
    made.load(project())
    made.step(5)
    return made


def test_a_snapshot_carries_its_request_and_step():
    probing = Probing()
    probing.watch((BOUNDARY,))
    (snapshot,) = probing.measure(session(), 10.0)
    assert snapshot.request == BOUNDARY
    assert snapshot.step == 5
    assert snapshot.arrays["field"].shape == (30, 40, 2)


def test_all_requests_are_served_where_there_is_time():
    probing = Probing()
    probing.watch((BOUNDARY, UNITS))
    assert [s.request for s in probing.measure(session(), 10.0)] == [BOUNDARY, UNITS]


def test_at_least_one_in_turn_where_there_is_none():
    probing, made = Probing(), session()
    probing.watch((BOUNDARY, UNITS))
    served = [probing.measure(made, 0.0) for _ in range(4)]
    assert [len(s) for s in served] == [1, 1, 1, 1]
    assert [s[0].request.probe for s in served] == ["boundary", "units"] * 2


def test_resolution_gives_way_to_the_budget_and_comes_back(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    real = session()

    def measure(learner, request, size):
        clock[0] += size[0] * size[1] * 1e-5
        return {"size": np.array(size)}

    monkeypatch.setattr("playground.runtime.probing._measured", measure)
    probing = Probing()
    large = Request("boundary", "fit-1", (), (100, 100))
    probing.watch((large,))
    tight = [probing.measure(real, 0.025)[0].arrays["size"][0] for _ in range(30)]
    assert tight[0] == 100
    assert 45 <= tight[-1] <= 55
    loose = [probing.measure(real, 1.0)[0].arrays["size"][0] for _ in range(30)]
    assert loose[-1] == 100
    tiny = [probing.measure(real, 1e-9)[0].arrays["size"][0] for _ in range(60)]
    assert tiny[-1] == 16


def test_what_is_not_there_is_passed_over():
    probing, made = Probing(), session()
    probing.watch((Request("boundary", "fit-9"), Request("no-such-probe", "fit-1")))
    assert probing.measure(made, 1.0) == ()
    probing.watch(())
    assert probing.measure(made, 1.0) == ()


def test_settings_that_are_refused_fall_back_to_the_defaults():
    probing = Probing()
    probing.watch((Request("boundary", "fit-1", (("nonsense", 3),), (20, 20)),))
    assert "field" in probing.measure(session(), 1.0)[0].arrays


def test_watching_changes_no_number():
    watched, alone = session(), session()
    probing = Probing()
    probing.watch((BOUNDARY, UNITS))
    for _ in range(20):
        probing.measure(watched, 1.0)
        watched.step(1)
        alone.step(1)
    a, b = (s.built["fit-1"].learner.weights.flat for s in (watched, alone))
    assert np.array_equal(a, b)
