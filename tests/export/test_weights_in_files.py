"""Weights are written and read back to the last bit, and networks start from them."""

import json
import zipfile

import numpy as np
import pytest
import safetensors.numpy
from trained_learners import chain, joined, trained

from playground.cli import main
from playground.core.disk import FileError
from playground.document.bundle import load_bundle, save_bundle
from playground.document.files import save
from playground.document.project import Placed
from playground.engine.kept_weights import get_weights, put_weights
from playground.export.error import ExportError
from playground.export.formats import write
from playground.export.weights.importing import weights_edit
from playground.export.weights.naming import named_arrays
from playground.export.weights.reading import read_arrays
from playground.runtime.compile import Compiler
from playground.runtime.headless import train
from playground.runtime.session import Session
from playground.tables.keep import keep
from playground.tables.table import Column, Table
from playground.tables.trouble import TableError

ENDINGS = (".npz", ".safetensors")
NETWORK = [("standardise", {}), ("dense", {"units": 4}), ("batch-norm", {}), ("fit", {})]


def learners(project):
    return {id: built.learner for id, built in Compiler().learners(project).items()}


def views(project):
    return {
        (block, name): view.copy()
        for learner in learners(project).values()
        for block, named in learner.weights.views.items() for name, view in named.items()
    }  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("project", [
    chain("moons", *NETWORK), chain("iris", ("random-forest", {})), chain("sine", ("lasso", {})),
    chain("iris", ("k-means", {})), joined("bagging", "moons", (("fit", {}),), copies=2),
], ids=["network", "forest", "lasso", "k-means", "bagging"])  # fmt: skip
def test_files_give_back_every_bit(project, ending, tmp_path):
    subject = trained(project, 5)
    path = tmp_path / f"weights{ending}"
    write(subject, path)
    wanted, found = named_arrays(subject), read_arrays(path)
    assert found.keys() == wanted.keys()
    for name, array in wanted.items():
        assert found[name].dtype == array.dtype
        assert found[name].shape == array.shape
        assert found[name].tobytes() == array.tobytes()


def test_a_safetensors_file_tells_what_it_is_from(tmp_path):
    path = tmp_path / "weights.safetensors"
    write(trained(chain("moons", *NETWORK), 5), path)
    with safetensors.safe_open(path, "np") as file:
        assert file.metadata()["steps"] == "5"
        assert file.metadata()["features"] == "x1, x2"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_project_starts_from_weights_of_a_file(ending, tmp_path):
    project, path = chain("moons", *NETWORK), tmp_path / f"weights{ending}"
    subject = trained(project, 20)
    write(subject, path)
    edit, blocks = weights_edit(learners(project), path)
    assert set(blocks) == {"dense-2", "batch-norm-3", "fit-4"}
    changed = edit(project)
    for (block, name), view in views(changed).items():
        np.testing.assert_array_equal(view, subject.learner.weights.views[block][name])
    assert edit(changed) is changed


def test_weights_travel_in_the_zip_and_nowhere_else(tmp_path, monkeypatch):
    project = chain("moons", *NETWORK)
    write(trained(project, 5), tmp_path / "w.npz")
    changed = weights_edit(learners(project), tmp_path / "w.npz")[0](project)
    wanted = views(changed)
    with pytest.raises(FileError, match=r"\.zip"):
        save(changed, tmp_path / "p.json")
    save_bundle(changed, None, tmp_path / "p.zip")
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "elsewhere"))
    found = views(load_bundle(tmp_path / "p.zip")[0])
    for place, view in wanted.items():
        np.testing.assert_array_equal(found[place], view)


def test_a_session_starts_from_them_and_undo_brings_the_first_start_back(tmp_path):
    project = chain("moons", ("dense", {"units": 4}), ("fit", {}))
    write(trained(project, 20), tmp_path / "w.npz")
    session = Session("cpu")
    session.load(project)
    first = session.built["fit-2"].learner.weights.flat.copy()
    changed = weights_edit(learners(project), tmp_path / "w.npz")[0](project)
    session.load(changed)
    weights = session.built["fit-2"].learner.weights
    wanted = views(changed)["dense-1", "weight"]
    np.testing.assert_array_equal(weights.views["dense-1"]["weight"], wanted)
    assert not np.array_equal(weights.flat, first)
    session.load(project)
    np.testing.assert_array_equal(session.built["fit-2"].learner.weights.flat, first)


WRONG = {
    "other shape": ({"dense-1.weight": np.zeros((3, 4), np.float32),
                     "dense-1.bias": np.zeros(4, np.float32)}, "weight is 3 x 4, but 2 x 4"),
    "unknown": ({"conv.weight": np.zeros(3)}, "it holds conv.weight, but the networks here hold"),
    "lacking": ({"dense-1.weight": np.zeros((2, 4))}, "dense-1.bias is missing"),
    "whole": ({"dense-1.bias": np.zeros(4, int)}, "dense-1.bias holds no real numbers"),
    "endless": ({"dense-1.bias": np.full(4, np.inf)}, "holds numbers that are not finite"),
    "nothing": ({"input.a.1.pca.mean": np.zeros(2)}, "it holds no weights of a network"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused_in_words(wrong, tmp_path):
    arrays, words = WRONG[wrong]
    project = chain("moons", ("dense", {"units": 4}), ("fit", {}))
    np.savez(tmp_path / "w.npz", **arrays)
    with pytest.raises(ExportError, match=words):
        weights_edit(learners(project), tmp_path / "w.npz")


def test_files_that_are_no_weights(tmp_path):
    for name, data in (("a.npz", b"nothing"), ("b.safetensors", b"\xff" * 40), ("c.txt", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ExportError, match=name):
            read_arrays(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "d.npz", "w") as archive:
        archive.writestr("evil.npy", b"\x93NUMPY\x01\x00cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(ExportError, match="array"):
        read_arrays(tmp_path / "d.npz")
    np.savez(tmp_path / "e.npz", a=np.zeros(1))
    without = learners(chain("moons", ("naive-bayes", {})))
    with pytest.raises(ExportError, match="no network"):
        weights_edit(without, tmp_path / "e.npz")


def test_a_layer_that_no_longer_fits_says_so():
    hash = put_weights({"weight": np.ones((2, 4), np.float32)})
    assert keep().holds(hash)
    np.testing.assert_array_equal(get_weights(hash)["weight"], np.ones((2, 4)))
    project = chain("moons", ("dense", {"units": 5}), ("fit", {}))
    blocks = (*project.blocks[:1], Placed("dense-1", "dense", {"units": 5}, weights=hash),
              *project.blocks[2:])  # fmt: skip
    with pytest.raises(ValueError, match="dense-1: its imported weight is 2 x 4, but 2 x 5"):
        train(type(project)(blocks=blocks, wires=project.wires), 1)


def test_the_command_line_starts_from_weights(tmp_path, capsys):
    project, table = chain("moons", ("dense", {"units": 4}), ("fit", {})), tmp_path / "p.json"
    save(project, table)
    subject = trained(project, 40)
    write(subject, tmp_path / "w.npz")
    assert main(["train", str(table), "--weights", str(tmp_path / "w.npz"), "--steps", "0",
                 "--json"]) == 0  # fmt: skip
    told = json.loads(capsys.readouterr().out)["learners"]["fit-2"]["metrics"]["train_loss"]
    assert told == pytest.approx(float(subject.learner.evaluate()["train_loss"][0]), rel=1e-6)
    assert main(["train", str(table), "--weights", str(tmp_path / "no.npz")]) == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_damaged_files_are_refused_or_read_and_never_more(ending, tmp_path):
    path = tmp_path / f"w{ending}"
    write(trained(chain("moons", ("dense", {"units": 4}), ("fit", {})), 3), path)
    whole, random = bytearray(path.read_bytes()), np.random.default_rng(7)
    for _ in range(300):
        data = bytearray(whole[: random.integers(1, len(whole) + 1)])
        for place in random.integers(0, len(data), random.integers(0, 6)):
            data[place] = random.integers(0, 256)
        path.write_bytes(data)
        found, told = {}, path.name
        try:
            found = read_arrays(path)
        except ExportError as error:
            told = str(error)
        assert path.name in told
        assert all(array.dtype != object for array in found.values())


def test_many_small_bombs_of_weights_are_one(tmp_path):
    path = tmp_path / "w.npz"
    np.savez_compressed(path, **{f"a{i}.weight": np.zeros(2**18) for i in range(60)})
    with pytest.raises(ExportError, match="too large to be read"):
        read_arrays(path)


@pytest.mark.parametrize("told", ["weight " + "9" * 5000, "weight 0 999999999999", "weight 2 -1"])
def test_kept_weights_of_a_stranger_that_lie_about_their_shape(told):
    hash = keep().put(Table(np.ones((2, 1)), (Column(told),)))
    with pytest.raises(TableError, match="not weights|are damaged"):
        get_weights(hash)
