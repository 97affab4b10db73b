import pytest

from playground.core.block import accepts
from playground.core.shape import ShapeError, describe, features, sizes


def test_shapes_in_words():
    assert describe(features(3)) == "3"
    assert describe(features(None)) == "feature"
    assert describe((("height", 8), ("width", 9), ("channel", 1))) == "8 x 9 x 1"


def test_sizes():
    assert sizes((("time", 4), ("feature", 2))) == (4, 2)
    with pytest.raises(ValueError, match="time x 2 has an axis of unknown length"):
        sizes((("time", None), ("feature", 2)))


def test_an_error_may_name_a_remedy():
    assert ShapeError("no").remedy is None
    assert ShapeError("no", "flatten").remedy == "flatten"


TYPES = ("data", "tensor", "model", "objective")


@pytest.mark.parametrize("target", TYPES)
@pytest.mark.parametrize("source", TYPES)
def test_only_data_may_stand_in_for_a_tensor(target, source):
    assert accepts(target, source) == (target == source or (target, source) == ("tensor", "data"))
