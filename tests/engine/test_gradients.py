"""Whole networks against PyTorch, and every loss against finite differences."""

import numpy as np
import pytest
import torch

from playground.core.shape import features
from playground.engine.batches import Batch
from playground.engine.choices import LOSSES
from playground.engine.layer import Context
from playground.engine.layers.activation import Activation
from playground.engine.layers.add import Add
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.network import Network, Node
from playground.engine.objective import NetworkLoss

MEMBERS, ROWS = 3, 7
BENDS = {
    "linear": lambda z: z, "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid,
    "elu": torch.nn.functional.elu, "silu": torch.nn.functional.silu,
    "gelu": torch.nn.functional.gelu,
    "leaky-relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "softmax": lambda z: torch.softmax(z, -1),
}  # fmt: skip


def random_network(random):
    """Wire dense, norm, activation, add and concatenate blocks with skips of any length."""
    nodes, shapes = [], {"x": 3}
    for number in range(int(random.integers(3, 11))):
        id, known = f"n{number}", list(shapes)
        source = known[int(random.integers(len(known)))]
        alike = [name for name in known if shapes[name] == shapes[source]]
        bend = list(BENDS)[int(random.integers(len(BENDS)))]
        kind = random.choice(["dense", "dense", "add", "concatenate", "norm", "batch", "bend"])
        if kind == "add":
            sources = tuple(str(s) for s in random.choice(alike, int(random.integers(2, 4))))
            layer, width = Add(), shapes[source]
        elif kind == "concatenate":
            sources = tuple(str(s) for s in random.choice(known, int(random.integers(2, 4))))
            layer, width = Concatenate(), sum(shapes[s] for s in sources)
        else:
            width = int(random.integers(1, 6)) if kind == "dense" else shapes[source]
            layer = {
                "dense": Dense(units=width, activation=bend, bias=bool(random.integers(2))),
                "norm": LayerNorm(), "batch": BatchNorm(), "bend": Activation(function=bend),
            }[str(kind)]  # fmt: skip
            sources = (source,)
        nodes.append(Node(id, layer, sources))
        shapes[id] = width
    nodes.append(Node("out", Dense(units=3), (nodes[-1].id,)))
    return Network(nodes, {"x": features(3)})


def by_torch(network, views, x, m):
    """Run one member of a network in PyTorch; returns every value and the weights used."""
    found, used = {"x": x}, {}
    for node in network.nodes:
        given = [found[s] for s in node.sources]
        w = {
            name: torch.tensor(value[m], requires_grad=True)
            for name, value in views[node.id].items()
        }
        used[node.id], layer = w, node.layer
        if isinstance(layer, Dense):
            z = given[0] @ w["weight"]
            z = z + w["bias"] if "bias" in w else z
            found[node.id] = BENDS[layer.activation](z)
        elif isinstance(layer, Activation):
            found[node.id] = BENDS[layer.function](given[0])
        elif isinstance(layer, Add):
            found[node.id] = torch.stack(given).sum(dim=0)
        elif isinstance(layer, Concatenate):
            found[node.id] = torch.cat(given, dim=-1)
        else:
            over = given[0].shape[-1:]
            normal = (
                torch.nn.functional.layer_norm(given[0], over, w["scale"], w["shift"], 1e-5)
                if isinstance(layer, LayerNorm)
                else torch.nn.functional.batch_norm(
                    given[0], None, None, w["scale"], w["shift"], True, 0.1, 1e-5
                )
            )
            found[node.id] = normal
    return found, used


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs_match_pytorch(seed):
    random = np.random.default_rng(seed)
    network = random_network(random)
    weights = network.initial((1, 2, 3)).astype(np.float64)
    weights.trained[...] += 0.1 * random.standard_normal(weights.trained.shape)
    x = random.standard_normal((MEMBERS, ROWS, 3))
    labels = random.integers(3, size=(MEMBERS, ROWS))
    into = weights.like()
    batch = Batch({"x": x}, np.eye(3)[labels], None, (1, 2, 3), 0)
    loss = NetworkLoss(network, CrossEntropy()).gradient(weights, batch, into)
    for m in range(MEMBERS):
        given = torch.tensor(x[m], requires_grad=True)
        found, used = by_torch(network, weights.views, given, m)
        expected = torch.nn.functional.cross_entropy(found["out"], torch.tensor(labels[m]))
        expected.backward()
        assert loss[m] == pytest.approx(expected.item(), rel=1e-7)
        for block, named in used.items():
            for name, peer in named.items():
                if name in ("mean", "variance"):
                    continue
                theirs = np.zeros(peer.shape) if peer.grad is None else peer.grad.numpy()
                ours = into.views[block][name][m]
                assert np.allclose(ours, theirs, rtol=1e-5, atol=1e-6), (block, name)


def targets(loss, kind):
    random = np.random.default_rng(4)
    if kind == "value":
        return random.standard_normal((1, ROWS, 2))
    classes = 2 if kind == "two" else 4
    return loss.targets(np.eye(classes)[random.integers(classes, size=(1, ROWS))])


CASES = [
    pytest.param(cls(), kind, id=f"{name} {kind}")
    for name, cls in LOSSES.items()
    for kind in ("two", "four", "value")
    if cls().suits("value" if kind == "value" else "class")
]


@pytest.mark.parametrize("weighted", [False, True], ids=["", "weighted"])
@pytest.mark.parametrize(("loss", "kind"), CASES)
def test_every_loss_through_a_network_matches_finite_differences(loss, kind, weighted):
    y = targets(loss, kind)
    nodes = [
        Node("a", Dense(units=5, activation="tanh"), ("x",)),
        Node("b", BatchNorm(), ("a",)),
        Node("c", Dropout(drop=0.3), ("b",)),
        Node("out", Dense(units=y.shape[-1]), ("c",)),
    ]
    objective = NetworkLoss(Network(nodes, {"x": features(3)}), loss)
    weights = objective.initial((1, 2, 3)).astype(np.float64)
    random = np.random.default_rng(0)
    x = random.standard_normal((1, ROWS, 3))
    weight = np.array([[1.0, 1, 0, 1, 0, 1, 1]]) if weighted else None
    batch = Batch({"x": x}, y, weight, (1, 2, 3), 5)
    into = weights.like()
    value = objective.gradient(weights, batch, into)
    assert value.shape == (MEMBERS,)
    h = 1e-6
    for _ in range(5):
        direction = random.standard_normal(weights.trained.shape)
        ends = []
        for sign in (1, -1):
            moved = weights.copy()
            moved.trained[...] += sign * h * direction
            ends.append(objective.gradient(moved, batch, weights.like()))
        expected = (ends[0] - ends[1]) / (2 * h)
        ours = (into.trained * direction).sum(axis=1)
        assert np.allclose(ours, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("loss", "kind"), CASES)
def test_rows_of_weight_zero_count_for_nothing(loss, kind):
    y = targets(loss, kind)
    network = Network([Node("out", Dense(units=y.shape[-1]), ("x",))], {"x": features(3)})
    objective = NetworkLoss(network, loss)
    weights = objective.initial((1, 2)).astype(np.float64)
    x = np.random.default_rng(0).standard_normal((1, ROWS, 3))
    weight = np.ones((1, ROWS))
    weight[:, 4:] = 0
    part, whole = weights.like(), weights.like()
    padded = objective.gradient(weights, Batch({"x": x}, y, weight, (1, 2)), whole)
    cut = objective.gradient(weights, Batch({"x": x[:, :4]}, y[:, :4], None, (1, 2)), part)
    assert np.allclose(padded, cut, rtol=1e-12)
    assert np.allclose(part.flat, whole.flat, rtol=1e-10, atol=1e-14)
    batch = Batch({"x": x}, y, weight)
    kept = Batch({"x": x[:, :4]}, y[:, :4])
    assert np.allclose(objective.loss(weights, batch), objective.loss(weights, kept))


def test_rows_and_members_are_cut_without_a_trace(monkeypatch):
    network = Network(
        [Node("a", Dense(units=9, activation="gelu"), ("x",)), Node("b", Dense(units=3), ("a",))],
        {"x": features(3)},
    )
    objective = NetworkLoss(network, CrossEntropy())
    weights = objective.initial(tuple(range(6)))
    x = {"x": np.random.default_rng(0).standard_normal((1, 200, 3)).astype(np.float32)}
    whole = objective.predict(weights, x)
    monkeypatch.setattr("playground.engine.objective._NUMBERS_AT_ONCE", 2000)
    cut = objective.predict(weights, x)
    assert whole.shape == cut.shape == (6, 200, 3)
    assert np.allclose(whole, cut, atol=1e-6)
    alone = [objective.predict(network.initial((m,)), x) for m in range(6)]
    assert np.array_equal(cut, np.concatenate(alone))


def test_predicting_uses_running_averages_and_no_dropout():
    network = Network(
        [Node("a", BatchNorm(), ("x",)), Node("b", Dropout(drop=0.9), ("a",))], {"x": features(2)}
    )
    weights = network.initial((0,))
    x = np.float32([[[1.0, 5.0], [3.0, 5.0]]])
    assert np.allclose(network.run(weights, {"x": x}, Context()).output, x, rtol=1e-4)
