"""Typed formulas: what is read, what is refused, and exact derivatives."""

import numpy as np
import pytest
import torch

from playground.engine.functions.formula import FormulaError, read
from playground.engine.functions.operations import FUNCTIONS

REFUSED = [
    "__import__('os')", "__import__('os').system('ls')", "().__class__", "x.real", "x[0]",
    "lambda: x", "[x for x in (1, 2)]", "x if y else 1", "x := 3", "x and y", "not x", "x < y",
    "f'{x}'", "'x'", "True * x", "1j * x", "x // 2", "x % 2", "x @ y", "x << 2", "~x", "open(x)",
    "eval('x')", "exec(x)", "sin", "sin()", "sin(x, y)", "min(x)", "sin(x=1)", "sin(*x)", "z",
    "2x", "x +", "(x", "", "   ", "x; y", "x, y", "x\ny", "import os", "\0", "3", "pi + e", "...",
    "None", "x if x", "*x", "await x", "x.__class__.__mro__", "print(x)", "sin(x)(y)",
]  # fmt: skip
SLOW = [
    "9**9**9**9 + x", "10**10**10 * x", "x**999999999", "x**-1e9", "1e999 * x",
    "+".join(["x"] * 5000), "(" * 5000 + "x" + ")" * 5000, "-" * 250 + "x",
    "sin(" * 60 + "x" + ")" * 60, "x" + "**2" * 60, "exp(exp(exp(9))) * x", "exp(1000) * x",
    "1/0 + x", "log(0) * x", "sqrt(-1) * x", "9**64**64 * x",
]  # fmt: skip
READ = [
    "x", "-x + 3", "x**4 - 3*x**3 + 2", "2*x*y - y/3", "x^2 + y^2", "sin(3*x) * cos(y)",
    "exp(-x*x)", "log(1 + x**2)", "sqrt(x**2 + y**2 + 1)", "abs(x) + abs(y)",
    "tanh(x) + sigmoid(y)",
    "min(x, y) + max(x, 2*y)", "relu(x - 1) + softplus(y)", "tan(x / 4)", "sinh(x) + cosh(y)",
    "atan(x * y)", "x**y + 0*y", "2**x", "(x + y)**3 / (1 + x**2)", "pi * x + e", "x**0 + y",
    "y**2", "x**-2", "+x", "min(3, 2) * x", "x**(1 + 1)", "−x·x",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(FormulaError, match="^not a formula: "):
        read(text)


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_what_takes_long_is_refused_before_it_is_computed(text):
    # Evaluated as a program, the first of these would not end.
    with pytest.raises(FormulaError, match="^not a formula: "):
        read(text)


def test_the_refusal_names_the_part():
    with pytest.raises(FormulaError, match="__import__"):
        read("__import__('os')")
    with pytest.raises(FormulaError, match="'z' is not known"):
        read("x + z")
    with pytest.raises(FormulaError, match=r"2\*x"):
        read("2x")


@pytest.mark.parametrize("text", READ)
def test_values_are_those_of_python(text):
    formula = read(text)
    w = np.random.default_rng(0).uniform(0.2, 2.0, (50, len(formula.variables)))
    names = {"pi": np.pi, "e": np.e, "abs": np.abs, "min": np.minimum, "max": np.maximum,
             "sigmoid": lambda u: 1 / (1 + np.exp(-u)), "relu": lambda u: np.maximum(u, 0),
             "softplus": lambda u: np.log1p(np.exp(u)), "atan": np.arctan}  # fmt: skip
    known = {name: getattr(np, name) for name in FUNCTIONS if name not in names} | names
    known |= {"xy"[place]: w[:, i] for i, place in enumerate(formula.variables)}
    python = text.replace("^", "**").replace("−", "-").replace("·", "*")
    np.testing.assert_allclose(formula.value(w), eval(python, {}, known), rtol=1e-12)


@pytest.mark.parametrize("text", READ)
def test_gradients_are_those_of_finite_differences(text):
    formula = read(text)
    d = len(formula.variables)
    w = np.random.default_rng(1).uniform(0.3, 1.9, (20, d))
    h = 1e-6
    found = np.stack(
        [(formula.value(w + h * s) - formula.value(w - h * s)) / (2 * h) for s in np.eye(d)], -1
    )
    np.testing.assert_allclose(formula.gradient(w), found, rtol=1e-5, atol=1e-7)


def test_gradients_are_those_of_torch():
    text = "exp(-x*x) * sin(3*y) + x**3 / (1 + y**2) - tanh(x*y)"
    w = np.random.default_rng(2).normal(size=(30, 2))
    x, y = torch.tensor(w[:, 0], requires_grad=True), torch.tensor(w[:, 1], requires_grad=True)
    value = torch.exp(-x * x) * torch.sin(3 * y) + x**3 / (1 + y**2) - torch.tanh(x * y)
    value.sum().backward()
    np.testing.assert_allclose(read(text).value(w), value.detach(), rtol=1e-12)
    both = np.stack([x.grad, y.grad], axis=-1)
    np.testing.assert_allclose(read(text).gradient(w), both, rtol=1e-12)


def test_deep_nesting_is_refused_however_little_room_the_stack_has_left():
    def within(frames):
        return within(frames - 1) if frames else read("x[" + "-" * 290 + "x]")

    with pytest.raises(FormulaError, match="nothing that a formula may hold"):
        within(700)


def test_the_type_of_numbers_stays():
    w = np.ones((3, 2), np.float32)
    assert read("x + y").gradient(w).dtype == np.float32
    assert read("x + y + 1").value(w).dtype == np.float32


def test_places_without_a_value_are_nan_and_raise_nothing():
    assert np.isnan(read("log(x)").value(np.array([[-1.0]]))).all()
    assert np.isinf(read("1/x").value(np.array([[0.0]]))).all()
