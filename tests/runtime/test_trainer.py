"""The handle on the worker process: spawn, crash, restart, and nothing left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from patience import PATIENCE
from small_projects import project, until

from playground.runtime.compile import Compiler
from playground.runtime.headless import train
from playground.runtime.messages import Frame, Load, Loaded, Pause, Play, Step, Taken
from playground.runtime.trainer import Trainer


@pytest.fixture
def trainer():
    made = Trainer("cpu")
    made.start()
    yield made
    made.close()
    assert not multiprocessing.active_children()


def heard(trainer, into, that):
    """Collect messages, taking every frame, until one of them is wanted."""

    def ready():
        for message in trainer.poll():
            into.append(message)
            if isinstance(message, Frame):
                trainer.send(Taken())
        return any(that(m) for m in into)

    assert until(ready), [type(m).__name__ for m in into]
    return into


def standing_at(step):
    return lambda m: (
        isinstance(m, Frame) and not m.status.playing and m.status.steps == {"fit-1": step}
    )


def losses(messages):
    rows = [r for m in messages if isinstance(m, Frame) for r in m.rows]
    return np.concatenate([r.steps for r in rows]), np.concatenate([r.loss for r in rows])


def test_a_run_in_the_worker_equals_a_run_without_a_window(trainer):
    value = project({"members": 2, "batch": 20}, seed=5,
                    layers=[("dense", {"units": 9, "activation": "gelu"}), ("batch-norm", {}),
                            ("dropout", {"drop": 0.3}), ("dense", {"units": 70})])  # fmt: skip
    trainer.send(Load(value))
    trainer.send(Play(until=300))
    messages = heard(trainer, [], standing_at(300))
    steps, loss = losses(messages)
    assert steps.tolist() == list(range(1, 301))
    learner = Compiler().learners(value)["fit-1"].learner
    assert np.array_equal(loss, learner.step(300).loss)
    last = trainer.history.latest()
    assert last.steps == {"fit-1": 300}
    assert np.array_equal(last.states["fit-1"]["weights"], learner.weights.flat)


def test_matrices_that_threads_would_cut_up_give_the_same_numbers(trainer):
    value = project(
        {"batch": 999}, data={"size": 1500},
        layers=[("dense", {"units": 37, "activation": "tanh"}), ("dense", {"units": 37})],
    )  # fmt: skip
    trainer.send(Load(value))
    trainer.send(Step(20))
    heard(trainer, [], standing_at(20))
    run = train(value, 20)
    told = trainer.history.latest().states["fit-1"]["weights"]
    assert np.array_equal(told, run.built["fit-1"].learner.weights.flat)


def test_a_killed_worker_is_noticed_and_replaced_from_its_last_checkpoint(trainer):
    value, messages = project(), []
    trainer.send(Load(value))
    trainer.send(Play(speed=200.0))

    def far(message):
        return isinstance(message, Frame) and message.status.steps.get("fit-1", 0) > 250

    heard(trainer, messages, far)
    reader = trainer._reader
    os.kill(trainer.pid, signal.SIGKILL)
    assert until(lambda: not trainer.alive) is True
    reader.join(PATIENCE)
    assert not reader.is_alive()
    trainer.poll()
    last = trainer.history.latest()
    reached = max(m.status.steps.get("fit-1", 0) for m in messages if isinstance(m, Frame))
    assert reached - last.steps["fit-1"] <= 200
    until(lambda: trainer.send(Pause()) is False, 2.0)
    trainer.restart()
    assert trainer.alive
    trainer.send(Load(value, states=last.states))
    trainer.send(Step(20))
    again = heard(trainer, [], standing_at(last.steps["fit-1"] + 20))
    _, loss = losses(again)
    straight = Compiler().learners(value)["fit-1"].learner
    expected = straight.step(last.steps["fit-1"] + 20).loss
    assert np.array_equal(loss[-20:], expected[-20:])


def test_closing_leaves_no_process_and_no_thread(trainer):
    heard(trainer, [], lambda m: isinstance(m, Loaded))
    pid, reader = trainer.pid, trainer._reader
    trainer.close()
    assert not reader.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not trainer.alive
    assert trainer.pid is None
    assert trainer.send(Pause()) is False
    trainer.close()


def test_closing_in_the_middle_of_a_run(trainer):
    trainer.send(Load(project()))
    trainer.send(Play())
    heard(trainer, [], lambda m: isinstance(m, Frame) and m.status.playing)
    trainer.close()
    assert trainer.history.latest() is not None


def test_the_parents_environment_is_as_before(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    made = Trainer("cpu")
    made.start()
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "OPENBLAS_NUM_THREADS" not in os.environ
    made.close()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_a_worker_ends_with_its_parent(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent("""
        import os
        from playground.runtime.messages import Load, Play
        from playground.runtime.trainer import Trainer

        if __name__ == "__main__":
            trainer = Trainer("cpu")
            trainer.start()
            trainer.send(Play())
            print(trainer.pid, flush=True)
            os._exit(1)
    """))
    told = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=PATIENCE
    )
    pid = int(told.stdout)

    def gone():
        try:
            with open(f"/proc/{pid}/stat") as file:
                return file.read().split(")")[-1].split()[0] == "Z"
        except FileNotFoundError:
            return True

    assert until(gone)


def test_messages_come_in_order(trainer):
    trainer.send(Load(project()))
    for _ in range(10):
        trainer.send(Step(1))
        time.sleep(0.002)
    messages = heard(trainer, [], standing_at(10))
    assert losses(messages)[0].tolist() == list(range(1, 11))
    assert isinstance(messages[0], Loaded)
    assert trainer.history.steps() == tuple(range(11))
