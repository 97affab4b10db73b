"""The coefficient of determination agrees with scikit-learn's, also where all targets are alike."""

import numpy as np
import pytest
from sklearn.metrics import r2_score

from playground.engine.metrics import r2


@pytest.mark.parametrize("targets", [[[1.0], [2.0], [4.0]], [[3.0], [3.0], [3.0]]])
@pytest.mark.parametrize("off", [0.0, 0.5])
def test_it_is_scikit_learns(targets, off):
    y = np.array(targets)
    assert r2(y[None] + off, y)[0] == pytest.approx(r2_score(y, y + off))
