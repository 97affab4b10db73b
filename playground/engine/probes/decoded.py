"""What a network makes of one place in its latent plane."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.coding.latent import bottleneck, plane_of
from playground.engine.probe import Probe, Watched, member_of, network_of
from playground.engine.probes.latent import decoded
from playground.kernels.array import Array


class Decoded(Probe, frozen=True):
    """What a network that reproduces makes of one place in its latent plane.

    ``features`` ``(d,)`` in the units it learns; nothing for other learners, before the probe
    `latent` has looked at the layer, and where the network has diverged.
    """

    block: Annotated[str, setting("Layer", "Which one; empty: the narrowest.")] = ""
    at: Annotated[tuple[float, ...], setting("Place", "In the plane.")] = ()
    member: Annotated[int, setting("Member", "Which one; -1: the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the decoded features."""
        network, data = network_of(learner), getattr(learner, "source", None)
        block = bottleneck(network, self.block) if network is not None else None
        if block is None or data is None or data.given is None:
            return {}
        member = member_of(learner, self.member)
        plane = plane_of(learner, block, member)
        if not self.at or len(self.at) != len(plane.axes):
            return {}
        with np.errstate(all="ignore"):
            found = decoded(learner, block, plane.lift(np.array([self.at])), member)
        if found is None or not np.isfinite(found).all():
            return {}
        return {"features": found[0].astype(np.float32)}
