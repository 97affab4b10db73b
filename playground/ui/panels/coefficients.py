"""The weights of a linear model: what each feature speaks for, and how strongly."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.linear.coefficient_bars import CoefficientBars, Weighing
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

NO_WEIGHTS = (
    "Not applicable: {} does not weigh the features one by one. Linear models do, and a fit with "
    "the data wired straight in."
)
DIVERGED = "It has diverged: its weights are no longer finite. Lower the learning rate."
TOGETHER = 4
"""Classes whose bars stand side by side at most; of more, one is chosen."""


class CoefficientsSettings(PanelSettings, frozen=True, kw_only=True):
    """What the coefficients panel shows."""

    order: Annotated[
        Literal["given", "size"],
        setting("Order", "Features as the data has them, or the largest weight first."),
    ] = "given"
    output: Annotated[
        str, setting("Class", "Whose weights are shown; empty: all, or the first of many.")
    ] = ""


class Coefficients(Panel):
    """The weights of a linear model: what each feature speaks for, and how strongly."""

    title: ClassVar[str] = "Coefficients"
    settings_type: ClassVar[type[PanelSettings]] = CoefficientsSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here weighs features one by one. Linear models do, and a fit with "
        "the data wired straight in."
    )
    settings: CoefficientsSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._names: tuple[str, ...] = ()
        self.keys = KeyRow(self.body)
        self.bars = CoefficientBars(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.bars)
        tip = "Whose weights are shown"
        self.outputs = MenuButton("Class", tip, self._choices, self.header)
        self.outputs.chosen.connect(lambda name, _: self.change(output=name))
        tip = "In which order the features stand"
        self.order = MenuButton("Order", tip, self._orders, self.header)
        self.order.chosen.connect(lambda order, _: self.change(order=order))
        self.header.add_control(self.outputs)
        self.header.add_control(self.order)
        self.outputs.hide()
        self.bars.resized.connect(self._describe)
        bridge.focus.changed.connect(self._follow)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the coefficients probe."""
        info = self.learner
        if info is None:
            return ()
        member = self.bridge.focus.member_of(info)
        chosen = () if member is None else (("member", member),)
        return (Request("coefficients", info.id, chosen, (0, 0)),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest weights."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        if "weights" not in arrays:
            self.outputs.hide()
            self.header.describe("")
            self.show_empty(NO_WEIGHTS.format(learner_title(self.bridge, info.id)))
            return
        ends = [arrays[name] for name in ("weights", "low", "high") if name in arrays]
        if not all(np.isfinite(end).all() for end in ends):
            self.show_empty(DIVERGED)
            return
        self._names = tuple(arrays["outputs"].tolist())
        several = len(self._names) > 1
        if self.outputs.isHidden() == several:
            self.outputs.setVisible(several)
        self._show(info, arrays)
        self.show_empty(None)
        self._describe()

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        wanted = self.requests()
        self.snapshots = {r: s for r, s in self.snapshots.items() if r in wanted}
        if not self.snapshots:
            self.header.describe("")
            self.show_empty(self.missing if self.learner is None else "…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is linear, as far as can be told beforehand."""
        read_out = "network" in info.shows and tuple(info.parameters) == (info.id,)
        return "coefficients" in info.shows or read_out

    def _show(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        """Bring the chosen outputs onto the bars."""
        shown = self._shown()
        colors = tuple(_colors(info, i, len(self._names)) for i in shown)
        bounds = {
            name: arrays[name][shown] for name in ("low", "high") if name in arrays
        }  # fmt: skip
        names = tuple(arrays["names"].tolist())
        by_size = self.settings.order == "size"
        self.bars.show_weighing(
            Weighing(names, arrays["weights"][shown], colors, by_size=by_size, **bounds)
        )
        bias = [_bias(arrays, i) for i in shown]
        if info.target == "class" and len(self._names) == 1:
            keys = [(f"for {name}", "", theme().color(f"class {i}"))
                    for i, name in enumerate(info.classes[:2])]  # fmt: skip
            keys.append(("bias", bias[0], theme().color("secondary")))
        elif self._names:
            keys = [(self._names[i], f"bias {b}", colors[place][1])
                    for place, (i, b) in enumerate(zip(shown, bias, strict=True))]  # fmt: skip
        else:
            keys = [("lowers", "", colors[0][0]), ("raises", "", colors[0][1]),
                    ("bias", bias[0], theme().color("secondary"))]  # fmt: skip
        self.keys.show_keys(keys, names_first=len(self._names) > 1)

    def _shown(self) -> list[int]:
        """Return the numbers of the outputs that are shown."""
        count = max(len(self._names), 1)
        if self.settings.output in self._names:
            return [self._names.index(self.settings.output)]
        return list(range(count)) if count <= TOGETHER else [0]

    def _describe(self) -> None:
        """Say in the header what is shown now."""
        info, snapshot = self.learner, next(reversed(self.snapshots.values()), None)
        if info is not None and snapshot is not None and "weights" in snapshot.arrays:
            self.header.describe(self._told(info, snapshot))

    def _told(self, info: LearnerInfo, snapshot: Snapshot) -> str:
        weights = snapshot.arrays["weights"][self._shown()]
        kept, all_of = int(weights.any(axis=0).sum()), weights.shape[1]
        room = len(self.bars.rows())
        parts = [
            learner_title(self.bridge, info.id),
            f"{kept} of {all_of} not zero" if 0 < kept < all_of else "",
            f"the {room} largest" if room < all_of else "",
            "line: range of all members" if "low" in snapshot.arrays else "",
            f"step {grouped(snapshot.step)}",
        ]
        return " · ".join(part for part in parts if part)

    def _choices(self) -> list[Item]:
        all_of = [Item("", "All", checked=self._shown() == list(range(len(self._names))))]
        each = [Item(name, name, checked=self._shown() == [i])
                for i, name in enumerate(self._names)]  # fmt: skip
        return (all_of if len(self._names) <= TOGETHER else []) + each

    def _orders(self) -> list[Item]:
        order = self.settings.order
        return [
            Item("given", "As in the data", "Features in the order of the data", order == "given"),
            Item("size", "By size", "The largest weight first", order == "size"),
        ]

    def _follow(self) -> None:
        if self._seen and self.requests() != self._requests:
            self.rewatch()


def _bias(arrays: dict[str, Array], output: int) -> str:
    """Write the bias of an output; what is rounding beside its weights is 0."""
    bias, largest = float(arrays["bias"][output]), float(abs(arrays["weights"][output]).max())
    return number(bias, full=True) if abs(bias) > 1e-9 * largest else "0"


def _colors(info: LearnerInfo, output: int, outputs: int) -> tuple[QColor, QColor]:
    """Return the colours of a bar below and above zero."""
    color = theme().color
    if info.target == "class" and outputs > 1:
        own = color(f"class {output % 8}")
        return own, own
    return color("class 0"), color("class 1")
