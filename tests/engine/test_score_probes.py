"""The probes of confusions and of ROC curves against scikit-learn, for any classifier."""

import numpy as np
import pytest
from sklearn import metrics

from playground.engine.datasets.blobs import Blobs
from playground.engine.datasets.circle import Circle
from playground.engine.datasets.iris import Iris
from playground.engine.datasets.sine import Sine
from playground.engine.probes.confusion import Confusion
from playground.engine.probes.roc import Roc


class Guesser:
    """Gives every row the same random scores each time it is asked."""

    members = 1

    def __init__(self, source, broken=False):
        self.source, self.broken = source, broken

    def decide(self, x, members=slice(None)):
        seeds = np.abs(x.reshape(len(x), -1) @ np.arange(1, 1 + x[0].size)).astype(float)
        raw = np.stack([1 + np.sin(9 * seeds + c) for c in range(self.source.outputs)], axis=1)
        scores = raw / raw.sum(axis=1, keepdims=True)
        return (scores * np.nan if self.broken else scores)[None]


@pytest.fixture(params=[Circle(), Blobs(), Iris()], ids=lambda d: type(d).__name__)
def learner(request):
    return Guesser(request.param.load())


@pytest.mark.parametrize("part", ["train", "test"])
def test_confusions_are_those_of_scikit_learn(learner, part):
    arrays = Confusion(part=part).measure(learner, (0, 0))
    data = learner.source
    rows = data.parts[part]
    guesses = learner.decide(data.x[rows])[0].argmax(axis=1)
    wanted = metrics.confusion_matrix(data.y[rows], guesses, labels=np.arange(data.outputs))
    assert (arrays["counts"] == wanted).all()
    told = metrics.precision_recall_fscore_support(data.y[rows], guesses, zero_division=0)
    for name, values in zip(("precision", "recall", "f1"), told, strict=False):
        assert arrays[name] == pytest.approx(values)
    taken = arrays["rows"][(arrays["labels"] == 0) & (arrays["guesses"] == 1)]
    assert len(taken) == wanted[0, 1]
    assert (data.y[taken] == 0).all()


def test_curves_and_areas_are_those_of_scikit_learn(learner):
    arrays = Roc(part="train").measure(learner, (0, 0))
    data = learner.source
    scores = learner.decide(data.x[data.train])[0]
    for label in range(1 if data.outputs == 2 else 0, data.outputs):
        positive = data.y[data.train] == label
        auc = metrics.roc_auc_score(positive, scores[:, label])
        assert arrays["auc"][label] == pytest.approx(auc)
        wanted = metrics.average_precision_score(positive, scores[:, label])
        assert arrays["ap"][label] == pytest.approx(wanted)
        thresholds, false, true = arrays[f"curve {label}"].T
        for at in range(1, len(thresholds), 7):
            taken = scores[:, label] >= thresholds[at]
            assert false[at] == (taken & ~positive).sum()
            assert true[at] == (taken & positive).sum()
    if data.outputs > 2:
        y = data.y[data.train]
        mean = metrics.roc_auc_score(y, scores, multi_class="ovr", average="macro")
        area = np.trapezoid(arrays["macro"][:, 1], arrays["macro"][:, 0])
        assert area == pytest.approx(mean, abs=2e-3), "the curve may be thinned"


def test_long_curves_are_thinned_from_end_to_end():
    learner = Guesser(Circle(size=3000).load())
    curve = Roc(part="train").measure(learner, (0, 0))["curve 1"]
    assert 200 < len(curve) <= 400
    assert curve[0].tolist()[1:] == [0, 0]
    assert curve[-1, 1] == (learner.source.y[learner.source.train] == 0).sum()


@pytest.mark.parametrize("probe", [Confusion, Roc])
def test_what_cannot_be_judged(probe):
    assert probe().measure(Guesser(Sine().load()), (0, 0)) == {}
    assert set(probe().measure(Guesser(Circle().load(), broken=True), (0, 0))) == {"diverged"}
    nothing = probe(part="validation").measure(Guesser(Circle().load()), (0, 0))
    assert not len(nothing.get("rows", ()))
