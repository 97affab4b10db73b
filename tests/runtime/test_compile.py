"""From projects to learners, and every way in which that is refused."""

import msgspec
import numpy as np
import pytest
from small_projects import project, with_two_fits

from playground.document.project import Placed, Project, Wire
from playground.runtime.blueprints import CompileError
from playground.runtime.compile import Compiler
from playground.runtime.succession import adopt


def build(value):
    return Compiler().learners(value, "cpu")


def rewired(value, *wires, blocks=()):
    return msgspec.structs.replace(value, wires=wires, blocks=(*value.blocks, *blocks))


def test_a_chain_becomes_a_learner_with_a_read_out():
    (built,) = build(project()).values()
    network = built.learner.objective.network
    assert [n.id for n in network.nodes] == ["dense-1", "fit-1"]
    assert network.layout.parameters() == {"dense-1": 18, "fit-1": 14}
    assert built.kind == "fit"
    assert built.block.rate == 0.02


def test_a_fit_takes_data_straight():
    (built,) = build(project(layers=[])).values()
    assert built.learner.weights.layout.parameters() == {"fit-1": 6}


def test_every_head_becomes_a_learner_of_its_own_on_the_same_data():
    found = build(with_two_fits())
    assert list(found) == ["fit-1", "fit-2"]
    assert found["fit-1"].learner.source is found["fit-2"].learner.source
    nodes = [n.id for n in found["fit-2"].learner.objective.network.nodes]
    assert nodes == ["dense-2", "fit-2"]


def test_blocks_that_no_learner_needs_are_left_out():
    value = project()
    stray = (Placed("dense-9", "dense", {"units": 0}), Placed("odd-1", "no-such-kind"))
    assert list(build(rewired(value, *value.wires, blocks=stray))) == ["fit-1"]


def test_transforms_are_shared_by_the_branches_behind_them():
    blocks = (
        Placed("circle-1", "circle", {"size": 100}),
        Placed("standardise-1", "standardise"),
        Placed("dense-1", "dense", {"units": 3}),
        Placed("concatenate-1", "concatenate"),
        Placed("fit-1", "fit"),
    )
    wires = (
        Wire("circle-1", "standardise-1"), Wire("standardise-1", "dense-1"),
        Wire("dense-1", "concatenate-1"), Wire("circle-1", "concatenate-1"),
        Wire("concatenate-1", "fit-1"),
    )  # fmt: skip
    (built,) = build(Project(blocks=blocks, wires=wires)).values()
    feed = built.learner.feed
    assert {port: len(chain) for port, chain in feed.chains.items()} == {
        "circle-1": 0, "standardise-1": 1,
    }  # fmt: skip
    assert built.learner.objective.network.shapes["concatenate-1"] == (("feature", 5),)
    built.learner.step(5)


def test_order_of_wires_is_order_of_inputs():
    def joined(first, second):
        blocks = (
            Placed("circle-1", "circle"), Placed("dense-1", "dense", {"units": 3}),
            Placed("concatenate-1", "concatenate"), Placed("fit-1", "fit"),
        )  # fmt: skip
        wires = (
            Wire("circle-1", "dense-1"), Wire(first, "concatenate-1"),
            Wire(second, "concatenate-1"), Wire("concatenate-1", "fit-1"),
        )  # fmt: skip
        (built,) = build(Project(blocks=blocks, wires=wires)).values()
        return built.learner.objective.network.nodes[1].sources

    assert joined("dense-1", "circle-1") == ("dense-1", "circle-1")
    assert joined("circle-1", "dense-1") == ("circle-1", "dense-1")


def test_frozen_blocks_are_frozen():
    value = project()
    blocks = tuple(
        msgspec.structs.replace(p, frozen=p.id == "dense-1") for p in value.blocks
    )
    (built,) = build(msgspec.structs.replace(value, blocks=blocks)).values()
    assert built.learner.weights.layout.parameters() == {"fit-1": 14}


def test_a_data_set_is_drawn_again_only_when_it_changed():
    compiler = Compiler()
    one = compiler.learners(project())["fit-1"].learner.source
    assert compiler.learners(project({"rate": 0.5}))["fit-1"].learner.source is one
    assert compiler.learners(project(data={"seed": 1}))["fit-1"].learner.source is not one


BROKEN = {
    "no data set": (Project(blocks=(Placed("fit-1", "fit"),)), "fit-1: nothing is wired into"),
    "no such kind": (
        rewired(project(), Wire("odd-1", "fit-1"), blocks=(Placed("odd-1", "odd"),)),
        'odd-1: this version knows no block "odd"',
    ),
    "a setting out of bounds": (project({"rate": -1}), "fit-1: rate: .*not -1"),
    "an unknown setting": (project({"speed": 1}), "fit-1: speed: .*no such setting"),
    "a circle": (
        rewired(
            project(), Wire("dense-1", "add-1"), Wire("add-1", "dense-1"), Wire("dense-1", "fit-1"),
            blocks=(Placed("add-1", "add"),),
        ),
        "fit-1: the wires through .* run in a circle",
    ),
    "an input left open": (rewired(project(), Wire("dense-1", "fit-1")), "dense-1: nothing is wi"),
    "a function where rows are learned from": (
        Project(blocks=(Placed("way", "shortest-path"), Placed("k", "k-means")),
                wires=(Wire("way", "k"),)),
        "k: .* learns from data, but way gives a function",
    ),
    "two data sets": (
        rewired(
            project(), *project().wires, Wire("circle-1", "add-1"), Wire("moons-1", "add-1"),
            Wire("add-1", "fit-1"), blocks=(Placed("add-1", "add"), Placed("moons-1", "moons")),
        ),
        "fit-1: one data set at a time: circle-1 and moons-1",
    ),
    "shapes that differ": (
        rewired(
            project(), Wire("circle-1", "dense-1"), Wire("circle-1", "add-1"),
            Wire("dense-1", "add-1"), Wire("add-1", "fit-1"), blocks=(Placed("add-1", "add"),),
        ),
        "fit-1: .*2 and 6 arrive: make them alike",
    ),
    "a loss for values": (project({"loss": {"kind": "squared"}}, kind="sine"), None),
    "no rows": (project(data={"size": 0}), "circle-1: there are no training rows"),
    "one row": (project(data={"size": 1}), "circle-1: there is one training row only"),
    "one class": (project(data={"size": 2, "test_share": 0.5}), "circle-1: "),
}  # fmt: skip


@pytest.mark.parametrize(("value", "words"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_built_is_refused_in_words(value, words):
    if words is None:
        assert build(value)
        return
    with pytest.raises(CompileError, match=words) as caught:
        build(value)
    assert "\n" not in str(caught.value)
    assert caught.value.trouble.block == str(caught.value).partition(":")[0]


def test_a_loss_that_does_not_suit_the_target_is_refused():
    with pytest.raises(CompileError, match=r"fit-1: the loss CrossEntropy does not suit values"):
        build(project({"loss": {"kind": "cross-entropy"}}, kind="sine"))


def test_unchanged_blocks_keep_their_weights_when_a_layer_is_added():
    dense = ("dense", {"units": 6, "activation": "tanh"})
    before = build(project(layers=[dense]))
    before["fit-1"].learner.step(50)
    trained = before["fit-1"].learner.weights.views
    after = build(project(layers=[dense, ("dense", {"units": 6})]))
    fresh = after["fit-1"].learner.weights.copy().views
    adopt(after["fit-1"].learner, before["fit-1"].learner)
    views = after["fit-1"].learner.weights.views
    assert np.array_equal(views["dense-1"]["weight"], trained["dense-1"]["weight"])
    assert np.array_equal(views["fit-1"]["bias"], trained["fit-1"]["bias"])
    assert np.array_equal(views["dense-2"]["weight"], fresh["dense-2"]["weight"])


def test_blocks_of_another_shape_or_number_of_members_start_anew():
    before = build(project())
    before["fit-1"].learner.step(50)
    wider = build(project(layers=[("dense", {"units": 7, "activation": "tanh"})]))
    more = build(project({"members": 2}))
    for after in (wider, more):
        fresh = after["fit-1"].learner.weights.flat.copy()
        adopt(after["fit-1"].learner, before["fit-1"].learner)
        assert np.array_equal(after["fit-1"].learner.weights.flat, fresh)
