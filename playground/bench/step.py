"""Steps of small networks, against PyTorch eager on one thread."""

import os
from collections.abc import Callable
from typing import Any

from playground.bench.row import Row, compared
from playground.document.project import Placed, Project, Wire
from playground.runtime.compile import Compiler

STEPS = 2000
ROWS = 300


def project(members: int = 1, layers: tuple[int, ...] = (8, 8), batch: int = 10) -> Project:
    """Return a plane of values -> tanh layers -> one output: squared error, plain descent."""
    data = Placed("plane-1", "regression-plane", {"size": ROWS, "test_share": 0.0})
    dense = [
        Placed(f"dense-{i}", "dense", {"units": units, "activation": "tanh"})
        for i, units in enumerate(layers, 1)
    ]
    settings = {
        "optimizer": {"kind": "sgd"}, "rate": 0.03, "batch": batch, "members": members,
    }  # fmt: skip
    blocks = (data, *dense, Placed("fit-1", "fit", settings))
    wires = tuple(Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False))
    return Project(blocks=blocks, wires=wires)


def ours(built_from: Project, steps: int) -> Callable[[], object]:
    """Return a function that takes `steps` steps through the public `Learner.step`."""
    learner = Compiler().learners(built_from)["fit-1"].learner
    return lambda: learner.step(steps)


def peer(layers: tuple[int, ...], batch: int, steps: int) -> Callable[[], object] | None:
    """Return the same training by PyTorch eager: shuffled batches and the loss value."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    data = Compiler().learners(project())["fit-1"].learner.source
    x = torch.tensor(data.x, dtype=torch.float32)
    y = torch.tensor(data.y, dtype=torch.float32)
    widths = (2, *layers)
    parts: list[Any] = []
    for a, b in zip(widths, widths[1:], strict=False):
        parts += [torch.nn.Linear(a, b), torch.nn.Tanh()]
    model = torch.nn.Sequential(*parts, torch.nn.Linear(widths[-1], 1))
    rule = torch.optim.SGD(model.parameters(), lr=0.03)
    loss_of = torch.nn.MSELoss()

    def train() -> None:
        per_epoch = -(-ROWS // batch)
        for step in range(steps):
            place = step % per_epoch
            if place == 0:
                order = torch.randperm(ROWS)
                shuffled_x, shuffled_y = x[order], y[order]
            chosen = slice(place * batch, place * batch + batch)
            rule.zero_grad()
            loss = loss_of(model(shuffled_x[chosen]), shuffled_y[chosen])
            loss.backward()
            rule.step()
            loss.item()

    return train


def run() -> list[Row]:
    """Time one step of 2-8-8-1, batch 10, tanh, plain descent: alone, and 64 members at once."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    name = "PyTorch eager, 1 thread"
    theirs = peer((8, 8), 10, STEPS)
    single = compared(
        "step 2-8-8-1", ours(project(), STEPS), name, theirs, STEPS, STEPS, note="us a step"
    )
    many = compared(
        "step 2-8-8-1, 64 members", ours(project(64), STEPS // 4), name, theirs,
        STEPS // 4 * 64, STEPS, note="us a step and member",
    )  # fmt: skip
    return [single, many]
