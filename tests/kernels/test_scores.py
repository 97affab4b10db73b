"""Confusions, ROC and precision-recall curves against scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics

from playground.kernels.array import devices, namespace, to_device, to_host
from playground.kernels.scores import (
    area_under_roc,
    average_precision,
    confusion,
    precision_recall_f1,
    threshold_curve,
)


@pytest.fixture(params=[(2, 50), (4, 300), (10, 31)], ids=str)
def answers(request):
    classes, rows = request.param
    rng = np.random.default_rng(classes)
    return rng.integers(classes, size=rows), rng.integers(classes, size=rows), classes


def test_confusions_and_scores_are_those_of_scikit_learn(answers):
    labels, guesses, classes = answers
    counts = confusion(labels, guesses, classes)
    wanted = metrics.confusion_matrix(labels, guesses, labels=np.arange(classes))
    assert (counts == wanted).all()
    told = metrics.precision_recall_fscore_support(
        labels, guesses, labels=np.arange(classes), zero_division=0
    )
    assert np.stack(precision_recall_f1(counts)) == pytest.approx(np.stack(told[:3]))


def test_a_class_that_is_neither_given_nor_guessed_scores_nothing():
    counts = confusion(np.array([0, 0]), np.array([0, 0]), 3)
    assert np.stack(precision_recall_f1(counts)).tolist() == [[1.0, 0.0, 0.0]] * 3


@pytest.mark.parametrize("ties", [False, True])
def test_curves_and_areas_are_those_of_scikit_learn(ties):
    rng = np.random.default_rng(3)
    positive = rng.random(200) < 0.3
    scores = rng.normal(size=200) + positive
    scores = np.round(scores, 1) if ties else scores
    thresholds, false, true = threshold_curve(scores, positive)
    x, y, at = metrics.roc_curve(positive, scores, drop_intermediate=False)
    assert false / false[-1] == pytest.approx(x)
    assert true / true[-1] == pytest.approx(y)
    assert thresholds[1:] == pytest.approx(at[1:])
    assert np.isinf(thresholds[0])
    assert area_under_roc(false, true) == pytest.approx(metrics.roc_auc_score(positive, scores))
    wanted = metrics.average_precision_score(positive, scores)
    assert average_precision(false, true) == pytest.approx(wanted)


def test_one_class_alone_has_no_area():
    for positive in (np.ones(5, bool), np.zeros(5, bool)):
        _, false, true = threshold_curve(np.arange(5.0), positive)
        assert np.isnan(area_under_roc(false, true))
    assert np.isnan(average_precision(false, true))


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="needs a CUDA device")
def test_the_gpu_gives_the_same_numbers(answers):
    labels, guesses, classes = answers
    device = [to_device(a, "cuda") for a in (labels, guesses)]
    counts = confusion(*device, classes)
    assert namespace(counts) is not np
    assert (to_host(counts) == confusion(labels, guesses, classes)).all()
    scores = np.random.default_rng(0).normal(size=len(labels))
    ours = threshold_curve(scores, labels == 0)
    theirs = threshold_curve(to_device(scores, "cuda"), device[0] == 0)
    for a, b in zip(ours, theirs, strict=True):
        assert to_host(b) == pytest.approx(a)
    assert average_precision(*theirs[1:]) == pytest.approx(average_precision(*ours[1:]))
    assert area_under_roc(*theirs[1:]) == pytest.approx(area_under_roc(*ours[1:]))
