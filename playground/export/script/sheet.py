"""The source of a script while it is being put together."""

import ast
import inspect
import keyword
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from playground.export.script import parts
from playground.export.script.numerals import assignment, is_short, packs
from playground.export.script.parts.numerals import numbers, unpacked
from playground.kernels.array import Array

LINE = 88
"""Characters of a line, as formatters have it."""

LONGEST = 32
"""Characters of a name."""

BUILT_IN = {
    "np", "math", "csv", "sys", "zlib", "array", "sequence", "rows", "row", "x", "torch", "nn",
    "features", "classes", "some_rows", "decide", "predict", "main", "float", "int", "len", "zip",
}  # fmt: skip
"""Names that nothing else may have, nor in capitals."""


@cache
def _parts() -> frozenset[str]:
    """Return the names of all functions that may be copied."""
    found: set[str] = set()
    for module in iter_modules(parts.__path__):
        inside = vars(import_module(f"{parts.__name__}.{module.name}"))
        found |= {name for name, value in inside.items() if isinstance(value, FunctionType)}
    return frozenset(found)


class Sheet:
    """Collects functions, arrays and what they need; writes them in order.

    Parameters
    ----------
    taken
        Names that nothing may have, beside those that every script uses.

    Attributes
    ----------
    imports
        Modules by the line that imports them.
    packed
        Whether an array is packed.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._parts: dict[str, str] = {}
        self._arrays: dict[str, str] = {}
        self._known: dict[tuple[str, str, tuple[int, ...], bytes], str] = {}
        self._functions: list[str] = []
        self._taken: set[str] = {*BUILT_IN, *_parts(), *taken}
        self.imports: set[str] = {"import numpy as np"}
        self.packed = False

    def name(self, stem: str) -> str:
        """Return an identifier made of a stem that nothing else has."""
        plain = re.sub(r"\W+", "_", stem, flags=re.ASCII).strip("_").lower()[:LONGEST] or "block"
        if plain[0].isdigit() or keyword.iskeyword(plain):
            plain = f"block_{plain}"
        found, number = plain, 1
        while found in self._taken or found.upper() in self._taken:
            number += 1
            found = f"{plain}_{number}"
        self._taken |= {found, found.upper()}
        return found

    def use(self, function: Callable[..., Any]) -> str:
        """Copy a function of the folder `parts` into the script; returns its name."""
        assert isinstance(function, FunctionType)
        name = function.__name__
        if name in self._parts:
            return name
        source = inspect.getsource(function).rstrip()
        named = [node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
        for other in dict.fromkeys(named):
            self._need(other, function.__globals__.get(other))
        self._parts[name] = source
        return name

    def _need(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and name != "np":
            self.imports.add(f"import {name}")
        elif name == "Sequence":
            self.imports.add("from collections.abc import Sequence")
        elif isinstance(value, FunctionType):
            self.use(value)

    def array(self, stem: str, value: Array) -> str:
        """Keep an array under a name of capitals; equal ones of one stem are kept once."""
        value = np.asarray(value)
        key = (stem, value.dtype.str, value.shape, value.tobytes())
        if key not in self._known:
            name = self.name(stem).upper()
            if not is_short(value):
                self.use(unpacked if packs(value) else numbers)
                self.packed |= packs(value)
            self._arrays[name] = assignment(name, value)
            self._known[key] = name
        return self._known[key]

    def define(self, name: str, told: str, lines: Iterable[str], takes: str = "rows") -> None:
        """Write a function of rows; `lines` are its body, the last one an expression."""
        *before, last = lines
        body = [*laid_out(before), *wrapped("return ", last)]
        head = [f"def {name}({takes}: Array) -> Array:", f'    """{told}"""']
        self._functions.append("\n".join([*head, *(f"    {line}" for line in body)]))

    def write(self, lines: str) -> None:
        """Write a function or class as it is."""
        self._functions.append(lines)

    def text(self, told: str, head: Iterable[str], ending: Iterable[str]) -> str:
        """Return the whole script.

        Parameters
        ----------
        told
            Its docstring.
        head
            Constants in front of everything else.
        ending
            What follows all functions, one entry each.
        """
        own = sorted(line for line in self.imports if "numpy" not in line and "torch" not in line)
        plain = [line for line in own if line.startswith("import")]
        named = [line for line in own if line not in plain]
        others = sorted(self.imports - set(own), key=lambda line: (line.startswith("from"), line))
        blocks = [[*plain, *named], others]
        imports = "\n\n".join("\n".join(block) for block in blocks if block)
        texts = {self._parts[f.__name__] for f in (numbers, unpacked) if f.__name__ in self._parts}
        first = f'"""{told}"""\n\n{imports}\n\n' + "\n".join(head)
        readers = sorted(texts)
        copied = [part for part in self._parts.values() if part not in texts]
        pieces = [first, *readers]
        if self._arrays:
            pieces.append("\n".join(self._arrays.values()))
        if not readers:
            pieces[:] = ["\n".join(pieces)]
        return "\n\n\n".join([*pieces, *copied, *self._functions, *ending]) + "\n"


def laid_out(lines: Iterable[str]) -> list[str]:
    """Return statements of the kind ``name = expression`` with long ones broken up."""
    found = []
    for line in lines:
        name, equals, value = line.partition(" = ")
        call = equals and name.isidentifier()
        found += wrapped(f"{name} = ", value) if call else [line]
    return found


def wrapped(start: str, value: str, indent: int = 4) -> list[str]:
    """Return a statement in one line, or what it calls, lists or adds on lines of its own."""
    if len(start) + len(value) + indent <= LINE:
        return [start + value]
    opened = next((at for at, sign in enumerate(value) if sign in "(["), -1)
    if opened < 0 or _closing(value, opened) != len(value) - 1:
        sums = _operands(value, indent + 4)
        return [f"{start}(", *(f"    {part}" for part in sums), ")"]
    inner, head = value[opened + 1 : -1], [start + value[: opened + 1]]
    each = _arguments(inner)
    if value[opened] == "(" and len(inner) + indent + 4 <= LINE:
        return [*head, f"    {inner}", ")"]
    if len(each) == 1 and not inner.endswith((")", "]")):
        return [*head, *(f"    {part}" for part in _operands(inner, indent + 4)), value[-1]]
    for argument in each:
        part = wrapped("", argument, indent + 5)
        head += [f"    {line}" for line in part[:-1]] + [f"    {part[-1]},"]
    return [*head, value[-1]]


def _operands(value: str, indent: int) -> list[str]:
    """Return a sum over several lines: a line for each term, or for each factor of those."""
    if len(value) + indent <= LINE:
        return [value]
    terms = _cut(value, (" + ", " - "))
    if all(len(term) + indent <= LINE for term in terms):
        return terms
    return [factor for term in terms for factor in _cut(term, (" @ ", " * "))]


def _cut(value: str, signs: tuple[str, ...]) -> list[str]:
    """Cut an expression in front of operators that stand in no brackets."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(value):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and place and value[place : place + 3] in signs:
            found.append(value[start:place])
            start = place + 1
    return [*found, value[start:]]


def _closing(text: str, opened: int) -> int:
    """Return where the bracket that opens at a place is closed."""
    depth = 0
    for place in range(opened, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place
    return -1


def _arguments(inner: str) -> list[str]:
    """Split what stands between brackets at its outer commas."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(inner):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            found.append(inner[start:place].strip())
            start = place + 1
    return [*found, inner[start:].strip()]
