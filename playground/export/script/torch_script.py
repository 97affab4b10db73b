"""A network as a script that builds and trains it in PyTorch, from the same start."""

import numpy as np

from playground.engine.training.supervised import Supervised
from playground.engine.weights import Weights
from playground.export.error import ExportError
from playground.export.inside import NetworkInside
from playground.export.script.chains import chain_lines
from playground.export.script.layout import whole_script
from playground.export.script.numerals import number
from playground.export.script.sheet import Sheet, laid_out
from playground.export.script.torch_layers import ModuleText
from playground.export.script.torch_training import (
    loss_text,
    optimizer_lines,
    penalty_lines,
    schedule_lines,
)
from playground.export.script.wording import paragraph, title_line
from playground.export.subject import Subject
from playground.kernels.array import to_host

REPORTS = 10
"""How often a script tells how far it has come."""


def content(subject: Subject) -> bytes:
    """Return the script.

    Raises
    ------
    ExportError
        If the learner is no network, or PyTorch lacks something that it is made of.
    """
    inside, learner = subject.inside, subject.learner
    if not isinstance(inside, NetworkInside):
        raise ExportError(
            f"{subject.id} is no network: a PyTorch script builds and trains networks; the NumPy "
            "script has what this one has learned"
        )
    if not isinstance(learner, Supervised):
        raise ExportError(
            f"{subject.id} learns without gradients, which PyTorch has nothing for; the NumPy "
            "script has what it has learned"
        )
    sheet = Sheet()
    sheet.imports |= {"import torch", "from torch import Tensor, nn"}
    network = inside.network
    first = _first(learner, subject)
    held = {block: {name: view[0] for name, view in named.items()}
            for block, named in first.views.items()}  # fmt: skip
    outputs = int(np.prod([size for _, size in network.shapes[network.output] if size]))
    targets, made, told = loss_text(inside.loss, outputs)
    _data(sheet, subject, targets)
    module = ModuleText(sheet, network, held)
    sheet.write(_prepare(sheet, subject, inside, module))
    sheet.write(module.text())
    sheet.write(_start(module))
    _training(sheet, learner, subject, module)
    sheet.write(_loss(told))
    sheet.write(_scores(subject, targets))
    head = [f"SEED = {subject.seed}", f"STEPS = {max(learner.step_number, 1)}",
             f"BATCH = {_batch(learner, subject)}"]  # fmt: skip
    head += [f"LOSS = {made}"] if made else []
    ending = [_train(learner, bool(schedule_lines(learner.plan.schedule, 1)), module), _main()]
    return whole_script(sheet, subject, _told(subject), head, ending)


def _first(learner: Supervised, subject: Subject) -> Weights:
    """Return the weights of the start: those that were drawn, or put in their place."""
    if learner.start is None:
        return learner.objective.initial((subject.seed,))
    member = subject.members[0]
    return Weights(learner.weights.layout, to_host(learner.start[member : member + 1]))


def _group(learner: Supervised, subject: Subject) -> int:
    """Return which rule the member follows."""
    groups = learner.plan.groups
    member = subject.members[0]
    return next(i for i, g in enumerate(groups) if g.members.start <= member < g.members.stop)


def _batch(learner: Supervised, subject: Subject) -> int:
    rows = int(learner.source.train.shape[-1])
    return min(learner.plan.groups[_group(learner, subject)].batch, rows)


def _data(sheet: Sheet, subject: Subject, targets: str) -> None:
    """Keep the rows, what is learned of them, and which of them are trained with."""
    source, feed = subject.learner.source, subject.each()[0].feed  # type: ignore[union-attr]
    sheet.array("all rows", subject.rows())
    if targets == "labels":
        y = source.y
    else:
        y = np.asarray(feed.targets(), np.float64)
        y = y[:, 1:] if targets == "second" else y
    sheet.array("all targets", y)
    sheet.array("train rows", source.train.reshape(-1))
    tested = source.test.reshape(-1)
    sheet.array("test rows", tested if len(tested) else source.train.reshape(-1))


def _prepare(sheet: Sheet, subject: Subject, inside: NetworkInside, module: ModuleText) -> str:
    lines, given = [], []
    for port, chain in inside.feed.chains.items():
        name = module.ports[port]
        lines += chain_lines(sheet, chain, subject.width, name)
        x = name if chain else "rows"
        shape = [size for _, size in inside.feed.shapes[port]]
        if len(shape) > 1:
            x += f".reshape(-1, {', '.join(map(str, shape))})"
        given.append(f"torch.tensor({x}, dtype=torch.float32)")
    return "\n".join([
        "def prepare(rows: Array) -> list[Tensor]:",
        '    """Return what enters the network, from rows as the data set gives them."""',
        *(f"    {line}" for line in laid_out(lines)), f"    return [{', '.join(given)}]",
    ])  # fmt: skip


def _start(module: ModuleText) -> str:
    fixed = [f"    {there}.requires_grad_(False)" for there in module.frozen]
    return "\n".join([
        "def start(network: Network) -> None:",
        '    """Give the network the weights that it started from in Neural Playground."""',
        "    with torch.no_grad():", *(f"        {line}" for line in module.start), *fixed,
    ])  # fmt: skip


def _training(sheet: Sheet, learner: Supervised, subject: Subject, module: ModuleText) -> None:
    group = learner.plan.groups[_group(learner, subject)]
    rate = float(to_host(group.rate)[subject.members[0] - group.members.start, 0])
    rate = float(f"{rate:.7g}")
    sheet.write("\n".join(optimizer_lines(group.optimizer, rate, module.decays)))
    lines = schedule_lines(learner.plan.schedule, learner.plan.planned)
    if lines:
        if any("math." in line for line in lines):
            sheet.imports.add("import math")
        sheet.write("\n".join([
            "def factor(step: int) -> float:",
            '    """Return what the learning rate is multiplied by after so many steps."""',
            *(f"    {line}" for line in lines),
        ]))  # fmt: skip


def _loss(told: str) -> str:
    return "\n".join([
        "def loss_of(z: Tensor, y: Tensor) -> Tensor:",
        '    """Return the mean loss of what the read-out gives."""', f"    return {told}",
    ])  # fmt: skip


def _scores(subject: Subject, targets: str) -> str:
    head = ["def score(z: Tensor, y: Tensor) -> str:"]
    if subject.gives != "classes":
        return "\n".join([
            *head, '    """Return the share of the variance that is explained, R2, in words."""',
            "    left = ((z - y) ** 2).sum() / ((y - y.mean(dim=0)) ** 2).sum()",
            '    return f"R2 {1 - left.item():.4f}"',
        ])  # fmt: skip
    right = {"labels": "z.argmax(dim=1) == y", "second": "(z[:, 0] > 0) == (y[:, 0] > 0.5)"}
    told = right.get(targets, "z.argmax(dim=1) == y.argmax(dim=1)")
    return "\n".join([
        *head, '    """Return the share of rows whose class is right, in words."""',
        f"    right = {told}", '    return f"accuracy {right.float().mean().item():.4f}"',
    ])  # fmt: skip


def _train(learner: Supervised, scheduled: bool, module: ModuleText) -> str:
    plan = learner.plan
    clip = plan.penalty.clip
    return "\n".join([
        "def train(network: Network, steps: int = STEPS) -> None:",
        '    """Learn from batches of training rows, in a new order in every epoch."""',
        "    x = prepare(ALL_ROWS)", "    y = torch.tensor(ALL_TARGETS)",
        "    y = y.float() if y.is_floating_point() else y.long()",
        "    train_rows, test_rows = torch.tensor(TRAIN_ROWS), torch.tensor(TEST_ROWS)",
        "    optimizer = optimizer_for(network)",
        *(["    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)"] if scheduled
          else []),
        "    order = torch.empty(0, dtype=torch.int64)",
        "    for step in range(1, steps + 1):",
        "        if not len(order):",
        "            order = train_rows[torch.randperm(len(train_rows))]",
        "        batch, order = order[:BATCH], order[BATCH:]",
        *(["        if len(batch) < 2:", "            continue"]
          if any("BatchNorm1d" in line for line in module.made) else []),
        "        network.train()",
        "        loss = loss_of(network(*(part[batch] for part in x)), y[batch])",
        *(f"        {line}" for line in penalty_lines(plan.penalty, module.decays)),
        "        optimizer.zero_grad()",
        "        loss.backward()",
        *([f"        nn.utils.clip_grad_norm_(network.parameters(), {number(clip)})"] if clip
          else []),
        f"        optimizer.step({'lambda loss=loss: loss' if _asks(learner) else ''})",
        *(["        schedule.step()"] if scheduled else []),
        f"        if step % max(steps // {REPORTS}, 1) == 0 or step == steps:",
        "            report(network, step, x, y, train_rows, test_rows)",
    ])  # fmt: skip


def _asks(learner: Supervised) -> bool:
    """Say whether the rule wants a function that gives the loss."""
    return type(learner.plan.groups[0].optimizer).__name__ == "LBfgs"


def _main() -> str:
    return "\n".join([
        "def report(",
        "    network: Network,", "    step: int,", "    x: list[Tensor],", "    y: Tensor,",
        "    train_rows: Tensor,", "    test_rows: Tensor,",
        ") -> None:",
        '    """Print loss and score on the training rows and on the test rows."""',
        "    network.eval()",
        "    with torch.no_grad():",
        "        for name, rows in (" + '("train", train_rows), ("test", test_rows)):',
        "            z = network(*(part[rows] for part in x))",
        "            loss = loss_of(z, y[rows]).item()",
        '            print(f"step {step}: {name} loss {loss:.6f}, {score(z, y[rows])}")',
        "", "",
        "def main() -> None:",
        '    """Build the network, give it its first weights, and train it."""',
        "    torch.manual_seed(SEED)", "    network = Network()", "    start(network)",
        "    train(network)",
    ])  # fmt: skip


def _told(subject: Subject) -> list[str]:
    source = subject.learner.source
    rows, tested = int(source.train.shape[-1]), int(source.test.shape[-1])
    split = f"{rows:,} are trained with and {tested:,} tested with" if tested else "all are used"
    return [
        title_line(subject, "in PyTorch"), "",
        *paragraph("Builds and trains the network of Neural Playground: the same layers, first "
                   "weights, loss, optimizer and learning rate. Batches are drawn by PyTorch, so "
                   "that losses come near those of the program, and are not equal to them."), "",
        *paragraph(f"The data stand in this file as they were: {len(source.x):,} rows, of which "
                   f"{split}. It needs NumPy and PyTorch."), "",
    ]  # fmt: skip
