"""Every CUDA expression says what its NumPy body says, on a graphics card and compiled as C++."""

import ctypes
import importlib
import pkgutil
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground import kernels
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import devices, to_device, to_host
from playground.kernels.fused import REGISTRY, Fused

for module in pkgutil.iter_modules(kernels.__path__):
    importlib.import_module(f"playground.kernels.{module.name}")

NUMBERS = {"alpha": 0.1, "beta": 0.9, "beta1": 0.9, "beta2": 0.999, "rho": 0.8, "eps": 1e-3}
SQUARES = {"s", "u"}
HOST = """
#include <cmath>
#include <cstdlib>
using namespace std;
#define __global__
struct Index { int x; };
static const Index blockIdx{0}, threadIdx{0}, blockDim{1}, gridDim{1};
"""


def arguments(kernel: Fused, dtype: str) -> dict[str, Any]:
    """Make arguments that make sense together for a kernel, with extremes among them."""
    rng = np.random.default_rng(7)
    made: dict[str, Any] = {}
    for name in (*kernel.inputs, *kernel.outputs):
        if name in NUMBERS:
            made[name] = NUMBERS[name]
        elif name == "rate":
            made[name] = np.array([[0.1], [0.02], [0.5]], dtype)
        elif name in kernel.inputs or name in kernel.in_place:
            made[name] = (rng.normal(size=(3, 40)) * 2).astype(dtype)
    for name in SQUARES | ({"v"} if kernel.name == "adam" else set()):
        if name in made:
            made[name] = np.abs(made[name])
    base = kernel.name.removesuffix("_gradient")
    if base == "elu":
        made["alpha"] = 1.0
    if "x" in made:
        made["x"][0, :5] = [-1e4, 1e4, np.nan, -95.0, 95.0]
    key = base.replace("_", "-")
    if "y" in made and key in ACTIVATIONS:
        x = made.get("x", (rng.normal(size=(3, 40)) * 2).astype(dtype))
        made["y"] = ACTIVATIONS[key].value(x)
    return made


def copied(made: dict[str, Any]) -> dict[str, Any]:
    return {name: v.copy() if isinstance(v, np.ndarray) else v for name, v in made.items()}


def by_body(kernel: Fused, made: dict[str, Any]) -> list[np.ndarray]:
    given = copied(made)
    result = kernel.body(**given)
    made_new = list(result) if isinstance(result, tuple) else [result]
    return [given[name] for name in kernel.in_place] or made_new


@pytest.fixture(scope="module", params=["float32", "float64"])
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Compile all texts for the processor, one library for each element type."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no C++ compiler")
    folder: Path = tmp_path_factory.mktemp("host")
    texts = [kernel.cuda_source(request.param) for kernel in REGISTRY.values()]
    (folder / "kernels.cpp").write_text(HOST + "\n".join(texts))
    subprocess.run(
        [compiler, "-std=c++17", "-O1", "-ffp-contract=off", "-shared", "-fPIC", "-w"]
        + ["-o", str(folder / "kernels.so"), str(folder / "kernels.cpp")],
        check=True,
    )
    return request.param, ctypes.CDLL(str(folder / "kernels.so"))


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_expression_matches_the_body(name: str, compiled: Any) -> None:
    dtype, library = compiled
    kernel = REGISTRY[name]
    made = arguments(kernel, dtype)
    expected = by_body(kernel, made)
    arrays = []
    for parameter in (*kernel.inputs, *kernel.outputs):
        kind = dtype if kernel.types[parameter] == "T" else "float64"
        whole = np.broadcast_to(np.asarray(made.get(parameter, 0.0), kind), (3, 40))
        arrays.append(np.array(whole, order="C"))
    pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in arrays]
    getattr(library, f"fused_{name}")(*pointers, ctypes.c_longlong(120))
    compare(arrays[len(kernel.inputs) :], expected, dtype)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_device_matches_the_body(name: str, dtype: str) -> None:
    kernel = REGISTRY[name]
    made = arguments(kernel, dtype)
    expected = by_body(kernel, made)
    there = {
        parameter: to_device(value, "cuda") if isinstance(value, np.ndarray) else value
        for parameter, value in copied(made).items()
    }
    result = kernel(**there)
    assert kernel.failure is None
    made_new = list(result) if isinstance(result, tuple) else [result]
    found = [to_host(there[name]) for name in kernel.in_place] or list(map(to_host, made_new))
    compare(found, expected, dtype)


def compare(found: list[np.ndarray], expected: list[np.ndarray], dtype: str) -> None:
    tolerance = 5e-6 if dtype == "float32" else 1e-12
    for mine, body in zip(found, expected, strict=True):
        assert mine.dtype == body.dtype == np.dtype(dtype)
        np.testing.assert_allclose(mine, body, rtol=tolerance, atol=tolerance)
