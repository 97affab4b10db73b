"""A small catalogue of blocks, as the engine's look to the document."""

from typing import Annotated, ClassVar, Literal

from playground.core.block import Block, Family, Port
from playground.core.flow import Advice
from playground.core.settings import Plugin, setting
from playground.core.shape import Shape, ShapeError, Signature, describe, features


class Circle(Block):
    family: ClassVar[Family] = "data"
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    size: Annotated[int, setting("Rows", low=1, high=100_000)] = 500

    def signature(self) -> Signature:
        return Signature(features(2), "class", 2, self.size, ("x", "y"), ("in", "out"))


class Digits(Block):
    family: ClassVar[Family] = "data"
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    def signature(self) -> Signature:
        return Signature((("height", 8), ("width", 8)), "class", 10, 1797)


class Blobs(Block):
    family: ClassVar[Family] = "data"
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    def signature(self) -> Signature:
        return Signature(features(2), "none", 0, 300)


class Select(Block):
    family: ClassVar[Family] = "transform"
    inputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    keep: Annotated[int, setting("Columns", low=1)] = 1

    def output_signature(self, signature: Signature) -> Signature:
        if len(signature.shape) != 1:
            raise ShapeError("it takes columns")
        return Signature(features(self.keep), signature.target, signature.outputs, signature.rows)


class Xavier(Plugin, frozen=True, tag="xavier"):
    gain: Annotated[float, setting("Gain", above=0)] = 1.0


class Normal(Plugin, frozen=True, tag="normal"):
    spread: Annotated[float, setting("Spread", above=0, high=10)] = 0.1


class Layer(Block):
    family: ClassVar[Family] = "layer"
    inputs: ClassVar[tuple[Port, ...]] = (Port("x", "tensor"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("y", "tensor"),)


class Dense(Layer):
    units: Annotated[int, setting("Units", low=1, high=1024)] = 8
    rate: Annotated[float, setting("Rate", above=0, high=1)] = 0.5
    activation: Literal["linear", "relu", "sigmoid"] = "linear"
    initialiser: Xavier | Normal = Xavier()

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 1:
            raise ShapeError(f"it takes a vector, not {describe(shape)}", "flatten")
        return features(self.units)

    def weights(self, *inputs: Shape) -> dict[str, int]:
        return {"weight": self.units * (inputs[0][0][1] or 0)}


class Flatten(Layer):
    def output_shape(self, *inputs: Shape) -> Shape:
        count = 1
        for _, size in inputs[0]:
            count *= size or 1
        return features(count)

    def weights(self, *inputs: Shape) -> dict[str, int]:
        return {}


class Add(Layer):
    inputs: ClassVar[tuple[Port, ...]] = (Port("x", "tensor", many=True),)

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(set(inputs)) != 1:
            raise ShapeError("it takes equal shapes")
        return inputs[0]

    def weights(self, *inputs: Shape) -> dict[str, int]:
        return {}


class Fragile(Layer):
    """Fails in a way that no contract allows."""

    def output_shape(self, *inputs: Shape) -> Shape:
        raise RuntimeError("broken") if len(inputs) > 1 else TypeError("broken")


class Fit(Block):
    family: ClassVar[Family] = "fit"
    inputs: ClassVar[tuple[Port, ...]] = (
        Port("x", "tensor"),
        Port("target", "tensor", optional=True),
    )
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)
    needs_target: ClassVar[bool] = True

    batch: int = 32

    def check_input(self, shape: Shape, signature: Signature) -> None:
        if len(shape) != 1:
            raise ShapeError("it reads a vector", "flatten")

    def warnings(self, before: Block | None, signature: Signature) -> list[Advice]:
        if isinstance(before, Dense) and before.activation == "sigmoid":
            return [Advice("a sigmoid slows it down", "Remove it", {"activation": "linear"})]
        if self.batch > signature.rows:
            return [Advice("there are fewer rows", "Take all", own={"batch": signature.rows})]
        if isinstance(before, Flatten):
            return [Advice("flattening here does nothing", "Remove it", remove=True)]
        return []


class KMeans(Block):
    family: ClassVar[Family] = "model"
    inputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)


class Vote(Block):
    family: ClassVar[Family] = "ensemble"
    inputs: ClassVar[tuple[Port, ...]] = (Port("models", "model", many=True),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)


class Walk(Block):
    family: ClassVar[Family] = "lab"


CATALOGUE: dict[str, type[Block]] = {
    "circle": Circle, "digits": Digits, "blobs": Blobs, "select": Select, "dense": Dense,
    "flatten": Flatten, "add": Add, "fragile": Fragile, "fit": Fit, "kmeans": KMeans,
    "vote": Vote, "walk": Walk,
}  # fmt: skip
