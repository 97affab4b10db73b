"""A stand-in for CuPy where there is no graphics card: NumPy that refuses what CuPy refuses.

Arrays of the CPU never mix with those of the card, nothing is brought over unasked, reductions
know neither ``initial`` nor ``where``, and names are those of CuPy where it is installed.
"""

import importlib.util
import sys
from types import ModuleType

import numpy as np


class Card(np.ndarray):
    """An array of the card."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **more):
        refuse(more, method)
        given = [inside(one) for one in inputs]
        if out is not None:
            getattr(ufunc, method)(*given, out=tuple(inside(one) for one in out), **more)
            return out[0]
        return outside(getattr(ufunc, method)(*given, **more))

    def __array_function__(self, function, types, args, more):
        return called(function, args, more)

    def __array__(self, *_, **__):
        raise TypeError("arrays of the card are not brought to the CPU unasked")

    def __getitem__(self, at):
        return outside(host(self)[place(at)])

    def __setitem__(self, at, value):
        host(self)[place(at)] = inside(value)

    def searchsorted(self, *_, **__):
        raise AttributeError("CuPy has no such method")


Card.__module__ = "cupy"


def method(name):
    def run(self, *args, **more):
        refuse(more, name)
        return called(getattr(host(self), name), args, more)

    return run


for name in ("all", "any", "argmax", "argmin", "argsort", "astype", "clip", "copy", "cumsum",
             "diagonal", "max", "mean", "min", "nonzero", "prod", "repeat", "reshape", "round",
             "std", "sum", "take", "var"):  # fmt: skip
    setattr(Card, name, method(name))


def refuse(more, name):
    """Refuse what reductions of CuPy do not know."""
    if name == "reduceat" or more.get("initial", np._NoValue) is not np._NoValue:
        raise TypeError(f"CuPy knows no such {name}")
    if more.get("where", True) is not True:
        raise TypeError(f"CuPy knows no where in {name}")


def host(array):
    return array.view(np.ndarray)


def place(at):
    """Return an index with arrays of the card made plain."""
    if isinstance(at, tuple):
        return tuple(place(one) for one in at)
    return host(at) if isinstance(at, Card) else at


def inside(value):
    """Return what NumPy works with; arrays of the CPU are refused."""
    if isinstance(value, Card):
        return host(value)
    if isinstance(value, np.ndarray):
        raise TypeError("arrays of the CPU and of the card are mixed")
    if type(value) in (list, tuple):
        return type(value)(inside(one) for one in value)
    return value


def outside(found):
    """Return results as the card gives them: never a scalar of the CPU."""
    if isinstance(found, np.ndarray | np.generic):
        return np.asarray(found).view(Card)
    if isinstance(found, list | tuple):
        parts = [outside(one) for one in found]
        return type(found)(*parts) if hasattr(found, "_fields") else type(found)(parts)
    return found


def called(function, args, more):
    out = more.pop("out", None)
    more = {name: inside(one) for name, one in more.items()}
    if out is not None:
        function(*(inside(one) for one in args), out=inside(out), **more)
        return out
    return outside(function(*(inside(one) for one in args), **more))


class Names(ModuleType):
    """A module of NumPy, whose functions take and give arrays of the card."""

    def __init__(self, name, own, other):
        super().__init__(name)
        self.own, self.other = own, other

    def __getattr__(self, name):
        if self.other is not None and not hasattr(self.other, name):
            raise AttributeError(f"CuPy has no {name}")
        thing, theirs = getattr(self.own, name), getattr(self.other, name, None)
        if isinstance(thing, ModuleType):
            return Names(name, thing, theirs)
        if isinstance(thing, type) or not callable(thing):
            return thing
        return Function(thing)


class Function:
    """A function of NumPy on arrays of the card, and its methods such as ``at``."""

    def __init__(self, own):
        self.own = own

    def __call__(self, *args, **more):
        if self.own in (np.asarray, np.array, np.ascontiguousarray):
            return outside(self.own(*(place(one) for one in args), **more))
        refuse(more, "call")
        return called(self.own, args, more)

    def __getattr__(self, name):
        refuse({}, name)
        return Function(getattr(self.own, name))


def insert(monkeypatch):
    """Let ``"cuda"`` mean the stand-in until the test ends."""
    there = importlib.util.find_spec("cupy") is not None
    stand_in = Names("cupy", np, importlib.import_module("cupy") if there else None)
    stand_in.asnumpy = lambda array: np.array(host(array))
    stand_in.ndarray = Card
    monkeypatch.setitem(sys.modules, "cupy", stand_in)
    for kernel in importlib.import_module("playground.kernels.fused").REGISTRY.values():
        monkeypatch.setattr(kernel, "failure", "there is no card that could compile it")
    array = sys.modules["playground.kernels.array"]
    plain = array.to_device

    def to_device(x, device):
        return plain(x, device) if device == "cpu" else outside(host(np.asanyarray(x)).copy())

    for module in list(sys.modules.values()):
        if getattr(module, "to_device", None) is plain:
            monkeypatch.setattr(module, "to_device", to_device)
