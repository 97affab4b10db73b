import doctest
import importlib
import pkgutil

import pytest

import playground.core
import playground.document

MODULES = [
    f"{room.__name__}.{found.name}"
    for room in (playground.core, playground.document)
    for found in pkgutil.iter_modules(room.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
