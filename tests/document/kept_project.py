"""What the golden files hold: a project that uses every field of its format."""

import numpy as np

from playground.document.lesson import (
    Action,
    Claim,
    Comparison,
    Done,
    Guess,
    Lesson,
    Page,
    Promise,
    Reached,
    SetUp,
)
from playground.document.project import Hand, Moved, PanelView, Placed, Project, Wire

LESSON = Lesson(
    topics=("A4", "B2"),
    path="How networks learn",
    order=7,
    summary="Every field of a file.",
    pages=(
        Page(
            "Look.\n\nThen \u201cplay\u201d \u2013 \u00fc\u03b8\U0001f9e0.",
            point_at="panel:boundary",
            set_up=(SetUp("More noise", "circle-1", "noise", 0.3),),
            done_when=Done(Action("set", "fit-1", "rate", 0.1)),
        ),
        Page(
            "Wait.",
            done_when=Done(None, Reached("fit-1", "test_accuracy", "at_least", 0.9)),
            guess=Guess("Which?", ("this", "that"), 1, "Because."),
        ),
    ),
)

PROMISE = Promise(
    steps=300,
    claims=(
        Claim("fit-1", "test_accuracy", "between", (0.9, 1.0), 300, (0, 1), "mean"),
        Claim("fit-1", "test_loss", "at_most", 0.5),
    ),
    comparisons=(Comparison("fit-1", "test_accuracy", "forest-1", 0.01, 300, (2,), "mean"),),
)

PROJECT = Project(
    title="Kept for ever",
    blocks=(
        Placed("circle-1", "circle", {"noise": 0.1, "size": 120}, (1.5, -2.0),
               moved=(Moved(3, (0.25, -0.5), (1.0,)), Moved(4, (1.0, 2.0)))),
        Placed("dense-1", "dense", {"units": 4, "activation": "tanh",
                                    "initialiser": {"kind": "normal", "spread": 0.1}},
               (240.0, 0.0), off=(1, 2), hand=(Hand("weight", (0, 1), 0.5, 0.25, 7),
                                               Hand("bias", (2,), -1.0))),
        Placed("dense-2", "dense", {"units": 2}, (480.0, 0.0), True, "cafe" * 8),
        Placed("fit-1", "fit", {"rate": 0.03, "members": 3}, (720.0, 0.0)),
        Placed("odd-1", "unheard-of", {"what": {"ever": [1, None, "x", True, -1e-300]}}),
    ),
    wires=(Wire("circle-1", "dense-1"), Wire("dense-1", "dense-2"),
           Wire("dense-2", "fit-1", "y", "x"), Wire("odd-1", "ghost", "out", "in")),
    view=(PanelView("boundary", {"learner": "fit-1", "points": False}), PanelView("unheard-of")),
    seed=7,
    speed=30.5,
    lesson=LESSON,
    promise=PROMISE,
)  # fmt: skip

STATES = {
    "fit-1": {
        "step": 12,
        "flat": np.arange(6, dtype=np.float32).reshape(2, 3) / 7,
        "turned": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "count": np.array([1, 2, 2**40]),
        "mask": np.array([True, False]),
        "none": None,
        "empty": np.zeros((0, 3)),
        "loss": float("nan"),
        "most": float("inf"),
        "trees": [{"split": np.array(3)}, {"$odd": "\u2026"}],
        "done": False,
    }
}
