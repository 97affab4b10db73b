"""What a preset teaches and promises: lesson pages, claims and comparisons."""

from typing import Any, Literal

import msgspec


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A statement about a metric that tests and lessons can check.

    Attributes
    ----------
    learner
        Id of the learner's block.
    metric
        Name as `train --json` prints it, such as ``"test_accuracy"``.
    at
        How the metric relates to `value`; ``"between"`` takes a pair.
    steps
        Steps of training after which it holds.
    seeds
        Seeds it holds for.
    of
        Whether it holds for each seed (and member), or for their mean.
    """

    learner: str
    metric: str
    at: Literal["at_least", "at_most", "between"]
    value: float | tuple[float, float]
    steps: int = 2000
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    of: Literal["each", "mean"] = "each"


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A statement that one learner's metric exceeds another's by at least `by`."""

    learner: str
    metric: str
    better_than: str
    by: float = 0.0
    steps: int = 2000
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    of: Literal["each", "mean"] = "each"


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a preset's training comes to; `steps` is how long Play runs before it pauses."""

    steps: int = 2000
    claims: tuple[Claim, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something the person does: the name of an action, and the block or panel it concerns.

    `name` is one of ``play pause step reset new-seed jump add connect delete set select
    watch``;
    `setting` and `value` narrow ``set``.
    """

    name: str
    target: str = ""
    setting: str = ""
    value: Any = None


class Reached(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A metric of the running learner crossing a value."""

    learner: str
    metric: str
    at: Literal["at_least", "at_most"]
    value: float


class Done(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a page counts as done: an action of the person, or a metric reached."""

    action: Action | None = None
    reached: Reached | None = None


class Guess(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question put before the answer is seen; `answer` indexes `choices`."""

    question: str
    choices: tuple[str, ...]
    answer: int
    why: str = ""


class SetUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A change a page offers to make for the person: one setting of one block."""

    label: str
    block: str
    setting: str
    value: Any


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One page of a lesson.

    Attributes
    ----------
    text
        Plain words, paragraphs divided by blank lines.
    point_at
        What the window highlights: the id of a block, ``"panel:NAME"``, ``"transport"`` or a
        button of it, such as ``"transport:play"``.
    set_up
        Changes that buttons on the page make.
    done_when
        When the page ticks itself off; None needs no tick.
    guess
        A prediction asked for before the person runs it.
    """

    text: str
    point_at: str = ""
    set_up: tuple[SetUp, ...] = ()
    done_when: Done | None = None
    guess: Guess | None = None


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Pages about one idea, and where the gallery shows it.

    Attributes
    ----------
    topics
        Ids of curriculum rows, such as ``"A4"``.
    path, order
        Section of the gallery, and the place in it.
    summary
        One sentence under the thumbnail.
    """

    topics: tuple[str, ...] = ()
    path: str = "First hour"
    order: int = 100
    summary: str = ""
    pages: tuple[Page, ...] = ()
