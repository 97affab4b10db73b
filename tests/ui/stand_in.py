"""A trainer without a process: says what the test lets it say."""

from playground.document.project import Placed, Project, Wire
from playground.runtime.history import History
from playground.runtime.messages import Checkpoint, Status


class StandIn:
    """Takes messages and hands out those that a test puts into `inbox`."""

    def __init__(self):
        self.sent, self.inbox = [], []
        self.alive, self.history = True, History()
        self.restarts = 0

    def send(self, message):
        self.sent.append(message)
        return True

    def poll(self):
        messages, self.inbox = self.inbox, []
        for message in messages:
            if isinstance(message, Checkpoint):
                self.history.add(message)
        return messages

    def restart(self):
        self.alive = True
        self.restarts += 1

    def close(self):
        self.alive = False

    def of(self, kind):
        return [message for message in self.sent if isinstance(message, kind)]


def circle(**fields):
    return Project(
        title="Circle",
        blocks=(
            Placed("circle-1", "circle", {}, (0, 0)),
            Placed("dense-1", "dense", {"units": 4, "activation": "tanh"}, (240, 0)),
            Placed("fit-1", "fit", {}, (480, 0)),
        ),
        wires=(Wire("circle-1", "dense-1"), Wire("dense-1", "fit-1")),
        **fields,
    )


def status(playing=False, step=0, finished=()):
    return Status(playing, {"fit-1": step}, {"fit-1": step / 10}, 0.0, dict(finished))
