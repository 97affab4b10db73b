"""What a run was made with."""

import platform
from importlib.metadata import PackageNotFoundError, version

import playground

_PACKAGES = ("numpy", "scipy", "scikit-learn", "cupy-cuda12x", "cupy-cuda13x")


def versions() -> dict[str, str]:
    """Return the versions of the program and of what it computes with, and the kind of machine.

    Nothing tells whose machine it is.
    """
    found = {
        "Neural Playground": playground.__version__,
        "Python": platform.python_version(),
    }
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    found["System"] = f"{platform.system()}, {platform.machine()}"
    return found
