"""What growing needs of a model's examples: sorted once, and targets as columns."""

from weakref import WeakKeyDictionary

from playground.engine.examples import Examples
from playground.engine.trees.frontier import Table
from playground.kernels.array import Array, namespace
from playground.kernels.cuts import Criterion, round_mean

_tables: WeakKeyDictionary[Examples, Table] = WeakKeyDictionary()


def table_of(examples: Examples) -> Table:
    """Return the features laid out for growing; worked out once for the same examples."""
    if examples not in _tables:
        _tables[examples] = Table(examples.x)
    return _tables[examples]


def columns_of(examples: Examples, criterion: Criterion) -> Array:
    """Return targets as columns ``(n, k)``: values around 0, or classes as 0 and 1.

    Running sums of values far from 0 would lose the digits that tell cuts apart. For gini and
    two classes the second class alone: the first adds nothing to the ranking of cuts.
    """
    xp = namespace(examples.x)
    if examples.target == "value":
        result: Array = xp.asarray(examples.y, dtype=xp.float64) - xp.asarray(centre_of(examples))
        return result
    if examples.outputs == 2 and criterion == "gini":
        return examples.y[:, None].astype(xp.float64)
    same = examples.y[:, None] == xp.arange(examples.outputs)
    columns: Array = same.astype(xp.float64)
    return columns


def centre_of(examples: Examples) -> tuple[float, ...]:
    """Return what `columns_of` takes away from each column of values; of classes nothing."""
    if examples.target != "value":
        return ()
    centre: list[float] = round_mean(examples.y.T).tolist()
    return tuple(centre)


def criterion_of(examples: Examples, wanted: Criterion) -> Criterion:
    """Return what cuts are judged by: squared error wherever values are learned."""
    return "squared" if examples.target == "value" else wanted


def weights_of(examples: Examples) -> Array:
    """Return how much each row counts ``(n,)``."""
    if examples.weight is not None:
        return examples.weight
    result: Array = namespace(examples.x).ones(len(examples))
    return result
