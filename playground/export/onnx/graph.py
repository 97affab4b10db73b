"""An ONNX graph while it is written: operations one after another, each with a name of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.kernels.array import Array

OPSET, TREES, IR = 18, 5, 10
"""Versions of the operations, of those on trees, and of the file itself."""

INPUT = "features"


class Graph:
    """Collects the nodes and constants of a graph; every method that adds returns a value's name.

    Numbers are float64 unless cast.

    Parameters
    ----------
    prefix
        Of all names: those of a graph within another must differ from its own.

    Attributes
    ----------
    nodes, constants
        In order.
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._known: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._made = 0

    def add(self, operation: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add an operation on named values; returns the name of its result."""
        return self.add_many(1, operation, *inputs, domain=domain, **attributes)[0]

    def add_many(
        self, count: int, operation: str, *inputs: str, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Add an operation with several results; returns their names."""
        from onnx import helper

        self._made += 1
        name = f"{self.prefix}{operation.lower()} {self._made}"
        names = [name, *(f"{name} {more}" for more in range(2, count + 1))]
        self.nodes.append(
            helper.make_node(operation, inputs, names, name=name, domain=domain, **attributes)
        )
        return names

    def constant(self, value: Array | float | Sequence[Any], dtype: Any = None) -> str:
        """Add numbers, float64 unless they are an array or a type is named; equal ones once."""
        from onnx import numpy_helper

        plain = np.asarray(value) if isinstance(value, np.ndarray) else np.asarray(value, float)
        array = np.ascontiguousarray(plain if dtype is None else plain.astype(dtype))
        array = array.reshape(np.shape(plain))
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._known:
            self._known[key] = f"{self.prefix}numbers {len(self._known) + 1}"
            self.constants.append(numpy_helper.from_array(array, self._known[key]))
        return self._known[key]

    def whole(self, *numbers: int) -> str:
        """Add whole numbers ``(k,)``: axes, shapes, places."""
        return self.constant(np.array(numbers, np.int64))

    def rename(self, value: str, name: str) -> None:
        """Hand a value out under another name."""
        from onnx import helper

        self.nodes.append(helper.make_node("Identity", [value], [name], name=f"out {name}"))

    def cast(self, value: str, dtype: Any) -> str:
        """Turn numbers into another type."""
        from onnx import helper

        return self.add("Cast", value, to=helper.np_dtype_to_tensor_dtype(np.dtype(dtype)))

    def sum(self, value: str, axis: int = -1, keep: bool = False) -> str:
        """Add numbers up along an axis."""
        return self.add("ReduceSum", value, self.whole(axis), keepdims=int(keep))

    def in_turn(self, value: str, axis: int) -> str:
        """Add numbers up along an axis one after another, as a loop would, to the last bit."""
        along = self.add("CumSum", value, self.constant(np.array(axis, np.int64)))
        return self.add("Gather", along, self.constant(np.array(-1, np.int64)), axis=axis)

    def matrix(self, value: str, by: Array, plus: Array | None = None) -> str:
        """Multiply rows ``(n, d)`` by a matrix ``(d, k)``, and add a row ``(k,)``."""
        product = self.add("MatMul", value, self.constant(by))
        return product if plus is None else self.add("Add", product, self.constant(plus))

    def columns(self, value: str, places: Sequence[int] | Array) -> str:
        """Take columns of rows ``(n, d)``, repeats allowed."""
        return self.add("Gather", value, self.whole(*[int(place) for place in places]), axis=1)

    def beside(self, *values: str, axis: int = 1) -> str:
        """Lay values side by side."""
        return values[0] if len(values) == 1 else self.add("Concat", *values, axis=axis)

    def where(self, condition: str, yes: str, no: str) -> str:
        """Choose number by number."""
        return self.add("Where", condition, yes, no)
