"""Rows and settings that nothing can be learned from: words on the block, never a crash."""

from dataclasses import replace

import numpy as np
import pytest
from small_models import parts_of, tunable

from playground.core.settings import settings_of
from playground.document.check import check
from playground.document.project import Moved, Placed, Project, Wire
from playground.engine.catalogue import DATASETS, ENSEMBLES, MODELS, catalogue
from playground.engine.data import Data, DataError, split
from playground.engine.dataset import Dataset
from playground.runtime.blueprints import CompileError
from playground.runtime.compile import Compiler

KINDS = [*MODELS, *ENSEMBLES]
STEPS = 12


def table(x, y, target):
    """Return rows with a test share of a quarter, as a data set would divide them."""
    x = np.asarray(x, float)
    y = np.asarray(y)
    y = y if target == "class" else y.astype(float).reshape(len(y), -1)
    names = tuple(f"f{i}" for i in range(x.shape[1]))
    classes = tuple(f"c{i}" for i in range(int(y.max()) + 1)) if target == "class" else ()
    return Data(x, y, target, *split(y, target, 0.0, 0.25, 0), names, classes)


def answers(target, n, random):
    """Return labels that alternate, or values."""
    return np.arange(n) % 2 if target == "class" else random.standard_normal(n)


def given(case: str, target: str) -> Data:
    """Return the rows of one of the cases."""
    random = np.random.default_rng(0)
    x, y = random.standard_normal((24, 2)), answers(target, 24, random)
    if case == "one class":
        return table(x, np.zeros(24, int) if target == "class" else np.ones(24), target)
    if case == "constant feature":
        return table(np.column_stack([x[:, 0], np.full(24, 3.0)]), y, target)
    if case == "nothing varies":
        return table(np.ones((24, 2)), y, target)
    if case == "fewer rows than neighbours":
        return table(x[:4], y[:4], target)
    if case == "the same points with different labels":
        return table(np.repeat(x[:6], 4, axis=0), y, target)
    if case == "missing numbers":
        x[5, 1] = np.nan
        return table(x, y, target)
    if case == "one row":
        return table(x[:1], y[:1], target)
    if case == "two rows":
        return replace(table(x[:4], y[:4], target), train=np.array([0, 1]), test=np.array([2, 3]))
    if case == "200 features":
        return table(random.standard_normal((24, 200)), y, target)
    assert case == "huge numbers"
    return table(1e8 * x, y if target == "class" else 1e8 * y, target)


REFUSED = ("missing numbers", "one row")
FINE = ("constant feature", "nothing varies", "fewer rows than neighbours", "two rows",
        "the same points with different labels", "200 features", "huge numbers")  # fmt: skip


def project(kind: str, target: str, settings: dict[str, object] | None = None) -> Project:
    """Return a project whose data set is replaced by the rows of a case."""
    blocks = [Placed("data-1", "moons"), Placed("model-1", kind, settings or {})]
    wires = [Wire("data-1", "model-1")]
    parts = parts_of(kind, target)  # type: ignore[arg-type]
    blocks += [Placed(f"part-{i}", part) for i, part in enumerate(parts)]
    ids = [f"part-{i}" for i in range(len(parts))]
    wires = [w for id in ids for w in (Wire("data-1", id), Wire(id, "model-1"))] or wires
    return Project(blocks=tuple(blocks), wires=tuple(wires))


def hold(monkeypatch: pytest.MonkeyPatch, data: Data) -> None:
    """Let the data set of the project hold these rows."""

    def load(self: Dataset) -> Data:
        data.check()
        return data

    monkeypatch.setattr(DATASETS["moons"], "load", load)
    monkeypatch.setattr(DATASETS["moons"], "signature", lambda self: data.signature())


def outcome(made: Project) -> str:
    """Learn a while; returns what was refused, with the block named, or "" where it learned."""
    for problem in check(made, catalogue()):
        if problem.severity == "error":
            assert problem.block in {placed.id for placed in made.blocks}
            return problem.message
    try:
        learners = {id: one.learner for id, one in Compiler().learners(made).items()}
    except CompileError as error:
        return str(error) if error.trouble.block else "no block is named"
    for _ in range(STEPS):
        for learner in learners.values():
            learner.step()
    model = learners["model-1"]
    assert isinstance(model.finished, str)
    if model.finished.startswith(("diverged", "stopped")):
        return model.finished
    found = model.decide(model.source.x)
    assert np.isfinite(found).all()
    if model.source.target == "class":
        np.testing.assert_allclose(found.sum(axis=-1), 1.0, atol=1e-9)
    assert np.isfinite(model.evaluate()["train_loss"]).all()
    return ""


def names_a_block(told: str) -> bool:
    """Say whether a refusal, or the end of a learner, is in words; refusals name their block."""
    return "-1" in told.split()[0] or "-1 " in told or told.startswith(("diverged", "stopped"))


def pairs() -> list[tuple[str, str]]:
    return [(kind, target) for kind in KINDS for target in ("class", "value")
            if target in catalogue()[kind].targets]  # type: ignore[attr-defined]  # fmt: skip


@pytest.mark.parametrize(("kind", "target"), pairs())
@pytest.mark.parametrize("case", FINE)
def test_odd_rows_are_learned_from_or_refused_in_words(monkeypatch, kind, target, case):
    hold(monkeypatch, given(case, target))
    told = outcome(project(kind, target))
    assert told == "" or names_a_block(told)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", REFUSED)
def test_rows_that_nothing_learns_from_are_refused_at_the_data(monkeypatch, kind, case):
    target = catalogue()[kind].targets[0]
    hold(monkeypatch, given(case, target))
    assert names_a_block(outcome(project(kind, target)))


@pytest.mark.parametrize("kind", [k for k in KINDS if "class" in catalogue()[k].targets])
def test_one_class_is_nothing_to_tell_apart(monkeypatch, kind):
    hold(monkeypatch, given("one class", "class"))
    assert "one class" in outcome(project(kind, "class"))


@pytest.mark.parametrize("kind", [k for k in KINDS if "value" in catalogue()[k].targets])
def test_one_value_is_learned_at_once(monkeypatch, kind):
    hold(monkeypatch, given("one class", "value"))
    assert outcome(project(kind, "value")) == ""


@pytest.mark.parametrize(("kind", "target"), pairs())
def test_every_extreme_of_a_setting_is_learned_with_or_refused(monkeypatch, kind, target):
    hold(monkeypatch, given("constant feature", target))
    cls = catalogue()[kind]
    for option in settings_of(cls):
        for value in (option.low, option.high):
            costly = option.kind == "int" and value is not None and abs(value) > 60
            if value is None or option.kind not in ("int", "float") or costly:
                continue
            told = outcome(project(kind, target, {option.name: value}))
            assert told == "" or names_a_block(told), f"{option.name} = {value}"
        if option.kind == "choice":
            for choice in option.choices:
                outcome(project(kind, target, {option.name: choice}))


@pytest.mark.parametrize(
    "typed",
    ["", "abs(", "foo(a)", "a - b", "__import__('os')", "sum(abs(a - b)", "1 / 0", "x.y", "-1",
     "sum(a - b)", "a" * 5000, "(" * 300],
)  # fmt: skip
def test_a_metric_that_is_none_is_refused_in_words(monkeypatch, typed):
    kind = "nearest-neighbours"
    hold(monkeypatch, given("constant feature", "class"))
    told = outcome(project(kind, "class", {"metric": "expression", "expression": typed}))
    assert "model-1" in told
    assert "expression" in told


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_was_moved_out_of_all_numbers_is_refused(kind):
    made = project(kind, "class" if "class" in catalogue()[kind].targets else "value")
    name = "moons" if "class" in catalogue()[kind].targets else "regression-plane"
    moved = Placed("data-1", name, moved=(Moved(3, (float("nan"), 0.0)),))
    told = outcome(Project(blocks=(moved, *made.blocks[1:]), wires=made.wires))
    assert told.startswith("data-1: row 3 holds missing or infinite numbers")


def test_what_a_model_refuses_is_told_without_a_shape(monkeypatch):
    hold(monkeypatch, given("fewer rows than neighbours", "class"))
    told = outcome(project("nearest-neighbours", "class"))
    assert told.startswith("model-1: it asks 5 neighbours, but there are 3 training rows")


def test_refusals_name_the_rows():
    with pytest.raises(DataError, match="row 5"):
        given("missing numbers", "class").check()


def test_what_can_be_tuned_is_told_by_the_class():
    assert any(option.name == "pace" for kind in KINDS for option in tunable(catalogue()[kind]))
