"""The latent space: samples as codes in the narrowest layer, and what comes back out of them."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.answers import Answers
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.coding.latent_picture import LatentPicture, Reproduced
from playground.ui.plots.coding.latent_view import LatentView, plane_size, stands_beside
from playground.ui.plots.coding.small_picture import mosaic_image
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DIVERGED = "It has diverged: the codes are no longer finite. Lower the learning rate."
NO_LAYERS = "{} has no hidden layer: put one in front of it, a narrow one, to see its codes."
NOT_ONE = (
    "Nothing comes back: {} learns {}. Wire the data into its second input, target, "
    "and it learns to reproduce them."
)
CELL, STRENGTH, MOST = 38, 0.4, 10
"""Pixels of a mosaic's cell, how far its pictures stand out, and how many samples are compared."""


class LatentSettings(PanelSettings, frozen=True, kw_only=True):
    """What the latent panel shows."""

    manifold: Annotated[
        bool, setting("Manifold", "What the places of the plane decode to, behind the samples.")
    ] = False
    layer: str = ""
    samples: tuple[int, ...] = ()
    at: tuple[float, ...] = ()


class Latent(Panel):
    """The latent space: samples as codes in the narrowest layer, and what comes back of them."""

    title: ClassVar[str] = "Latent space"
    settings_type: ClassVar[type[PanelSettings]] = LatentSettings
    settings: LatentSettings
    unsuited: ClassVar[str] = (
        "Not applicable: only networks have a middle to look into. Wire one to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._of = ""
        self._arrays: dict[str, Array] = {}
        self.view = LatentView(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._answers = Answers(self, self.rewatch)
        self._settle = after(self, 150, self.rewatch)
        self.view.walked.connect(lambda _: self._answers.want())
        self.view.picked.connect(self._pick)
        self.manifold = QToolButton(self.header)
        self.manifold.setText("Manifold")
        self.manifold.setCheckable(True)
        tip = "Show what the places of the plane decode to, behind the samples"
        self.manifold.setToolTip(tip)
        self.manifold.setAccessibleName(tip)
        self.manifold.clicked.connect(lambda on: self.change(manifold=on))
        tip = "Which layer's codes are shown"
        self.layers = MenuButton("Layer", tip, self._layers, self.header)
        self.layers.chosen.connect(lambda name, _: self.change(layer=name, at=(), samples=()))
        self.header.add_control(self.layers)
        self.header.add_control(self.manifold)
        bridge.focus.changed.connect(self._refocus)
        self._ring()
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request for the codes, and one for the place that is looked at."""
        info = self.learner
        if info is None:
            return ()
        chosen: dict[str, Any] = {"rows": self.settings.samples, "block": self.settings.layer}
        member = self.bridge.focus.member_of(info)
        if member is not None:
            chosen["member"] = member
        walk = {name: value for name, value in chosen.items() if name != "rows"}
        if self.settings.manifold:
            # Not the view's own size: it has none as long as words stand in its place.
            width, height = self.width(), max(self.height() - self.header.height(), 48)
            cell = px(CELL if stands_beside(width, height) else CELL * 0.7)
            across, up = plane_size(width, height)
            if self._arrays and self._arrays["places"].shape[1] == 1:
                cell *= 2  # a single line of them stands below the samples
            chosen["columns"] = min(max(round(across / cell), 2), 40)
            chosen["lines"] = min(max(round(up / cell), 2), 40)
        found = [Request("latent", info.id, tuple(sorted(chosen.items())))]
        if "original" in self._arrays and self.view.at is not None:
            walk["at"] = self.view.at[: self._arrays["places"].shape[1]]
            found.append(Request("decoded", info.id, tuple(sorted(walk.items()))))
        return tuple(found)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest codes and pictures."""
        info = self.learner
        for request, snapshot in snapshots.items():
            if request.probe == "decoded":
                self._answers.came()
                self.view.here = snapshot.arrays.get("features", self.view.here)
        snapshot = next((s for r, s in snapshots.items() if r.probe == "latent"), None)
        if info is None or snapshot is None:
            self.view.update()
            return
        self._arrays = snapshot.arrays if "places" in snapshot.arrays else {}
        self.layers.setVisible(bool(self._arrays))
        if not self._arrays:
            self.manifold.setVisible(False)
        if "diverged" in snapshot.arrays:
            self.view.notice = DIVERGED
            self.show_empty(DIVERGED if self.view.picture is None else None)
        elif not self._arrays:
            self.show_empty(NO_LAYERS.format(learner_title(self.bridge, info.id)))
        else:
            self.view.notice = ""
            self._take(info, self._arrays)
            self.show_empty(None)
        self.header.describe(self._described(info, snapshot))
        self.view.update()

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        info = self.learner
        of = info.id if info else ""
        if of != self._of or info is None:
            self._of, self.view.picture, self.view.here, self._arrays = of, None, None, {}
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty(self.missing if info is None else "…")
        self.manifold.setChecked(self.settings.manifold)
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is a network that learns from rows."""
        return info.rows > 0 and "network" in info.shows

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for a mosaic of the new shape."""
        super().resizeEvent(event)
        if self.settings.manifold:
            self._settle.start()

    # what is shown -----------------------------------------------------------------

    def _take(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        places, window = arrays["places"], arrays["window"]
        flat = places.shape[1] == 1
        if flat:
            lanes = _lanes(arrays)
            places = np.stack([places[:, 0], lanes], axis=1)
            window = np.stack([window[:, 0], [0.0, 1.0]], axis=1)
        classes = tuple(arrays.get("classes", np.empty(0)).tolist())
        shown = {k: arrays[k] for k in ("labels", "values", "part", "rows") if k in arrays}
        decision = Decision({**shown, "points": places}, classes, Look())
        told = self._reproduced(arrays)
        mosaic = None
        if told is not None and told.side and "mosaic" in arrays:
            mosaic = mosaic_image(arrays["mosaic"], told.side, told.limits, STRENGTH)
        named = ("code", "") if flat else ("code 1", "code 2")
        if int(arrays["width"]) > 2:
            named = ("principal axis 1", "principal axis 2")
        self.view.picture = LatentPicture(
            decision.samples(), window, named, decision.legend(), mosaic, told
        )
        self.view.remark = "" if told else NOT_ONE.format(
            learner_title(self.bridge, info.id),
            "labels" if info.target == "class" else "other values",
        )  # fmt: skip
        self.manifold.setVisible(told is not None and bool(told.side))
        if told is not None and self.requests()[0] != self._requests[0]:
            self._settle.start()
        if told is not None and self.view.at is None:
            at = self.settings.at if len(self.settings.at) == 2 else window.mean(axis=0).tolist()
            self.view.at = (float(at[0]), float(at[1]))
            self._answers.want()

    def _reproduced(self, arrays: dict[str, Array]) -> Reproduced | None:
        if "original" not in arrays:
            return None
        low, high = arrays["limits"].tolist()
        original = arrays["original"]
        side = int(arrays["side"]) if original.shape[1] == int(arrays["side"]) ** 2 else 0
        return Reproduced(arrays["chosen"], original, arrays["remade"], side, (low, high))

    def _described(self, info: LearnerInfo, snapshot: Snapshot) -> str:
        arrays, parts = snapshot.arrays, [stamp(self.bridge, info.id, snapshot.step)]
        if "block" in arrays:
            width = int(arrays["width"])
            told = f"{arrays['block']}, {width} unit{'s' * (width != 1)}"
            if width > 2:
                told += f", {100 * float(arrays['share']):.0f} % in sight"
            parts.append(told)
        return " · ".join(parts)

    # what the person does ----------------------------------------------------------

    def _layers(self) -> list[Item]:
        arrays = self._arrays
        if not arrays:
            return []
        shown = str(arrays["block"]) if self.settings.layer else ""
        found = [Item("", "Narrowest", "The layer of the fewest units", not shown)]
        for name, width in zip(arrays["blocks"].tolist(), arrays["widths"].tolist(), strict=True):
            found.append(Item(name, f"{name} ({width})", "", name == shown))
        return found

    def _pick(self, row: int) -> None:
        """Compare this sample too, in place of the one that was chosen longest ago."""
        if "chosen" not in self._arrays:
            self.bridge.focus.brush([row])
            return
        kept = [r for r in self._arrays["chosen"].tolist() if r != row]
        self.change(samples=tuple([*kept, row][-MOST:]))

    def _refocus(self) -> None:
        self._ring()
        if self._seen and self.requests() != self._requests:
            self.rewatch()

    def _ring(self) -> None:
        if self.view.brushed != self.bridge.focus.brushed:
            self.view.brushed = self.bridge.focus.brushed
            self.view.update()


def _lanes(arrays: dict[str, Array]) -> Array:
    """Return heights ``(n,)`` from 0 to 1 at which samples lie above a strip of codes."""
    rows = arrays["rows"]
    spread = (rows * 0.6180339887) % 1.0  # even, and the same for a row every time
    if "labels" not in arrays:
        return np.asarray(0.3 + 0.65 * spread)
    count = int(arrays["labels"].max()) + 1
    return np.asarray(0.28 + 0.7 * (arrays["labels"] + 0.15 + 0.7 * spread) / count)
