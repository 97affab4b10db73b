"""What the canvas wants measured: units and weights of the layers it shows."""

from collections.abc import Sequence
from typing import Any

from playground.runtime.messages import Request
from playground.ui.canvas.decision_face import THUMBNAIL as DECISION
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.pages import Pages

THUMBNAIL = (20, 20)

PICTURED = {"members": 1, "clusters": 150, "embedding": 150, "matrix": 1}
"""Probes that small pictures come from, and how many members or rows are on them."""


def wanted_of(
    cards: Sequence[Facts], pages: Pages, member: int | None, far: bool = False
) -> tuple[Request, ...]:
    """Return what cards that are seen want measured.

    Parameters
    ----------
    member
        Member of the population that is shown, or None for the best.
    far
        Whether the cards are too small for units and weights: models are still told apart by
        what they decide, and so are networks beside them.
    """
    models = [card for card in cards if card.face == "model"]
    if far:
        alike = models and [card for card in cards if card.family == "fit"]
        return decisions((*models, *alike))
    heads = [card.id for card in cards if card.family == "fit"]
    picked: tuple[tuple[str, Any], ...] = () if member is None else (("member", member),)
    wanted = [Request("strands", id, picked) for id in heads]
    if any(card.face == "units" or (card.face == "score" and card.cells) for card in cards):
        chosen = pages.chosen(cards)
        settings = (*((("chosen", chosen),) if chosen else ()), *picked)
        wanted += [Request("units", id, settings, THUMBNAIL) for id in heads]
    return (*wanted, *decisions(models))


def decisions(cards: Sequence[Facts]) -> tuple[Request, ...]:
    """Return what asks for a small picture of what learners have found."""
    return tuple(
        Request(card.pictured, card.id, (("most", PICTURED[card.pictured]),), DECISION)
        for card in cards
    )
