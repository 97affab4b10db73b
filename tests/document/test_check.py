import pytest
from hypothesis import given
from small_catalogue import CATALOGUE
from strategies import FINITE_SETTINGS, ODD_SETTINGS, projects

from playground.document.check import Problem, check
from playground.document.edits import set_setting
from playground.document.graph import Catalogue
from playground.document.project import Placed, Project, Wire


def made(*blocks: tuple, wires: str = "") -> Project:
    """Return a project of (id, kind[, settings]) and wires such as "ab bc"."""
    return Project(
        blocks=tuple(Placed(*block) for block in blocks),
        wires=tuple(Wire(pair[0], pair[1]) for pair in wires.split()),
    )


def only(project: Project, catalogue: Catalogue) -> Problem:
    """Return the one problem of a project."""
    (problem,) = check(project, catalogue)
    return problem


def mended(project: Project, problem: Problem) -> Project:
    assert problem.fix is not None
    return problem.fix.edit(project)


GOOD = made(("a", "circle"), ("b", "dense"), ("c", "fit"), wires="ab bc")


def test_a_good_project_has_no_problems(catalogue: Catalogue):
    assert check(GOOD, catalogue) == []
    assert check(Project(), catalogue) == []
    assert check(made(("a", "circle")), catalogue) == []


def test_unknown_kind(catalogue: Catalogue):
    project = made(("a", "circle"), ("b", "unheard-of"))
    problem = only(project, catalogue)
    assert problem.block == "b"
    assert "unheard-of" in problem.message
    assert mended(project, problem) == made(("a", "circle"))


@pytest.mark.parametrize(
    ("settings", "name", "words"),
    [
        ({"units": 0}, "units", "it takes 1 to 1024, not 0."),
        ({"units": "many"}, "units", "'many'"),
        ({"rate": 0.0}, "rate", "more than 0 and at most 1"),
        ({"rate": float("nan")}, "rate", "finite"),
        ({"activation": "wavy"}, "activation", "linear, relu, sigmoid"),
        ({"initialiser": {"kind": "wavy"}}, "initialiser.kind", "xavier"),
        ({"initialiser": {"kind": "xavier", "gain": -1.0}}, "initialiser.gain", "more than 0"),
        ({"initialiser": {"kind": "xavier", "wave": 1}}, "initialiser.wave", "it has gain"),
        ({"initialiser": 3}, "initialiser", "expected"),
        ({"wave": 1}, "wave", "no such setting"),
    ],
)
def test_bad_setting_names_block_setting_and_range(settings, name, words, catalogue: Catalogue):
    keep = {} if "units" in settings else {"units": 3}
    project = made(
        ("a", "circle"), ("b", "dense", {**keep, **settings}), ("c", "fit"), wires="ab bc"
    )
    problem = only(project, catalogue)
    assert (problem.block, problem.setting, problem.severity) == ("b", name, "error")
    assert problem.message.startswith(f"b: {name}: ")
    assert words in problem.message
    after = mended(project, problem)
    assert check(after, catalogue) == []
    assert keep.items() <= after.block("b").settings.items()


def test_two_bad_settings_are_mended_one_by_one(catalogue: Catalogue):
    project = made(("b", "dense", {"units": 0, "rate": 9.0}), ("a", "circle"), wires="ab")
    for _ in range(2):
        project = mended(project, only(project, catalogue))
    assert check(project, catalogue) == []


def test_duplicate_ids(catalogue: Catalogue):
    project = made(("a", "circle"), ("a", "circle"))
    problem = only(project, catalogue)
    assert problem.message == "Two blocks are called a."
    assert [b.id for b in mended(project, problem).blocks] == ["a", "circle-1"]


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        (Wire("ghost", "b"), "no such block"),
        (Wire("a", "ghost"), "no such block"),
        (Wire("a", "b", "wrong"), "no output wrong"),
        (Wire("a", "b", "", "wrong"), "no input wrong"),
        (Wire("c", "b"), "c gives a model, but b takes values"),
    ],
)
def test_stray_wires(wire, words, catalogue: Catalogue):
    project = Project(blocks=GOOD.blocks, wires=(*GOOD.wires, wire))
    problem = next(p for p in check(project, catalogue) if p.wire == wire)
    assert words in problem.message
    assert mended(project, problem) == GOOD


def test_several_wires_into_a_single_port(catalogue: Catalogue):
    project = made(("a", "circle"), ("d", "circle"), ("b", "kmeans"), wires="ab db")
    problem = only(project, catalogue)
    assert "a and d lead there" in problem.message
    assert mended(project, problem).wires == (Wire("d", "b"),)


def test_a_cycle_names_its_blocks_and_the_closing_wire(catalogue: Catalogue):
    blocks = (("a", "dense"), ("b", "dense"), ("c", "dense"))
    project = made(*blocks, wires="ab bc ca")
    problem = only(project, catalogue)
    assert problem.message == "a -> b -> c -> a feed each other in a circle."
    assert problem.wire == Wire("c", "a")
    assert mended(project, problem).wires == (Wire("a", "b"), Wire("b", "c"))
    assert "feeds itself" in only(made(("a", "dense"), wires="aa"), catalogue).message


def test_an_empty_input_is_wired_to_what_is_near(catalogue: Catalogue):
    project = made(("a", "circle"), ("b", "fit"))
    problem = only(project, catalogue)
    assert (problem.block, problem.severity) == ("b", "error")
    assert problem.fix is not None
    assert problem.fix.label == "Wire a to it"
    assert mended(project, problem).wires == (Wire("a", "b"),)


def test_an_empty_input_without_data_gets_a_data_set(catalogue: Catalogue):
    project = made(("b", "kmeans"))
    problem = only(project, catalogue)
    after = mended(project, problem)
    assert after.wires == (Wire("circle-1", "b"),)
    assert check(after, catalogue) == []


def test_what_no_learner_needs_may_stay_unfinished(catalogue: Catalogue):
    assert only(made(("a", "dense")), catalogue).severity == "warning"
    needed = made(("a", "dense"), ("b", "fit"), wires="ab")
    assert only(needed, catalogue).severity == "error"


def test_a_shape_mismatch_names_both_ends_and_the_remedy(catalogue: Catalogue):
    project = made(("a", "digits"), ("b", "dense"), ("c", "fit"), wires="ab bc")
    problem = only(project, catalogue)
    assert (problem.block, problem.wire) == ("b", Wire("a", "b"))
    assert "a gives 8 x 8, which does not fit b" in problem.message
    assert problem.fix is not None
    assert problem.fix.label == "Insert Flatten"
    assert check(mended(project, problem), catalogue) == []


def test_a_mismatch_of_several_inputs_names_them_all(catalogue: Catalogue):
    project = made(("a", "circle"), ("b", "dense"), ("c", "add"), wires="ab ac bc")
    problem = only(project, catalogue)
    assert problem.message == "a gives 2 and b gives 8, which does not fit c: it takes equal shapes"
    assert problem.fix is None


def test_a_head_that_refuses_its_input(catalogue: Catalogue):
    project = made(("a", "digits"), ("b", "fit"), wires="ab")
    problem = only(project, catalogue)
    assert problem.block == "b"
    after = mended(project, problem)
    assert [p.severity for p in check(after, catalogue)] == ["warning"]


def test_a_block_that_breaks_its_word_is_a_problem_too(catalogue: Catalogue):
    assert "broken" in only(made(("a", "circle"), ("b", "fragile"), wires="ab"), catalogue).message


@pytest.mark.parametrize("middle", ["dense", "circle"])
def test_two_heads_on_one_output(middle, catalogue: Catalogue):
    project = made(("a", "circle"), ("b", middle), ("c", "fit"), ("d", "fit"), wires="ab bc bd")
    if middle == "circle":
        project = made(("a", "circle"), ("c", "fit"), ("d", "fit"), wires="ac ad")
        assert check(project, catalogue) == []
        return
    problem = only(project, catalogue)
    assert problem.message == "c and d would both train b; one of them can."
    assert mended(project, problem).wires == (Wire("a", "b"), Wire("b", "c"))


def test_a_shared_trunk_is_found_where_the_ways_part(catalogue: Catalogue):
    blocks = (("a", "circle"), ("t", "dense"), ("b", "dense"), ("e", "dense"))
    project = made(*blocks, ("c", "fit"), ("d", "fit"), wires="at tb te bc ed")
    problem = only(project, catalogue)
    assert (problem.block, problem.wire) == ("d", Wire("t", "e"))
    assert "c and d would both train t" in problem.message


def test_what_has_nothing_to_train_may_be_shared(catalogue: Catalogue):
    blocks = (("a", "digits"), ("t", "flatten"), ("b", "dense"), ("e", "dense"))
    project = made(*blocks, ("c", "fit"), ("d", "fit"), wires="at tb te bc ed")
    assert check(project, catalogue) == []
    frozen = made(("a", "circle"), ("b", "dense", {}, (0, 0), True), ("c", "fit"), ("d", "fit"),
                  wires="ab bc bd")  # fmt: skip
    assert check(frozen, catalogue) == []


def test_a_head_without_a_target(catalogue: Catalogue):
    project = made(("a", "blobs"), ("b", "fit"), wires="ab")
    problem = only(project, catalogue)
    assert "the data of a has none" in problem.message
    wired = Project(blocks=project.blocks, wires=(*project.wires, Wire("a", "b", "", "target")))
    assert check(wired, catalogue) == []
    assert check(made(("a", "blobs"), ("b", "kmeans"), wires="ab"), catalogue) == []


def test_advice_by_setting(catalogue: Catalogue):
    project = set_setting("b", "activation", "sigmoid", catalogue)(GOOD)
    problem = only(project, catalogue)
    assert (problem.severity, problem.block, problem.wire) == ("warning", "c", Wire("b", "c"))
    assert mended(project, problem).block("b").settings == {"activation": "linear"}


def test_advice_by_removal(catalogue: Catalogue):
    project = made(("a", "circle"), ("b", "flatten"), ("c", "fit"), wires="ab bc")
    after = mended(project, only(project, catalogue))
    assert after.wires == (Wire("a", "c"),)


def test_advice_about_the_head_itself(catalogue: Catalogue):
    project = set_setting("c", "batch", 999, catalogue)(GOOD)
    problem = only(project, catalogue)
    assert problem.severity == "warning"
    assert mended(project, problem).block("c").settings == {"batch": 500}


def test_errors_come_first(catalogue: Catalogue):
    project = made(("a", "dense"), ("b", "fit"))
    assert [p.severity for p in check(project, catalogue)] == ["error", "warning"]


@given(projects(settings=ODD_SETTINGS))
def test_check_never_raises(project):
    for problem in check(project, CATALOGUE):
        assert problem.message
        if problem.fix is not None:
            check(problem.fix.edit(project), CATALOGUE)


@given(projects(settings=FINITE_SETTINGS))
def test_a_fix_changes_the_project(project):
    for problem in check(project, CATALOGUE):
        if problem.fix is not None:
            assert problem.fix.edit(project) != project


def test_settings_that_do_not_go_together_are_told_without_the_range_of_each():
    from playground.engine.catalogue import catalogue as real

    project = Project(blocks=(Placed("game", "monty-hall", {"doors": 5, "opens": 98}),))
    (problem,) = check(project, real())
    assert problem.message == (
        "game: opens: with 5 doors the host can open 3 at most, not 98."
    )
