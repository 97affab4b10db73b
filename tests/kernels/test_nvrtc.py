"""Every CUDA text compiles, with NVIDIA's compiler and without a graphics card."""

import importlib
import importlib.util
import pkgutil

import pytest

from playground import kernels
from playground.kernels.fused import REGISTRY

for module in pkgutil.iter_modules(kernels.__path__):
    importlib.import_module(f"playground.kernels.{module.name}")

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("cupy") is None, reason="CuPy is not installed"
)


def compile_text(text: str) -> bytes:
    """Compile a CUDA text to PTX; raise with the compiler's log where it does not compile."""
    from cupy_backends.cuda.libs import nvrtc

    program = nvrtc.createProgram(text, "kernel.cu", (), ())
    try:
        try:
            nvrtc.compileProgram(program, ("--std=c++17", "--gpu-architecture=compute_75"))
        except nvrtc.NVRTCError as error:
            raise AssertionError(nvrtc.getProgramLog(program)) from error
        ptx: bytes = nvrtc.getPTX(program)
        return ptx
    finally:
        nvrtc.destroyProgram(program)


def test_there_are_kernels_to_compile() -> None:
    assert {"sigmoid", "elu", "sgd", "adam", "logistic"} <= set(REGISTRY)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_kernel_compiles(name: str, dtype: str) -> None:
    assert f"fused_{name}".encode() in compile_text(REGISTRY[name].cuda_source(dtype))


# A kernel that takes a number in double precision does so on purpose.
SINGLE = [name for name, kernel in REGISTRY.items() if "float64" not in kernel.types.values()]


@pytest.mark.parametrize("name", sorted(SINGLE))
def test_single_precision_stays_single(name: str) -> None:
    assert b".f64" not in compile_text(REGISTRY[name].cuda_source("float32"))


def test_a_wrong_text_is_refused() -> None:
    with pytest.raises(AssertionError, match="undefined"):
        compile_text('extern "C" __global__ void wrong(float* y) { y[0] = nowhere; }')
