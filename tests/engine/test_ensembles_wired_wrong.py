"""Ensembles that are wired to what does not go together: a problem on the block, never a crash."""

import pytest

from playground.document.check import check
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.runtime.blueprints import CompileError
from playground.runtime.compile import Compiler

BLOCKS = {
    "moons": "moons", "rings": "rings", "sine": "sine", "bowl": "bowl", "dense": "dense",
    "fit": "fit", "down": "fit", "tree": "decision-tree", "bayes": "naive-bayes",
    "voting": "voting", "stacking": "stacking", "bagging": "bagging", "boost": "ada-boost",
}  # fmt: skip

WRONG = {
    "nothing wired in": ["voting"],
    "nothing wired into a stack": ["stacking", "moons>bayes"],
    "models of two data sets": ["moons>tree", "rings>bayes", "tree>voting", "bayes>voting"],
    "classes and values": ["moons>bayes", "sine>tree", "bayes>stacking", "tree>stacking"],
    "a model and data": ["moons>tree", "tree>bagging", "moons>bagging"],
    "two data sets": ["moons>boost", "rings>boost"],
    "one that goes down a function": ["bowl>down", "down>voting"],
    "a function beside a model": ["bowl>down", "down>voting", "moons>tree", "tree>voting"],
    "one that reproduces features": ["moons>dense", "dense>fit", "moons>fit:target", "fit>voting"],
    "a circle": ["moons>tree", "tree>voting", "voting>stacking", "stacking>voting"],
    "itself": ["moons>tree", "tree>voting", "voting>voting"],
    "a model without data": ["tree", "tree>voting"],
    "classes for a model of values": ["sine>bayes", "bayes>voting"],
}


def project(told):
    """Return the project of wires written as "a>b" or "a>b:port", and of single blocks."""
    names, wires = {}, []
    for one in told:
        start, _, end = one.partition(">")
        end, _, port = end.partition(":")
        names |= {name: None for name in (start, end) if name}
        if end:
            wires.append(Wire(start, end, "", port))
    blocks = tuple(Placed(name, BLOCKS[name]) for name in names)
    return Project(blocks=blocks, wires=tuple(wires))


@pytest.mark.parametrize("case", WRONG)
def test_it_is_told_on_the_block(case):
    made = project(WRONG[case])
    errors = [p for p in check(made, catalogue()) if p.severity == "error"]
    assert errors
    assert all(p.block in {placed.id for placed in made.blocks} for p in errors)


@pytest.mark.parametrize("case", WRONG)
def test_no_learner_is_made_of_it(case):
    with pytest.raises(CompileError) as told:
        Compiler().learners(project(WRONG[case]))
    assert told.value.trouble.block


@pytest.mark.parametrize("case", WRONG)
def test_every_fix_that_is_offered_solves_its_problem(case):
    made, kinds = project(WRONG[case]), catalogue()
    for problem in check(made, kinds):
        if problem.fix is not None:
            after = check(problem.fix.edit(made), kinds)
            assert problem.message not in {other.message for other in after}
