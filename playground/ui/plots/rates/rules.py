"""What the update rule of a learner is called."""

from typing import TYPE_CHECKING, Any

from playground.core.block import title_of
from playground.core.settings import SettingError, build
from playground.engine.choices import OPTIMIZERS
from playground.runtime.messages import LearnerInfo

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


def rule_title(bridge: "Bridge", info: LearnerInfo, member: int = 0) -> str:
    """Return the title of the rule that a member follows, "the rule" where it is not known."""
    placed = next((b for b in bridge.store.value.blocks if b.id == info.id), None)
    cls: Any = bridge.catalogue.get(info.kind)
    if placed is None or cls is None:
        return "the rule"
    try:
        head = build(cls, placed.settings)
        trials = head.trials()
        rule = trials[min(member // max(head.members, 1), len(trials) - 1)].optimizer
    except (SettingError, AttributeError):
        return "the rule"
    return title_of(OPTIMIZERS.get(rule.__struct_config__.tag, type(rule)))
