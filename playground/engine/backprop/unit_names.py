"""How the units of a network are called where their numbers are told."""

from collections.abc import Mapping, Sequence

LETTERS = "hgkmnqrs"
"""One for each hidden layer in turn; deeper ones are counted."""


def unit_names(
    widths: Mapping[str, int], inputs: Mapping[str, int], features: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Name every unit of every input port and layer.

    Parameters
    ----------
    widths
        Units of each layer, in the order of the network; the last is the output, z.
    inputs
        Numbers that arrive at each port.
    features
        Names of a single port's numbers, used where they are short.

    Examples
    --------
    >>> unit_names({"dense": 2, "fit": 1}, {"data": 2})
    {'data': ['x1', 'x2'], 'dense': ['h1', 'h2'], 'fit': ['z']}
    """
    names: dict[str, list[str]] = {}
    fits = len(inputs) == 1 and all(len(name) <= 3 for name in features)
    count = 0
    for port, width in inputs.items():
        given = list(features) if fits and len(features) == width else []
        names[port] = given or [f"x{count + i + 1}" for i in range(width)]
        count += width
    layers = list(widths)
    for place, block in enumerate(layers):
        letter = LETTERS[place] if place < len(LETTERS) else f"l{place + 1}."
        if block == layers[-1]:
            letter = "z"
        single = widths[block] == 1 and letter == "z"
        names[block] = [letter if single else f"{letter}{i + 1}" for i in range(widths[block])]
    return names
