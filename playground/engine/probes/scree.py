"""Principal axes: how much each holds, where they lie, and what comes back from them."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.coding.latent import side_of
from playground.engine.data import Data, names_for
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.reducing.principal import (
    PrincipalView,
    brought_back,
    carried,
    principal_view,
)
from playground.engine.some_rows import shown_rows
from playground.kernels.array import Array

MOST_LOADINGS = 24
"""Axes whose loadings are sent at most."""


class Scree(Probe, frozen=True):
    """Principal axes: how much each holds, where they lie, and what comes back from them.

    ``spectrum`` ``(r,)`` is the variance along all axes that there are, ``variance`` ``(k,)``
    along those kept, of which ``standing`` stand. ``loadings`` ``(m, d)`` of the first axes on
    features called ``names``, and their ``middle`` ``(d,)``. On a plane: ``points`` ``(n, 2)`` of
    the samples ``rows`` with ``part`` and ``labels`` or ``values``, ``feet`` ``(n, 2)`` where
    they come back to, ``arrows`` ``(k, 2)`` one standard deviation long from ``origin`` ``(2,)``;
    ``across`` names what the plane shows. One ``row`` as ``original`` and ``remade`` ``(d,)``
    within ``limits`` ``(2, d)``; ``side`` of the picture that it is (0: none), ``error`` its
    squared distance and ``mean error`` that of all rows. A learner without principal axes gives
    nothing.
    """

    row: Annotated[int, setting("Row", "Which is taken apart; -1: a first one.", low=-1)] = -1
    most: Annotated[int, setting("Points", "Samples at most.", low=1)] = 900
    member: Annotated[int, setting("Member", "Which one; -1: the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the axes and what they do; see the class."""
        data: Data | None = getattr(learner, "source", None)
        member = member_of(learner, self.member)
        view = principal_view(learner, member) if data is not None and len(data.x) else None
        if view is None or data is None:
            return {}
        rows, part = shown_rows(data, member, self.most)
        x = carried(view.before, data.x[rows])
        told = self._picture(view, x, _names(view, data, x.shape[1]))
        colouring: dict[str, Array] = data.colouring(rows)
        off = _without_rounding(((x - view.rebuilt(x)) ** 2).sum(axis=1), view)
        return colouring | told | self._taken_apart(view, data) | {
            "rows": rows, "part": part, "mean error": np.array(off.mean()),
            "spectrum": view.every.variance, "variance": view.variance,
            "standing": np.array(view.standing), "features": np.array(x.shape[1]),
        }  # fmt: skip

    def _picture(self, view: PrincipalView, x: Array, names: tuple[str, ...]) -> dict[str, Array]:
        """Return rows and axes on the plane of most variance, or on that of two features."""
        wide = x.shape[1]
        if wide == 2:
            origin, plane, across = np.zeros(2), np.eye(2), names
        else:
            origin, plane = view.every.mean, view.every.axes[:2]
            across = ("PC 1", "PC 2") if len(plane) == 2 else (names[0], "")
            if len(plane) < 2:
                plane = np.concatenate([plane, np.zeros((2 - len(plane), wide))])
        sent = view.axes if view.standing < len(view.axes) else view.every.axes
        return {
            "points": ((x - origin) @ plane.T).astype(np.float32),
            "feet": ((view.rebuilt(x) - origin) @ plane.T).astype(np.float32),
            "arrows": np.sqrt(view.variance)[:, None] * (view.axes @ plane.T),
            "origin": (view.mean - origin) @ plane.T, "across": np.array(across),
            "loadings": sent[:MOST_LOADINGS].astype(np.float32),
            "middle": view.mean.astype(np.float32), "names": np.array(names),
        }  # fmt: skip

    def _taken_apart(self, view: PrincipalView, data: Data) -> dict[str, Array]:
        """Return one row and what comes back of it, in the units of the data where that goes."""
        rows = (data.test if data.test.size else data.train).reshape(-1)
        row = self.row if 0 <= self.row < len(data.x) else int(rows[0])
        x = carried(view.before, data.x[[row]])
        remade = view.rebuilt(x)
        error = _without_rounding(((x - remade) ** 2).sum(axis=1), view)[0]
        told: dict[str, Any] = {"row": np.array(row), "error": np.array(error)}
        back = brought_back(view.before, remade)
        every = data.x.reshape(len(data.x), -1)
        if back is None:
            original, every = x, carried(view.before, data.x[: max(row + 1, 200)])
        else:
            original, remade = every[[row]], back
        side = side_of(data)
        low, high = every.min(axis=0), every.max(axis=0)
        for name, values in data.colouring(np.array([row])).items():
            told[f"row {name}"] = values
        return told | {
            "original": original[0].astype(np.float32), "remade": remade[0].astype(np.float32),
            "limits": np.stack([low, high]).astype(np.float32),
            "side": np.array(side if side * side == original.shape[1] else 0),
        }  # fmt: skip



def _names(view: PrincipalView, data: Data, wide: int) -> tuple[str, ...]:
    """Return what the features are called that the axes are made of."""
    signature = (data.given or data).signature()
    for transform, _ in view.before:
        signature = transform.output_signature(signature)
    return names_for(wide, signature.names)


def _without_rounding(off: Array, view: PrincipalView) -> Array:
    """Return squared distances, those that are rounding only being 0."""
    return np.where(off > 1e-20 * view.every.total, off, 0.0)
