"""What happens at a moment of a warp, in words."""

from playground.engine.warping.leg import Leg
from playground.engine.warping.warp import Warp
from playground.ui.plots.lettering import number

BENT = {
    "tanh": "tanh bends every axis into −1 to 1",
    "sigmoid": "the sigmoid bends every axis into 0 to 1",
    "relu": "ReLU lays everything below 0 flat onto 0",
    "leaky-relu": "leaky ReLU kinks every axis at 0",
    "elu": "ELU bends what is below 0 towards −1",
    "gelu": "GELU dips below 0 and comes back: here space can fold",
    "silu": "SiLU dips below 0 and comes back: here space can fold",
    "softplus": "softplus bends what is below 0 towards 0",
    "softmax": "softmax turns units into shares of 1",
    "step": "the step leaves 0 or 1 of every axis",
    "linear": "nothing bends",
}


def caption(warp: Warp, t: float, short: bool = False) -> str:
    """Return what is seen at a time.

    Parameters
    ----------
    short
        Leave out the explanation, where room is short.
    """
    if not warp.legs:
        return "the inputs; no layer bends them"
    if t <= 0:
        return "input" if short else "input: space as it enters the network"
    place, moment = warp.place(t)
    leg = warp.legs[place]
    if moment >= 1.0:
        return f"after {leg.block}"
    stage, _ = leg.stage_at(moment)
    name, words = leg.stages[stage].name, _movement(leg, stage)
    return f"{leg.block}: {name}" if short else f"{leg.block}: {words}"


def _movement(leg: Leg, stage: int) -> str:
    name = leg.stages[stage].name
    if leg.weight is None:
        told = BENT.get(leg.bend) or f"{leg.title.lower()}, mixed straight from its input"
        return f"{told} (W is too wide to turn)" if leg.title.startswith("Dense") else told
    if stage == 0:
        return "W turns space"
    if stage == 1:
        count = min(leg.weight.shape)
        factors = sorted((abs(f) for f in leg.parts.stretch.tolist()), reverse=True)[:count]
        told = " and ".join(f"× {number(f, 2)}" for f in factors[:3])
        told = f"W stretches it {told}" + (" …" if len(factors) > 3 else "")
        return f"{told}, and flips it" if leg.parts.stretch.min() < 0 else told
    if stage == 2:
        return "W turns it again"
    return "+ b moves it" if name == "+ b" else BENT.get(name, f"{name} bends it")


def where(warp: Warp, place: int, inputs: tuple[str, ...], axes: int, units: tuple[int, ...],
          chosen: bool) -> tuple[str, ...]:  # fmt: skip
    """Return what the axes of the picture are called after `place` layers.

    Parameters
    ----------
    inputs
        Names of the data set's features.
    axes, units, chosen
        Axes of the picture, and whether chosen units stand on them where space is wider.
    """
    width = warp.widths[place]
    if width > axes and not chosen:
        return tuple(f"principal axis {i + 1}" for i in range(axes))
    numbers = units[:axes] if width > axes else range(width)
    if place == 0 and len(inputs) == width:
        return tuple(inputs[i] for i in numbers)
    return tuple(f"unit {i + 1}" for i in numbers)
