"""How a network learns, in PyTorch's words: losses, optimizers, schedules, penalties."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from playground.core.block import title_of
from playground.engine.loss import Loss
from playground.engine.losses.absolute import Absolute
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.losses.hinge import Hinge
from playground.engine.losses.huber import Huber
from playground.engine.losses.squared import Squared
from playground.engine.optimizer import Optimizer
from playground.engine.optimizers.ada_delta import AdaDelta
from playground.engine.optimizers.adagrad import Adagrad
from playground.engine.optimizers.adam import Adam
from playground.engine.optimizers.adam_w import AdamW
from playground.engine.optimizers.l_bfgs import LBfgs
from playground.engine.optimizers.momentum import Momentum
from playground.engine.optimizers.nesterov import Nesterov
from playground.engine.optimizers.rms_prop import RmsProp
from playground.engine.optimizers.rprop import Rprop
from playground.engine.optimizers.sgd import Sgd
from playground.engine.schedule import Schedule
from playground.engine.schedules.constant import Constant
from playground.engine.schedules.cosine import Cosine
from playground.engine.schedules.exponential import Exponential
from playground.engine.schedules.one_cycle import OneCycle
from playground.engine.schedules.step import Step
from playground.engine.schedules.warm_up import WarmUp
from playground.engine.training.penalty import Penalty
from playground.export.error import ExportError
from playground.export.script.numerals import number
from playground.export.script.sheet import wrapped

Named: TypeAlias = Callable[[Any], str]


def _adam(rule: Adam) -> str:
    return f"betas=({number(rule.beta1)}, {number(rule.beta2)}), eps={number(rule.eps)}"


def _rprop(rule: Rprop) -> str:
    return (
        f"etas=({number(rule.shrink)}, {number(rule.grow)}), "
        f"step_sizes=({number(rule.shortest)}, {number(rule.longest)})"
    )


OPTIMIZERS: dict[type, tuple[str, Named]] = {
    Sgd: ("SGD", lambda rule: ""), Momentum: ("SGD", lambda rule: f"momentum={number(rule.beta)}"),
    Nesterov: ("SGD", lambda rule: f"momentum={number(rule.beta)}, nesterov=True"),
    Adam: ("Adam", _adam), AdamW: ("AdamW", _adam),
    RmsProp: ("RMSprop", lambda rule: f"alpha={number(rule.beta)}, eps={number(rule.eps)}"),
    Adagrad: ("Adagrad", lambda rule: f"eps={number(rule.eps)}"),
    AdaDelta: ("Adadelta", lambda rule: f"rho={number(rule.rho)}, eps={number(rule.eps)}"),
    Rprop: ("Rprop", _rprop),
    LBfgs: ("LBFGS", lambda rule: f"max_iter=1, history_size={rule.pairs}"),
}  # fmt: skip
"""What PyTorch calls each rule, and its settings."""


def optimizer_lines(rule: Optimizer, rate: float, decays: Sequence[str]) -> list[str]:
    """Return the function that makes the optimizer.

    Raises
    ------
    ExportError
        If PyTorch has no such rule.
    """
    known = OPTIMIZERS.get(type(rule))
    if known is None:
        raise ExportError(f"PyTorch has no optimizer like {title_of(type(rule))}: choose another")
    name, settings = known
    if isinstance(rule, Momentum) and rule.form == "averaged":
        # An average of gradients is their decaying sum, 1 - beta times as long.
        rate = float(f"{rate * (1 - rule.beta):.7g}")
    told = ", ".join(part for part in (f"lr={number(rate)}", settings(rule)) if part)
    decaying = wrapped("decaying = ", f"[{', '.join(decays)}]")
    head = [f"def optimizer_for(network: Network) -> torch.optim.{name}:",
            '    """Return the rule that turns gradients into steps."""']  # fmt: skip
    if isinstance(rule, AdamW):
        return [
            *head, *(f"    {line}" for line in decaying),
            "    others = [p for p in network.parameters() if all(p is not d for d in decaying)]",
            "    groups = [",
            f'        {{"params": decaying, "weight_decay": {number(rule.weight_decay)}}},',
            '        {"params": others, "weight_decay": 0.0},', "    ]",
            *(f"    {line}" for line in wrapped("return ", f"torch.optim.AdamW(groups, {told})")),
        ]  # fmt: skip
    head.append("    learning = [p for p in network.parameters() if p.requires_grad]")
    last = wrapped("return ", f"torch.optim.{name}(learning, {told})")
    return [*head, *(f"    {line}" for line in last)]


def loss_text(loss: Loss, outputs: int) -> tuple[str, str, str]:
    """Return what targets are, what makes the loss, and the loss of outputs ``z`` and ``y``.

    Targets are ``"labels"``, ``"columns"`` (a 1 for the class), ``"second"`` (the column of the
    second class), or ``"values"``.

    Raises
    ------
    ExportError
        If there is no such loss.
    """
    if isinstance(loss, CrossEntropy):
        return "labels", "nn.CrossEntropyLoss()", "LOSS(z, y)"
    if isinstance(loss, BinaryCrossEntropy):
        return "second" if outputs == 1 else "columns", "nn.BCEWithLogitsLoss()", "LOSS(z, y)"
    if isinstance(loss, Hinge) and outputs == 1:
        return "second", "", "torch.relu(1 - (2 * y - 1) * z).mean()"
    if isinstance(loss, Hinge):
        return "labels", "nn.MultiMarginLoss()", "LOSS(z, y)"
    if isinstance(loss, Squared):
        return "columns", "nn.MSELoss()", "LOSS(z, y)"
    if isinstance(loss, Absolute):
        return "columns", "nn.L1Loss()", "LOSS(z, y)"
    if isinstance(loss, Huber):
        return "columns", f"nn.HuberLoss(delta={number(loss.delta)})", "LOSS(z, y)"
    raise ExportError(f"PyTorch has no loss like {title_of(type(loss))}: choose another")


def schedule_lines(schedule: Schedule, planned: int) -> list[str]:
    """Return the body of ``factor(step)``, which multiplies the rate; empty for a constant rate.

    Raises
    ------
    ExportError
        If the schedule is not known.
    """
    if isinstance(schedule, Constant):
        return []
    if isinstance(schedule, Cosine):
        low = number(schedule.floor)
        return [
            f"done = min(step / {planned}, 1.0)",
            f"return {low} + (1 - {low}) * (1 + math.cos(math.pi * done)) / 2",
        ]
    if isinstance(schedule, Exponential):
        return [f"return {number(schedule.gamma)} ** (step / 1000)"]
    if isinstance(schedule, Step):
        return [f"return {number(schedule.drop)} ** (step // {schedule.every})"]
    if isinstance(schedule, WarmUp):
        return [f"return min(1.0, (step + 1) / {schedule.steps})"]
    if isinstance(schedule, OneCycle):
        first, top = 1 / schedule.start, schedule.rise * planned - 1
        last = planned - 1 - top
        return [
            f"low, high, last = {number(first)}, 1.0, {number(first / schedule.end)}",
            f"if step < {number(top)}:",
            f"    share = step / {number(top)}",
            "    return high + (low - high) * (1 + math.cos(math.pi * share)) / 2",
            f"share = min((step - {number(top)}) / {number(last)}, 1.0)",
            "return last + (high - last) * (1 + math.cos(math.pi * share)) / 2",
        ]
    raise ExportError(f"{title_of(type(schedule))} cannot be written in PyTorch")


def penalty_lines(penalty: Penalty, decays: Sequence[str]) -> list[str]:
    """Return the lines that add penalties on the weights to ``loss``."""
    if not penalty.penalises or not decays:
        return []
    lines = wrapped("held = ", f"[{', '.join(decays)}]", 8)
    if penalty.l2:
        lines.append(f"loss = loss + {number(penalty.l2 / 2)} * sum((w**2).sum() for w in held)")
    if penalty.l1:
        lines.append(f"loss = loss + {number(penalty.l1)} * sum(w.abs().sum() for w in held)")
    return lines
