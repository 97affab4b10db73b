"""Small projects for the tests of runtime and command line."""

import time

from patience import PATIENCE

from playground.document.project import Placed, Project, Wire

FIT = {"rate": 0.02, "batch": 32}


def project(fit=None, data=None, layers=None, seed=0, kind="circle"):
    """Return data -> layers -> fit; `layers` are pairs of kind and settings."""
    inside = [("dense", {"units": 6, "activation": "tanh"})] if layers is None else layers
    blocks = [Placed(f"{kind}-1", kind, {"size": 120, "noise": 0.3, **(data or {})})]
    blocks += [Placed(f"{k}-{i + 1}", k, dict(s)) for i, (k, s) in enumerate(inside)]
    blocks.append(Placed("fit-1", "fit", {**FIT, **(fit or {})}))
    wires = [Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False)]
    return Project(blocks=tuple(blocks), wires=tuple(wires), seed=seed)


def with_two_fits():
    """Return one data set with two learners of their own layers."""
    one = project()
    more = (Placed("dense-2", "dense", {"units": 3}), Placed("fit-2", "fit", {"rate": 0.1}))
    wires = (Wire("circle-1", "dense-2"), Wire("dense-2", "fit-2"))
    return Project(blocks=(*one.blocks, *more), wires=(*one.wires, *wires))


def until(ready, seconds=PATIENCE):
    """Wait for something to become true; returns it."""
    end = time.monotonic() + seconds
    while True:
        found = ready()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.005)
