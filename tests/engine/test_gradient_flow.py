"""Gradient norms, idle units and the verdict: against PyTorch and against what is plain to see."""

import numpy as np
import pytest
import torch
from small_learners import chain, learner, rows

from playground.core.settings import build
from playground.engine.heads.fit import Fit
from playground.engine.initialisers.he import He
from playground.engine.initialisers.normal import Normal
from playground.engine.initialisers.zero import Zero
from playground.engine.layers.activation import Activation
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.probe import PROBES
from playground.engine.probes.gradients import Gradients
from playground.engine.signals.idle_units import idle_units
from playground.engine.signals.verdict import SENTENCES, Flow, judge, times

WHOLE = Fit(batch=1000)
DEEP = tuple(Dense(units=8, activation="sigmoid") for _ in range(8))


def measure(made, **settings):
    return build(PROBES["gradients"], settings).measure(made, (0, 0))


def in_torch(made, layers):
    """Return the same network in PyTorch, float64, and its parameters by the probe's names."""
    acts = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "linear": lambda z: z}
    views = made.weights.views
    given = {
        f"{block}.{name}": torch.tensor(view[0].astype(np.float64), requires_grad=True)
        for block, named in views.items()
        for name, view in named.items()
        if name in ("weight", "bias", "scale", "shift")
    }
    h = torch.tensor(made.whole.x["data"][0].astype(np.float64))
    names = [*(chr(ord("a") + i) for i in range(len(layers))), "fit-1"]
    for name, layer in zip(names, (*layers, Dense(units=2)), strict=True):
        if isinstance(layer, BatchNorm):
            h = torch.nn.functional.batch_norm(
                h, None, None, given[f"{name}.scale"], given[f"{name}.shift"], True, 0.0,
                layer.epsilon,
            )  # fmt: skip
        elif isinstance(layer, Activation):
            h = acts[layer.function](h)
        else:
            h = acts[layer.activation](h @ given[f"{name}.weight"] + given[f"{name}.bias"])
    labels = torch.tensor(made.whole.y[0].argmax(axis=-1).reshape(-1))
    return torch.nn.functional.cross_entropy(h, labels), given


@pytest.mark.parametrize("layers", [
    (Dense(units=6, activation="tanh"), Dense(units=5, activation="relu")),
    (Dense(units=6), BatchNorm(), Activation(function="sigmoid"), Dense(units=4)),
    DEEP,
], ids=["plain", "normed", "deep"])  # fmt: skip
def test_norms_equal_those_of_pytorch(layers):
    made = learner(WHOLE, layers)
    loss, given = in_torch(made, layers)
    loss.backward()
    made.step(1)
    found = measure(made)
    expected = {name: float(p.grad.norm()) for name, p in given.items()}
    told = dict(zip(found["parameters"].tolist(), found["parameter gradient"], strict=True))
    assert told.keys() == expected.keys()
    total = max(expected.values())
    for name, norm in expected.items():
        assert told[name] == pytest.approx(norm, rel=1e-5, abs=1e-6 * total)
    for block, norm in zip(found["blocks"].tolist(), found["gradient"][-1], strict=True):
        parts = [v for name, v in expected.items() if name.startswith(f"{block}.")]
        assert norm == pytest.approx(np.hypot.reduce(parts), rel=1e-5, abs=1e-6 * total)


def test_updates_and_weights_are_those_of_the_step():
    made = learner()
    before = made.weights.copy()
    made.step(1)
    found = measure(made)
    for i, block in enumerate(found["blocks"].tolist()):
        now, then = made.weights.views[block], before.views[block]
        change = np.sqrt(sum(np.square(now[n] - then[n]).sum() for n in now))
        assert found["update"][-1, i] == pytest.approx(change, rel=1e-5)
        size = np.sqrt(sum(np.square(now[n]).sum() for n in now))
        assert found["weight"][-1, i] == pytest.approx(size, rel=1e-5)


def test_a_look_back_shows_nothing_of_the_future():
    made = learner()
    made.step(20)
    early = made.capture()
    made.step(100)
    assert measure(made)["steps"][-1] == 120
    made.restore(early)
    assert measure(made)["steps"][-1] == 20


def test_the_member_asked_for_is_measured():
    made = learner(Fit(members=3))
    made.step(5)
    norms = [measure(made, member=m)["gradient"][-1] for m in range(3)]
    assert not np.allclose(norms[0], norms[1])
    best = measure(made)
    assert best["member"][0] == made.best_member
    np.testing.assert_array_equal(best["gradient"][-1], norms[made.best_member])


def test_looking_changes_nothing():
    one, other = learner(), learner()
    for _ in range(4):
        one.step(5)
        other.step(5)
        measure(one)
    np.testing.assert_array_equal(one.weights.flat, other.weights.flat)


def test_dead_units_are_those_that_give_zero_for_every_row():
    made = learner(layers=(Dense(units=6, activation="relu"), Dense(units=4)))
    made.weights.views["a"]["bias"][0, :2] = -100.0
    (told,) = idle_units(made, 0)
    values = made.activations(made.source.x[made.source.train])["a"][0]
    assert told.units == 6
    assert told.dead == int((values.max(axis=0) == 0).sum()) >= 2


@pytest.mark.parametrize("function", ["leaky-relu", "elu", "softplus"])
def test_units_with_a_slope_everywhere_are_not_dead(function):
    made = learner(layers=(Dense(units=6, activation=function),))
    made.weights.views["a"]["bias"][...] = -4.0
    (told,) = idle_units(made, 0)
    assert told.dead == 0


@pytest.mark.parametrize("function", ["sigmoid", "tanh"])
def test_saturated_units_stand_at_their_ends(function):
    made = learner(layers=(Dense(units=6, activation=function),))
    assert idle_units(made, 0)[0].saturated == 0
    made.weights.views["a"]["bias"][0, :3] = [40.0, -40.0, 40.0]
    assert idle_units(made, 0)[0].saturated == 3


def test_an_activation_block_counts_for_the_layer_before_it():
    layers = (Dense(units=5), BatchNorm(), Activation(function="relu"), Dense(units=3))
    made = learner(layers=layers)
    made.weights.views["b"]["shift"][0, 0] = -50.0
    (told,) = idle_units(made, 0)
    assert (told.block, told.layer) == ("c", "a")
    assert told.dead >= 1


def test_eight_sigmoid_layers_vanish_and_tanh_and_he_do_not():
    for layers, kind in [
        (DEEP, "vanishing"),
        (tuple(Dense(units=8, activation="tanh") for _ in range(8)), "healthy"),
        (tuple(Dense(units=8, activation="relu", initialiser=He()) for _ in range(8)), "healthy"),
    ]:
        made = learner(layers=layers)
        made.step(30)
        assert measure(made)["verdict"][0] == kind


def test_large_weights_explode():
    wide = tuple(Dense(units=12, initialiser=Normal(sd=4.0)) for _ in range(4))
    made = learner(layers=wide)
    made.step(1)
    kind, text = measure(made)["verdict"]
    assert kind == "huge"
    assert text.startswith("Exploding")
    flow = Flow(("a", "b"), np.arange(3), np.array([[np.nan] * 2, [1e5, 1.0], [1e5, 1.0]]),
                np.ones(3))  # fmt: skip
    assert judge(flow).kind == "exploding"


def test_zero_weights_are_blocked_and_dead_layers_named():
    made = learner(layers=(Dense(units=4, initialiser=Zero()), Dense(units=4, initialiser=Zero())))
    made.step(1)
    kind, text = measure(made)["verdict"]
    assert kind == "blocked"
    assert "random weights" in text
    made = learner(layers=(Dense(units=4, activation="relu"),))
    made.weights.views["a"]["bias"][...] = -100.0
    made.step(1)
    kind, text = measure(made)["verdict"]
    assert kind == "blocked"
    assert "every unit of a is dead" in text


def test_three_of_four_dead_units_are_the_verdict():
    made = learner(layers=(Dense(units=4, activation="relu"),))
    made.weights.views["a"]["bias"][0] = [-100.0, -100.0, -100.0, 100.0]
    made.step(1)
    kind, text = measure(made)["verdict"]
    assert kind == "dying"
    assert "3 of the 4 units of a" in text


def flow(norms, loss=0.1, baseline=0.7, steps=None):
    norms = np.array([[np.nan] * len(norms[0]), *norms], float)
    steps = np.arange(len(norms)) * 100 if steps is None else steps
    loss = np.full(len(norms), loss)
    names = tuple(f"layer {i}" for i in range(norms.shape[1]))
    return Flow(names, steps, norms, loss, baseline, {"tanh"})


@pytest.mark.parametrize(("given", "kind"), [
    (flow([[1, 1, 1]] * 3), "healthy"),
    (flow([[1e-5, 1e-2, 1]] * 3), "vanishing"),
    (flow([[0.005, 1, 1]] * 3), "uneven"),
    (flow([[1, 1, 1]] * 3, loss=0.69), "stuck"),
    (flow([[1, 1]] * 9 + [[1e-5, 1e-5]] * 5), "settled"),
    (flow([[1, 1]] * 9 + [[1e-5, 1e-5]] * 5, loss=0.6), "flat"),
    (flow([[1, 1]] * 9 + [[500, 500]]), "bursting"),
    (flow([[1, 1], [np.nan, np.inf]]), "diverged"),
    (flow([[0, 1]] * 3), "blocked"),
])  # fmt: skip
def test_the_verdict_of_plain_cases(given, kind):
    verdict = judge(given)
    assert verdict.kind == kind
    assert verdict.text
    assert verdict.text.endswith(".")


def test_what_helps_is_not_what_is_there_already():
    names = ("a", "b")
    norms = np.array([[np.nan, np.nan], [1e-6, 1.0]])
    common = (names, np.arange(2), norms, np.ones(2), 0.7)
    sigmoid = judge(Flow(*common, functions={"sigmoid"})).text
    assert "1/4" in sigmoid
    assert "atch norm" in sigmoid
    assert "zero-centred" not in sigmoid
    assert "atch norm" not in judge(Flow(*common, functions={"tanh"}, normalised=True)).text
    assert "1/4" not in judge(Flow(*common, functions={"tanh"})).text
    assert "He initial" in judge(Flow(*common, functions={"relu"})).text


def test_he_is_not_sold_as_a_cure_for_dead_units():
    assert "He" not in SENTENCES["dying"].replace("The", "")


def test_before_the_first_step_and_after_divergence_it_stays_calm():
    made = learner()
    assert measure(made)["verdict"][0] == ""
    made = learner(Fit(rate=1e6))
    made.step(200)
    found = measure(made)
    assert found["verdict"][0] in SENTENCES
    made.weights.flat[:] = np.nan
    measure(made)


def test_a_place_that_was_jumped_to_is_not_taken_for_a_divergence():
    made = learner(WHOLE, (Dense(units=6, activation="tanh"),))
    made.step(40)
    before = measure(made)["verdict"][0]
    assert before == "healthy"
    made.jump(made.weights.flat.copy())
    assert np.isnan(measure(made)["gradient"][-1]).all()
    assert measure(made)["verdict"][0] == before
    made.step(1)
    made.step(4)
    assert measure(made)["verdict"][0] == before


def test_what_does_not_descend_has_no_gradients():
    class Table:
        source, members = rows(), 1

        def decide(self, x, members=slice(None)):
            return x[None]

    assert Gradients().measure(Table(), (0, 0)) == {}


def test_factors_in_words():
    assert times(999.0) == "1 000 times"
    assert times(float("inf")) == "more than a billion times"


def test_a_read_out_alone_is_judged():
    made = learner(layers=())
    made.step(3)
    assert measure(made)["verdict"][0] == "healthy"
    assert chain(width=2).output == "data"
