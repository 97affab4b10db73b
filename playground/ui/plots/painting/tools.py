"""The tools that rows are painted with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """One tool of the strip.

    Attributes
    ----------
    name
        Also that of its icon.
    title
        What it is called.
    key
        Chooses it while the picture has the focus.
    tip
        What a press or a drag does with it.
    sized
        Whether it works on a disc around the cursor.
    flows
        Whether it goes on while the button is held without a move.
    """

    name: str
    title: str
    key: str
    tip: str
    sized: bool = True
    flows: bool = False


LOOK = Tool("look", "Look and move", "V", "drag a point to carry it elsewhere", sized=False)
BRUSH = Tool("brush", "Brush", "B", "drag to lay points along a stroke")
SPRAY = Tool("spray", "Spray", "S", "hold to scatter points around the cursor", flows=True)
PUT = Tool("put", "Put one", "P", "click to put a single point down", sized=False)
ERASE = Tool("erase", "Erase", "E", "drag over points to take them away")
JITTER = Tool("jitter", "Jitter", "J", "hold over points to shake them apart", flows=True)
MAGNET = Tool(
    "magnet", "Magnet", "M", "hold to pull points in, with Alt to push them away", flows=True
)
RECOLOUR = Tool("recolour", "Change class", "C", "drag over points to give them this class")

TOOLS = (LOOK, BRUSH, SPRAY, PUT, ERASE, JITTER, MAGNET, RECOLOUR)
BY_NAME = {tool.name: tool for tool in TOOLS}

ADDING = {BRUSH.name, SPRAY.name, PUT.name}
"""Tools that need no points to be there."""
