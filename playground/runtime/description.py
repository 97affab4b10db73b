"""What compiled learners are, as the window is told."""

from collections.abc import Mapping

from playground.runtime.compile import Built
from playground.runtime.messages import LearnerInfo


def describe(built: Mapping[str, Built]) -> dict[str, LearnerInfo]:
    """Return what each learner is."""
    return {id: _info(id, made) for id, made in built.items()}


def _info(id: str, built: Built) -> LearnerInfo:
    learner = built.learner
    source, facts = learner.source, learner.facts
    seen = facts.rows_seen
    return LearnerInfo(
        id, built.kind, learner.members, source.target, source.outputs, dict(facts.parameters),
        dict(facts.baselines), int(source.train.shape[-1]), seen[0], source.names, source.classes,
        learner.device, learner.labels, seen, facts.shows,
    )  # fmt: skip
