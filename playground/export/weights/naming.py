"""What a learner holds, as arrays by name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from playground.core.block import kind_of
from playground.engine.feed import Feed
from playground.export.inside import EnsembleInside, ModelInside, NetworkInside
from playground.export.subject import Subject
from playground.kernels.array import Array, to_host

INPUT = "input"
"""First word of what transforms in front of a learner hold."""


def named_arrays(subject: Subject) -> dict[str, Array]:
    """Return all numbers of a learner by name.

    Weights of a network are ``BLOCK.weight`` and the like, of float32. What a classical model has
    learned is ``model.NAME``, what the learners of an ensemble have learned ``copies.0.NAME``.
    Transforms in front are ``input.PORT.1.KIND.NAME``, in the order that rows pass them.
    """
    inside = subject.inside
    if isinstance(inside, NetworkInside):
        found = {
            f"{block}.{name}": array
            for block, named in inside.weights.items() for name, array in named.items()
        }  # fmt: skip
        return found | dict(_transforms(inside.feed))
    if isinstance(inside, ModelInside):
        return dict(_flat("model", inside.state)) | dict(_transforms(inside.feed))
    assert isinstance(inside, EnsembleInside)
    return dict(_flat("", inside.learner.capture()["learned"]))


def told_of(subject: Subject) -> dict[str, str]:
    """Return what else a file may say of a learner, in words."""
    return {
        "learner": subject.id, "title": subject.title, "seed": str(subject.seed),
        "steps": str(subject.learner.step_number), "features": ", ".join(subject.features),
        "classes": ", ".join(subject.classes),
    }  # fmt: skip


def _transforms(feed: Feed) -> Iterator[tuple[str, Array]]:
    for port, chain in feed.chains.items():
        for place, (transform, fitted) in enumerate(chain, 1):
            for name, value in fitted.items():
                label = name.replace(" ", "_")
                yield f"{INPUT}.{port}.{place}.{kind_of(type(transform))}.{label}", _plain(value)


def _flat(name: str, value: Any) -> Iterator[tuple[str, Array]]:
    """Yield arrays and numbers of a state, however deep they lie; words are left out."""
    each: Sequence[tuple[object, Any]] = ()
    if isinstance(value, Mapping):
        each = list(value.items())
    elif isinstance(value, list | tuple):
        each = list(enumerate(value))
    elif hasattr(value, "dtype") or isinstance(value, bool | int | float):
        yield name, _plain(value)
    for inner, one in each:
        yield from _flat(f"{name}.{inner}" if name else str(inner), one)


def _plain(value: Any) -> Array:
    host = to_host(value) if hasattr(value, "dtype") else np.asarray(value)
    return np.ascontiguousarray(host).reshape(np.shape(host))
