"""What is there, what is missing and how to get it."""

import importlib.util
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

import playground
from playground.document.presets import preset_names
from playground.engine.catalogue import catalogue
from playground.kernels.array import why_no_cuda

_NEEDED = {
    "PySide6-Essentials": "the window",
    "numpy": "arrays",
    "msgspec": "files and messages",
    "platformdirs": "folders",
    "scipy": "some kernels",
    "scikit-learn": "the table data sets",
}
_EXTRAS = {
    "torch": ("the peer of `playground bench step`", "pip install torch"),
    "pyqtgraph": ("the peer of `playground bench start`", "pip install pyqtgraph"),
}


def lines() -> list[str]:
    """Return the lines that `playground info` prints."""
    told = [
        f"Neural Playground {playground.__version__}",
        f"Python {platform.python_version()} on {platform.platform()}, {os.cpu_count()} cores",
        f"{len(catalogue())} kinds of blocks, {len(preset_names())} presets",
        "",
    ]
    told += [_package(name, use) for name, use in _NEEDED.items()]
    for name, (use, how) in _EXTRAS.items():
        found = _version(name)
        told.append(_row(name, f"{found} ({use})" if found else f"not installed ({use}): {how}"))
    told.append(_row("CUDA", _cuda()))
    told.append(_row("display", _display()))
    return told


def _package(name: str, use: str) -> str:
    found = _version(name)
    how = f"MISSING ({use}): pip install {name}"
    return _row(name, f"{found} ({use})" if found else how)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _row(name: str, text: str) -> str:
    return f"{name:<20}{text}"


def _cuda() -> str:
    reason = why_no_cuda()
    return "ready" if reason is None else f"not used: {reason}"


def _display() -> str:
    if importlib.util.find_spec("PySide6") is None:
        return "Qt is missing"
    if sys.platform.startswith("linux"):
        found = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        return found or "none: `playground PROJECT` trains without a window and saves a picture"
    return "the system's own"
