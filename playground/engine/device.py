"""Where a learner's arrays go: small networks to the CPU, large work to the GPU."""

from playground.kernels.array import devices

_WORTH_A_LAUNCH = 2e7
"""Multiply-adds in a step from which on a GPU outruns a CPU despite its launch latency."""


def choose(wanted: str, work: float) -> str:
    """Return ``"cpu"`` or ``"cuda"``.

    Parameters
    ----------
    wanted
        ``"auto"``, ``"cpu"`` or ``"cuda"``.
    work
        Multiply-adds of one step: members x batch x parameters.

    Raises
    ------
    ValueError
        If CUDA is asked for by name and there is none.
    """
    if wanted == "cpu" or (wanted == "auto" and work < _WORTH_A_LAUNCH):
        return "cpu"
    if "cuda" in devices():
        return "cuda"
    if wanted == "cuda":
        raise ValueError("there is no CUDA device here; `playground info` says what is missing")
    return "cpu"
