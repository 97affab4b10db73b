"""Neural Playground: build learners on a canvas, press play, watch them learn.

Everything is imported on first use, because every process of the program imports this package.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Run", "__version__", "load", "train"]

if TYPE_CHECKING:
    import kernels as kernels
    from playground.runtime.headless import Run as Run
    from playground.runtime.headless import load as load
    from playground.runtime.headless import train as train

_checkout = Path(__file__).resolve().parent.parent
if (_checkout / "pyproject.toml").exists():
    __path__.append(str(_checkout))


def __getattr__(name: str) -> Any:
    """Import the public names (``load``, ``train``, ``Run``) when they are first asked for."""
    if name in ("load", "train", "Run"):
        from playground.runtime import headless

        return getattr(headless, name)
    raise AttributeError(f"module 'playground' has no attribute {name!r}")
