"""What learners have to tell since it was last asked for: curves and divergences."""

from collections.abc import Iterable, Mapping

import numpy as np

from playground.engine.learner import Learner, Scalars
from playground.runtime.messages import Rows, Trouble


class Telemetry:
    """Scalars of every learner on their way to the window.

    Attributes
    ----------
    seconds
        Training time of every learner.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._pending: dict[str, list[Scalars]] = {}
        self._ready: tuple[Rows, ...] = ()
        self._restart: dict[str, int] = {}
        self._told: dict[str, str] = {}

    def take(self, id: str, scalars: Scalars, seconds: float) -> None:
        """Add what a learner has told of some steps."""
        self._pending.setdefault(id, []).append(scalars)
        self.seconds[id] += seconds

    def close(self) -> None:
        """Put what is pending away as told before what comes next."""
        self._ready = self.rows()

    def keep(self, ids: Iterable[str], all: Iterable[str]) -> None:
        """Go on with some learners and begin with the others anew."""
        known = set(ids)
        self._ready = tuple(rows for rows in self.rows() if rows.learner in known)
        self._told = {id: told for id, told in self._told.items() if id in known}
        self.seconds = {id: self.seconds[id] if id in known else 0.0 for id in all}

    def begin(self, id: str, learner: Learner, restart: int | None) -> None:
        """Tell where a learner starts out; its curves go on from `restart`, or where they are."""
        if restart is not None:
            self._restart[id] = restart
        if restart == 0:
            self.seconds[id] = 0.0
        self._pending.pop(id, None)
        self.tell(id, learner)

    def tell(self, id: str, learner: Learner) -> None:
        """Tell how a learner does as it stands, also where nothing is due at this step."""
        now = {name: value[None] for name, value in learner.evaluate().items()}
        empty = np.empty((0, learner.members), np.float32)
        at = np.array([learner.step_number])
        told = Scalars(np.empty(0, np.int64), empty, at, now)
        self._pending.setdefault(id, []).append(told)
        self._told.pop(id, None)

    def cut(self, steps: Mapping[str, int]) -> None:
        """Have curves end at these steps once learning goes on."""
        self._restart |= steps

    def forget_troubles(self) -> None:
        """Tell divergences again."""
        self._told.clear()

    def rows(self) -> tuple[Rows, ...]:
        """Hand over what was told since the last call."""
        found = [
            _joined(id, scalars, self.seconds[id], self._restart.pop(id, None))
            for id, scalars in self._pending.items()
        ]
        ready, self._ready = self._ready, ()
        self._pending.clear()
        return (*ready, *found)

    def troubles(self, learners: Mapping[str, Learner]) -> tuple[Trouble, ...]:
        """Return divergences that have not been told yet."""
        found = []
        for id, learner in learners.items():
            reason = learner.finished
            if reason.startswith("diverged") and self._told.get(id) != reason:
                self._told[id] = reason
                found.append(Trouble(f"{id} {reason}", id, "diverged", learner.step_number))
        return tuple(found)


def _joined(id: str, scalars: list[Scalars], seconds: float, restart: int | None) -> Rows:
    told = [s for s in scalars if len(s.evaluated)]
    names = told[-1].metrics if told else {}
    evaluated = np.concatenate([np.empty(0, np.int64), *(s.evaluated for s in told)])
    # Step 0 is evaluated when the project is loaded and again with the first step.
    last = np.diff(evaluated, append=-1) != 0
    return Rows(
        id,
        np.concatenate([s.steps for s in scalars]),
        np.concatenate([s.loss for s in scalars]),
        evaluated[last],
        {name: np.concatenate([s.metrics[name] for s in told])[last] for name in names},
        seconds,
        restart,
    )
