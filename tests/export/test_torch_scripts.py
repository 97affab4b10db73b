"""Scripts for PyTorch build the network that the program trains, and learn as it does."""

import re
import runpy
import subprocess
import sys

import numpy as np
import pytest
import torch
from msgspec.structs import replace
from patience import PATIENCE
from test_numpy_scripts import tidy
from trained_learners import chain, trained

import playground
from playground.document.presets import preset_names
from playground.document.project import Hand, Placed, Project, Wire
from playground.engine.catalogue import LAYERS
from playground.engine.choices import LOSSES, OPTIMIZERS, SCHEDULES
from playground.engine.kept_weights import put_weights
from playground.export.error import ExportError
from playground.export.formats import FORMATS
from playground.export.script.torch_layers import LAYERS as WRITTEN_LAYERS
from playground.export.script.torch_script import content
from playground.export.script.torch_training import OPTIMIZERS as WRITTEN_OPTIMIZERS
from playground.export.subject import subject_of
from playground.kernels.activations import ACTIVATIONS

FEW = 12
WITHOUT = {"quickprop", "random-search"}
"""Rules that PyTorch has nothing for."""

refusal = FORMATS["pytorch"].refusal


def read(subject, folder):
    """Write a script, look at its form, and return what it defines."""
    path = folder / "network.py"
    path.write_bytes(content(subject))
    tidy(path)
    return runpy.run_path(str(path))


def learns_alike(subject, folder, within=2e-3, seed=0):
    """Train in PyTorch, on all rows in each step, and compare the last losses."""
    torch.manual_seed(seed)
    known = read(subject, folder)
    network = known["Network"]()
    known["start"](network)
    told = []
    known["train"].__globals__["report"] = lambda *given: told.append(loss_of(known, *given))
    known["train"](network)
    wanted = float(subject.learner.evaluate()["train_loss"][subject.members[0]])
    assert told[-1] == pytest.approx(wanted, rel=within, abs=1e-4)


def loss_of(known, network, step, x, y, train_rows, test_rows):
    network.eval()
    with torch.no_grad():
        z = network(*(part[train_rows] for part in x))
        return known["loss_of"](z, y[train_rows]).item()


def whole(data="moons", layers=(), **fit):
    """Return a small network that learns from all rows in every step."""
    return trained(chain(data, *layers, ("fit", {"batch": 100_000, "rate": 0.02, **fit})), FEW)


HIDDEN = [("dense", {"units": 5, "activation": "tanh"})]


@pytest.mark.parametrize("kind", sorted(set(OPTIMIZERS) - WITHOUT))
def test_every_optimizer_takes_the_same_steps(kind, tmp_path):
    learns_alike(whole(layers=HIDDEN, optimizer={"kind": kind}), tmp_path)


def test_momentum_that_averages(tmp_path):
    rule = {"kind": "momentum", "form": "averaged", "beta": 0.8}
    learns_alike(whole(layers=HIDDEN, optimizer=rule, rate=0.5), tmp_path)


@pytest.mark.parametrize("kind", sorted(WITHOUT))
def test_rules_that_are_not_there_are_told(kind):
    assert "PyTorch has no optimizer like" in refusal(whole(optimizer={"kind": kind}))


@pytest.mark.parametrize("kind", SCHEDULES)
def test_every_schedule(kind, tmp_path):
    learns_alike(whole(layers=HIDDEN, schedule={"kind": kind}, planned=9), tmp_path)


@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize("data", ["moons", "iris", "sine"])
def test_every_loss(kind, data, tmp_path):
    if not LOSSES[kind]().suits("value" if data == "sine" else "class"):
        pytest.skip("it does not suit the target")
    learns_alike(whole(data, HIDDEN, loss={"kind": kind}), tmp_path)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation(name, tmp_path):
    layers = [("dense", {"units": 4, "activation": name}), ("activation", {"function": name})]
    learns_alike(whole(layers=layers), tmp_path)


@pytest.mark.parametrize("kind", sorted(set(LAYERS) - {"dropout"}))
def test_every_layer(kind, tmp_path):
    layers = [*HIDDEN, (kind, {}), ("dense", {"units": 3, "bias": False})]
    learns_alike(whole(layers=layers), tmp_path)


def test_penalties_clipping_and_transforms(tmp_path):
    layers = [("standardise", {"target": True}), ("feature-map", {}), *HIDDEN]
    learns_alike(whole("sine", layers, l1=0.01, l2=0.02, clip=0.5), tmp_path)


def test_skip_wires_frozen_layers_units_off_and_a_member(tmp_path):
    layers = {"dense": {"units": 2, "activation": "relu"}}
    blocks = (
        Placed("data", "moons", {"size": 60}), Placed("type", "dense", layers["dense"]),
        Placed("half", "dense", layers["dense"], frozen=True),
        Placed("last", "dense", {"units": 3, "activation": "tanh"}, off=(1,)),
        Placed("sum", "add", {}),
        Placed("fit", "fit", {"batch": 1000, "members": 2, "rate": 0.03}),
    )  # fmt: skip
    wires = [("data", "type"), ("data", "half"), ("type", "sum"), ("half", "sum"), ("sum", "last"),
             ("last", "fit")]  # fmt: skip
    project = Project(blocks=blocks, wires=tuple(Wire(a, b) for a, b in wires))
    learns_alike(trained(project, FEW, member=1), tmp_path)


@pytest.mark.long
def test_a_script_runs_on_its_own_and_comes_near(tmp_path):
    layers = [*HIDDEN, ("dropout", {"drop": 0.1}), ("batch-norm", {})]
    subject = trained(chain("moons", *layers, ("fit", {"rate": 0.02, "batch": 16})), 150)
    path = tmp_path / "network.py"
    path.write_bytes(content(subject))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-I", str(path)], capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    losses = [float(found) for found in re.findall(r"train loss ([\d.]+)", done.stdout)]
    assert losses[-1] == pytest.approx(subject.learner.evaluate()["train_loss"][0], abs=0.1)
    assert losses[-1] < losses[0]


def test_only_networks_that_learn_by_gradients():
    assert "is no network" in refusal(trained(chain("moons", ("decision-tree", {}))))
    assert "without gradients" in refusal(trained(chain("moons", ("evolve", {"population": 8}))))


def test_every_layer_and_rule_is_known():
    assert set(WRITTEN_LAYERS) == set(LAYERS.values())
    known = {OPTIMIZERS[kind] for kind in OPTIMIZERS if kind not in WITHOUT}
    assert set(WRITTEN_OPTIMIZERS) == known


def test_the_start_is_that_of_the_program(tmp_path):
    subject = whole(layers=HIDDEN)
    known = read(subject, tmp_path)
    network = known["Network"]()
    known["start"](network)
    views = subject.learner.objective.initial((subject.seed,)).views["dense-1"]
    np.testing.assert_array_equal(network.dense_1.weight.detach().numpy().T, views["weight"][0])


def test_a_start_that_was_imported_or_set_by_hand(tmp_path):
    hash = put_weights({"weight": np.full((2, 5), 0.25, np.float32)})
    plain = chain("moons", *HIDDEN, ("fit", {"batch": 100_000}))
    there = replace(plain.blocks[1], weights=hash, hand=(Hand("bias", (2,), 0.5, 0.0, 0),))
    project = replace(plain, blocks=(plain.blocks[0], there, plain.blocks[2]))
    learns_alike(trained(project, FEW), tmp_path)
    known = read(trained(project, FEW), tmp_path)
    network = known["Network"]()
    known["start"](network)
    assert (network.dense_1.weight == 0.25).all()
    assert network.dense_1.bias[2] == 0.5


@pytest.mark.long
@pytest.mark.parametrize("name", preset_names())
def test_every_preset_starts_where_the_program_does(name, tmp_path):
    project = playground.load(name)
    for id, built in playground.train(project, 0).built.items():
        try:
            subject = subject_of(built.learner, id, project.title)
        except ExportError:
            continue
        if refusal(subject):
            continue
        known = read(subject, tmp_path)
        network = known["Network"]()
        known["start"](network)
        x, y = known["prepare"](known["ALL_ROWS"]), torch.tensor(known["ALL_TARGETS"])
        y = y.float() if y.is_floating_point() else y.long()
        found = loss_of(known, network, 0, x, y, torch.tensor(known["TRAIN_ROWS"]), None)
        wanted = float(built.learner.evaluate()["train_loss"][subject.members[0]])
        assert found == pytest.approx(wanted, rel=1e-4, abs=1e-6)
