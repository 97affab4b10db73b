"""A whole ONNX file of a trained learner."""

import json
from typing import Any

import numpy as np

from playground.export.error import ExportError
from playground.export.onnx.asked import answers
from playground.export.onnx.graph import INPUT, IR, OPSET, TREES, Graph
from playground.export.subject import Gives, Subject

NAMES: dict[Gives, str] = {
    "classes": "probabilities", "values": "values", "groups": "shares", "places": "places",
}  # fmt: skip
"""What its answers are called in the file."""

LARGEST = 2**31 - 2**20
"""Bytes of the largest ONNX file."""


def content(subject: Subject) -> bytes:
    """Return an ONNX file: raw features ``(n, d)`` in, labels and answers out.

    The input ``features`` is float64. Of classes and groups the output ``label`` ``(n,)`` holds
    numbers, -1 for a row in no group, whose names stand in the metadata; answers are float64
    ``(n, c)``: ``probabilities``, ``shares`` of groups, ``values`` or ``places``.

    Raises
    ------
    ExportError
        In words, if it cannot be written.
    """
    graph, gives = Graph(), subject.gives
    told = answers(graph, subject, INPUT)
    outputs: list[tuple[str, Any, int]] = [(NAMES[gives], np.float64, _width(subject))]
    graph.rename(told, NAMES[gives])
    if gives in ("classes", "groups"):
        graph.rename(_label(graph, told, gives), "label")
        outputs.insert(0, ("label", np.int64, 0))
    whole: bytes = _model(graph, subject, outputs).SerializeToString()
    if len(whole) > LARGEST:
        raise ExportError(f"{subject.id}: an ONNX file cannot hold more than 2 GB")
    return whole


def _width(subject: Subject) -> int:
    """Return how many numbers an answer has."""
    return int(subject.answers(subject.rows()[:1]).shape[1])


def _label(graph: Graph, answer: str, gives: Gives) -> str:
    """Add the number of the largest answer; -1 where there is none of any group."""
    chosen = graph.add("ArgMax", answer, axis=1, keepdims=0)
    if gives == "classes":
        return chosen
    told = graph.add("ReduceMax", answer, graph.whole(1), keepdims=0)
    anything = graph.add("Greater", told, graph.constant(0.0))
    return graph.where(anything, chosen, graph.constant(np.array(-1, np.int64)))


def _model(graph: Graph, subject: Subject, outputs: list[tuple[str, Any, int]]) -> Any:
    from onnx import helper

    def described(name: str, dtype: Any, width: int) -> Any:
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        shape: list[str | int] = ["rows", width] if width else ["rows"]
        return helper.make_tensor_value_info(name, kind, shape)

    whole = helper.make_graph(
        graph.nodes, subject.id, [described(INPUT, np.float64, subject.width)],
        [described(*output) for output in outputs], graph.constants, doc_string=subject.title,
    )  # fmt: skip
    versions = [helper.make_opsetid("", OPSET)]
    if any(node.domain for node in graph.nodes):
        versions.append(helper.make_opsetid("ai.onnx.ml", TREES))
    model = helper.make_model(
        whole, opset_imports=versions, ir_version=IR, producer_name="Neural Playground",
    )  # fmt: skip
    helper.set_model_props(model, _told(subject))
    return model


def _told(subject: Subject) -> dict[str, str]:
    """Return what else the file says: lists are JSON."""
    return {
        "title": subject.title,
        "learner": subject.id,
        "classes": json.dumps(list(subject.classes), ensure_ascii=False),
        "features": json.dumps(list(subject.features), ensure_ascii=False),
        "seed": str(subject.seed),
        "steps": str(subject.learner.step_number),
    }
