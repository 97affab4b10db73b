"""Elementwise kernels: a NumPy body and one CUDA expression that say the same thing."""

import functools
import inspect
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

import numpy as np

from .array import namespace, to_host

P = ParamSpec("P")
R = TypeVar("R")

REGISTRY: dict[str, "Fused"] = {}
"""Every fused kernel by name, for parity tests and for compiling all CUDA texts."""

_C_TYPES = {"float32": "float", "float64": "double"}


class Fused:
    """One elementwise kernel: its NumPy body and its CUDA expression.

    Attributes
    ----------
    name : str
        The name of the decorated function.
    body : callable
        The NumPy body.
    inputs, outputs : tuple of str
        The parameters of the expression.
    types : dict of str
        The type of each parameter: ``T``, the element type, or ``float64``.
    in_place : tuple of str
        The outputs that the body takes as parameters too: they are read and overwritten. It is
        all of them or none; without any, the outputs are made and returned.
    expression : str
        The CUDA statement, in terms of inputs, outputs and the element type ``T``.
    failure : str or None
        Why the CUDA text is not used any more, once it has failed.
    """

    def __init__(
        self, body: Callable[..., Any], inputs: str, outputs: str, expression: str
    ) -> None:
        self.name = body.__name__.lstrip("_")
        self.body = body
        self.types = _types(f"{inputs}, {outputs}")
        self.inputs = tuple(_types(inputs))
        self.outputs = tuple(_types(outputs))
        self.expression = expression
        self.failure: str | None = None
        self._signature = inspect.signature(body)
        self._kernel: Any = None
        self.in_place = tuple(n for n in self.outputs if n in self._signature.parameters)
        unknown = set(self._signature.parameters) ^ {*self.inputs, *self.in_place}
        if unknown:
            raise ValueError(f"{self.name}: body and CUDA parameters differ in {sorted(unknown)}")
        if self.in_place and self.in_place != self.outputs:
            raise ValueError(f"{self.name} mixes outputs in place with new ones")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the kernel where its arrays are.

        Raises
        ------
        TypeError
            If host and device arrays are mixed.
        """
        xp = namespace(*args, *kwargs.values())
        if xp is np:
            return self.body(*args, **kwargs)
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        if self.failure is None:
            try:
                return self._launch(xp, bound.arguments)
            except (MemoryError, TypeError, ValueError):
                raise
            except Exception as error:
                self.failure = f"{type(error).__name__}: {error}"
                warnings.warn(
                    f"the CUDA kernel {self.name} failed and runs on the CPU from now on "
                    f"({self.failure})",
                    RuntimeWarning,
                    stacklevel=3,
                )
        return self._through_host(xp, bound.arguments)

    def cuda_source(self, dtype: str) -> str:
        """Return a complete CUDA C++ kernel over contiguous arrays of one length.

        Parameters
        ----------
        dtype : {"float32", "float64"}
            The element type ``T``.
        """
        kinds = {name: _C_TYPES.get(kind, kind) for name, kind in self.types.items()}
        arrays = [f"const {kinds[name]}* {name}_" for name in self.inputs]
        arrays += [f"{kinds[name]}* {name}_" for name in self.outputs]
        reads = [f"const {kinds[name]} {name} = {name}_[i];" for name in self.inputs]
        reads += [f"{kinds[name]}& {name} = {name}_[i];" for name in self.outputs]
        return (
            f"typedef {_C_TYPES[dtype]} T;\n"
            f'extern "C" __global__ void fused_{self.name}('
            f"{', '.join(arrays)}, long long count) {{\n"
            "    long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;\n"
            "    for (; i < count; i += (long long)gridDim.x * blockDim.x) {\n"
            f"        {' '.join(reads)}\n"
            f"        {self.expression};\n"
            "    }\n}\n"
        )

    def _launch(self, xp: ModuleType, arguments: dict[str, Any]) -> Any:
        if self._kernel is None:
            self._kernel = xp.ElementwiseKernel(
                ", ".join(f"{self.types[name]} {name}" for name in self.inputs),
                ", ".join(f"{self.types[name]} {name}" for name in self.outputs),
                self.expression,
                f"fused_{self.name}",
            )
        made = self._kernel(*(arguments[name] for name in (*self.inputs, *self.in_place)))
        return None if self.in_place else made

    def _through_host(self, xp: ModuleType, arguments: dict[str, Any]) -> Any:
        host = {
            name: to_host(value) if hasattr(value, "ndim") else value
            for name, value in arguments.items()
        }
        made = self.body(**host)
        for name in self.in_place:
            arguments[name][...] = xp.asarray(host[name])
        if made is None:
            return None
        return tuple(map(xp.asarray, made)) if isinstance(made, tuple) else xp.asarray(made)


def fused(inputs: str, outputs: str, expression: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give an elementwise NumPy function the CUDA expression that replaces it on a device.

    With NumPy arrays the body runs; with CuPy arrays the expression does, in one launch. The
    first argument decides and is passed by position. Parameters have the names that the body
    gives them; outputs that are also parameters of the body are updated in place, and a kernel has
    either such outputs or new ones. Everything broadcasts against everything.

    Parameters
    ----------
    inputs, outputs : str
        As in ``cupy.ElementwiseKernel``: "T x, T alpha". A number whose distance from 1 matters
        is best given as "float64 beta", which also keeps it out of the choice of ``T``.
    expression : str
        The CUDA statement; several are separated by semicolons.

    Raises
    ------
    ValueError
        If the parameters of body and expression differ, or a name is taken already.

    Examples
    --------
    >>> @fused("T x", "T y", "y = x * x")
    ... def squared_example(x):
    ...     return x * x
    >>> squared_example(np.array([1.0, 2.0]))
    array([1., 4.])
    >>> REGISTRY.pop("squared_example").outputs
    ('y',)
    """

    def decorate(body: Callable[P, R]) -> Callable[P, R]:
        kernel = Fused(body, inputs, outputs, expression)
        if kernel.name in REGISTRY:
            raise ValueError(f"a fused kernel named {kernel.name} exists already")
        REGISTRY[kernel.name] = kernel
        array = np.ndarray

        @functools.wraps(body)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if type(args[0]) is array:
                return body(*args, **kwargs)
            result: R = kernel(*args, **kwargs)
            return result

        return call

    return decorate


def _types(parameters: str) -> dict[str, str]:
    pairs = [part.split() for part in parameters.split(",")]
    if any(len(pair) != 2 or pair[0] not in {"T", "float64"} for pair in pairs):
        raise ValueError(f'parameters must read "T name, float64 name", not "{parameters}"')
    return {name: kind for kind, name in pairs}
