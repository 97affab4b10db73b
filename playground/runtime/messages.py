"""What crosses the pipe between the window's process and the worker."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec

from playground.document.project import Project
from playground.kernels.array import Array

Capture: TypeAlias = dict[str, Any]
"""A learner's whole state: arrays, numbers and strings, nested."""


class Request(msgspec.Struct, frozen=True):
    """What a visible panel wants measured, as often as time allows; usable as a dict key.

    Attributes
    ----------
    probe
        Name of the probe's file in `playground.engine.probes`.
    learner
        Id of the learner's block.
    settings
        Pairs of the probe's setting names and plain hashable values.
    size
        Resolution wanted, (width, height) in cells; the worker may send less when time is short.
    """

    probe: str
    learner: str
    settings: tuple[tuple[str, Any], ...] = ()
    size: tuple[int, int] = (0, 0)



@dataclass(frozen=True)
class Load:
    """Compile a project; blocks whose weights still fit keep them unless `fresh`.

    `states` holds captures by learner to start from (a restored checkpoint or an opened file).
    `label` says what was changed; checkpoints from now on carry `edition` back.
    """

    project: Project
    fresh: bool = False
    states: dict[str, Capture] = field(default_factory=dict)
    device: str = "auto"
    label: str = ""
    edition: int = 0


@dataclass(frozen=True)
class Tune:
    """Take over changed tunable settings without a new start; an event on the timeline."""

    project: Project
    label: str = ""
    edition: int = 0


@dataclass(frozen=True)
class Play:
    """Go on learning, at `speed` steps a second (None: as fast as possible), up to step `until`."""

    speed: float | None = None
    until: int | None = None


@dataclass(frozen=True)
class Pause:
    """Stop after the current slice."""


@dataclass(frozen=True)
class Step:
    """Take that many steps and pause."""

    count: int = 1


@dataclass(frozen=True)
class Seek:
    """Put captures back: the past is shown, and going on continues from there.

    Attributes
    ----------
    to
        Step to show, run up to from the captures; None shows the captures themselves.
    apart
        Steps of learners that stood elsewhere at that moment.
    project
        What was in force on the way there, where that differs from what is now.
    """

    states: dict[str, Capture]
    to: int | None = None
    project: Project | None = None
    apart: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Jump:
    """Go on from the weights at a place of a learner's loss surface.

    `plane` holds the settings of the surface; `a` and `b` are coordinates in it.
    """

    learner: str
    plane: tuple[tuple[str, Any], ...]
    a: float
    b: float


@dataclass(frozen=True)
class Watch:
    """Measure these from now on, instead of what was watched before."""

    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Taken:
    """The last frame was drawn: the next may come."""


@dataclass(frozen=True)
class Quit:
    """End the process."""



@dataclass(frozen=True)
class LearnerInfo:
    """What a compiled learner is.

    Attributes
    ----------
    parameters
        Trainable numbers of one member, by block id.
    baselines
        Metric values of the best constant prediction, by metric name.
    rows, batch
        Training rows, and samples in a step of the first member.
    inputs
        Names of the features of the data set, before transforms.
    labels, batches
        What tells members apart, in words (empty for a single one), and samples in their steps.
    shows
        Names of what there is to see of it alone: ``"network"``, ``"descent"``, or probes.
    """

    id: str
    kind: str
    members: int
    target: str
    outputs: int
    parameters: dict[str, int]
    baselines: dict[str, float]
    rows: int
    batch: int
    inputs: tuple[str, ...]
    classes: tuple[str, ...]
    device: str
    labels: tuple[str, ...] = ()
    batches: tuple[int, ...] = ()
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """The project is compiled and ready to play."""

    learners: dict[str, LearnerInfo]


@dataclass(frozen=True)
class Rows:
    """New points of one learner's curves.

    Attributes
    ----------
    steps, loss
        Step numbers ``(k,)`` and mini-batch losses ``(k, members)``.
    evaluated, metrics
        Steps of the evaluation grid ``(m,)`` and, by metric name, values ``(m, members)``.
    seconds
        Training time spent when the last of them was made.
    restart
        Step after which earlier points no longer hold (0: a new start), or None.
    """

    learner: str
    steps: Array
    loss: Array
    evaluated: Array
    metrics: dict[str, Array]
    seconds: float
    restart: int | None = None


@dataclass(frozen=True)
class Snapshot:
    """What a probe measured, at which step."""

    request: Request
    step: int
    arrays: dict[str, Array]


@dataclass(frozen=True)
class Status:
    """Where the worker stands."""

    playing: bool
    steps: dict[str, int]
    epochs: dict[str, float]
    rate: float
    finished: dict[str, str]
    """Why a learner has ended, in words, by id; running ones are absent."""


@dataclass(frozen=True)
class Frame:
    """Everything new since the last frame, in one message."""

    status: Status
    rows: tuple[Rows, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()


@dataclass(frozen=True)
class Checkpoint:
    """Captures of every learner, for the history and for going on after a crash.

    Attributes
    ----------
    states
        Captures by learner; on the way from the worker those are left out that stand where the
        last checkpoint found them (the trainer puts them in again).
    edition
        Which of the projects sent to the worker was in force.
    event
        What the person changed just before, in words; empty for a capture taken by the way.
    """

    steps: dict[str, int]
    states: dict[str, Capture]
    edition: int = 0
    event: str = ""


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong while compiling or learning, in words.

    Attributes
    ----------
    block
        Id of the block concerned, or "".
    kind
        ``"load"``, ``"diverged"``, ``"device"``, ``"probe"``, ``"crash"`` or
        ``"past"`` (a step that cannot be shown).
    """

    message: str
    block: str = ""
    kind: str = "load"
    step: int = 0
