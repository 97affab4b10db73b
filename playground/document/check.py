"""What is wrong with a project, as data: one clear line each, with the fix as an edit."""

from playground.document.check_ensembles import ensemble_problems
from playground.document.check_learners import learner_problems
from playground.document.check_settings import setting_problems
from playground.document.check_wires import wire_problems
from playground.document.flow import Flows, trace
from playground.document.graph import Catalogue
from playground.document.problem import Fix, Problem
from playground.document.project import Project

__all__ = ["Fix", "Problem", "check"]


def check(project: Project, catalogue: Catalogue, flows: Flows | None = None) -> list[Problem]:
    """Return everything that is wrong with a project, errors first; it never raises.

    That nothing learns is no problem: an unfinished project is a fine project.

    Parameters
    ----------
    flows
        What `trace` says of the same project, for callers that have it.
    """
    known = trace(project, catalogue) if flows is None else flows
    found = setting_problems(project, catalogue, known)
    found += wire_problems(project, catalogue)
    found += learner_problems(project, catalogue, known)
    found += ensemble_problems(project, catalogue, known)
    return sorted(found, key=lambda problem: problem.severity)
