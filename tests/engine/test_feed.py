"""From rows to inputs: transforms are fitted on the training part alone."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler
from small_learners import learner, rows

from playground.core.shape import features
from playground.engine.catalogue import TRANSFORMS
from playground.engine.feed import Feed
from playground.engine.transforms.min_max import MinMax
from playground.engine.transforms.standardise import Standardise


def test_rows_arrive_as_float32_with_a_leading_axis():
    data = rows()
    feed = Feed.through(data, {"plain": []})
    (x,) = feed.inputs(data.x).values()
    assert x.shape == (1, 100, 2)
    assert x.dtype == np.float32
    assert np.array_equal(x[0], data.x.astype(np.float32))
    assert feed.shapes == {"plain": features(2)}


def test_chains_are_fitted_on_training_rows_only():
    data = rows("iris", size=150)
    feed = Feed.through(data, {"a": [Standardise()], "b": [Standardise(), MinMax()], "c": []})
    peer = StandardScaler().fit(data.x[data.train])
    given = feed.inputs(data.x)
    assert np.allclose(given["a"][0], peer.transform(data.x), atol=1e-5)
    train = given["b"][0, data.train]
    assert np.allclose([train.min(axis=0), train.max(axis=0)], [[0] * 4, [1] * 4], atol=1e-6)
    assert given["b"][0].min() < 0 or given["b"][0].max() > 1
    assert np.array_equal(given["c"][0], data.x.astype(np.float32))


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_other_test_rows_change_no_chain(kind):
    data = rows("iris", size=150)
    x = data.x.copy()
    x[data.test] *= 100
    other = type(data)(
        x, data.y, data.target, data.train, data.validation, data.test, data.names, data.classes
    )
    given = [Feed.through(d, {"a": [TRANSFORMS[kind]()]}).inputs(data.x)["a"]
             for d in (data, other)]  # fmt: skip
    assert np.array_equal(*given)


def test_a_learner_is_asked_in_the_units_of_the_data_set():
    data = rows("iris", size=150)
    fit = learner(data=data, transforms=(Standardise(),))
    fit.step(200)
    labels = fit.decide(data.x).argmax(axis=-1)[0]
    told = fit.evaluate()
    assert (labels[data.train] == data.y[data.train]).mean() == pytest.approx(
        told["train_accuracy"][0]
    )
    assert (labels[data.test] == data.y[data.test]).mean() == pytest.approx(
        told["test_accuracy"][0]
    )
    assert told["test_accuracy"][0] > 0.85
