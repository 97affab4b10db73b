import math
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.settings import Plugin, SettingError, build, plain, setting, settings_of


class Sgd(Plugin, frozen=True, tag="sgd"):
    momentum: Annotated[float, setting("Momentum", low=0, below=1)] = 0.0


class Adam(Plugin, frozen=True, tag="adam"):
    beta1: Annotated[float, setting(low=0, below=1)] = 0.9


class Head(Plugin, frozen=True):
    rate: Annotated[
        float,
        setting("Learning rate", "Size of a step.", above=0, high=10, scale="log", unit="1",
                section="More", tunable=True, when=("rule", "adam")),
    ] = 0.1  # fmt: skip
    steps: Annotated[int, setting(low=1)] = 3
    clip: Annotated[float, setting(above=0)] | None = None
    limit: Annotated[float | None, setting("Limit")] = None
    shuffle: bool = True
    note: str = ""
    loss: Literal["mse", "mae"] = "mse"
    widths: tuple[int, ...] = (4, 4)
    rule: Sgd | Adam = Adam()


def by_name() -> dict[str, Any]:
    return {one.name: one for one in settings_of(Head)}


def test_every_annotation_has_its_kind():
    kinds = {name: one.kind for name, one in by_name().items()}
    assert kinds == {
        "rate": "float", "steps": "int", "clip": "float", "limit": "float", "shuffle": "bool",
        "note": "text", "loss": "choice", "widths": "numbers", "rule": "plugin",
    }  # fmt: skip


def test_marks_are_read():
    rate = by_name()["rate"]
    assert (rate.title, rate.help, rate.default) == ("Learning rate", "Size of a step.", 0.1)
    assert (rate.low, rate.high, rate.open_low, rate.open_high) == (0, 10, True, False)
    assert (rate.scale, rate.unit, rate.section, rate.tunable) == ("log", "1", "More", True)
    assert rate.when == ("rule", "adam")
    assert by_name()["steps"].title == "Steps"


def test_optional_settings_keep_their_bounds():
    assert (by_name()["clip"].optional, by_name()["clip"].low) == (True, 0)
    assert (by_name()["limit"].optional, by_name()["limit"].title) == (True, "Limit")
    assert not by_name()["rate"].optional


def test_choices():
    assert by_name()["loss"].choices == ("mse", "mae")
    assert by_name()["rule"].choices == (Sgd, Adam)


@pytest.mark.parametrize(
    ("values", "name", "words"),
    [
        ({"rate": 0.0}, "rate", "> 0.0, not 0.0"),
        ({"rate": 11}, "rate", "<= 10"),
        ({"rate": "fast"}, "rate", "expected a number, not 'fast'"),
        ({"rate": "x" * 10**6}, "rate", f"expected a number, not '{'x' * 79}…"),
        ({"steps": 1.5}, "steps", "expected a whole number"),
        ({"clip": 0.0}, "clip", "> 0"),
        ({"clip": "x"}, "clip", "expected a number or nothing, not 'x'"),
        ({"loss": "max"}, "loss", "expected one of mse, mae, not 'max'"),
        ({"rule": {"kind": "rprop"}}, "rule.kind", "expected one of sgd, adam, not 'rprop'"),
        ({"rule": {"kind": "adam", "beta1": 1.0}}, "rule.beta1", "< 1.0, not 1.0"),
        ({"rule": {"kind": "adam", "momentum": 0.5}}, "rule.momentum", "it has beta1"),
        ({"colour": 1}, "colour", "it has rate, steps"),
        ({"widths": [1, "x"]}, "widths[1]", "expected a whole number"),
    ],
)
def test_a_refusal_names_the_setting_and_the_reason(values, name, words):
    with pytest.raises(SettingError) as caught:
        build(Head, values)
    assert caught.value.setting == name
    assert words in caught.value.reason
    assert str(caught.value) == f"{name}: {caught.value.reason}"


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "rate": st.floats(1e-9, 10),
            "steps": st.integers(1, 1000),
            "clip": st.none() | st.floats(1e-3, 1e3),
            "shuffle": st.booleans(),
            "note": st.text(max_size=9),
            "loss": st.sampled_from(["mse", "mae"]),
            "widths": st.lists(st.integers(0, 9), max_size=4),
            "rule": st.fixed_dictionaries({"kind": st.just("sgd"), "momentum": st.floats(0, 0.99)}),
        },
    )
)
def test_plain_is_the_inverse_of_build(values):
    head = build(Head, values)
    assert build(Head, {k: v for k, v in plain(head).items() if k in by_name()}) == head
    for name, value in values.items():
        got = plain(head)[name]
        assert list(got) == value if name == "widths" else got == value


def test_build_leaves_what_it_was_given_alone():
    values = {"rule": {"kind": "adam", "beta1": 0.5}}
    assert build(Head, values).rule == Adam(beta1=0.5)
    assert values == {"rule": {"kind": "adam", "beta1": 0.5}}
    assert math.isclose(build(Head, {}).rate, 0.1)
