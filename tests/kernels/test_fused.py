"""Fused kernels: how they bind their arguments, and what happens when the device fails them."""

import sys
import types
import warnings
from typing import Any

import numpy as np
import pytest

from playground.kernels.fused import REGISTRY, Fused, fused


class DeviceArray(np.ndarray):
    """A host array that says it belongs to CuPy."""


DeviceArray.__module__ = "cupy"


def device(values: Any) -> Any:
    return np.array(values, dtype=float).view(DeviceArray)


def twice_and_shift(x: Any, by: float = 1.0) -> Any:
    return 2 * x + by


def descend(w: Any, g: Any, rate: float) -> None:
    w -= rate * g


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stand in for CuPy: each kernel launch is recorded, and fails if ``calls`` holds "fail"."""
    made: list[Any] = []

    class ElementwiseKernel:
        def __init__(self, *text: str) -> None:
            self.text = text

        def __call__(self, *arguments: Any) -> Any:
            made.append((self.text, arguments))
            if made[0] == "fail":
                raise RuntimeError("does not compile")
            if made[0] == "full":
                raise MemoryError("no memory left")
            return "launched"

    stand_in = types.SimpleNamespace(
        ElementwiseKernel=ElementwiseKernel,
        asnumpy=lambda x: np.array(x),
        asarray=lambda x: np.asarray(x).view(DeviceArray),
    )
    monkeypatch.setitem(sys.modules, "cupy", stand_in)
    return made


def test_host_arrays_run_the_body() -> None:
    kernel = Fused(twice_and_shift, "T x, T by", "T y", "y = 2 * x + by")
    np.testing.assert_array_equal(kernel(np.array([1.0, 2.0])), [3.0, 5.0])
    assert kernel(3.0, by=0.0) == 6.0


def test_device_arrays_launch_with_defaults(calls: list[Any]) -> None:
    kernel = Fused(twice_and_shift, "T x, float64 by", "T y", "y = 2 * x + by")
    x = device([1.0])
    assert kernel(x) == "launched"
    text, arguments = calls[0]
    assert text == ("T x, float64 by", "T y", "y = 2 * x + by", "fused_twice_and_shift")
    assert arguments[0] is x
    assert arguments[1:] == (1.0,)


def test_outputs_in_place_follow_the_inputs(calls: list[Any]) -> None:
    kernel = Fused(descend, "T g, T rate", "T w", "w -= rate * g")
    w, g = device([1.0]), device([2.0])
    assert kernel(w, g, rate=0.5) is None
    (_, arguments) = calls[0]
    assert arguments[0] is g
    assert arguments[2] is w


def test_failing_kernel_warns_once_and_uses_the_body(calls: list[Any]) -> None:
    calls.append("fail")
    kernel = Fused(twice_and_shift, "T x, T by", "T y", "y = 2 * x + by")
    with pytest.warns(RuntimeWarning, match="twice_and_shift"):
        first = kernel(device([1.0]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        second = kernel(device([2.0]))
    assert (float(first[0]), float(second[0])) == (3.0, 5.0)
    assert type(second) is DeviceArray
    assert len(calls) == 2
    assert "does not compile" in str(kernel.failure)


def test_failing_kernel_still_updates_in_place(calls: list[Any]) -> None:
    calls.append("fail")
    kernel = Fused(descend, "T g, T rate", "T w", "w -= rate * g")
    w = device([1.0])
    with pytest.warns(RuntimeWarning, match="descend"):
        kernel(w, device([2.0]), 0.25)
    assert float(w[0]) == 0.5


def test_full_memory_is_for_the_caller(calls: list[Any]) -> None:
    calls.append("full")
    kernel = Fused(twice_and_shift, "T x, T by", "T y", "y = 2 * x + by")
    with pytest.raises(MemoryError):
        kernel(device([1.0]))
    assert kernel.failure is None


@pytest.mark.parametrize("first", [np.ones(1), device([1.0])], ids=["host", "device"])
def test_mixed_devices_raise_at_the_door(first: Any, calls: list[Any]) -> None:
    descended = REGISTRY["sgd"]
    other = device([1.0]) if type(first) is np.ndarray else np.ones(1)
    with pytest.raises(TypeError, match="mixed"):
        descended(first, other, 0.1)
    assert not calls


def test_body_and_expression_must_agree() -> None:
    with pytest.raises(ValueError, match="by"):
        Fused(twice_and_shift, "T x", "T y", "y = 2 * x")
    with pytest.raises(ValueError, match="T name"):
        Fused(twice_and_shift, "raw T x, T by", "T y", "y = x")


def test_names_are_taken_once() -> None:
    with pytest.raises(ValueError, match="sgd"):

        @fused("T x", "T y", "y = x")
        def sgd(x: Any) -> Any:
            return x
