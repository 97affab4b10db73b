"""The game of the prize behind a door, and whether to switch."""

from typing import Annotated, Any, ClassVar

import numpy as np

from playground.core.settings import SettingError, setting
from playground.engine.examples import Examples
from playground.engine.lab import Lab
from playground.engine.learner import State
from playground.engine.randomness import generator
from playground.kernels.beliefs import wilson_interval
from playground.kernels.doors import chances, play

LOOKS = 256
"""Moments of the past that the shares are kept of: as often again, half of them are left out."""

INTERVAL = 3.8906
"""Standard deviations of a 99.99 % interval."""


class MontyHall(Lab, frozen=True):
    """Plays for a prize behind one of n doors, and counts who wins: those who stay or switch.

    The player chooses a door, the host opens k of the others, and the player may switch to one of
    those left. A host who knows never shows the prize. One who does not may: such games are void
    and counted apart.

    References
    ----------
    Selvin (1975), "A problem in probability", The American Statistician 29, 67.
    """

    title: ClassVar[str] = "Monty Hall"
    shows: ClassVar[tuple[str, ...]] = ("doors",)
    goal: ClassVar[str] = "switch_wins"
    rising: ClassVar[bool] = True
    rank: ClassVar[int] = 50
    also_called: ClassVar[tuple[str, ...]] = ("three doors", "goats", "game show", "probability")

    doors: Annotated[
        int, setting("Doors", "How many there are; the prize is behind one.", low=3, high=100)
    ] = 3
    opens: Annotated[
        int,
        setting("Doors opened", "How many the host opens; at least two doors stay shut.", low=0,
                high=98),
    ] = 1  # fmt: skip
    knows: Annotated[
        bool,
        setting("Host knows", "Whether the host knows where the prize is and never shows it."),
    ] = True
    games: Annotated[
        int,
        setting("Games per step", "How many are played in each step.", low=1, high=1000,
                scale="log", section="Pace"),
    ] = 1  # fmt: skip
    door: Annotated[
        int,
        setting("Your door", "The door chosen first in every game; 0: a random one.", low=0,
                high=100, tunable=True),
    ] = 0  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse a game in which there is no door to switch to.

        Raises
        ------
        SettingError
            In words for the person.
        """
        if self.opens > self.doors - 2:
            most = self.doors - 2
            reason = f"with {self.doors} doors the host can open {most} at most, not {self.opens}"
            raise SettingError("opens", reason)
        if self.door > self.doors:
            raise SettingError("door", f"there are {self.doors} doors, and no number {self.door}")

    def begin(self, examples: Examples | None, seed: int) -> State:
        """Return a state in which no game is played."""
        return {
            "finished": "",
            "seed": seed,
            "turn": 0,
            "played": 0,
            "void": 0,
            "stay": 0,
            "switch": 0,
            "prize": -1,
            "chosen": -1,
            "taken": -1,
            "opened": np.zeros(self.doors, bool),
            "every": 1,
            "times": np.empty(0, np.int64),
            "shares": np.empty((0, 2)),
        }

    def advance(self, state: State) -> float:
        """Play the games of one step; returns the share of them that switching wins."""
        draw = generator(state["seed"], "games", state["turn"])
        prize, chosen = draw.integers(self.doors, size=(2, self.games))
        if self.door:
            chosen[:] = self.door - 1
        keys = draw.random((self.games, self.doors))
        games = play(prize, chosen, keys, draw.random(self.games), self.opens, self.knows)
        void = games.void
        state["turn"] += 1
        state["played"] += self.games
        state["void"] += int(void.sum())
        state["stay"] += int((prize == chosen).sum())
        state["switch"] += int((games.taken == prize).sum())
        for name in ("prize", "chosen", "taken"):
            state[name] = int(getattr(games, name)[-1])
        state["opened"] = games.opened[-1]
        _remember(state)
        valid = ~void
        won = (games.taken == prize)[valid]
        return float(won.mean()) if len(won) else float("nan")

    def exact(self) -> tuple[float, float, float]:
        """Return how often staying and switching win, and how often a game is void, by Bayes."""
        return chances(self.doors, self.opens, self.knows)

    def interval(self, state: State, wins: str) -> tuple[float, float]:
        """Return between which values a share lies, so far as 99.99 % of all runs would tell.

        Parameters
        ----------
        wins
            ``"stay"`` or ``"switch"``.
        """
        return wilson_interval(state[wins], state["played"] - state["void"], INTERVAL)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return shares of the games won by staying and by switching, and the exact values.

        ``within`` is 1 as long as both exact values lie in the 99.99 % intervals of the shares.
        """
        valid = state["played"] - state["void"]
        stay, switch, void = self.exact()
        told: dict[str, Any] = {
            "switch_wins": state["switch"] / valid if valid else float("nan"),
            "stay_wins": state["stay"] / valid if valid else float("nan"),
            "void_share": state["void"] / state["played"] if state["played"] else float("nan"),
            "switch_exact": switch,
            "stay_exact": stay,
            "void_exact": void,
            "within": float("nan"),
        }
        if valid:
            told["within"] = float(all(
                low <= truth <= high
                for truth, (low, high) in (
                    (stay, self.interval(state, "stay")),
                    (switch, self.interval(state, "switch")),
                )
            ))  # fmt: skip
        return told


def _remember(state: State) -> None:
    """Keep the shares of this moment, and fewer of the past where they become many."""
    valid = state["played"] - state["void"]
    told = state["times"][-1] if len(state["times"]) else 0
    if state["turn"] % state["every"] or valid == told:
        return
    shares = np.array([[state["stay"], state["switch"]]]) / valid
    state["times"] = np.append(state["times"], valid)
    state["shares"] = np.concatenate([state["shares"], shares])
    if len(state["times"]) == 2 * LOOKS:
        state["every"] *= 2
        state["times"], state["shares"] = state["times"][1::2], state["shares"][1::2]
