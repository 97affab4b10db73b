"""What the lessons on components say is what comes out."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from test_lessons import changed, preset, values_of

from playground.engine.datasets.wine import Wine
from playground.runtime.headless import train


@pytest.mark.parametrize(
    ("components", "low", "high"), [(2, 0.565, 0.605), (10, 0.92, 0.945), (30, 0.945, 0.98)]
)
def test_few_numbers_tell_most_digits(components, low, high):
    changes = [] if components == 10 else [("pca", "components", components)]
    project = changed(preset("pca-digits"), *changes)
    for value in values_of(project, ("few", "test_accuracy")):
        assert low <= value <= high
    if not changes:
        every = values_of(project, ("every", "test_accuracy"))
        assert 0.95 <= np.mean(every) <= 0.97


def test_wine_on_one_scale_needs_eight_axes_for_nine_tenths():
    x = StandardScaler().fit_transform(Wine(test_share=0.0).load().x)
    share = PCA().fit(x).explained_variance_ratio_.cumsum()
    assert share[1] == pytest.approx(0.554, abs=0.001)
    assert 0.885 < share[6] < 0.9 < share[7] < 0.925


def test_raw_wine_varies_along_proline():
    data = Wine().load()
    found = PCA().fit(data.x[data.train])
    assert found.explained_variance_ratio_[0] == pytest.approx(0.998, abs=0.0005)
    assert data.names[int(np.abs(found.components_[0]).argmax())] == "proline"
    assert data.x.max(axis=0)[-1] > 1000
    assert data.x[:, :-1].max() < 200


@pytest.mark.parametrize(("seed", "variance"), [(0, 0.774), (2, 0.642)])
def test_classes_serve_better_than_variance(seed, variance):
    project = changed(preset("lda-wine"), *([("wine", "seed", seed)] if seed else []))
    told = train(project, device="cpu").metrics
    assert told["by-class"]["test_accuracy"] == pytest.approx(0.962, abs=0.002)
    assert told["by-variance"]["test_accuracy"] == pytest.approx(variance, abs=0.002)


@pytest.mark.parametrize(("gamma", "low", "high"), [(2.0, 0.98, 1.0), (100.0, 0.45, 0.6)])
def test_gamma_says_how_far_likeness_reaches(gamma, low, high):
    changes = [("kernel-pca", "gamma", gamma)] if gamma != 2 else []
    project = changed(preset("kernel-pca"), *changes)
    for value in values_of(project, ("unrolled", "test_accuracy")):
        assert low <= value <= high
