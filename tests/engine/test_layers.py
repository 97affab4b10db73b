"""Every layer with many settings: shapes, gradients, members, training and predicting."""

import numpy as np
import pytest
import torch

from playground.core.settings import build, plain, settings_of
from playground.core.shape import ShapeError, features, sizes
from playground.engine.catalogue import LAYERS
from playground.engine.initialiser import Initialiser
from playground.engine.layer import Context
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.weights import Layout, Weights

MEMBERS, ROWS = 3, 6
SEEDS = (7, 8, 20)
SHAPES = (
    features(4),
    (("time", 3), ("feature", 4)),
    (("height", 4), ("width", 5), ("channel", 2)),
)


def variants(kind):
    """Return the layer with its defaults, and with every choice of every setting in turn."""
    cls = LAYERS[kind]
    found = {kind: cls()}
    for option in settings_of(cls):
        if option.kind == "choice":
            values = option.choices
        elif option.kind == "plugin":
            values = [plain(c()) for c in option.choices]
        elif option.kind == "bool":
            values = (True, False)
        else:
            continue
        for value in values:
            name = value["kind"] if isinstance(value, dict) else value
            found[f"{kind} {option.name}={name}"] = build(cls, {option.name: value})
    return found


CASES = [
    pytest.param(layer, shape, id=f"{name} {len(shape)}")
    for kind in LAYERS
    for name, layer in variants(kind).items()
    for shape in SHAPES
    if kind != "dense" or len(shape) == 1
]
MODES = [pytest.param(True, id="training"), pytest.param(False, id="predicting")]


class Trial:
    """A layer with weights and inputs to try it on."""

    def __init__(self, layer, shape, dtype=np.float64):
        many = any(port.many for port in layer.inputs)
        self.layer = layer
        self.shapes = (shape,) * (3 if many else len(layer.inputs))
        random = np.random.default_rng(5)
        size = (MEMBERS, ROWS, *sizes(shape))
        self.x = [random.standard_normal(size).astype(dtype) for _ in self.shapes]
        self.layout = Layout({"block": layer.weights(*self.shapes)})
        flat = Weights.initial(self.layout, SEEDS).flat.astype(dtype)
        flat += 0.3 * random.random(flat.shape).astype(dtype)
        self.weights = Weights(self.layout, flat)
        self.dy = random.standard_normal(self.run(True)[0].shape).astype(dtype)

    def run(self, training, weights=None, x=None, seeds=SEEDS):
        chosen = (weights or self.weights).copy()
        context = Context(training, seeds, 4)
        context.block = "block"
        given = self.x if x is None else x
        y, pull = self.layer.forward(chosen.views["block"], *given, context=context)
        return y, pull, chosen

    def gradients(self, training, weights=None, x=None, seeds=SEEDS, dy=None):
        _, pull, chosen = self.run(training, weights, x, seeds)
        into = chosen.like()
        into.flat[...] = np.nan
        dx = pull(self.dy if dy is None else dy, into.views["block"])
        return dx, into.trained


def bend(layer):
    return getattr(layer, "activation", getattr(layer, "function", ""))


def slope(f, array, direction):
    """Differentiate f along a direction of `array` by central differences, in place."""
    start, h = array.copy(), 1e-6
    array[...] = start + h * direction
    above = f()
    array[...] = start - h * direction
    below = f()
    array[...] = start
    return (above - below) / (2 * h)


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_output_has_the_shape_that_was_told(layer, shape):
    trial = Trial(layer, shape)
    told = layer.output_shape(*trial.shapes)
    for training in (True, False):
        y = trial.run(training)[0]
        assert y.shape == (MEMBERS, ROWS, *sizes(told))
    single = Trial(layer, shape, np.float32)
    assert single.run(True)[0].dtype == single.run(False)[0].dtype == np.float32


@pytest.mark.parametrize("training", MODES)
@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_gradients_match_finite_differences(layer, shape, training):
    trial = Trial(layer, shape)
    dx, dw = trial.gradients(training)
    random = np.random.default_rng(9)

    def objective():
        return float((trial.run(training)[0] * trial.dy).sum())

    pairs = [*zip(trial.x, dx, strict=True)]
    if dw.size:
        pairs.append((trial.weights.trained, dw))
    for array, gradient in pairs:
        assert gradient.shape == array.shape
        for _ in range(3):
            direction = random.standard_normal(array.shape)
            expected = slope(objective, array, direction)
            scale = max(np.linalg.norm(gradient), 1.0)
            assert abs((gradient * direction).sum() - expected) < 1e-6 * scale


@pytest.mark.parametrize("training", MODES)
@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_every_single_gradient_matches_finite_differences(layer, shape, training):
    trial = Trial(layer, shape)
    dx, dw = trial.gradients(training)
    for array, gradient in [*zip(trial.x, dx, strict=True), (trial.weights.trained, dw)]:
        some = np.random.default_rng(3).permutation(array.size)[:12]
        for place in some:
            direction = np.zeros(array.size)
            direction[place] = 1.0
            expected = slope(
                lambda: float((trial.run(training)[0] * trial.dy).sum()),
                array, direction.reshape(array.shape),
            )  # fmt: skip
            assert gradient.reshape(-1)[place] == pytest.approx(expected, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("training", MODES)
@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_members_get_what_they_get_alone_bit_for_bit(layer, shape, training):
    trial = Trial(layer, shape, np.float32)
    y, _, state = trial.run(training)
    dx, dw = trial.gradients(training)
    for m in range(MEMBERS):
        one = slice(m, m + 1)
        alone = Weights(trial.layout, trial.weights.flat[one].copy())
        x = [part[one] for part in trial.x]
        y_alone, _, state_alone = trial.run(training, alone, x, SEEDS[one])
        dx_alone, dw_alone = trial.gradients(training, alone, x, SEEDS[one], trial.dy[one])
        assert np.array_equal(y[one], y_alone)
        assert np.array_equal(state.flat[one], state_alone.flat)
        assert np.array_equal(dw[one], dw_alone)
        for part, part_alone in zip(dx, dx_alone, strict=True):
            assert np.array_equal(part[one], part_alone)


@pytest.mark.parametrize("training", MODES)
@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_an_input_of_leading_axis_1_is_shared_by_members(layer, shape, training):
    trial = Trial(layer, shape)
    shared = [part[:1] for part in trial.x]
    spread = [np.repeat(part, MEMBERS, axis=0) for part in shared]
    y, _, state = trial.run(training, x=shared)
    expected, _, expected_state = trial.run(training, x=spread)
    assert np.allclose(np.broadcast_to(y, expected.shape), expected, rtol=1e-12, atol=1e-14)
    assert np.allclose(state.flat, expected_state.flat, rtol=1e-12, atol=1e-14)
    dy = trial.dy if y.shape == expected.shape else trial.dy[:1]
    dw = trial.gradients(training, x=shared, dy=dy)[1]
    assert np.allclose(dw, trial.gradients(training, x=spread)[1], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("training", MODES)
@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_inputs_and_arriving_gradients_are_not_written_into(layer, shape, training):
    trial = Trial(layer, shape)
    for array in (*trial.x, trial.dy):
        array.flags.writeable = False
    trial.gradients(training)


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_predicting_leaves_weights_and_state_alone(layer, shape):
    trial = Trial(layer, shape)
    assert np.array_equal(trial.run(False)[2].flat, trial.weights.flat)
    assert np.array_equal(trial.run(False)[0], trial.run(False, seeds=(90, 91, 92))[0])


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_stages_end_in_the_output(layer, shape):
    trial = Trial(layer, shape)
    context = Context()
    stages = layer.stages(trial.weights.views["block"], *trial.x, context=context)
    assert all(isinstance(name, str) and name for name, _ in stages)
    assert np.allclose(stages[-1][1], trial.run(False)[0])


@pytest.mark.parametrize(
    "layer", [pytest.param(v, id=n) for kind in LAYERS for n, v in variants(kind).items()]
)
def test_settings_round_trip(layer):
    assert build(type(layer), plain(layer)) == layer


def test_every_initialiser_and_activation_is_tried():
    names = {str(case.id) for case in CASES}
    for option in settings_of(Dense):
        if option.name in ("activation", "initialiser"):
            assert len(option.choices) > 5
            for choice in option.choices:
                name = plain(choice())["kind"] if isinstance(choice, type) else choice
                assert f"dense {option.name}={name} 1" in names


def test_gradient_into_the_input_is_skipped_where_nobody_wants_it():
    trial = Trial(Dense(units=3), features(4))
    context = Context(True, SEEDS)
    context.wanted = False
    pull = trial.layer.forward(trial.weights.views["block"], *trial.x, context=context)[1]
    assert pull(trial.dy, trial.weights.like().views["block"]) == (None,)


def test_weights_may_be_passed_through_without_gradients_of_their_own():
    trial = Trial(Dense(units=3, activation="tanh"), features(4))
    _, pull, _ = trial.run(True)
    assert np.array_equal(pull(trial.dy, None)[0], trial.gradients(True)[0][0])


@pytest.mark.parametrize("activation", ["linear", "relu", "tanh", "sigmoid", "gelu", "softplus"])
def test_dense_matches_pytorch(activation):
    trial = Trial(Dense(units=3, activation=activation), features(4))
    bends = {
        "linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
        "gelu": torch.nn.functional.gelu, "softplus": torch.nn.functional.softplus,
    }  # fmt: skip
    dx, _ = trial.gradients(True)
    y = trial.run(True)[0]
    into = trial.weights.like()
    trial.run(True)[1](trial.dy, into.views["block"])
    for m in range(MEMBERS):
        peer = torch.nn.Linear(4, 3).double()
        own = trial.weights.views["block"]
        peer.weight.data = torch.tensor(own["weight"][m].T.copy())
        peer.bias.data = torch.tensor(own["bias"][m])
        x = torch.tensor(trial.x[0][m], requires_grad=True)
        out = bends[activation](peer(x))
        out.backward(torch.tensor(trial.dy[m]))
        assert np.allclose(y[m], out.detach().numpy(), rtol=1e-7, atol=1e-9)
        assert np.allclose(dx[0][m], x.grad.numpy(), rtol=1e-6, atol=1e-8)
        weight, bias = into.views["block"]["weight"][m], into.views["block"]["bias"][m]
        assert np.allclose(weight, peer.weight.grad.numpy().T, rtol=1e-6, atol=1e-8)
        assert np.allclose(bias, peer.bias.grad.numpy(), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("layer", "make"),
    [
        (BatchNorm(momentum=0.3), lambda: torch.nn.BatchNorm1d(4, momentum=0.3)),
        (LayerNorm(epsilon=1e-3), lambda: torch.nn.LayerNorm(4, eps=1e-3)),
    ],
    ids=["batch norm", "layer norm"],
)
def test_norms_match_pytorch(layer, make):
    trial = Trial(layer, features(4))
    y, pull, state = trial.run(True)
    into = state.like()
    dx = pull(trial.dy, into.views["block"])[0]
    for m in range(MEMBERS):
        own = trial.weights.views["block"]
        peer = make().double()
        peer.weight.data = torch.tensor(own["scale"][m])
        peer.bias.data = torch.tensor(own["shift"][m])
        if "mean" in own:
            peer.running_mean.copy_(torch.tensor(own["mean"][m]))
            peer.running_var.copy_(torch.tensor(own["variance"][m]))
        x = torch.tensor(trial.x[0][m], requires_grad=True)
        out = peer(x)
        out.backward(torch.tensor(trial.dy[m]))
        assert np.allclose(y[m], out.detach().numpy(), rtol=1e-9, atol=1e-12)
        assert np.allclose(dx[m], x.grad.numpy(), rtol=1e-8, atol=1e-10)
        assert np.allclose(into.views["block"]["scale"][m], peer.weight.grad.numpy())
        assert np.allclose(into.views["block"]["shift"][m], peer.bias.grad.numpy())
        if "mean" in own:
            after = state.views["block"]
            assert np.allclose(after["mean"][m], peer.running_mean.numpy(), rtol=1e-12)
            assert np.allclose(after["variance"][m], peer.running_var.numpy(), rtol=1e-12)
            peer.eval()
            predicted = trial.run(False, state)[0][m]
            assert np.allclose(predicted, peer(x).detach().numpy(), rtol=1e-9)


def test_dropout_keeps_the_expectation_and_changes_with_step_and_seed():
    layer, x = Dropout(drop=0.25), np.ones((2, 400, 50), np.float32)

    def drawn(step, seeds=(1, 2)):
        context = Context(True, seeds, step)
        context.block = "drop-1"
        return layer.forward({}, x, context=context)[0]

    y = drawn(3)
    assert set(np.unique(y)) == {0.0, np.float32(1) / np.float32(0.75)}
    assert np.allclose(y.mean(axis=(1, 2)), 1.0, atol=0.02)
    assert np.array_equal(y, drawn(3))
    assert not np.array_equal(y, drawn(4))
    assert not np.array_equal(y[0], y[1])
    assert np.array_equal(drawn(3, (2, 2))[0], y[1])


@pytest.mark.parametrize("kind", LAYERS)
def test_a_shape_that_does_not_fit_is_refused_in_words(kind):
    layer = LAYERS[kind]()
    unknown = (("time", None), ("feature", None))
    arriving = (unknown, features(3)) if any(p.many for p in layer.inputs) else (unknown,)
    if kind in ("activation", "dropout"):
        assert layer.output_shape(unknown) == unknown
        return
    with pytest.raises(ShapeError, match=r"time|unit|feature|fixed"):
        layer.output_shape(*arriving)


def test_concatenate_lays_inputs_in_the_order_of_their_wires():
    a, b = np.zeros((1, 2, 1)), np.ones((3, 2, 2))
    y, pull = Concatenate().forward({}, a, b, context=Context())
    assert y.shape == (3, 2, 3)
    assert y[1, 0].tolist() == [0.0, 1.0, 1.0]
    da, db = pull(y, None)
    assert da.shape == (3, 2, 1)
    assert np.array_equal(db, b)


def test_initialisers_are_asked_with_the_true_fans():
    asked = []

    class Spy(Initialiser, frozen=True):
        def draw(self, random, shape, fan_in, fan_out):
            asked.append((shape, fan_in, fan_out))
            return np.zeros(shape, np.float32)

    layout = Layout({"block": Dense(units=3, initialiser=Spy()).weights(features(4))})
    Weights.initial(layout, (0,))
    assert asked == [((4, 3), 4, 3)]
