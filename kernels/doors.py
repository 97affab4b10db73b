"""A prize behind one of many doors: chances, and games played many at a time."""

from math import comb
from typing import Any, NamedTuple

from .array import Array, namespace


class Games(NamedTuple):
    """Games that were played.

    Attributes
    ----------
    prize, chosen, taken
        Door of the prize, the one chosen first, and the one switched to, ``(games,)``.
    opened
        Which doors the host opened, ``(games, doors)``.
    """

    prize: Array
    chosen: Array
    taken: Array
    opened: Array

    @property
    def void(self) -> Array:
        """Whether the prize was shown, so that there was nothing left to win."""
        xp: Any = namespace(self.prize)
        void: Array = self.opened[xp.arange(len(self.prize)), self.prize]
        return void


def play(
    prize: Array, chosen: Array, keys: Array, turned: Array, opens: int, knows: bool
) -> Games:
    """Open doors and choose the one to switch to, in many games at a time.

    Parameters
    ----------
    prize, chosen
        Door of the prize and door chosen first ``(games,)``.
    keys
        Numbers in [0, 1) drawn for every door, ``(games, doors)``: of the doors that may be
        opened those of the lowest keys are.
    turned
        Numbers in [0, 1) drawn for every game ``(games,)``: which of the doors left is switched
        to.
    opens
        How many doors the host opens, at most ``doors - 2``.
    knows
        Whether the host knows the prize and leaves it shut.

    Examples
    --------
    >>> import numpy as np
    >>> keys, turned = np.array([[0.1, 0.9, 0.2]]), np.array([0.3])
    >>> games = play(np.array([2]), np.array([0]), keys, turned, 1, True)
    >>> games.opened.tolist(), games.taken.tolist()
    ([[False, True, False]], [2])
    """
    xp: Any = namespace(prize, chosen, keys)
    rows = xp.arange(len(prize))
    order = keys.astype(float)
    order[rows, chosen] = 3.0
    if knows:
        # Behind all doors that may be opened, before the one that was chosen.
        order[rows, prize] = xp.where(prize == chosen, 3.0, 2.0)
    turn = xp.argsort(order, axis=1)
    opened = xp.zeros(keys.shape, bool)
    opened[rows[:, None], turn[:, :opens]] = True
    left = ~opened
    left[rows, chosen] = False
    place = (turned * (keys.shape[1] - 1 - opens)).astype(xp.int64)
    taken = xp.argmax(left.cumsum(axis=1) == place[:, None] + 1, axis=1)
    return Games(prize, chosen, taken, opened)


def chances(doors: int, opens: int, knows: bool) -> tuple[float, float, float]:
    """Compute how often staying and switching win, and how often a game is void.

    With a host who knows, staying wins :math:`1/n`, and switching to one of the doors left
    :math:`(n-1)/(n(n-1-k))`. One who does not know shows the prize in :math:`k/n` of the games;
    in the others every door left has the same chance :math:`1/(n-k)`.

    Parameters
    ----------
    doors, opens
        How many there are, n, and how many the host opens, k.

    Returns
    -------
    stay, switch, void : float

    References
    ----------
    Selvin (1975), "A problem in probability", The American Statistician 29 (1),
    doi:10.1080/00031305.1975.10479121.

    Examples
    --------
    >>> [round(chance, 4) for chance in chances(3, 1, True)]
    [0.3333, 0.6667, 0.0]
    >>> [round(chance, 4) for chance in chances(3, 1, False)]
    [0.5, 0.5, 0.3333]
    """
    if knows:
        return 1 / doors, (doors - 1) / (doors * (doors - 1 - opens)), 0.0
    return 1 / (doors - opens), 1 / (doors - opens), opens / doors


def opening_chances(doors: int, opens: int, knows: bool) -> tuple[float, float, float]:
    """Compute how likely a host opens just the doors seen open, by where the prize is.

    Returns
    -------
    chosen, other, opened : float
        With the prize behind the door chosen first, behind another one left shut, and behind one
        of those opened (which show no prize).

    Examples
    --------
    >>> opening_chances(3, 1, True), opening_chances(3, 1, False)
    ((0.5, 1.0, 0.0), (0.5, 0.5, 0.0))
    """
    any_doors = 1 / comb(doors - 1, opens)
    return any_doors, 1 / comb(doors - 2, opens) if knows else any_doors, 0.0
