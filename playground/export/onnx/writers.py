"""Who writes what: functions by the class of the block that they write."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias, TypeVar

Writer: TypeAlias = Callable[..., str]
"""Adds to a graph what a block computes, in float64; returns the name of the result.

- of layers: ``(graph, layer, weights, *inputs)``, ``(n, *axes)``
- of losses: ``(graph, loss, z, outputs)``, ``(n, outputs)`` to what is shown
- of transforms: ``(graph, transform, fitted, rows, width)``, ``(n, width)``
- of models: ``(graph, block, state, rows)``, ``(n, d)`` to answers ``(n, c)``
- of ensembles: ``(graph, learner, rows)``, raw ones, to answers ``(n, c)``
"""

F = TypeVar("F", bound=Callable[..., Any])

_WRITERS: dict[type, Writer] = {}


def writes(*classes: type) -> Callable[[F], F]:
    """Register a function as the writer of some classes and of those that derive from them."""

    def register(function: F) -> F:
        _WRITERS.update(dict.fromkeys(classes, function))
        return function

    return register


def writer_of(cls: type) -> Writer | None:
    """Return what writes a class: the writer of its closest parent that has one, or None."""
    _load()
    return next((_WRITERS[one] for one in cls.__mro__ if one in _WRITERS), None)


@cache
def _load() -> None:
    folder = importlib.import_module("playground.export.onnx.families")
    for module in pkgutil.iter_modules(folder.__path__):
        importlib.import_module(f"{folder.__name__}.{module.name}")
