"""Loss surfaces: 51 x 51 places over 300 points, and how live they are while a worker trains."""

import os
import time
from collections.abc import Callable
from typing import Any

from playground.bench.row import Row, compared
from playground.bench.step import project
from playground.engine.plane import grid_of
from playground.engine.probes.surface import Surface
from playground.runtime.compile import Compiler
from playground.runtime.messages import Frame, Load, Loaded, Play, Request, Taken, Watch
from playground.runtime.trainer import Trainer

CELLS = 51
STEPS = 300
"""Steps on the path that the surface shows."""
WANTED = 8.0
"""Refreshes in a second that make a surface live."""
PULSE = 1 / 60
"""Seconds between two looks at the pipe, as a window has them."""


def ours(cells: int = CELLS) -> Callable[[], object]:
    """Return a function that measures the surface of 2-8-8-1 as a panel gets it."""
    learner = _walked()
    probe = Surface()
    return lambda: probe.measure(learner, (cells, cells))


def peer(cells: int = CELLS) -> Callable[[], object] | None:
    """Return the same field from a PyTorch module, one place after the other."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    from playground.engine.landscape.planes import landscape_of

    learner = _walked()
    arrays = Surface().measure(learner, (2, 2))
    places = grid_of(tuple(arrays["extent"]), (cells, cells))
    whole = learner.whole
    x = torch.tensor(next(iter(whole.x.values()))[0])
    y = torch.tensor(whole.y[0])
    parts: list[Any] = []
    for a, b in ((2, 8), (8, 8)):
        parts += [torch.nn.Linear(a, b), torch.nn.Tanh()]
    model = torch.nn.Sequential(*parts, torch.nn.Linear(8, 1))
    loss_of = torch.nn.MSELoss()
    vectors = torch.tensor(landscape_of(learner, (("plane", "path"),)).lift(places))

    def survey() -> list[float]:
        with torch.no_grad():
            found = []
            for vector in vectors:
                torch.nn.utils.vector_to_parameters(vector, model.parameters())
                found.append(loss_of(model(x), y).item())
            return found

    return survey


def live(seconds: float = 4.0) -> tuple[float, float, float]:
    """Return refreshes and steps in a second beside a surface, and steps without one."""
    request = Request("surface", "fit-1", (("plane", "path"),), (CELLS, CELLS))
    trainer = Trainer("cpu")
    trainer.start()
    try:
        trainer.send(Load(project()))
        _wait_for(trainer, Loaded)
        trainer.send(Play())
        rates: dict[bool, list[float]] = {False: [], True: []}
        shown: list[float] = []
        # In turn, so that both share the machine's moods.
        for beside in (False, True, False, True):
            trainer.send(Watch((request,) if beside else ()))
            _run(trainer, 0.3)
            steps, pictures = _run(trainer, seconds / 4, least=int(beside))
            rates[beside].append(steps)
            if beside:
                shown.append(pictures)
        return sum(shown) / 2, sum(rates[True]) / 2, sum(rates[False]) / 2
    finally:
        trainer.close()


def run(rounds: int = 5, seconds: float = 4.0) -> list[Row]:
    """Time one surface against PyTorch, then its refreshes beside a worker flat out."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    field = compared(
        f"surface {CELLS}x{CELLS}, 300 points, 2-8-8-1", ours(), "PyTorch, place by place",
        peer(), rounds=rounds, note="at least 10 x wanted",
    )  # fmt: skip
    refreshes, beside, alone = live(seconds)
    return [
        field,
        Row("surface: refresh while training", 1e6 / refreshes, "8 a second", 1e6 / WANTED,
            refreshes / WANTED, "at least 1 x wanted"),
        Row("surface: a step beside it", 1e6 / beside, "without it", 1e6 / alone,
            beside / alone, "at least 0.5 x wanted"),
    ]  # fmt: skip


def _walked() -> Any:
    learner = Compiler().learners(project())["fit-1"].learner
    learner.step(STEPS)
    return learner


def _wait_for(trainer: Trainer, kind: type) -> None:
    deadline = time.perf_counter() + 60
    while time.perf_counter() < deadline:
        if any(isinstance(m, kind) and getattr(m, "learners", True) for m in trainer.poll()):
            return
        time.sleep(PULSE)
    raise TimeoutError("the worker did not answer within a minute")


def _run(trainer: Trainer, seconds: float, least: int = 0) -> tuple[float, float]:
    """Return steps and full pictures in a second, from frames of a while; longer where few come."""
    first: tuple[float, int] | None = None
    last = (0.0, 0)
    pictures = 0
    began = time.perf_counter()
    trainer.send(Taken())
    while time.perf_counter() < began + seconds or (
        trainer.alive and (first is None or last == first or pictures < least)
    ):
        for message in trainer.poll():
            if isinstance(message, Frame):
                trainer.send(Taken())
                last = time.perf_counter(), message.status.steps["fit-1"]
                first = first or last
                whole = [s for s in message.snapshots if s.arrays["field"].shape == (CELLS, CELLS)]
                pictures += len(whole)
        time.sleep(PULSE)
    assert first is not None, "the worker has ended"
    return (last[1] - first[1]) / (last[0] - first[0]), pictures / (time.perf_counter() - began)
