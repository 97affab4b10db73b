"""ONNX files run by ONNX Runtime, beside what the program answers; and small trained learners."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from playground.engine.catalogue import DATASETS
from playground.engine.layer import Context
from playground.export.inside import NetworkInside
from playground.export.onnx.write import content
from playground.export.subject import subject_of
from playground.runtime.blueprint import Blueprint

CLOSE = 1e-5


@dataclass(frozen=True)
class Told:
    """What a file and the program answer at the same rows."""

    answers: np.ndarray
    wanted: np.ndarray
    labels: np.ndarray | None
    wanted_labels: np.ndarray | None
    rounding: float = 0.0
    """By how much the program's own answers are off as it computes in single precision."""

    @property
    def off(self):
        """The largest difference; of values beyond 1, as a share of the largest there is.

        Networks compute in single precision: values in the hundreds have no digits below 1e-5.
        """
        return apart(self.answers, self.wanted)

    def check(self):
        """Fail unless answers agree, and every label is the program's."""
        assert self.answers.shape == self.wanted.shape
        assert self.off <= max(CLOSE, 1.1 * self.rounding)
        if self.labels is not None:
            assert self.labels.tolist() == self.wanted_labels.tolist()


def apart(found, wanted):
    """Return the largest difference; of columns beyond 1, as a share of their largest number."""
    if not wanted.size:
        return 0.0
    return float((abs(found - wanted) / np.maximum(1.0, abs(wanted).max(axis=0))).max())


def rounding_of(subject, x):
    """Return how far a network's answers are from those it gives in double precision."""
    learner, (member, *_) = subject.learner, subject.members
    if not isinstance(subject.each()[0], NetworkInside):
        return 0.0
    weights = learner.weights.part(slice(member, member + 1)).astype(np.float64)
    rows = learner.feed.inputs(x.reshape(-1, *subject.axes))
    wide = {port: values.astype(np.float64) for port, values in rows.items()}
    with np.errstate(all="ignore"):
        z = learner.objective.network.run(weights, wide, Context()).output
        exact = learner.feed.in_own_units(learner.objective.compared.scores(z))[0]
    return apart(subject.answers(x), exact)


def session_of(raw):
    """Check a file and load it."""
    import onnx
    import onnxruntime

    onnx.checker.check_model(onnx.load_from_string(raw), full_check=True)
    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, 1
    return onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])


def told_by(subject, more=200):
    """Run a subject's file at its own rows, and at others drawn around them."""
    session = session_of(content(subject))
    x = subject.rows()
    low, high = x.min(axis=0), x.max(axis=0)
    drawn = np.random.Generator(np.random.Philox(5)).random((more, x.shape[1]))
    x = np.concatenate([x, low - 0.2 * (high - low) + 1.4 * (high - low) * drawn])
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(None, {"features": x}), strict=True))
    labels = found.get("label")
    wanted = None if labels is None else subject.labels(x)
    return Told(found[names[-1]], subject.answers(x), labels, wanted, rounding_of(subject, x))


@cache
def data_of(kind):
    """Return a small data set."""
    return DATASETS[kind]().load()


def drawn(block, chain=(), nodes=(), end="", parts=(), id="it", target=None):
    """Return how a learner on transforms of the data is made."""
    chains = {"data": tuple(chain)} if not parts else {}
    return Blueprint(
        id, type(block).__name__, block, "cpu", chains, target, tuple(nodes), end or "data",
        tuple(parts),
    )  # fmt: skip


def trained(blueprint, data, steps):
    """Make a learner and train it."""
    learner = blueprint.make(data_of(data) if isinstance(data, str) else data, 0, {})
    learner.step(steps)
    return learner


def subject(blueprint, data, steps=300):
    """Return a trained learner as the formats see it."""
    return subject_of(trained(blueprint, data, steps), blueprint.id)
