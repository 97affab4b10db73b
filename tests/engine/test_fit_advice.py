"""What the fit head advises about what is wired into it."""

import pytest

from playground.core.flow import Advice
from playground.core.shape import Signature, features
from playground.engine.heads.fit import Fit
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.losses.squared import Squared
from playground.engine.optimizers.rprop import Rprop

CLASSES = Signature(features(2), "class", 2, 100, ("a", "b"), ("no", "yes"), 70, 0)


def advice(fit: Fit, before: object = None, signature: Signature = CLASSES) -> list[Advice]:
    return fit.warnings(before, signature)


@pytest.mark.parametrize("function", ["softmax", "sigmoid"])
def test_a_squashing_block_in_front_is_to_be_removed(function):
    (found,) = advice(Fit(), Activation(function=function))
    assert found.remove
    assert function in found.message


def test_a_squashing_layer_as_wide_as_the_read_out_is_to_be_made_linear():
    (found,) = advice(Fit(), Dense(units=2, activation="sigmoid"))
    assert found.settings == {"activation": "linear"}


def test_a_wide_linear_layer_in_front_of_the_linear_read_out_is_to_be_bent():
    (found,) = advice(Fit(), Dense(units=8))
    assert found.settings == {"activation": "relu"}
    assert advice(Fit(), Dense(units=8, **found.settings)) == []


@pytest.mark.parametrize(
    "before",
    [
        Dense(units=8, activation="sigmoid"), Dense(units=2, activation="tanh"), None,
        Dense(units=2), Dense(units=1), Activation(function="linear"),
    ],
)  # fmt: skip
def test_an_honest_hidden_layer_is_left_alone(before):
    assert advice(Fit(), before) == []


def test_a_loss_that_takes_any_output_does_not_mind():
    assert advice(Fit(loss=Squared()), Activation(function="sigmoid")) == []


def test_a_batch_larger_than_the_training_part_is_told_with_the_size_that_fits():
    (found,) = advice(Fit(batch=71))
    assert found.own == {"batch": 70}
    assert advice(Fit(batch=70)) == []


def test_early_stopping_without_a_validation_part_is_told():
    (found,) = advice(Fit(early_stopping=100))
    assert found.own == {"early_stopping": None}
    watched = Signature(features(2), "class", 2, 100, (), ("no", "yes"), 60, 10)
    assert advice(Fit(early_stopping=100), signature=watched) == []


def test_a_rule_that_compares_steps_wants_all_rows():
    (found,) = advice(Fit(optimizer=Rprop(), batch=32))
    assert found.own == {"batch": 70}
    assert found.message.startswith("Rprop compares each step with the last")
    assert advice(Fit(optimizer=Rprop(), batch=70)) == []
