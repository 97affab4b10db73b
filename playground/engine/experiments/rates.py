"""A race of learning rates."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec

from playground.core.settings import setting
from playground.engine.experiment import Experiment, Trial, told_apart


class Rates(Experiment, frozen=True):
    """One rule at several learning rates, from one start."""

    title: ClassVar[str] = "Learning rates"
    rank: ClassVar[int] = 20

    rates: Annotated[
        tuple[Annotated[float, msgspec.Meta(gt=0, le=1e9)], ...],
        setting("Rates", "A learner for each."),
        msgspec.Meta(min_length=1, max_length=64),
    ] = (0.003, 0.03, 0.3)

    def trials(self, plain: Trial) -> Sequence[Trial]:
        """Return a trial for each rate."""
        labels = told_apart([f"rate {rate:g}" for rate in self.rates])
        return [plain._replace(rate=r, label=n) for r, n in zip(self.rates, labels, strict=True)]
