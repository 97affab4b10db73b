"""A worker process whose moons hold odd rows: which, is told by the seed of the data set."""

from msgspec.structs import replace
from test_classical_bad_input import FINE, REFUSED, given

from playground.document.project import Project
from playground.engine.catalogue import DATASETS
from playground.runtime.worker import serve

CASES = (*FINE, *REFUSED, "one class")


def rows(seed):
    """Return the rows that a seed stands for: every case with classes, then with values."""
    return given(CASES[seed % len(CASES)], "class" if seed < len(CASES) else "value")


def odd(project: Project, case: str, target: str) -> Project:
    """Return a project whose data set holds the rows of a case, in a process of `serve_odd`."""
    seed = CASES.index(case) + (0 if target == "class" else len(CASES))
    first, *others = project.blocks
    return replace(project, blocks=(replace(first, settings={"seed": seed}), *others))


def load(self):
    """Load as `Dataset.load` does: the rows, refused where nothing can be learned from them."""
    data = rows(self.seed)
    data.check()
    return data


def let_rows_be_odd():
    """Let moons be odd in this process from now on."""
    DATASETS["moons"].load = load
    DATASETS["moons"].signature = lambda self: rows(self.seed).signature()


def serve_odd(connection, device="auto"):
    """Serve as a worker does; the entry point of the child process."""
    let_rows_be_odd()
    serve(connection, device)
