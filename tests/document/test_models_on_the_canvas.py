"""Models and ensembles on the canvas: what is refused, with which fix, and what wires itself."""

from typing import ClassVar

import pytest
from small_catalogue import CATALOGUE

from playground.core.block import Block, Family, Port, title_of
from playground.core.shape import ShapeError, Signature, Target, features
from playground.document.auto_wire import auto_wire
from playground.document.check import check
from playground.document.complete import complete
from playground.document.flow import trace
from playground.document.problem import Problem
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import can_connect, can_insert, connect, remove


class _Model(Block):
    family: ClassVar[Family] = "model"
    inputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)
    targets: ClassVar[tuple[Target, ...]] = ("class", "value")

    def check_input(self, shape: object, signature: Signature) -> None:
        if signature.target not in self.targets:
            raise ShapeError(f"{title_of(type(self))} does not learn {signature.target}")


class DecisionTree(_Model):
    rank: ClassVar[int] = 1


class LogisticRegression(_Model):
    targets: ClassVar[tuple[Target, ...]] = ("class",)
    rank: ClassVar[int] = 5


class LinearRegression(_Model):
    targets: ClassVar[tuple[Target, ...]] = ("value",)


class Voting(_Model):
    family: ClassVar[Family] = "ensemble"
    inputs: ClassVar[tuple[Port, ...]] = (Port("models", "model", many=True),)


class Bagging(Voting):
    inputs: ClassVar[tuple[Port, ...]] = (Port("models", "model", many=True, also="data"),)


class Sine(Block):
    family: ClassVar[Family] = "data"
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    def signature(self) -> Signature:
        return Signature(features(1), "value", 1, 200)


KINDS: dict[str, type[Block]] = {
    **{kind: cls for kind, cls in CATALOGUE.items() if kind not in ("kmeans", "vote")},
    "decision-tree": DecisionTree, "logistic-regression": LogisticRegression,
    "linear-regression": LinearRegression, "voting": Voting, "bagging": Bagging, "sine": Sine,
}  # fmt: skip


def project(kinds: str, *wires: tuple[str, str]) -> Project:
    """Return blocks named by their place and kind, wired."""
    blocks = tuple(
        Placed(f"{kind}{place}", kind, {}, (place * 240.0, 0.0))
        for place, kind in enumerate(kinds.split())
    )
    return Project(blocks=blocks, wires=tuple(Wire(*wire) for wire in wires))


def built(*kinds: str) -> Project:
    """Return what double-clicks make, each new block selected as in the window."""
    made = Project()
    for kind in kinds:
        made = auto_wire(kind, KINDS, made.blocks[-1].id if made.blocks else None)(made)
    return made


def only(found: list[Problem]) -> Problem:
    (problem,) = found
    return problem


def solved(made: Project) -> Project:
    problem = only(check(made, KINDS))
    assert problem.fix is not None
    after = problem.fix.edit(made)
    assert check(after, KINDS) == []
    return after


def test_a_model_on_data_that_suits_it_is_fine():
    made = project("circle decision-tree", ("circle0", "decision-tree1"))
    assert check(made, KINDS) == []
    flow = trace(made, KINDS)["decision-tree1"]
    assert flow.origin == "circle0"
    assert flow.data is not None
    assert flow.data.target == "class"


def test_a_model_that_learns_something_else_names_its_counterpart():
    made = project("circle linear-regression", ("circle0", "linear-regression1"))
    assert "linear-regression1" in only(check(made, KINDS)).message
    assert only(check(made, KINDS)).fix.label == "Take Logistic regression instead"  # type: ignore[union-attr]
    after = solved(made)
    assert [placed.kind for placed in after.blocks] == ["circle", "logistic-regression"]
    assert after.blocks[1].position == made.blocks[1].position


def test_an_ensemble_learns_what_its_models_learn():
    made = project(
        "circle decision-tree voting", ("circle0", "decision-tree1"), ("decision-tree1", "voting2")
    )
    assert check(made, KINDS) == []
    assert trace(made, KINDS)["voting2"].data == trace(made, KINDS)["circle0"].out


@pytest.mark.parametrize("wired", [True, False])
def test_a_fit_is_a_member_like_any_other(wired: bool):
    wires = [("circle0", "dense1"), ("dense1", "fit2"), ("circle0", "decision-tree3")]
    joined = [("fit2", "voting4"), ("decision-tree3", "voting4")] if wired else []
    made = project("circle dense fit decision-tree voting", *wires, *joined)
    if not wired:
        assert "needs models" in only(check(made, KINDS)).message
        made = solved(made)
    assert check(made, KINDS) == []
    assert {wire.source for wire in made.into("voting4")} == {"fit2", "decision-tree3"}


def test_models_of_different_data_do_not_join():
    made = project(
        "circle circle decision-tree logistic-regression voting",
        ("circle0", "decision-tree2"), ("circle1", "logistic-regression3"),
        ("decision-tree2", "voting4"), ("logistic-regression3", "voting4"),
    )  # fmt: skip
    problem = only(check(made, KINDS))
    assert problem.wire == Wire("logistic-regression3", "voting4")
    assert "circle1" in problem.message
    assert "circle0" in problem.message
    assert Wire("circle0", "logistic-regression3") in solved(made).wires


def test_models_and_data_at_once_are_refused():
    made = project(
        "circle decision-tree bagging", ("circle0", "decision-tree1"),
        ("decision-tree1", "bagging2"), ("circle0", "bagging2"),
    )  # fmt: skip
    assert only(check(made, KINDS)).wire == Wire("circle0", "bagging2")
    assert solved(made).into("bagging2") == (Wire("decision-tree1", "bagging2"),)


def test_wiring_data_in_takes_the_place_of_models():
    made = project(
        "circle decision-tree bagging", ("circle0", "decision-tree1"),
        ("decision-tree1", "bagging2"),
    )  # fmt: skip
    after = connect("circle0", "bagging2", catalogue=KINDS)(made)
    assert after.into("bagging2") == (Wire("circle0", "bagging2"),)
    assert connect("decision-tree1", "bagging2", catalogue=KINDS)(after).into("bagging2") == (
        Wire("decision-tree1", "bagging2"),
    )


def test_what_reproduces_features_has_no_answer_to_join():
    made = project(
        "circle dense fit voting", ("circle0", "dense1"), ("dense1", "fit2"), ("fit2", "voting3")
    )
    aimed = Project(blocks=made.blocks, wires=(*made.wires, Wire("circle0", "fit2", "", "target")))
    problem = only(check(aimed, KINDS))
    assert problem.wire == Wire("fit2", "voting3")
    assert "reproduces" in problem.message


def test_an_ensemble_alone_is_given_models():
    for kind, count in (("circle", 2), ("sine", 2)):
        made = project(f"{kind} voting")
        problem = only(check(made, KINDS))
        assert problem.fix is not None
        assert problem.fix.label == "Add models"
        after = solved(made)
        assert len(after.into("voting1")) == count
        edit = complete(made, KINDS)
        assert edit is not None
        assert edit(made) == after


def test_completing_wires_every_model_on_the_same_data():
    made = project("circle decision-tree logistic-regression voting")
    edit = complete(made, KINDS)
    assert edit is not None
    after = edit(made)
    assert check(after, KINDS) == []
    assert len(after.into("voting3")) == 2
    assert complete(after, KINDS) is None


def test_what_works_from_data_alone_takes_data():
    edit = complete(project("circle bagging"), KINDS)
    assert edit is not None
    after = edit(project("circle bagging"))
    assert after.wires == (Wire("circle0", "bagging1"),)


def test_circles_of_ensembles_are_told():
    made = project(
        "circle decision-tree voting voting", ("circle0", "decision-tree1"),
        ("decision-tree1", "voting2"), ("voting2", "voting3"), ("voting3", "voting2"),
    )  # fmt: skip
    assert any("circle" in p.message and p.fix for p in check(made, KINDS))
    assert can_connect(project("voting voting", ("voting0", "voting1")), KINDS,
                       "voting1", "", "voting0", "") is not None  # fmt: skip


def test_double_clicked_models_share_the_data_and_the_ensemble_joins_them():
    made = built("circle", "decision-tree", "logistic-regression", "voting")
    assert {wire.source for wire in made.into("voting-1")} == {
        "decision-tree-1", "logistic-regression-1"
    }  # fmt: skip
    assert all(made.into(id)[0].source == "circle-1"
               for id in ("decision-tree-1", "logistic-regression-1"))  # fmt: skip
    assert check(made, KINDS) == []
    places = [placed.position for placed in made.blocks]
    assert len(set(places)) == len(places)
    assert made.block("voting-1").position[0] > made.block("decision-tree-1").position[0]


def test_an_ensemble_of_copies_takes_the_selected_model_only():
    made = built("circle", "decision-tree", "logistic-regression", "bagging")
    assert made.into("bagging-1") == (Wire("logistic-regression-1", "bagging-1"),)
    alone = auto_wire("bagging", KINDS)(built("circle", "decision-tree"))
    assert alone.into("bagging-1") == (Wire("circle-1", "bagging-1"),)


def test_several_selected_models_are_joined_as_they_are():
    made = built("circle", "decision-tree", "logistic-regression", "decision-tree")
    chosen = ("decision-tree-1", "decision-tree-2")
    after = auto_wire("voting", KINDS, chosen)(made)
    assert tuple(wire.source for wire in after.into("voting-1")) == chosen


def test_an_ensemble_sits_on_a_wire_between_models():
    made = built("circle", "decision-tree", "voting")
    wire = made.into("voting-1")[0]
    assert can_insert(made, KINDS, wire, "bagging") is None
    assert can_insert(made, KINDS, wire, "decision-tree") is not None
    assert can_insert(made, KINDS, made.into("decision-tree-1")[0], "decision-tree") is not None


def test_a_deleted_member_leaves_no_data_among_models():
    made = built("circle", "decision-tree", "logistic-regression")
    made = auto_wire("bagging", KINDS, ("decision-tree-1", "logistic-regression-1"))(made)
    after = remove(["decision-tree-1"], KINDS)(made)
    assert after.into("bagging-1") == (Wire("logistic-regression-1", "bagging-1"),)
    assert check(after, KINDS) == []
    last = remove(["logistic-regression-1"], KINDS)(after)
    assert last.into("bagging-1") == (Wire("circle-1", "bagging-1"),)


def test_models_train_no_weights_of_each_other():
    made = project(
        "circle dense fit decision-tree voting voting",
        ("circle0", "dense1"), ("dense1", "fit2"), ("circle0", "decision-tree3"),
        ("fit2", "voting4"), ("decision-tree3", "voting4"),
        ("fit2", "voting5"), ("voting4", "voting5"),
    )  # fmt: skip
    assert check(made, KINDS) == []
