"""From a file of rows to a trained project, on the command line and in the worker process."""

import json
import time
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from patience import PATIENCE

import playground
from playground import cli
from playground.document.check import check
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.runtime.headless import load
from playground.runtime.importing import import_project
from playground.runtime.messages import Checkpoint, Load, Play
from playground.runtime.trainer import Trainer
from playground.tables.keep import keep
from playground.tables.trouble import TableError

FRUIT = str(files("playground.assets") / "samples" / "fruit.csv")


def test_the_sample_becomes_a_project_that_learns():
    project, notes = import_project(FRUIT)
    assert notes == ()
    assert [p.kind for p in project.blocks] == ["table", "standardise", "dense", "dense", "fit"]
    assert check(project, catalogue()) == []
    run = playground.train(project, steps=400)
    assert run.metrics["fit-1"]["test_accuracy"] > 0.8


def test_import_and_train_on_the_command_line(tmp_path, capsys):
    path = str(tmp_path / "fruit.zip")
    assert cli.main(["import", FRUIT, "--ignore", "firmness", "--save", path]) == 0
    assert "200 rows, 7 features, 4 classes" in capsys.readouterr().out
    assert load(path).block("table-1").settings["ignored"] == ["firmness"]
    assert cli.main(["train", path, "--steps", "200", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["learners"]["fit-1"]["metrics"]["train_accuracy"] > 0.7


def test_a_data_file_may_stand_for_a_project(capsys):
    assert cli.main(["train", FRUIT, "--steps", "20", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 20


def test_a_value_is_learned_in_its_own_units(tmp_path):
    path = str(tmp_path / "sugar.zip")
    arguments = ["--target", "sugar_percent", "--missing", "median", "--save", path]
    assert cli.main(["import", FRUIT, *arguments]) == 0
    run = playground.train(load(path), steps=600)
    metrics = run.metrics["fit-1"]
    assert metrics["test_r2"] > 0.5
    assert 4 < run.predict(run.built["fit-1"].learner.source.x).mean() < 12


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--target", "price"], "no column 'price'; there are 'weight_g'"),
        (["--ignore", "nothing"], "no column 'nothing'"),
        (["--target", "colour", "--task", "value"], "'green', which is no number: learn classes"),
        (["--target", "weight_g", "--task", "class"], "choose another target|200 rows"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(arguments, words, tmp_path, capsys):
    code = cli.main(["import", FRUIT, *arguments, "--save", str(tmp_path / "p.zip")])
    told = capsys.readouterr()
    import re

    assert re.search(words, told.err + told.out)
    assert "Traceback" not in told.err
    assert code == 0 or told.err.count("\n") == 1


def test_json_is_refused_and_names_zip(tmp_path, capsys):
    assert cli.main(["import", FRUIT, "--save", str(tmp_path / "p.json")]) == 2
    assert "rows travel in a .zip" in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert cli.main(["train", str(tmp_path / "no.csv")]) == 2
    assert "no.csv: it cannot be read: No such file" in capsys.readouterr().err


def test_numbers_that_are_few_are_classes_whichever_column_is_chosen(tmp_path):
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"survived": random.integers(0, 2, 60), "age": random.normal(size=60)})
    frame["fare"] = random.normal(size=60)
    frame.to_csv(tmp_path / "ship.csv", index=False)
    project, _ = import_project(tmp_path / "ship.csv", target="survived")
    assert project.block("table-1").settings["task"] == "class"
    with pytest.raises(TableError, match="no column"):
        import_project(tmp_path / "ship.csv", target="sunk")


def test_what_lies_in_a_plane_is_shown_there(tmp_path):
    frame = pd.DataFrame({"x": range(30), "y": range(30, 60), "kind": list("abc") * 10})
    frame.to_csv(tmp_path / "plane.csv", index=False)
    project, _ = import_project(tmp_path / "plane.csv")
    assert [panel.panel for panel in project.view] == ["boundary", "curves"]
    frame.assign(z=range(60, 90))[["z", "x", "y", "kind"]].to_csv(tmp_path / "space.csv")
    project, _ = import_project(tmp_path / "space.csv")
    assert [panel.panel for panel in project.view] == ["curves", "confusion"]


def test_without_a_target_groups_are_looked_for():
    project, _ = import_project(FRUIT, target="")
    assert project.blocks[-1].kind == "k-means"
    run = playground.train(project, steps=20)
    assert run.metrics["k-means-1"]


@pytest.mark.parametrize("kind", ["decision-tree", "random-forest", "nearest-neighbours",
                                  "logistic-regression", "naive-bayes", "gradient-boosting",
                                  "support-vector-machine", "ada-boost"])  # fmt: skip
def test_models_learn_from_a_table_as_it_is(kind):
    found, _ = import_project(FRUIT)
    blocks = (found.blocks[0], Placed("m", kind))
    wires = (Wire("table-1", "m"),)
    if kind == "ada-boost":
        blocks, wires = (*blocks, Placed("t", "decision-tree", {"max_depth": 2})), (
            Wire("table-1", "t"), Wire("t", "m"),
        )  # fmt: skip
    run = playground.train(Project(blocks=blocks, wires=wires), steps=60)
    assert run.metrics["m"]["test_accuracy"] > 0.5


@pytest.mark.parametrize("kind", ["min-max", "pca", "kernel-pca", "linear-discriminant"])
def test_transforms_take_a_table(kind):
    found, _ = import_project(FRUIT)
    swapped = tuple(
        Placed(p.id, kind) if p.id == "standardise-1" else p for p in found.blocks
    )
    project = Project(blocks=swapped, wires=found.wires)
    run = playground.train(project, steps=100)
    assert run.metrics["fit-1"]["test_accuracy"] is not None


def test_the_worker_process_finds_the_table():
    project, _ = import_project(FRUIT)
    trainer = Trainer("cpu")
    trainer.start()
    try:
        trainer.send(Load(project))
        trainer.send(Play())
        end, steps = time.monotonic() + PATIENCE, 0
        while time.monotonic() < end and not steps:
            for message in trainer.poll():
                if isinstance(message, Checkpoint):
                    steps = max(message.steps.values(), default=0)
            time.sleep(0.02)
        assert steps > 0
    finally:
        trainer.close()


def test_rows_that_were_lost_are_told_by_the_block():
    project, _ = import_project(FRUIT)
    for path in keep().files(project.block("table-1").settings["table"]):
        path.unlink()
    keep.__globals__["_keep_in"].cache_clear()
    (problem,) = [p for p in check(project, catalogue()) if p.block == "table-1"]
    assert "import it again" in problem.message
