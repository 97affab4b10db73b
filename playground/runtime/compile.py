"""From a project to learners: data loaded, transforms fitted, layers wired into networks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from playground.core.block import title_of
from playground.core.settings import SettingError, build
from playground.core.shape import ShapeError
from playground.document.flow import TARGET
from playground.document.graph import by_port, in_order, neighbours, reached, wires_into
from playground.document.project import Placed, Project
from playground.engine.catalogue import catalogue
from playground.engine.data import Data, DataError
from playground.engine.dataset import Dataset
from playground.engine.feed import Feed
from playground.engine.functions.minimiser import Minimiser
from playground.engine.functions.test_function import TestFunction
from playground.engine.head import Head
from playground.engine.layer import Layer
from playground.engine.network import Network, Node
from playground.engine.training.supervised import Supervised
from playground.engine.transform import Transform
from playground.kernels.array import to_device
from playground.runtime.by_hand import start_by_hand
from playground.runtime.messages import Trouble


class CompileError(ValueError):
    """A learner cannot be made; the message names the block and what to do."""

    def __init__(self, block: str, message: str) -> None:
        super().__init__(f"{block}: {message}" if block else message)
        self.trouble = Trouble(str(self), block)


Recipe: TypeAlias = tuple[object, ...]


def recipe(project: Project, id: str, device: str) -> Recipe:
    """Return everything that a learner depends on, where its blocks stand left out."""
    needed = reached([id], neighbours(project.wires, back=True))
    blocks = [
        (p.id, p.kind, p.settings, p.frozen, p.off) for p in project.blocks if p.id in needed
    ]
    wires = [wire for wire in project.wires if wire.target in needed]
    return project.seed, device, blocks, wires


@dataclass(frozen=True)
class Built:
    """A learner, the head it came from, and all of the project that it was made from."""

    learner: Supervised | Minimiser
    head: Head
    kind: str
    recipe: Recipe


class Compiler:
    """Makes learners, loading a data set again only when its settings changed."""

    def __init__(self) -> None:
        self._loaded: dict[str, tuple[Placed, Data]] = {}

    def learners(
        self, project: Project, device: str = "cpu", known: Mapping[str, Built] | None = None
    ) -> dict[str, Built]:
        """Make every learner of a project that can be made, by the id of its head.

        Parameters
        ----------
        known
            Learners made before: those that nothing has changed for are taken as they are.

        Raises
        ------
        CompileError
            For the first learner that cannot.
        """
        kinds = catalogue()
        present = {placed.id for placed in project.blocks}
        self._loaded = {id: known for id, known in self._loaded.items() if id in present}
        heads = [p for p in project.blocks if p.kind in kinds and issubclass(kinds[p.kind], Head)]
        made: dict[str, Built] = {}
        for head in heads:
            needs, before = recipe(project, head.id, device), (known or {}).get(head.id)
            unchanged = before is not None and before.recipe == needs
            learner = before if unchanged else self._learner(project, head, device, needs)
            assert learner is not None
            made[head.id] = learner
        return made

    def _learner(self, project: Project, head: Placed, device: str, needs: Recipe) -> Built:
        needed = reached([head.id], neighbours(project.wires, back=True))
        order, loop = in_order(project)
        tangled = [id for id in loop if id in needed]
        if tangled:
            raise CompileError(head.id, f"the wires through {', '.join(tangled)} run in a circle")
        placed = {p.id: p for p in project.blocks}
        blocks = {id: _build(placed[id]) for id in order if id in needed}
        block = cast(Head, blocks[head.id])
        sources = _sources(project, blocks, placed)
        origin = sources[head.id][0]
        function = blocks[origin]
        try:
            if isinstance(function, TestFunction):
                learner = block.minimise(function, origin, project.seed, device)
            else:
                feed = self._feed(blocks, sources, placed, head.id, _target(project, head.id))
                network = _network(blocks, sources, feed, placed, head.id)
                signature = feed.source.signature()
                block.check_input(network.shapes[network.output], signature)
                learner = block.begin(head.id, {"x": network}, feed, project.seed, device)
        except ShapeError as error:
            raise CompileError(head.id, str(error)) from None
        except MemoryError:
            raise CompileError(head.id, "not enough memory: fewer members or units") from None
        made = Built(cast(Supervised | Minimiser, learner), block, head.kind, needs)
        start_by_hand(project, made.learner)
        return made

    def _feed(
        self,
        blocks: Mapping[str, object],
        sources: Mapping[str, tuple[str, ...]],
        placed: Mapping[str, Placed],
        head: str,
        target: str | None,
    ) -> Feed:
        """Load the data set, with a chain of transforms for each block that layers take it from.

        Parameters
        ----------
        target
            Block whose features are learned instead of labels or values.
        """
        datasets = [id for id, block in blocks.items() if isinstance(block, Dataset)]
        if not datasets:
            raise CompileError(head, "no data set is wired in: drag one in and wire it up")
        if len(datasets) > 1:
            words = f"one data set at a time: {' and '.join(datasets)} reach it"
            if target is not None:
                words += "; what it reproduces must be the rows it is given"
            raise CompileError(head, words)
        (origin,) = datasets
        chains: dict[str, list[Transform]] = {origin: []}
        for id, block in blocks.items():
            if isinstance(block, Transform):
                chains[id] = [*chains[sources[id][0]], block]
        used = {s for id, block in blocks.items() if isinstance(block, Layer | Head)
                for s in sources[id] if s in chains}  # fmt: skip
        data = self._load(placed[origin], cast(Dataset, blocks[origin]))
        try:
            wanted = chains.get(target) if target is not None else None
            return Feed.through(data, {id: chains[id] for id in used}, wanted)
        except (ShapeError, DataError) as error:
            raise CompileError(next(iter(used), head), str(error)) from None

    def _load(self, placed: Placed, dataset: Dataset) -> Data:
        known = self._loaded.get(placed.id)
        told = placed.kind, placed.settings
        if known is not None and (known[0].kind, known[0].settings) == told:
            return known[1]
        try:
            data = dataset.load()
        except DataError as error:
            raise CompileError(placed.id, str(error)) from None
        self._loaded[placed.id] = placed, data
        return data


def _build(placed: Placed) -> object:
    cls = catalogue().get(placed.kind)
    if cls is None:
        raise CompileError(placed.id, f'this version knows no block "{placed.kind}"')
    try:
        return build(cls, placed.settings)
    except SettingError as error:
        raise CompileError(placed.id, str(error)) from None


def _sources(
    project: Project, blocks: Mapping[str, object], placed: Mapping[str, Placed]
) -> dict[str, tuple[str, ...]]:
    entering = wires_into(project)
    found = {}
    for id, block in blocks.items():
        every = by_port(type(block), entering[id])  # type: ignore[arg-type]
        wires = [wire for wire in every if wire.input != TARGET]
        found[id] = tuple(w.source for w in wires if w.source in blocks)
        if not found[id] and not isinstance(block, Dataset | TestFunction):
            raise CompileError(id, f"nothing is wired into {title_of(type(block))}")
    return found


def _target(project: Project, head: str) -> str | None:
    """Return the block whose features a head is to reproduce, if any."""
    wires = wires_into(project)[head]
    return next((wire.source for wire in wires if wire.input == TARGET), None)


def _network(
    blocks: Mapping[str, object],
    sources: Mapping[str, tuple[str, ...]],
    feed: Feed,
    placed: Mapping[str, Placed],
    head: str,
) -> Network:
    nodes = [
        Node(id, block, sources[id], placed[id].frozen, placed[id].off)
        for id, block in blocks.items()
        if isinstance(block, Layer)
    ]
    return Network(nodes, feed.shapes, sources[head][0])


def adopt(new: Mapping[str, Built], old: Mapping[str, Built]) -> None:
    """Copy into new learners the weights that still fit: same block, name and shape."""
    for id, built in new.items():
        before = old.get(id)
        if before is None or before.learner.members != built.learner.members:
            continue
        if before.learner.labels != built.learner.labels:
            continue  # another race starts from the start
        if isinstance(built.learner, Minimiser):
            continue  # a point of another function, or before another start was chosen
        views = before.learner.weights.views
        for block, named in built.learner.weights.views.items():
            known = views.get(block, {})
            if all(n in known and known[n].shape == view.shape for n, view in named.items()):
                for name, view in named.items():
                    view[...] = to_device(known[name], built.learner.device)
