"""A matrix at work on the plane or on space, held by its columns."""

from typing import Literal, TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.camera import Camera
from playground.ui.plots.lettering import chip
from playground.ui.plots.matrix.carried import motion_scene
from playground.ui.plots.matrix.eigen_scene import eigen_scene
from playground.ui.plots.matrix.ground import paint_ground
from playground.ui.plots.matrix.painting import paint_grip, paint_scene
from playground.ui.plots.matrix.scene import Grip, Scene
from playground.ui.plots.matrix.sight import PlaneSight, Sight, SpaceSight
from playground.ui.plots.matrix.singular_scene import singular_scene
from playground.ui.plots.matrix.solve_scene import inputs_scene, outputs_scene
from playground.ui.plots.matrix.subject import Subject, rounded_up
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

Mode: TypeAlias = Literal["motion", "eigen", "svd", "solve"]
SCENES = {"motion": motion_scene, "eigen": eigen_scene, "svd": singular_scene}
NEAR = 15.0
"""Pixels from a grip at which it is taken, at the scale of 1."""
LOW = 300
"""Height below which words and numbers are no longer written over the picture."""
LOWEST = 100
"""Height below which the picture takes the room of the words."""
BROAD = 520
"""Width that A x = b takes for two pictures side by side."""


class MatrixView(Painted):
    """Paints a subject in a mode at a time, and lets its columns, b and x be dragged.

    Attributes
    ----------
    words
        The sentence under the picture.
    numbers
        What lies over the upper right corner; a low picture stands beside it.

    Signals
    -------
    dragged(str, object)
        What is held, and the place ``(n,)`` it is dragged to.
    dropped()
        It was let go.
    resized()
        It has another size.
    """

    dragged = Signal(str, object)
    dropped = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.subject: Subject | None = None
        self.mode: Mode = "motion"
        self.time = 1.0
        self.words = ""
        self.camera = Camera(azimuth=-50.0, elevation=22.0)
        self.numbers = QRectF()
        self._zoom, self._reach, self._inner = 1.0, 2.0, 2.0
        self._held: Grip | None = None
        self._over, self._inside = "", False
        self._turned: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("What the matrix does")

    @property
    def dragging(self) -> bool:
        """Whether something is held."""
        return self._held is not None

    def show_subject(self, subject: Subject, mode: Mode, time: float, words: str) -> None:
        """Show another matrix, mode or moment; the scale rests while something is dragged."""
        self.subject, self.mode, self.time, self.words = subject, mode, time, words
        if not self.dragging:
            self._reach = self._wanted_reach(subject)
            self._inner = rounded_up(1.2 * float(np.linalg.norm(subject.answer.shortest))) \
                if mode == "solve" else 1.0  # fmt: skip
        self.update()

    def pictures(self) -> list[tuple[Scene, Sight]]:
        """Return every picture with the way it is seen."""
        subject = self.subject
        if subject is None:
            return []
        whole = self._room()
        if self.mode != "solve":
            scene = SCENES[self.mode](subject, self.time, self._reach)
            return [(scene, self._sight(whole, self._reach, self._middle(subject)))]
        outer = outputs_scene(subject, self._reach)
        if whole.width() < px(BROAD):
            return [(outer, self._sight(whole, self._reach))]
        left, right = QRectF(whole), QRectF(whole)
        left.setWidth(whole.width() * 0.4 - 1)
        right.setLeft(whole.width() * 0.4 + 1)
        inner = inputs_scene(subject, self._inner)
        return [
            (inner, self._sight(left, self._inner)), (outer, self._sight(right, self._reach)),
        ]  # fmt: skip

    def _room(self) -> QRectF:
        """Return where pictures may be: beside the numbers and above the words, where it is low."""
        if self.height() >= px(LOW):
            return QRectF(self.rect())
        beside = self.width() - self.numbers.left() + px(6) if self.numbers.width() else 0
        words = px(22) if self.says_it else 0
        return QRectF(self.rect()).adjusted(0, 0, -beside, -words)

    @property
    def says_it(self) -> bool:
        """Whether there is room for words under the picture."""
        return bool(self.words) and self.height() >= px(LOWEST)

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Tell that there is other room."""
        self.resized.emit()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the moment; `vector` avoids pixmaps, for SVG and PDF."""
        low = self.height() < px(LOW)
        painter.fillRect(self.rect(), theme().color("field" if low else "border"))
        ratio = None if vector else self.devicePixelRatioF()
        for scene, sight in self.pictures():
            sight.taken = self.numbers
            painter.fillRect(sight.area, theme().color("field"))
            paint_ground(painter, sight, self._reach)
            paint_scene(painter, scene, sight, ratio)
            for grip in scene.grips:
                held = self._held is not None and self._held.name == grip.name
                if held or self._inside or grip.name == "b":
                    paint_grip(painter, grip, sight, held or self._over == grip.name)
            if scene.title and self.height() >= px(LOW):
                inner = sight.area.adjusted(px(6), px(6), -px(6), -px(6))
                chip(painter, scene.title, inner.topLeft(), "left", inner)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        if self.says_it:
            # The numbers of the ruled paper keep their line.
            under = px(1) if self.height() < px(LOW) else px(17)
            inner = QRectF(self.rect()).adjusted(px(6), px(6), -px(6), -under)
            chip(painter, self.words, QPointF(inner.center().x(), inner.bottom()), "center", inner)

    def _wanted_reach(self, subject: Subject) -> float:
        if self._of_rows(subject) and subject.points is not None:
            far = np.linalg.norm(subject.points - subject.arrays["centre"], axis=1)
            return max(1.12 * float(far.max()), 1e-9)
        reach = subject.reach(self.mode == "solve")
        if subject.points is not None and not subject.of_data and self.mode != "solve":
            reach = max(reach, rounded_up(float(np.abs(subject.points).max())))
        return reach

    def _of_rows(self, subject: Subject) -> bool:
        return self.mode == "eigen" and subject.of_data and subject.points is not None

    def _middle(self, subject: Subject) -> Array:
        return subject.arrays["centre"] if self._of_rows(subject) else np.zeros(subject.size)

    def _sight(self, area: QRectF, reach: float, middle: Array | None = None) -> Sight:
        assert self.subject is not None
        middle = np.zeros(self.subject.size) if middle is None else middle
        if self.subject.size == 2:
            return PlaneSight(area, reach / self._zoom, (float(middle[0]), float(middle[1])))
        self.camera.radius, self.camera.zoom = 0.95 * reach, self._zoom
        self.camera.target = (float(middle[0]), float(middle[1]), float(middle[2]))
        camera = Camera(**vars(self.camera))
        return SpaceSight(area, camera)

    # the pointer ------------------------------------------------------------------

    def _grip_at(self, at: QPointF) -> tuple[Grip, Sight] | None:
        """Return what can be taken at a pixel: the nearest grip."""
        near: list[tuple[float, int, Grip, Sight]] = []
        for scene, sight in self.pictures():
            for order, grip in enumerate(scene.grips):
                (pixel,) = sight.pixels(grip.at[None])
                far = float(np.hypot(pixel[0] - at.x(), pixel[1] - at.y()))
                if far <= px(NEAR):
                    near.append((far, order, grip, sight))
        if not near:
            return None
        _, _, grip, sight = min(near, key=lambda one: one[:2])
        return grip, sight

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take a grip, or turn space."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found = self._grip_at(event.position())
        if found is not None:
            self._held, _ = found
        elif self.subject is not None and self.subject.size == 3:
            self._turned = event.position()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag what is held, turn, or show what could be taken."""
        at = event.position()
        if self._held is not None:
            self._drag(at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif self._turned is not None:
            way, self._turned = at - self._turned, at
            self.camera.turn(0.4 * way.x(), -0.4 * way.y())
            self.update()
        else:
            self._hover(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        held, self._held, self._turned = self._held, None, None
        if held is not None:
            self.dropped.emit()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look at all of it again."""
        self._zoom = 1.0
        self.camera.azimuth, self.camera.elevation = -50.0, 22.0
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Come nearer or step back."""
        self._zoom = min(max(self._zoom * 1.0015 ** event.angleDelta().y(), 0.2), 20.0)
        event.accept()
        self.update()

    def enterEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Show what can be taken."""
        self._inside = True
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Show no grip any more."""
        self._over, self._inside = "", False
        self.update()

    def _hover(self, at: QPointF) -> None:
        found = self._grip_at(at)
        name = found[0].name if found else ""
        if name != self._over:
            self._over = name
            self.setCursor(
                Qt.CursorShape.OpenHandCursor if name else Qt.CursorShape.ArrowCursor
            )
            self.setToolTip(found[0].words if found else "")
            self.update()

    def _drag(self, at: QPointF, snap: bool) -> None:
        assert self._held is not None
        sights = (sight for scene, sight in self.pictures()
                  if any(grip.name == self._held.name for grip in scene.grips))  # fmt: skip
        sight = next(sights, None)
        if sight is None:
            return
        place = sight.dragged(self._held.at, at)
        digits = max(0, 2 - int(np.floor(np.log10(self._reach))))
        unit = 10.0 ** (1 - digits) if snap else 10.0**-digits
        place = np.round(np.round(place / unit) * unit, digits) + 0.0
        self._held = Grip(self._held.name, place, self._held.color, self._held.words)
        self.dragged.emit(self._held.name, place)
