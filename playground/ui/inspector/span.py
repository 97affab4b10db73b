"""The useful part of a number's range, and how a slider runs through it."""

from math import exp, isinf, log, log10

from playground.core.settings import Setting

TICKS = 200
DECADES = 1000.0


class Span:
    """Slider positions and values of a numeric setting.

    Bounds may be astronomically wide; the slider covers the part around the default, evenly in
    the value or in its logarithm, while typing reaches everything.
    """

    def __init__(self, option: Setting) -> None:
        self._option = option
        self._whole = option.kind == "int"
        default = option.default if isinstance(option.default, int | float) else None
        self._log = option.scale == "log"
        self.low, self.high = self._log_ends(default) if self._log else self._even_ends(default)
        self._zero = self._log and option.low == 0 and not option.open_low

    def _log_ends(self, default: float | None) -> tuple[float, float]:
        option = self._option
        middle = default or 1e-3
        low = max(middle / DECADES, option.low or 0.0, 1.0 if self._whole else 1e-12)
        high = middle * DECADES
        return low, high if option.high is None else min(high, option.high)

    def _even_ends(self, default: float | None) -> tuple[float, float]:
        option = self._option
        middle = default or 1.0
        low = option.low if option.low is not None else -8 * abs(middle)
        wide = max(8 * abs(middle), 16.0 if self._whole else 1.0)
        high = option.high
        if high is None or (high > 50 * wide):
            high = wide
        return float(low), float(max(high, low + 1e-9))

    def value(self, tick: int) -> float:
        """Return the value at a slider position, rounded to what a person would type."""
        if self._zero and tick == 0:
            return 0.0
        share = tick / TICKS
        if self._log:
            value = exp(log(self.low) + share * (log(self.high) - log(self.low)))
            value = round(value, 1 - int(log10(value) // 1))
        else:
            step = 10.0 ** (int(log10((self.high - self.low) or 1.0) // 1) - 2)
            value = round((self.low + share * (self.high - self.low)) / step) * step
            value = round(value, 9)
        return self.allowed(value)

    def tick(self, value: float) -> int:
        """Return the slider position nearest to a value."""
        if self._log:
            if value <= self.low:
                return 0
            share = (log(value) - log(self.low)) / (log(self.high) - log(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(TICKS * min(max(share, 0.0), 1.0))

    def allowed(self, value: float) -> float:
        """Return the nearest value that the setting's bounds allow."""
        option = self._option
        if option.low is not None and value <= option.low:
            value = option.low if not option.open_low else self._inside(option.low, 1)
        if option.high is not None and value >= option.high:
            value = option.high if not option.open_high else self._inside(option.high, -1)
        return int(round(value)) if self._whole else float(value)

    def _inside(self, bound: float, sign: int) -> float:
        if self._whole:
            return bound + sign
        return bound + sign * 1e-6 * (abs(bound) or 1.0)

    def nudged(self, value: float, steps: int) -> float:
        """Return the value some arrow keys further."""
        if self._log and not self._whole:
            return self.allowed(float(f"{(value or self.low) * 1.1**steps:.3g}"))
        step = 1.0 if self._whole else (self.high - self.low) / 100
        return self.allowed(float(f"{value + steps * step:.10g}"))


def shown(value: float, whole: bool) -> str:
    """Write a number as short as it can be read back."""
    if whole or isinf(value):
        return str(value)
    return f"{value:.6g}"
