"""From raw rows to answers: transforms, network or model, units, and the mean of members."""

import numpy as np

from playground.core.block import title_of
from playground.engine.estimator import Estimator
from playground.engine.feed import Chain, Feed
from playground.engine.learner import State
from playground.export.error import ExportError
from playground.export.inside import Inside, ModelInside, NetworkInside
from playground.export.onnx.graph import Graph
from playground.export.onnx.writers import Writer, writer_of
from playground.export.subject import Subject


def answers(graph: Graph, subject: Subject, rows: str) -> str:
    """Add everything from raw rows ``(n, d)`` to the answers ``(n, c)`` of a subject.

    Raises
    ------
    ExportError
        In words, if a block of it cannot be written.
    """
    told = [_answer(graph, subject, inside, rows) for inside in subject.each()]
    total = told[0]
    for other in told[1:]:
        total = graph.add("Add", total, other)
    return total if len(told) == 1 else graph.add("Div", total, graph.constant(float(len(told))))


def _answer(graph: Graph, subject: Subject, inside: Inside, rows: str) -> str:
    if isinstance(inside, NetworkInside):
        return _network(graph, subject, inside, rows)
    if isinstance(inside, ModelInside):
        (chain,) = inside.feed.chains.values()
        arriving = _flat(graph, subject, _along(graph, subject, chain, rows))
        told = model(graph, subject.id, inside.block, inside.state, arriving)
        return _in_own_units(graph, inside.feed, told)
    return _writer(inside.learner.block, subject.id)(graph, inside.learner, rows)


def model(graph: Graph, id: str, block: Estimator, state: State, rows: str) -> str:
    """Add a classical model on rows ``(n, d)`` as they reach it."""
    try:
        return _writer(block, id)(graph, block, state, rows)
    except ExportError as error:
        raise ExportError(str(error) if str(error).startswith(id) else f"{id}: {error}") from None


def _network(graph: Graph, subject: Subject, inside: NetworkInside, rows: str) -> str:
    """Add a network in double precision, on features rounded to single as the program's are.

    Runtimes take short cuts in single precision, whose errors deep networks enlarge.
    """
    network = inside.network
    values: dict[str, str] = {}
    for port, chain in inside.feed.chains.items():
        rounded = graph.cast(_along(graph, subject, chain, rows), np.float32)
        values[port] = graph.cast(rounded, np.float64)
    for node in network.nodes:
        arriving = [values[source] for source in node.sources]
        weights = {name: w.astype(float) for name, w in inside.weights[node.id].items()}
        told = _writer(node.layer, node.id)(graph, node.layer, weights, *arriving)
        if node.off:
            units = network.shapes[node.id][-1][1] or 0
            left = np.isin(np.arange(units), node.off, invert=True)
            told = graph.add("Mul", told, graph.constant(left, float))
        values[node.id] = told
    count = network.shapes[network.output][-1][1]
    shown = _writer(inside.loss, subject.id)(graph, inside.loss, values[network.output], count)
    return _in_own_units(graph, inside.feed, shown)


def _along(graph: Graph, subject: Subject, chain: Chain, rows: str) -> str:
    """Add fitted transforms of raw rows; pictures and the like get their axes back first."""
    if len(subject.axes) > 1:
        rows = graph.add("Reshape", rows, graph.whole(-1, *subject.axes))
    sample = subject.rows()[:1].reshape(-1, *subject.axes)
    for transform, fitted in chain:
        width = sample.shape[-1]
        rows = _writer(transform, subject.id)(graph, transform, fitted, rows, width)
        sample = transform.apply(sample, fitted)
    return rows


def _flat(graph: Graph, subject: Subject, rows: str) -> str:
    return graph.add("Flatten", rows, axis=1) if len(subject.axes) > 1 else rows


def _in_own_units(graph: Graph, feed: Feed, answer: str) -> str:
    """Add the way back to the units of the data set, where values were standardised."""
    if not np.ndim(feed.scale):
        return answer
    scaled = graph.add("Mul", answer, graph.constant(np.asarray(feed.scale, float)))
    return graph.add("Add", scaled, graph.constant(np.asarray(feed.centre, float)))


def _writer(block: object, id: str) -> Writer:
    found = writer_of(type(block))
    if found is None:
        title = title_of(type(block))
        raise ExportError(f"{id}: {title} cannot be written to an ONNX file yet")
    return found
