"""The examples in the kernels' docstrings hold."""

import doctest
import importlib
import pkgutil

import pytest

from playground import kernels


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(kernels.__path__)])
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"playground.kernels.{name}")).failed == 0
