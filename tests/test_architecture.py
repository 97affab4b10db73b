"""The rules of the house, read from the source: who imports whom, sizes, names."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREES = ("playground", "kernels")
ROWS = {
    "kernels": 0, "core": 1, "tables": 2, "engine": 3, "document": 3, "runtime": 4, "export": 4,
    "ui": 5, "bench": 6, "cli": 7, "__main__": 8, "__init__": 8,
}  # fmt: skip
ROOMS = {"bench", "cli", "core", "document", "engine", "export", "runtime", "tables", "ui"}
QT = {"PySide6", "pyqtgraph", "shiboken6"}
PROCESSES = {"multiprocessing", "subprocess", "concurrent"}
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "base"}
FILE, FUNCTION, CLASS = 300, 45, 12

SOURCES = [path for tree in TREES for path in sorted((ROOT / tree).rglob("*.py"))]
FOLDERS = sorted({path.parent for path in SOURCES})
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEXTS = [*SOURCES, *sorted((ROOT / "kernels").rglob("*.cu"))]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def every(paths: Sequence[Path] = SOURCES):
    """Have a rule, which yields what breaks it in one file, asked of many: one test tells all."""

    def asked(rule: Callable[[Path], Iterator[str]]):
        def test():
            broken = [f"{named(path)}: {what}" for path in paths for what in rule(path)]
            assert broken == []

        test.__doc__ = rule.__doc__
        return test

    return asked


def room_of(path: Path) -> str:
    """Return the room a file belongs to: a folder of playground, or "kernels"."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "kernels" if parts[0] == "kernels" else parts[1]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """Return line, level of relativity, module and names of every import, wherever it stands."""
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, 0, alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            found.append((node.lineno, node.level, node.module or "", names))
    return found


def rooms_imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and room of every import from the application; "" is the package itself."""
    for line, level, module, names in imports_of(path):
        parts = module.split(".")
        if level or parts[0] != "playground":
            continue
        if len(parts) > 1:
            yield line, parts[1]
        for name in names if len(parts) == 1 else ():
            yield line, name if name in ROWS else "" if name != "__version__" else "core"


def test_the_table_knows_every_room():
    folders = {path.name for path in (ROOT / "playground").iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= ROOMS
    files = {path.stem for path in (ROOT / "playground").glob("*.py")}
    assert files <= {"__init__", "__main__", "cli"}


@every()
def test_imports_lead_downwards(path: Path):
    room = room_of(path)
    if named(path) == "playground/__init__.py":
        return
    for line, other in rooms_imported(path):
        if other not in ROWS and ROWS[room] < ROWS["ui"]:
            yield f"line {line} imports {other or 'playground'}"
        if other in ROWS and other != room and ROWS[other] >= ROWS[room]:
            yield f"line {line}: {room} may not import {other}"


def test_no_imports_below_the_window_run_in_a_circle():
    """Those for types alone count too."""
    below = [path for path in SOURCES if path.parts[-2:] != ("playground", "__init__.py")]
    below = [path for path in below if ROWS[room_of(path)] < ROWS["ui"]]
    circled = TopologicalSorter()
    for path in below:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        circled.add(module, *(other for _, level, other, _ in imports_of(path)
                              if not level and other != module))  # fmt: skip
    circled.prepare()


@every()
def test_imports_are_absolute_and_kernels_relative(path: Path):
    for line, level, module, _ in imports_of(path):
        top = module.split(".")[0]
        if room_of(path) == "kernels":
            if not level and top in TREES:
                yield f"line {line}: {module} must be a relative import"
            if level > len(path.relative_to(ROOT).parts) - 1:
                yield f"line {line} leaves kernels"
        elif level:
            yield f"line {line}: a relative import"
        elif top == "kernels" and named(path) != "playground/__init__.py":
            yield f"line {line}: a bare import of kernels"


@every(TESTS)
def test_tests_import_no_second_copy_of_kernels(path: Path):
    for line, level, module, _ in imports_of(path):
        if not level and module.split(".")[0] == "kernels":
            yield f"line {line}"


@every()
def test_foreign_packages_stay_in_their_room(path: Path):
    room = room_of(path)
    for line, level, module, _ in imports_of(path):
        top = "" if level else module.split(".")[0]
        if top in QT and room != "ui":
            yield f"line {line}: Qt outside ui"
        if top in {"cupy", "cupyx", "cupy_backends"} and named(path) != "kernels/array.py":
            yield f"line {line}: CuPy outside kernels/array.py"
        if top in PROCESSES and room not in {"runtime", "bench"}:
            yield f"line {line}: processes outside runtime"


@every()
def test_a_file_is_not_too_long(path: Path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > FILE:
        yield f"{lines} lines"


@every()
def test_functions_and_classes_are_not_too_large(path: Path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if length(node) > FUNCTION:
                yield f"{node.name} has {length(node)} lines"
        elif isinstance(node, ast.ClassDef):
            public = public_methods(node)
            if len(public) > CLASS:
                yield f"{node.name} has {len(public)}: {sorted(public)}"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function, signature included, docstring not."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def public_methods(cls: ast.ClassDef) -> set[str]:
    """Return the public methods and properties; what Qt calls back is Qt's interface, not ours."""
    names = {node.name for node in cls.body if isinstance(node, ast.FunctionDef)}
    return {name for name in names if not name.startswith("_") and name == name.lower()}


@every()
def test_no_drawer_for_odds_and_ends(path: Path):
    yield from {part.lower() for part in path.relative_to(ROOT).with_suffix("").parts} & DRAWERS


@every()
def test_every_module_says_what_it_is(path: Path):
    if not ast.get_docstring(tree_of(path)):
        yield "no docstring"


@every(FOLDERS)
def test_a_package_is_a_docstring_and_what_it_hands_on(folder: Path):
    path = folder / "__init__.py"
    if not path.exists():
        yield "no __init__.py"
        return
    if named(path) == "playground/__init__.py":
        return
    for node in tree_of(path).body:
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        listed = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if not (text or listed or isinstance(node, ast.Import | ast.ImportFrom)):
            yield ast.unparse(node)


@every(TEXTS)
def test_nothing_is_left_for_later(path: Path):
    found = re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text(encoding="utf-8"))
    if found is not None:
        yield found[0]


def test_no_two_test_files_have_one_name():
    names = [path.name for path in TESTS if path.name != "conftest.py"]
    assert sorted(names) == sorted(set(names)), "pytest takes one for the other"
