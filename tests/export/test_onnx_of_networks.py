"""Every layer, activation, loss and way to wire them answers in ONNX Runtime as it does here."""

from typing import get_args

import numpy as np
import pytest
from run_by_onnx import data_of, drawn, session_of, subject, told_by, trained

from playground.engine.catalogue import HEADS, LAYERS
from playground.engine.heads.fit import Fit
from playground.engine.layer import Layer
from playground.engine.layers.activation import Activation
from playground.engine.layers.add import Add
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import ActivationName, Dense
from playground.engine.losses.absolute import Absolute
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.losses.hinge import Hinge
from playground.engine.losses.huber import Huber
from playground.engine.losses.squared import Squared
from playground.engine.network import Node
from playground.engine.transforms.feature_map import FeatureMap
from playground.engine.transforms.standardise import Standardise
from playground.export.error import ExportError
from playground.export.formats import FORMATS
from playground.export.onnx.write import content
from playground.export.subject import subject_of

STANDARD = (Standardise(),)


def behind(*layers):
    """Wire layers one behind the other."""
    sources = ("data", *(f"l{i}" for i in range(len(layers))))
    return [Node(f"l{i}", layer, (sources[i],)) for i, layer in enumerate(layers)]


def network(*layers, head=None, chain=STANDARD, nodes=None):
    nodes = behind(*layers) if nodes is None else nodes
    return drawn(head or Fit(), chain, nodes, nodes[-1].id if nodes else "data")


@pytest.mark.parametrize("kind", list(LAYERS))
def test_every_layer(kind):
    layer = LAYERS[kind]()
    told_by(subject(network(Dense(units=5), layer, Dense(units=3)), "blobs", 60)).check()


@pytest.mark.parametrize("name", get_args(ActivationName))
def test_every_activation(name):
    layers = (Dense(units=6, activation=name), Dense(units=6), Activation(function=name))
    told_by(subject(network(*layers), "wine", 60)).check()


@pytest.mark.parametrize("loss", [CrossEntropy(), BinaryCrossEntropy(), Hinge(), Squared(), None])
@pytest.mark.parametrize("data", ["xor", "iris"])
def test_every_loss_of_classes(loss, data):
    told = told_by(subject(network(Dense(units=4), head=Fit(loss=loss)), data, 60))
    told.check()
    assert len(np.unique(told.labels)) > 1


@pytest.mark.parametrize("loss", [Squared(), Absolute(), Huber()])
def test_every_loss_of_values(loss):
    told_by(subject(network(Dense(units=4), head=Fit(loss=loss)), "diabetes", 60)).check()


def test_values_come_back_in_their_own_units():
    one = subject(network(Dense(units=4), chain=(Standardise(target=True),)), "diabetes", 60)
    told = told_by(one)
    told.check()
    assert told.answers.mean() > 100


@pytest.mark.parametrize("kind", list(HEADS))
def test_every_head(kind):
    told_by(subject(network(Dense(units=4), head=HEADS[kind]()), "moons", 20)).check()


def test_wires_that_part_and_join():
    nodes = [
        Node("a", Dense(units=4, activation="tanh"), ("data",)),
        Node("b", BatchNorm(), ("a",)),
        Node("sum", Add(), ("a", "b")),
        Node("c", Dense(units=3, activation="gelu"), ("data",)),
        Node("side", Concatenate(), ("c", "sum", "data")),
    ]
    told_by(subject(network(nodes=nodes), "iris", 60)).check()


def test_two_entries_with_transforms_of_their_own():
    nodes = [
        Node("a", Dense(units=4), ("plain",)), Node("b", Dense(units=4), ("mapped",)),
        Node("both", Concatenate(), ("a", "b")),
    ]  # fmt: skip
    blueprint = network(nodes=nodes)
    chains = {"plain": STANDARD, "mapped": (*STANDARD, FeatureMap(degree=3, sines=True))}
    object.__setattr__(blueprint, "chains", chains)
    told_by(subject(blueprint, "xor", 60)).check()


def test_units_that_are_off_stay_so():
    nodes = [Node("a", Dense(units=4, activation="sigmoid"), ("data",), off=(1, 3))]
    on = [Node("a", Dense(units=4, activation="sigmoid"), ("data",))]
    off, plain = (told_by(subject(network(nodes=n), "xor", 60)) for n in (nodes, on))
    off.check()
    assert not np.allclose(off.answers, plain.answers)


def test_features_that_are_reproduced():
    blueprint = drawn(Fit(), STANDARD, behind(Dense(units=2)), "l0", target=STANDARD)
    told = told_by(subject(blueprint, "iris", 60))
    told.check()
    assert told.answers.shape[1] == 4


def test_the_best_member_is_taken_unless_another_is_named():
    learner = trained(network(Dense(units=3), head=Fit(members=3)), "xor", 60)
    best, named = subject_of(learner, "it"), subject_of(learner, "it", member=2)
    assert best.members == (learner.best_member,)
    assert (best.seed, named.seed) == (learner.best_member, 2)
    told_by(best).check()
    told_by(named).check()


class Unheard(Layer, frozen=True):
    """A layer that nothing writes."""

    def forward(self, w, *x, context):
        return x[0], lambda dy, into: (dy,)


def test_a_layer_that_nothing_writes_is_refused_in_words():
    one = subject(network(Dense(units=3), Unheard()), "xor", 5)
    assert FORMATS["onnx"].refusal(one) == "l1: Unheard cannot be written to an ONNX file yet"
    with pytest.raises(ExportError, match="^l1: Unheard"):
        content(one)
    assert FORMATS["onnx"].refusal(subject(network(Dense(units=3)), "xor", 5)) == ""


def test_the_file_says_what_it_is():
    import json

    one = subject_of(trained(network(Dense(units=3)), "iris", 20), "it", "Three flowers", seed=7)
    session = session_of(content(one))
    told = session.get_modelmeta().custom_metadata_map
    assert json.loads(told["classes"]) == list(data_of("iris").classes)
    assert json.loads(told["features"]) == list(data_of("iris").names)
    assert (told["title"], told["steps"], told["learner"]) == ("Three flowers", "20", "it")
    (given,) = session.get_inputs()
    assert (given.name, given.type, given.shape) == ("features", "tensor(double)", ["rows", 4])
    assert [output.name for output in session.get_outputs()] == ["label", "probabilities"]
    for rows in (0, 1, 3):
        label, shares = session.run(None, {"features": np.zeros((rows, 4))})
        assert (label.shape, shares.shape) == ((rows,), (rows, 3))
