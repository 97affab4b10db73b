"""A function that the person types."""

from typing import Annotated, ClassVar

from playground.core.settings import SettingError, setting
from playground.engine.functions import formula
from playground.engine.functions.test_function import Start, TestFunction
from playground.kernels.array import Array


class Formula(TestFunction, frozen=True):
    """Your own function of x, or of x and y: type it, and watch rules go down it.

    Numbers, x, y, pi, e, ``+ - * / **``, parentheses, and functions such as sin, exp or sqrt.
    The gradient is exact, whatever the formula.
    """

    rank: ClassVar[int] = 100

    text: Annotated[
        str,
        setting("Formula", "Of x, or of x and y: numbers, + - * / **, parentheses, pi, e, sin cos "
                "tan exp log sqrt abs sinh cosh tanh atan sigmoid relu softplus min max."),
    ] = "sin(3*x) * cos(3*y) + (x**2 + y**2) / 3"  # fmt: skip
    start: Start = (-1.6, 1.2)
    reach: Annotated[
        float,
        setting("Reach", "How far from 0 to look.", above=0, high=1000, scale="log"),
    ] = 2.5

    def __post_init__(self) -> None:
        """Refuse what is no formula.

        Raises
        ------
        SettingError
            In words for the person.
        """
        try:
            formula.read(self.text)
        except formula.FormulaError as error:
            raise SettingError("text", str(error)) from None
        super().__post_init__()

    @property
    def variables(self) -> tuple[str, ...]:
        """Those that occur in the formula."""
        return tuple(formula.VARIABLES[place] for place in self._read().variables)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A square around the origin, a little wider than high."""
        return (-self.reach, self.reach, -0.8 * self.reach, 0.8 * self.reach)

    def value(self, w: Array) -> Array:
        """Compute the formula at points ``(..., dimension)``."""
        return self._read().value(w)

    def gradient(self, w: Array) -> Array:
        """Compute its exact gradient at points ``(..., dimension)``."""
        return self._read().gradient(w)

    def _read(self) -> formula.Formula:
        return formula.read(self.text)
