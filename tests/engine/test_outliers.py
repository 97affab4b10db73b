"""Outliers: wrong targets among the training rows, and nothing else."""

import numpy as np
import pytest

from playground.engine.datasets.blobs import Blobs
from playground.engine.datasets.circle import Circle
from playground.engine.datasets.regression_plane import RegressionPlane
from playground.engine.datasets.sine import Sine


@pytest.mark.parametrize("cls", [Circle, Blobs, RegressionPlane, Sine])
def test_only_training_targets_are_spoilt(cls):
    clean, spoilt = cls(noise=0.1).load(), cls(noise=0.1, outliers=0.1).load()
    assert np.array_equal(clean.x, spoilt.x)
    assert np.array_equal(clean.train, spoilt.train)
    assert np.array_equal(clean.test, spoilt.test)
    changed = np.flatnonzero((clean.y != spoilt.y).reshape(len(clean.y), -1).any(axis=1))
    assert len(changed) == round(0.1 * len(clean.train))
    assert set(changed) <= set(clean.train.tolist())


def test_no_outliers_leave_the_rows_as_they_were():
    drawn, again = Sine().load(), Sine(outliers=0.0).load()
    assert np.array_equal(drawn.y, again.y)


def test_more_outliers_keep_those_there_were():
    clean = Sine().load().y
    few, many = Sine(outliers=0.05).load().y, Sine(outliers=0.2).load().y
    changed = (few != clean).ravel()
    assert np.array_equal(few[changed], many[changed])


def test_values_are_far_too_high_and_labels_are_of_another_class():
    clean, spoilt = Sine().load(), Sine(outliers=0.3).load()
    lifted = (spoilt.y - clean.y)[spoilt.y != clean.y]
    assert 3 <= lifted.min() <= lifted.max() <= 4
    clean, spoilt = Blobs(classes=4).load(), Blobs(classes=4, outliers=0.5).load()
    wrong = clean.y != spoilt.y
    assert set(np.unique(spoilt.y[wrong])) == {0, 1, 2, 3}


def test_one_hot_targets_are_those_of_the_spoilt_labels():
    spoilt = Circle(outliers=0.3).load()
    assert np.array_equal(spoilt.targets().argmax(axis=1), spoilt.y)
