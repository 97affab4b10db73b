"""A race of batch sizes."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec

from playground.core.settings import setting
from playground.engine.experiment import Experiment, Trial, told_apart


class BatchSizes(Experiment, frozen=True):
    """One rule on batches of several sizes, from one start."""

    title: ClassVar[str] = "Batch sizes"
    rank: ClassVar[int] = 30

    sizes: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=100_000)], ...],
        setting("Sizes", "A learner for each; a size beyond the data takes all of it."),
        msgspec.Meta(min_length=1, max_length=64),
    ] = (1, 16, 1000)

    def trials(self, plain: Trial) -> Sequence[Trial]:
        """Return a trial for each size."""
        labels = told_apart([f"batch {size}" for size in self.sizes])
        return [plain._replace(batch=s, label=n) for s, n in zip(self.sizes, labels, strict=True)]
