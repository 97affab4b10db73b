"""Fully connected layer."""

from typing import Annotated, ClassVar, Literal

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, describe, features
from playground.engine.choices import AnyInitialiser
from playground.engine.initialisers.xavier import Xavier
from playground.engine.initialisers.zero import Zero
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views, WeightSpec
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.affine import affine, affine_pull, affine_pull_input
from playground.kernels.array import Array

ActivationName = Literal[
    "linear", "step", "sigmoid", "tanh", "relu", "leaky-relu", "elu", "gelu", "silu", "softplus",
    "softmax",
]  # fmt: skip


class Dense(Layer, frozen=True):
    """Connects every input to every unit: y = activation(x W + b).

    Shapes: x ``(members, n, i)``, W ``(members, i, units)``, b ``(members, units)``,
    y ``(members, n, units)``.

    References
    ----------
    Rumelhart, Hinton, Williams (1986), doi:10.1038/323533a0.
    """

    rank: ClassVar[int] = 1

    units: Annotated[
        int, setting("Units", "Outputs of the layer: each draws one line.", low=1, high=4096)
    ] = 8
    activation: Annotated[
        ActivationName,
        setting("Activation", "What bends each unit's output; linear bends nothing."),
    ] = "linear"
    initialiser: Annotated[
        AnyInitialiser,
        setting("Initial weights", "How the weights start out.", section="Initialisation"),
    ] = Xavier()
    bias: Annotated[
        bool, setting("Bias", "Adds a learned offset to every unit.", section="Initialisation")
    ] = True

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return ``(units,)`` for a vector.

        Raises
        ------
        ShapeError
            If the input has more axes than one, or one of unknown length.
        """
        (shape,) = inputs
        if len(shape) != 1 or shape[0][1] is None:
            raise ShapeError(
                f"it takes a plain vector, but {describe(shape)} arrives: flatten it first",
                "flatten",
            )
        return features(self.units)

    def weights(self, *inputs: Shape) -> dict[str, WeightSpec]:
        """Return a weight matrix and, unless switched off, a bias for each unit."""
        fan_in = inputs[0][0][1]
        assert fan_in is not None
        specs = {
            "weight": WeightSpec((fan_in, self.units), self.initialiser, fan_in, self.units)
        }
        if self.bias:
            specs["bias"] = WeightSpec((self.units,), Zero(), fan_in, self.units, decay=False)
        return specs

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Compute ``activation(x W + b)``."""
        (given,) = x
        weight = w["weight"]
        activation = ACTIVATIONS[self.activation]
        gradient = activation.gradient
        z = affine(given, weight, w.get("bias"))
        y = activation.value(z)
        wanted = context.wanted

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            dz = gradient(z, y, dy)
            if into is not None:
                affine_pull(dz, given, into["weight"], into.get("bias"))
            return (affine_pull_input(dz, weight) if wanted else None,)

        return y, pull

    def stages(self, w: Views, *x: Array, context: Context) -> list[tuple[str, Array]]:
        """Return ``x W``, ``x W + b`` and the activation's output."""
        product = affine(x[0], w["weight"])
        stages = [("x W", product)]
        if "bias" in w:
            product = affine(x[0], w["weight"], w["bias"])
            stages.append(("+ b", product))
        stages.append((self.activation, ACTIVATIONS[self.activation].value(product)))
        return stages
