"""Where arrays live, and what happens where there is no CUDA."""

import subprocess
import sys

import numpy as np
import pytest

from playground.kernels import array
from playground.kernels.array import devices, namespace, to_device, to_host, why_no_cuda


class DeviceArray(np.ndarray):
    """A host array that says it belongs to CuPy."""


DeviceArray.__module__ = "cupy"


def test_namespace_of_host_arrays_and_scalars() -> None:
    assert namespace(np.zeros(2), 0.5, None, np.float32(1)) is np
    assert namespace() is np


def test_namespace_refuses_what_is_no_array() -> None:
    with pytest.raises(TypeError, match="list"):
        namespace([1.0, 2.0])


def test_namespace_refuses_mixed_devices() -> None:
    with pytest.raises(TypeError, match="mixed"):
        namespace(np.zeros(2), np.zeros(2).view(DeviceArray))


def test_host_arrays_stay_where_they_are() -> None:
    x = np.arange(3.0)
    assert to_host(x) is x
    assert to_device(x, "cpu") is x


def test_unknown_device_is_named() -> None:
    with pytest.raises(ValueError, match='"tpu"'):
        to_device(np.zeros(1), "tpu")


def test_devices_and_reason_agree() -> None:
    reason = why_no_cuda()
    assert devices() == (("cpu",) if reason else ("cpu", "cuda"))
    if reason:
        with pytest.raises(RuntimeError) as caught:
            to_device(np.zeros(1), "cuda")
        assert str(caught.value) == reason


def test_missing_cupy_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array.importlib.util, "find_spec", lambda name: None)
    why_no_cuda.cache_clear()
    try:
        assert "pip install" in str(why_no_cuda())
        assert devices() == ("cpu",)
    finally:
        why_no_cuda.cache_clear()


def test_kernels_import_neither_cupy_nor_scipy() -> None:
    code = (
        "import sys, playground.kernels.activations, playground.kernels.losses,"
        " playground.kernels.updates, playground.kernels.affine;"
        "sys.exit('cupy' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
