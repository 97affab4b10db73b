"""Scripts run with NumPy alone and print what the program predicts."""

import ast
import csv
import subprocess
import sys
from dataclasses import replace as data_replace
from importlib.resources import files

import numpy as np
import pytest
from msgspec.structs import replace
from patience import PATIENCE
from ruff.__main__ import find_ruff_bin
from trained_learners import chain, ensembles, joined, models, some_rows, trained

import playground
from playground.document.presets import preset_names
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import LAYERS, TRANSFORMS
from playground.engine.choices import LOSSES
from playground.engine.tabular.sources import SAMPLE
from playground.export.error import ExportError
from playground.export.formats import FORMATS
from playground.export.script.chains import TRANSFORMS as WRITTEN_TRANSFORMS
from playground.export.script.networks import LAYERS as WRITTEN_LAYERS
from playground.export.script.numerals import assignment
from playground.export.script.numpy_script import content
from playground.export.script.torch_script import content as in_torch
from playground.export.subject import subject_of
from playground.kernels.activations import ACTIVATIONS
from playground.runtime.compile import Compiler

ALONE = """
import runpy, sys
class Alone:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top != "numpy" and top not in sys.stdlib_module_names:
            raise ImportError(f"a script may not import {name}")
sys.meta_path.insert(0, Alone())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
FRONT = [("standardise", {})]
STUMP = ("decision-tree", {"max_depth": 2})
BAYES = ("naive-bayes", {})


def run(path, *given):
    """Run a script in a process of its own that can import NumPy and nothing else."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE, str(path), *map(str, given)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(csv.reader(done.stdout.splitlines()))


def tidy(path):
    """Refuse a script that a formatter would change or a linter objects to."""
    for command in (["format", "--isolated", "--diff"], ["check", "--isolated"]):
        done = subprocess.run(
            [find_ruff_bin(), *command, "--no-cache", str(path)],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[:3000]


def agrees(subject, folder):
    """Write a script, run it on rows of a file, and compare it with the program."""
    path, table, rows = folder / "model.py", folder / "rows.csv", some_rows(subject)
    path.write_bytes(content(subject))
    tidy(path)
    head = ",".join(f'"{name}"' for name in subject.features)
    table.write_text(head + "\n" + "\n".join(",".join(map(repr, row)) for row in rows.tolist()))
    lines, wanted = run(path, table), subject.answers(rows)
    if subject.gives in ("classes", "groups"):
        classes = lines[0][1:]
        assert tuple(classes) == subject.classes
        labels = [classes.index(line[0]) if line[0] != "none" else -1 for line in lines[1:]]
        lines = [line[1:] for line in lines[1:]]
        np.testing.assert_array_equal(labels, subject.labels(rows))
    got = np.array(lines, float)
    np.testing.assert_allclose(got, wanted, rtol=1e-6, atol=1e-6 * max(1.0, np.abs(wanted).max()))


@pytest.mark.parametrize(("kind", "data"), models())
def test_every_model(kind, data, tmp_path):
    settings = {"epsilon": 0.7} if kind == "dbscan" else {}
    agrees(trained(chain(data, *FRONT, (kind, settings))), tmp_path)


def test_a_clustering_without_a_group_is_refused():
    told = FORMATS["numpy"].refusal(trained(chain("iris", ("dbscan", {"epsilon": 0.001}))))
    assert told == "dbscan-1: it has found no group that rows could be put into"


@pytest.mark.parametrize(("kind", "settings"), [
    ("decision-tree", {}), ("logistic-regression", {"classes": "one-vs-rest"}),
    ("perceptron", {"classes": "one-vs-rest"}), ("support-vector-machine", {"kernel": "linear"}),
    ("support-vector-machine", {"kernel": "polynomial"}), ("gaussian-mixture", {"members": 2}),
    *[("gaussian-mixture", {"covariance": shape}) for shape in ("tied", "diagonal", "spherical")],
    *[("nearest-neighbours", {"metric": metric, "weights": "distance"})
      for metric in ("manhattan", "chebyshev", "minkowski", "cosine", "canberra", "expression")],
    ("nearest-neighbours", {"metric": "expression", "expression": "sqrt(sum((a - b)^2))"}),
    ("nearest-neighbours", {"metric": "expression",
                            "expression": "max(abs(a-b)) + sum(abs(a-b))"}),
    ("agglomerative", {"linkage": "average", "metric": "manhattan"}),
    ("dbscan", {"epsilon": 0.6, "metric": "chebyshev"}),
])  # fmt: skip
def test_models_of_other_settings(kind, settings, tmp_path):
    agrees(trained(chain("iris", *FRONT, (kind, settings)), 60), tmp_path)


@pytest.mark.parametrize(("kind", "data"), ensembles())
def test_every_ensemble(kind, data, tmp_path):
    parts = (STUMP, ("nearest-neighbours", {})) if data == "sine" else (STUMP, BAYES)
    single = kind in ("bagging", "ada-boost")
    agrees(trained(joined(kind, data, parts[:1] if single else parts), 8), tmp_path)


def test_votes_are_counted_and_networks_may_vote(tmp_path):
    network = ("fit", {"members": 2})
    agrees(trained(joined("voting", "moons", (STUMP, network, BAYES), vote="hard")), tmp_path)


def test_bagging_sees_some_features_of_its_own(tmp_path):
    agrees(trained(joined("bagging", "iris", (STUMP,), features=0.5, copies=3), 6), tmp_path)


@pytest.mark.parametrize("vote", ["soft", "hard"])
def test_one_that_has_diverged_abstains_as_it_does_here(vote, tmp_path):
    network = ("fit", {"rate": 0.1})
    parts = (network, STUMP, BAYES)
    subject = trained(joined("voting", "iris", parts, vote=vote, weights=[3.0, 2.0, 1.0]))
    broken = subject.learner.parts[0].learner
    broken.weights.flat[...] = np.nan
    assert np.isfinite(subject.answers(some_rows(subject))).all()
    agrees(subject, tmp_path)
    for part in subject.learner.parts[1:]:
        part.learner.decide = broken.decide
    with pytest.raises(ExportError, match="none of its parts has an answer"):
        content(subject)


def test_stacking_that_passes_features_on(tmp_path):
    agrees(trained(joined("stacking", "iris", (STUMP, BAYES), passthrough=True), 6), tmp_path)


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_every_transform_in_front_of_a_network(kind, tmp_path):
    network = [("dense", {"units": 3}), ("fit", {})]
    agrees(trained(chain("iris", *FRONT, (kind, {}), *network)), tmp_path)


def test_all_there_is_of_feature_maps(tmp_path):
    given = {"sines": True, "cosines": True, "degree": 3}
    agrees(trained(chain("moons", ("feature-map", given), ("fit", {}))), tmp_path)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation(name, tmp_path):
    layers = [("dense", {"units": 4, "activation": name}), ("activation", {"function": name})]
    agrees(trained(chain("moons", *layers, ("fit", {}))), tmp_path)


@pytest.mark.parametrize("kind", LAYERS)
def test_every_layer(kind, tmp_path):
    layers = [("dense", {"units": 4, "activation": "tanh"}), (kind, {}), ("fit", {})]
    agrees(trained(chain("moons", *layers)), tmp_path)


@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize("data", ["moons", "iris", "sine"])
def test_every_loss(kind, data, tmp_path):
    loss = LOSSES[kind]
    if not loss().suits("value" if data == "sine" else "class"):
        pytest.skip("it does not suit the target")
    agrees(trained(chain(data, ("fit", {"loss": {"kind": kind}}))), tmp_path)


def test_values_come_in_the_units_of_the_data(tmp_path):
    layers = [("standardise", {"target": True}), ("dense", {"units": 3}), ("fit", {})]
    agrees(trained(chain("sine", *layers)), tmp_path)
    tree = [("standardise", {"target": True}), ("random-forest", {})]
    agrees(trained(chain("sine", *tree)), tmp_path)


def test_a_member_of_an_evolved_population_and_one_of_several(tmp_path):
    evolved = [("dense", {"units": 3}), ("evolve", {"population": 8})]
    agrees(trained(chain("moons", *evolved)), tmp_path)
    agrees(trained(chain("moons", ("fit", {"members": 3})), member=2), tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", preset_names())
def test_every_preset(name, tmp_path):
    project = playground.load(name)
    for id, built in playground.train(project, steps=60, seed=0).built.items():
        try:
            subject = subject_of(built.learner, id, project.title)
        except ExportError:
            continue
        if not FORMATS["numpy"].refusal(subject):
            agrees(subject, tmp_path)


def test_every_layer_and_transform_is_written():
    assert set(WRITTEN_LAYERS) == set(LAYERS.values())
    assert set(WRITTEN_TRANSFORMS) == set(TRANSFORMS.values())


def test_a_script_keeps_rows_of_its_own(tmp_path):
    subject = trained(chain("moons", ("fit", {})))
    path = tmp_path / "model.py"
    path.write_bytes(content(subject))
    assert len(run(path)) == 6
    assert FORMATS["numpy"].refusal(subject) == ""


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64])
@pytest.mark.parametrize("shape", [(), (3,), (40,), (3, 40), (2, 3, 4), (0, 3), (100, 50)])
def test_arrays_come_back_to_the_last_bit(kind, shape):
    from playground.export.script.parts import numerals

    value = (1e3 * np.random.default_rng(1).normal(size=shape)).astype(kind)
    names = {"np": np, "numbers": numerals.numbers, "unpacked": numerals.unpacked}
    exec(assignment("ARRAY", value), names)  # the source that students are given
    assert names["ARRAY"].shape == shape
    np.testing.assert_array_equal(names["ARRAY"], value)


def test_names_from_a_stranger_are_text_and_nothing_else(tmp_path):
    evil = 'x"""\nimport os\n\\'
    project = chain("moons", ("dropout", {}), ("dense", {"units": 2}), ("fit", {}))
    named = {placed.id: placed.id + evil for placed in project.blocks}
    blocks = tuple(replace(placed, id=named[placed.id]) for placed in project.blocks)
    wires = tuple(replace(w, source=named[w.source], target=named[w.target]) for w in project.wires)
    project = replace(project, title=evil, blocks=blocks, wires=wires)
    built = Compiler().learners(project)[blocks[-1].id]
    built.learner.source = data_replace(
        built.learner.source, names=(evil, "b, c"), classes=("it's", 'a "b", c')
    )
    subject = subject_of(built.learner, blocks[-1].id, evil)
    path = tmp_path / "model.py"
    path.write_bytes(content(subject))
    tidy(path)
    assert run(path)[0] == ["class", "it's", 'a "b", c']
    assert "\nimport os" not in path.read_text()
    path.write_bytes(in_torch(subject))
    tidy(path)
    assert "\nimport os" not in path.read_text()


@pytest.mark.parametrize("title", ["", '"', "\x00", "\\"])
def test_an_id_from_a_stranger_that_stands_for_the_title_is_text(title):
    blocks = (Placed("data", "moons"), Placed('x"""\nimport os\n"""', "fit"))
    project = Project(title=title, blocks=blocks, wires=(Wire("data", blocks[1].id),))
    built = Compiler().learners(project)[blocks[1].id]
    subject = subject_of(built.learner, blocks[1].id, title)
    for source in (content(subject), in_torch(subject)):
        assert b"\nimport os" not in source
        assert ast.get_docstring(ast.parse(source))


def test_the_file_that_a_table_was_imported_from_can_be_given(tmp_path):
    subject = trained(chain("table", ("naive-bayes", {})))
    path, table = tmp_path / "model.py", tmp_path / "fruit.csv"
    path.write_bytes(content(subject))
    tidy(path)
    sample = files("playground.assets") / "samples" / SAMPLE
    head, *lines = sample.read_text(encoding="utf-8").splitlines()
    whole = [line for line in lines if all(line.split(","))]
    table.write_text("\n".join([head, *whole]))
    fruit = [line.rpartition(",")[2] for line in whole]
    predicted = [line[0] for line in run(path, table)[1:]]
    assert len(predicted) == len(fruit)
    assert sum(map(str.__eq__, predicted, fruit)) > 0.9 * len(fruit)
