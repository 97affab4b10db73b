"""Learners without data at work: sessions, headless runs, the command line."""

import json

import numpy as np
import pytest

from playground.cli import main
from playground.document.edits import set_setting
from playground.document.files import save
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.runtime.description import describe
from playground.runtime.headless import train
from playground.runtime.session import Session


def project(function=None, fits=1, kind="rosenbrock", **fit):
    blocks = [Placed("f", kind, function or {})]
    blocks += [Placed(f"fit-{i}", "fit", {"rate": 0.05, **fit}) for i in range(1, fits + 1)]
    wires = tuple(Wire("f", placed.id) for placed in blocks[1:])
    return Project(blocks=tuple(blocks), wires=wires)


def changed(before, block, name, value):
    return set_setting(block, name, value, catalogue())(before)


def test_a_learner_without_data_is_described():
    session = Session("cpu")
    session.load(project(), fresh=True)
    info = describe(session.built)["fit-1"]
    assert (info.rows, info.target, info.outputs, info.baselines) == (0, "none", 0, {})
    assert info.inputs == ("x", "y")
    assert info.parameters == {"f": 2}


def test_it_learns_and_reports():
    session = Session("cpu")
    session.load(project(), fresh=True)
    session.step(40)
    (rows,) = session.telemetry.rows()
    assert rows.steps.tolist() == list(range(1, 41))
    assert rows.metrics["train_loss"][-1] < rows.metrics["train_loss"][0]


def test_another_start_begins_anew_there_and_leaves_other_learners_alone():
    blocks = (Placed("g", "bowl"), Placed("fit-2", "fit"))
    first = project()
    both = Project(blocks=(*first.blocks, *blocks), wires=(*first.wires, Wire("g", "fit-2")))
    session = Session("cpu")
    session.load(both, fresh=True)
    session.step(10)
    session.load(changed(both, "f", "start", [0.5, -0.5]))
    assert session.steps == {"fit-1": 0, "fit-2": 10}
    np.testing.assert_array_equal(session.built["fit-1"].learner.weights.flat, [[0.5, -0.5]])


def test_tuning_goes_on_from_where_it_is():
    session = Session("cpu")
    session.load(project(), fresh=True)
    session.step(10)
    before = session.built["fit-1"].learner.weights.flat.copy()
    session.tune(changed(project(), "fit-1", "rate", 0.001))
    np.testing.assert_array_equal(session.built["fit-1"].learner.weights.flat, before)
    assert session.steps == {"fit-1": 10}


def test_the_same_seed_gives_the_same_numbers_with_and_without_a_session():
    session = Session("cpu")
    session.load(project(members=3, function={"spread": 0.2, "placing": "random"}), fresh=True)
    session.step(60)
    run = train(session.project, steps=60)
    np.testing.assert_array_equal(
        run.built["fit-1"].learner.weights.flat, session.built["fit-1"].learner.weights.flat
    )


def test_the_terminal_trains_it(tmp_path, capsys):
    path = tmp_path / "project.json"
    save(project(kind="bowl"), path)
    assert main(["train", str(path), "--steps", "200", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["learners"]["fit-1"]["metrics"]["train_loss"] < 1e-3


@pytest.mark.parametrize("text", ["__import__('os')", "9**9**9**9 + x"])
@pytest.mark.parametrize("command", ["check", "train"])
def test_the_terminal_refuses_what_is_no_formula_in_one_line(tmp_path, capsys, text, command):
    path = tmp_path / "project.json"
    if command == "check":
        save(project(kind="formula", function={"text": text}), path)
        arguments = ["check", str(path)]
    else:
        save(project(kind="formula"), path)
        arguments = ["train", str(path), "--set", f"f.text={text}"]
    assert main(arguments) == (1 if command == "check" else 2)
    printed = capsys.readouterr()
    told = (printed.err + printed.out).strip()
    assert "not a formula" in told
    assert len([line for line in told.splitlines() if "not a formula" in line]) == 1
    assert "Traceback" not in told
