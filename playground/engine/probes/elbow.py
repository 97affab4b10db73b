"""How many groups there are: criteria for every number of them, and where a learner stands."""

from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b
from typing import Annotated

import numpy as np

from playground.core.block import kind_of
from playground.core.settings import setting
from playground.engine.clusterer import Clusterer
from playground.engine.grouping.sweep import Criterion, Sweep, Sweeps, suggested
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_host
from playground.kernels.cluster_quality import silhouettes

MOST_ROWS = 3000
"""Rows whose silhouettes are taken: each is compared with all others."""

KEPT = 6
_known: "OrderedDict[Hashable, Sweep]" = OrderedDict()
"""The last sweeps, by all that they depend on: another start of the learner needs no other."""


class Elbow(Probe, frozen=True):
    """Criteria for every number of groups, and where a learner stands among them.

    ``ks`` ``(m,)`` are numbers of groups; ``names`` those of the criteria. By the name of each
    there are its values ``(m,)``, NaN where there is none, and ``NAME suggested``, the number of
    groups that it points to (0: none) by its ``NAME choice``: ``elbow``, ``lowest`` or
    ``highest``. ``NAME now`` is the value of the running learner, ``current`` its number of groups,
    and ``finished`` whether it has come to rest. ``setting`` names the setting that holds the
    number; ``free`` is False where another setting decides it. ``rows`` says how many rows
    silhouettes were taken of, and how many there are. Nothing for learners that cannot be swept
    through.
    """

    most: Annotated[
        int, setting("Up to", "The largest number of groups that is tried.", low=2, high=40)
    ] = 10
    member: Annotated[int, setting("Member", "Which one; -1 for the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the criteria; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, Stepwise) or not isinstance(block, Clusterer):
            return {}
        if not isinstance(block, Sweeps) or not np.isfinite(learner.examples.x).all():
            return {}
        member = member_of(learner, self.member)
        centres = block.centres(learner.states[member])
        count = len(centres) if centres is not None else getattr(block, block.count_setting)
        found = swept(learner, block, self.most)
        ks = np.arange(1, len(found.groups) + 1)
        rows = min(len(learner.examples), MOST_ROWS)
        arrays = {
            "ks": ks, "names": np.array(list(found.criteria)), "current": np.array(count),
            "setting": np.array(block.count_setting),
            "free": np.array(getattr(block, "start", "") != "by hand"),
            "finished": np.array(bool(learner.finished)),
            "rows": np.array([rows, len(learner.examples)]),
        }  # fmt: skip
        running = learner.evaluate()
        for name, criterion in found.criteria.items():
            arrays[name] = np.asarray(criterion.values, float)
            arrays[f"{name} choice"] = np.array(criterion.choice)
            arrays[f"{name} suggested"] = np.array(suggested(ks.tolist(), criterion))
            arrays[f"{name} now"] = np.array(running[name][member] if name in running else np.nan)
        return arrays


def swept(learner: Stepwise, block: Sweeps, most: int) -> Sweep:
    """Return clusterings of a learner's rows for 1, 2, ... groups, silhouettes included.

    What was worked out for the same rows, settings and seed before is not worked out again.

    Parameters
    ----------
    most
        The largest number of groups; no more than there are rows.
    """
    examples, seed = learner.examples, learner.seeds[0]
    most = max(min(most, len(examples)), 1)
    heeded = tuple(getattr(block, name) for name in block.sweep_heeds)
    digest = blake2b(np.ascontiguousarray(to_host(examples.x)).data, digest_size=16).digest()
    key = (digest, examples.x.shape, kind_of(type(block)), most, seed, repr(heeded))
    if key not in _known:
        with np.errstate(all="ignore"):
            found = block.sweep(examples, range(1, most + 1), seed)
            silhouette = Criterion(_silhouettes(to_host(examples.x), found), "highest")
        criteria = {**found.criteria, "silhouette": silhouette}
        _known[key] = Sweep(criteria, found.groups)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    _known.move_to_end(key)
    return _known[key]


def _silhouettes(x: Array, found: Sweep) -> Array:
    """Return the mean silhouette for each number of groups."""
    some = at_most(np.arange(len(x)), MOST_ROWS)
    each = silhouettes(x[some], to_host(found.groups)[:, some])
    judged: Array = each.mean(axis=1)
    return judged
