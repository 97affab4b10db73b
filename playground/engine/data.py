"""Rows to learn from: features, targets and their division into parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from playground.core.shape import Shape, Signature, Target
from playground.engine.randomness import generator
from playground.kernels.array import Array

Part: TypeAlias = Literal["train", "validation", "test"]


class DataError(ValueError):
    """Rows that nothing can be learned from; the message says why and what to do."""


@dataclass(frozen=True, eq=False)
class Data:
    """A table of samples with their parts.

    Attributes
    ----------
    x
        Features, shape ``(n, *axes)``, float64.
    y
        Labels ``(n,)`` of int64 for classes, values ``(n, outputs)`` of float64 otherwise.
    target
        What `y` holds.
    train, validation, test
        Row indices ``(k,)``, or ``(members, k)`` where every member has its own part.
    names, classes
        Names of features and classes.
    weight
        Sample weights ``(n,)`` or None for equal ones.
    given
        The same rows as the data set gives them, where something else than their labels or
        values is learned: what they are coloured by.
    unmoved
        The same rows before some were moved by hand: what pictures are laid out by, so that they
        keep still.
    """

    x: Array
    y: Array
    target: Target
    train: Array
    validation: Array
    test: Array
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    weight: Array | None = None
    given: "Data | None" = None
    unmoved: "Data | None" = None
    _cache: dict[str, Array] = field(default_factory=dict, repr=False)

    @property
    def outputs(self) -> int:
        """Number of classes, or of target columns."""
        if self.target == "class":
            return len(self.classes)
        return int(self.y.shape[1]) if self.target == "value" else 0

    @property
    def parts(self) -> Mapping[Part, Array]:
        """The row indices of each part by its name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}

    def targets(self) -> Array:
        """Return targets as losses take them: one-hot ``(n, classes)`` or values, float64."""
        if self.target != "class":
            return self.y
        if "one-hot" not in self._cache:
            self._cache["one-hot"] = np.eye(self.outputs)[self.y]
        return self._cache["one-hot"]

    def aiming_at(self, values: Array) -> "Data":
        """Return the same rows with values ``(n, outputs)`` of float64 to learn instead."""
        return replace(self, y=values, target="value", classes=(), given=self, _cache={})

    def unlabelled(self) -> "Data":
        """Return all rows to learn from, without their labels or values.

        Those stay what rows are coloured by.
        """
        none = np.empty(0, np.int64)
        return replace(
            self, y=np.empty((len(self.x), 0)), target="none", classes=(),
            train=np.arange(len(self.x)), validation=none, test=none, given=self.given or self,
            unmoved=self.unmoved.unlabelled() if self.unmoved else None, _cache={},
        )  # fmt: skip

    def colouring(self, rows: Array) -> dict[str, Array]:
        """Return what rows are coloured by: ``labels`` with ``classes``, or first ``values``.

        Those that the data set gives, also where something else is learned.
        """
        given = self.given or self
        if given.target == "class":
            return {"labels": given.y[rows], "classes": np.array(given.classes, dtype=np.str_)}
        if given.target == "value":
            return {"values": given.y[rows, 0].astype(np.float32)}
        return {}

    def signature(self) -> Signature:
        """Return what a block downstream may know of these rows."""
        axes: Shape = (("feature", int(self.x.shape[1])),)
        if self.x.ndim > 2:
            axes = tuple((f"axis {i}", int(s)) for i, s in enumerate(self.x.shape[1:]))
        return Signature(
            axes, self.target, self.outputs, len(self.x), self.names, self.classes,
            int(self.train.shape[-1]), int(self.validation.shape[-1]),
        )  # fmt: skip

    def check(self) -> None:
        """Refuse rows that cannot be learned from.

        Raises
        ------
        DataError
            For no rows, non-finite numbers, or labels of a single class.
        """
        if len(self.x) == 0 or self.train.shape[-1] == 0:
            raise DataError("there are no training rows: raise the size or lower the shares")
        if self.train.shape[-1] == 1:
            raise DataError("there is one training row only: raise the size or lower the shares")
        bad = ~np.isfinite(self.x.reshape(len(self.x), -1)).all(axis=1)
        if self.target == "value":
            bad |= ~np.isfinite(self.y).all(axis=1)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            more = f", and so do {bad.sum() - 1} more" if bad.sum() > 1 else ""
            raise DataError(
                f"row {row} holds missing or infinite numbers{more}: mend or leave out such rows"
            )
        if self.target == "class" and len(np.unique(self.y[self.train])) < 2:
            raise DataError(
                "the training part holds one class only, so that there is nothing to tell apart: "
                "raise the size, or draw with another seed"
            )


def names_for(width: int, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of so many features, or x1, x2, ... where the names are of others.

    Examples
    --------
    >>> names_for(2, ("age", "weight")), names_for(2, ("age",))
    (('age', 'weight'), ('x1', 'x2'))
    """
    return tuple(names) if len(names) == width else tuple(f"x{i + 1}" for i in range(width))


def split(
    y: Array, target: Target, validation: float, test: float, seed: int
) -> tuple[Array, Array, Array]:
    """Divide row numbers into train, validation and test parts, stratified by class.

    Rows are shuffled, then the classes interleaved in proportion, so that every stretch of the
    order holds each class in its share to within a row.

    Parameters
    ----------
    y
        Labels ``(n,)`` or values ``(n, outputs)``.
    validation, test
        Shares in [0, 1).
    seed
        Key of the shuffle.
    """
    n = len(y)
    order = generator(seed, "split").permutation(n)
    if target == "class":
        position = np.empty(n)
        for label in np.unique(y):
            mine = order[y[order] == label]
            position[mine] = (np.arange(len(mine)) + 0.5) / len(mine)
        order = order[np.argsort(position[order], kind="stable")]
    sizes = [round(n * test), round(n * validation)]
    return (
        np.sort(order[sum(sizes) :]),
        np.sort(order[sizes[0] : sum(sizes)]),
        np.sort(order[: sizes[0]]),
    )

