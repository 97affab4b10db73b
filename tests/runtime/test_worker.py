"""The worker's conversation, spoken to in a thread over a real pipe."""

import contextlib
import multiprocessing
import threading

import numpy as np
import pytest
from small_projects import project, until

from playground.document.by_hand import set_weight
from playground.document.project import Hand
from playground.engine.probes.units import Units
from playground.runtime import checkpoints
from playground.runtime import worker as module
from playground.runtime.compile import Compiler
from playground.runtime.messages import (
    Checkpoint,
    Frame,
    Jump,
    Load,
    Loaded,
    Pause,
    Play,
    Quit,
    Request,
    Seek,
    Step,
    Taken,
    Trouble,
    Tune,
    Watch,
)
from playground.runtime.worker import Worker


class Talk:
    """One end of the pipe, with all that has arrived."""

    def __init__(self, pipe, thread):
        self.pipe, self.thread = pipe, thread
        self.heard = []
        self.taking = True

    def send(self, *messages):
        for message in messages:
            self.pipe.send(message)

    def listen(self):
        while self.pipe.poll():
            message = self.pipe.recv()
            self.heard.append(message)
            if isinstance(message, Frame) and self.taking:
                self.send(Taken())

    def all(self, kind):
        self.listen()
        return [m for m in self.heard if isinstance(m, kind)]

    def wait(self, kind, that=lambda m: True):
        found = until(lambda: next((m for m in self.all(kind) if that(m)), None))
        assert found is not None, f"no {kind.__name__} came; {[type(m) for m in self.heard]}"
        return found

    def reach(self, step):
        """Wait until it stands still at a step, with everything told."""
        self.wait(Frame, lambda f: not f.status.playing and f.status.steps == {"fit-1": step}
                  and self.steps()[-1:] == [step])  # fmt: skip

    def rows(self):
        return [r for f in self.all(Frame) for r in f.rows if r.learner == "fit-1"]

    def steps(self):
        return [int(s) for r in self.rows() for s in r.steps]

    def losses(self):
        return np.concatenate([r.loss for r in self.rows()])


@pytest.fixture
def talk():
    mine, theirs = multiprocessing.Pipe()
    served = Worker(theirs, "cpu")

    def run():
        with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
            served.run()
        theirs.close()

    thread = threading.Thread(target=run)
    thread.start()
    made = Talk(mine, thread)
    made.worker = served
    yield made
    if not mine.closed:
        mine.close()
    thread.join(10)
    assert not thread.is_alive()


def at(frame):
    """Return the step that a frame shows."""
    return frame.status.steps.get("fit-1", 0)


def expected(steps, value=None):
    learner = Compiler().learners(value or project())["fit-1"].learner
    return learner, learner.step(steps)


def test_says_hello_loads_and_shows_the_start(talk):
    assert talk.wait(Loaded).learners == {}
    talk.send(Load(project()))
    info = talk.wait(Loaded, lambda m: m.learners).learners["fit-1"]
    assert info.kind == "fit"
    assert talk.wait(Checkpoint).steps == {"fit-1": 0}
    frame = talk.wait(Frame, lambda f: f.rows)
    assert frame.status.steps == {"fit-1": 0}
    assert frame.rows[0].evaluated.tolist() == [0]


def test_plays_to_its_end_with_every_number_once_and_right(talk):
    talk.send(Load(project()), Play(until=400))
    talk.reach(400)
    assert talk.steps() == list(range(1, 401))
    learner, told = expected(400)
    assert np.array_equal(talk.losses(), told.loss)
    evaluated = [(int(s), v) for r in talk.rows() if r.metrics
                 for s, v in zip(r.evaluated, r.metrics["test_loss"], strict=True)]  # fmt: skip
    assert dict(evaluated) == dict(
        zip(told.evaluated.tolist(), told.metrics["test_loss"], strict=True)
    )
    last = talk.all(Checkpoint)[-1]
    assert last.steps == {"fit-1": 400}
    assert np.array_equal(last.states["fit-1"]["weights"], learner.weights.flat)


def test_steps_one_by_one_and_many(talk):
    talk.send(Load(project()), Step())
    talk.reach(1)
    talk.send(Step(24))
    talk.reach(25)
    assert talk.steps() == list(range(1, 26))
    assert np.array_equal(talk.losses(), expected(25)[1].loss)


def test_pauses_and_plays_on(talk):
    talk.send(Load(project()), Play())
    talk.wait(Frame, lambda f: f.status.playing and at(f) > 20)
    talk.send(Pause())
    frame = talk.wait(Frame, lambda f: not f.status.playing and at(f) > 20)
    stood = frame.status.steps["fit-1"]
    talk.reach(stood)
    talk.send(Play(until=stood + 30))
    talk.reach(stood + 30)
    assert talk.steps() == list(range(1, stood + 31))


def test_keeps_to_a_speed(talk):
    talk.send(Load(project()), Play(speed=50.0))
    talk.wait(Frame, lambda f: at(f) >= 10)
    frames = [at(f) for f in talk.all(Frame)]
    assert max(np.diff(frames), default=0) <= 10


class Silence:
    """A pipe that nobody listens at."""

    def send(self, message):
        """Send nothing."""


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_a_slow_run_keeps_its_pace(talk, speed, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: clock[0])
    worker = Worker(Silence(), "cpu")
    worker._session.load(project())
    worker._handle(play := Play(speed=speed))
    for tick in range(1, 1201):
        clock[0] = 1000.0 + tick / 100
        worker._learn(play)
    assert worker._session.step_number == int(12 * speed)


def test_lost_time_is_not_caught_up(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: clock[0])
    worker = Worker(Silence(), "cpu")
    worker._session.load(project())
    worker._handle(play := Play(speed=10.0))
    clock[0] += 60.0
    worker._learn(play)
    worker._learn(play)
    assert worker._session.step_number == 1
    clock[0] += 0.15
    worker._learn(play)
    assert worker._session.step_number == 2


def test_standing_still_captures_nothing_twice(talk):
    talk.send(Load(project()), Step(20))
    talk.reach(20)
    first = talk.all(Checkpoint)
    talk.send(Step(10))
    talk.reach(30)
    talk.send(Seek(first[-1].states), Pause(), Watch(()))
    until(lambda: talk.all(Frame)[-1].status.steps == {"fit-1": 20})
    assert [c.steps["fit-1"] for c in talk.all(Checkpoint)] == [0, 20, 30]


def test_a_panel_that_cannot_be_measured_is_told_and_learning_goes_on(talk, monkeypatch):
    def broken(self, learner, size):
        raise RuntimeError("no such plane\nat all")

    monkeypatch.setattr(Units, "measure", broken)
    bad, good = Request("units", "fit-1", (), (9, 9)), Request("boundary", "fit-1", (), (24, 24))
    talk.send(Load(project()), Watch((bad, good)), Play(until=200))
    talk.reach(200)
    trouble = talk.wait(Trouble)
    assert len(talk.all(Trouble)) == 1
    assert (trouble.kind, trouble.block) == ("probe", "fit-1")
    assert trouble.message == "fit-1: units cannot be shown (RuntimeError: no such plane)"
    assert {s.request for f in talk.all(Frame) for s in f.snapshots} == {good}


def test_seeks_back_and_repeats_the_same_future(talk):
    talk.send(Load(project()), Step(20))
    talk.reach(20)
    checkpoint = talk.all(Checkpoint)[-1]
    talk.send(Step(30))
    talk.reach(50)
    first = talk.losses()
    talk.send(Seek(checkpoint.states))
    until(lambda: talk.all(Frame)[-1].status.steps == {"fit-1": 20})
    talk.send(Step(30))
    until(lambda: len(talk.steps()) == 80)
    again = talk.rows()[-1]
    assert again.restart == 20
    assert np.array_equal(again.loss, first[20:])


def test_looking_back_keeps_the_future_until_learning_goes_on(talk):
    talk.send(Load(project()), Step(20))
    talk.reach(20)
    past = talk.all(Checkpoint)[-1]
    talk.send(Step(30))
    talk.reach(50)
    before = len(talk.all(Checkpoint))
    talk.send(Seek(past.states), Tune(project({"rate": 0.5})), Pause())
    until(lambda: talk.all(Frame)[-1].status.steps == {"fit-1": 20})
    assert len(talk.all(Checkpoint)) == before
    talk.send(Step(5))
    talk.wait(Checkpoint, lambda c: c.steps == {"fit-1": 25})
    assert [c.steps["fit-1"] for c in talk.all(Checkpoint)[before:]] == [20, 25]


def test_a_weight_set_while_looking_back_is_another_way_on_and_a_jump_tells_its_loss(talk):
    talk.send(Load(project()), Step(20))
    talk.reach(20)
    past = talk.all(Checkpoint)[-1]
    talk.send(Step(30))
    talk.reach(50)
    changed = set_weight("dense-1", Hand("weight", (0, 0), 5.0, 0.0, 20))(project())
    talk.send(Seek(past.states, 20), Tune(changed, "Weight"))
    branch = talk.wait(Checkpoint, lambda c: c.event == "Weight")
    assert branch.steps == {"fit-1": 20}
    talk.wait(Frame, lambda f: any(r.restart == 20 for r in f.rows))
    told = talk.rows()[-1]
    assert (told.restart, told.evaluated.tolist()) == (20, [20])
    talk.send(Jump("fit-1", (("plane", "random"),), 1.0, 1.0))
    talk.wait(Checkpoint, lambda c: c.event.startswith("Jump"))
    until(lambda: talk.rows()[-1] is not told)
    assert talk.rows()[-1].metrics["train_loss"] != told.metrics["train_loss"]


def test_tunes_while_playing(talk):
    talk.send(Load(project()), Play())
    talk.wait(Frame, lambda f: at(f) > 10)
    talk.send(Tune(project({"rate": 0.5})), Play(until=100_000), Pause())
    end = talk.wait(Frame, lambda f: not f.status.playing and at(f) > 10)
    talk.reach(end.status.steps["fit-1"])
    assert talk.steps() == list(range(1, end.status.steps["fit-1"] + 1))
    assert talk.worker._session.built["fit-1"].block.rate == 0.5


def test_a_frame_waits_until_the_last_one_was_taken(talk):
    talk.wait(Loaded)
    talk.listen()
    talk.taking = False
    before = len(talk.all(Frame))
    talk.send(Taken(), Load(project()), Play(speed=300.0, until=100))
    talk.wait(Checkpoint, lambda c: c.steps == {"fit-1": 100})
    talk.listen()
    assert len(talk.all(Frame)) <= before + 1
    talk.taking = True
    talk.send(Taken())
    talk.reach(100)
    assert talk.steps() == list(range(1, 101))


def test_measures_what_is_watched_while_playing_and_standing(talk):
    request = Request("boundary", "fit-1", (), (24, 24))
    talk.send(Load(project()), Watch((request,)))
    still = talk.wait(Frame, lambda f: f.snapshots)
    assert still.snapshots[0].request == request
    assert still.snapshots[0].step == 0
    talk.send(Play(until=200))
    talk.reach(200)
    last = talk.wait(Frame, lambda f: any(s.step == 200 for s in f.snapshots))
    assert last.snapshots[0].arrays["field"].shape == (24, 24, 2)
    assert np.array_equal(talk.losses(), expected(200)[1].loss)


@pytest.mark.parametrize(
    "message",
    [
        Load(project(data={"size": 0})),
        Load(project({"rate": float("nan")})),
        Load(project(), states={"fit-1": {}}),
        Tune(project({"rate": -1})),
        Seek({"fit-1": {"weights": np.zeros(3)}}),
    ],
    ids=["load empty data", "load nan", "load a damaged state", "tune", "seek"],
)
def test_trouble_is_told_and_survived(talk, message):
    talk.send(Load(project()), Step(3), message)
    trouble = talk.wait(Trouble)
    assert trouble.message
    assert "\n" not in trouble.message
    talk.send(Load(project(), fresh=True), Step(5))
    until(lambda: talk.steps()[-5:] == [1, 2, 3, 4, 5])
    assert np.array_equal(talk.rows()[-1].loss[-5:], expected(5)[1].loss)


def test_a_divergence_is_told_with_its_step(talk):
    talk.send(Load(project({"rate": 1e9})), Play())
    trouble = talk.wait(Trouble)
    assert trouble.kind == "diverged"
    frame = talk.wait(Frame, lambda f: f.status.finished)
    assert frame.status.finished["fit-1"].startswith(f"diverged at step {trouble.step}")
    assert not frame.status.playing


def test_running_out_of_memory_is_told_and_survived(talk, monkeypatch):
    talk.send(Load(project()))
    talk.wait(Loaded, lambda m: m.learners)

    def exhausted(seconds, wanted):
        raise MemoryError

    monkeypatch.setattr(talk.worker._session, "advance", exhausted)
    talk.send(Play())
    trouble = talk.wait(Trouble)
    assert trouble.kind == "device"
    assert trouble.message.startswith("out of memory")
    monkeypatch.undo()
    talk.send(Step(4))
    talk.reach(4)


def test_a_full_card_moves_the_learners_to_the_cpu_and_goes_on(talk, monkeypatch):
    talk.send(Load(project()), Step(10))
    talk.reach(10)
    session = talk.worker._session
    session.built["fit-1"].learner.device = "cuda"
    real, failed = type(session).advance, []

    def exhausted(seconds, wanted):
        if not failed:
            failed.append(wanted)
            raise MemoryError
        return real(session, seconds, wanted)

    monkeypatch.setattr(session, "advance", exhausted)
    talk.send(Play(until=60))
    talk.reach(60)
    assert talk.wait(Trouble).message.endswith("going on with the CPU")
    assert session.built["fit-1"].learner.device == "cpu"
    assert np.array_equal(talk.losses(), expected(60)[1].loss)


def test_ends_when_told_and_when_the_pipe_closes(talk):
    talk.send(Load(project()), Play())
    talk.wait(Frame, lambda f: f.status.playing)
    talk.pipe.close()
    talk.thread.join(5)
    assert not talk.thread.is_alive()


def test_quits(talk):
    talk.send(Quit())
    talk.thread.join(5)
    assert not talk.thread.is_alive()


def test_a_message_it_does_not_know_is_an_error():
    with pytest.raises(TypeError, match="does not understand int"):
        Worker(Silence(), "cpu")._handle(3)


def test_checkpoints_come_at_least_once_a_second():
    assert checkpoints.CHECKPOINT <= 1.0


def broken(error):
    def build(*_):
        raise error

    return build


@pytest.mark.parametrize("error", [RuntimeError("a bolt is loose\nhere"), KeyError("w"), OSError()])
def test_a_block_that_cannot_be_made_is_told_and_others_are_loaded(talk, monkeypatch, error):
    monkeypatch.setattr("playground.runtime.compile.start_by_hand", broken(error))
    talk.send(Load(project()))
    trouble = talk.wait(Trouble)
    assert (trouble.block, trouble.kind) == ("fit-1", "load")
    assert trouble.message.startswith("fit-1: it cannot be made: ")
    assert "\n" not in trouble.message
    monkeypatch.undo()
    talk.send(Load(project()), Step())
    talk.reach(1)


def test_a_project_that_fails_on_its_way_is_told_and_others_are_loaded(talk, monkeypatch):
    monkeypatch.setattr("playground.runtime.session.rows_told", broken(RuntimeError("loose")))
    talk.send(Load(project()))
    assert talk.wait(Trouble).message == "this project cannot be learned from: loose"
    monkeypatch.undo()
    talk.send(Load(project()), Step())
    talk.reach(1)


@pytest.mark.parametrize(
    "state", [{}, [], 3, {"weights": None}, {"step": "x"}, {"weights": np.zeros(3)}], ids=repr
)
def test_what_was_learned_and_is_damaged_is_told_and_others_are_loaded(talk, state):
    talk.send(Load(project(), True, {"fit-1": state}))
    trouble = talk.wait(Trouble)
    assert trouble.block == "fit-1"
    assert trouble.message.startswith("fit-1: ")
    talk.send(Load(project(), True), Step())
    talk.reach(1)
