"""The block of a loss surface drawn by OpenGL, into a picture that any widget can paint.

The picture is drawn off the screen and read back. A widget of OpenGL's own in the window would
have Qt compose every other widget by OpenGL too, and build the window anew when it first appears;
a picture leaves the window as it is, prints and saves like everything else, and can give way to
the software's picture from one frame to the next.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QImage, QMatrix4x4, QVector3D
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLTexture, QOpenGLVertexArrayObject
from shiboken6 import VoidPtr

from playground.kernels.array import Array
from playground.ui.plots.surface.gl_mesh import NUMBERS, corners, projection, triangles
from playground.ui.plots.surface.gl_parts import GlFailure, buffers, context, frames, program
from playground.ui.plots.surface.gl_shaders import SIDE, SKIN
from playground.ui.plots.surface.height_field import Sight
from playground.ui.plots.surface.relief import Relief

KEPT = 3
"""Sizes of pictures that are kept ready."""

COLOR, DEPTH, TRIANGLES, STRIP = 0x4000, 0x100, 0x0004, 0x0005
FLOAT, UNSIGNED, DEPTH_TEST = 0x1406, 0x1405, 0x0B71
RENDERER = 0x1F01
"""Numbers that OpenGL's standard gives to these things."""


@dataclass(frozen=True, eq=False)
class Look:
    """Colours of a block.

    Attributes
    ----------
    table
        Colours of heights, ``(256, 3)`` of 0 to 255.
    walls, ground
        Colours of its sides (along x, along y) and of what is around it.
    light
        Where the light comes from.
    width, contrast
        Half the width of lines of equal loss in pixels, and how they stand out.
    """

    table: Array
    walls: tuple[QColor, QColor]
    ground: QColor
    light: tuple[float, float, float]
    width: float
    contrast: float


class GlSurface:
    """Draws blocks of loss surfaces.

    Raises
    ------
    GlFailure
        If there is no OpenGL 3.3, or OpenGL ES 3, that can draw them.
    """

    def __init__(self) -> None:
        self._frames: dict[tuple[int, int], tuple[QOpenGLFramebufferObject, ...]] = {}
        self._mesh: Relief | None = None
        self._table: Array | None = None
        self._colors: QOpenGLTexture | None = None
        self._shape = (0, 0)
        self._context, self._surface = context()
        self.embedded = self._context.isOpenGLES()
        self._functions = self._context.functions()
        self.renderer = str(self._functions.glGetString(RENDERER))
        self._skin = program(SKIN, self.embedded)
        self._side = program(SIDE, self.embedded)
        self._corners, self._order = buffers()
        self._array = QOpenGLVertexArrayObject()
        if not self._array.create():
            raise GlFailure("no vertex arrays")
        self._describe()
        self._context.doneCurrent()

    def draw(self, relief: Relief, sight: Sight, look: Look) -> QImage:
        """Return the picture of a surface.

        Raises
        ------
        GlFailure
            If OpenGL has failed; it may be tried again, but hardly with another end.
        """
        if not self._context.makeCurrent(self._surface):
            raise GlFailure("the context is lost")
        try:
            return self._drawn(relief, sight, look)
        finally:
            self._context.doneCurrent()

    def close(self) -> None:
        """Give everything back; it cannot draw any more."""
        self._context.makeCurrent(self._surface)
        self._frames.clear()
        if self._colors is not None:
            self._colors.destroy()
        self._colors = None
        self._array.destroy()
        self._corners.destroy()
        self._order.destroy()
        for drawn in (self._skin, self._side):
            drawn.removeAllShaders()
        del self._skin, self._side, self._array, self._corners, self._order
        self._context.doneCurrent()
        self._surface.destroy()

    def _drawn(self, relief: Relief, sight: Sight, look: Look) -> QImage:
        frame, *resolved = self._frame(sight.size)
        if not frame.bind():
            raise GlFailure("no picture to draw into")
        call = self._functions
        call.glViewport(0, 0, *sight.size)
        call.glEnable(DEPTH_TEST)
        call.glClearColor(*look.ground.getRgbF())
        call.glClear(COLOR | DEPTH)
        self._array.bind()
        if self._mesh is not relief:
            self._load(relief)
        self._paint(relief, sight, look)
        self._array.release()
        frame.release()
        for plain in resolved:
            QOpenGLFramebufferObject.blitFramebuffer(plain, frame)
        # Rows were drawn from the top downwards, as a picture has them.
        image = (resolved or [frame])[0].toImage(False)
        if call.glGetError() or image.isNull():
            raise GlFailure("drawing failed")
        return image.convertToFormat(QImage.Format.Format_RGB32)

    def _paint(self, relief: Relief, sight: Sight, look: Look) -> None:
        seen = QMatrix4x4(*projection(sight).ravel().tolist())
        rows, columns = self._shape
        self._skin.bind()
        self._skin.setUniformValue("seen", seen)
        self._skin.setUniformValue("light", QVector3D(*look.light))
        self._skin.setUniformValue("levels", QVector3D(*_levels(relief.scale.levels())))
        self._skin.setUniformValue1f("width", look.width)
        self._skin.setUniformValue1f("contrast", look.contrast)
        self._skin.setUniformValue1i("colors", 0)
        self._tint(look.table)
        count = (rows - 1) * (columns - 1) * 6
        self._functions.glDrawElements(TRIANGLES, count, UNSIGNED, VoidPtr(0))
        self._side.bind()
        self._side.setUniformValue("seen", seen)
        for name, wall in zip(("along", "across"), look.walls, strict=True):
            self._side.setUniformValue(name, QVector3D(*wall.getRgbF()[:3]))
        first = rows * columns
        for length in (2 * columns, 2 * columns, 2 * rows, 2 * rows):
            self._functions.glDrawArrays(STRIP, first, length)
            first += length
        self._side.release()

    def _load(self, relief: Relief) -> None:
        skin, sides = corners(relief)
        data = skin.tobytes() + sides.astype(np.float32).tobytes()
        self._corners.bind()
        self._corners.allocate(data, len(data))
        if skin.shape[:2] != self._shape:
            order = triangles(*skin.shape[:2])
            self._order.bind()
            self._order.allocate(order, len(order))
        self._shape, self._mesh = skin.shape[:2], relief

    def _tint(self, table: Array) -> None:
        if self._colors is None or self._table is None or not np.array_equal(table, self._table):
            if self._colors is not None:
                self._colors.destroy()
            pixels = np.full((1, 256, 4), 255, np.uint8)
            pixels[0, :, :3] = np.clip(table, 0, 255).round()
            image = QImage(pixels.data, 256, 1, 1024, QImage.Format.Format_RGBA8888).copy()
            texture = QOpenGLTexture(image, QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps)
            texture.setMinMagFilters(QOpenGLTexture.Filter.Linear, QOpenGLTexture.Filter.Linear)
            texture.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
            self._colors, self._table = texture, table
        self._colors.bind(0)

    def _describe(self) -> None:
        self._array.bind()
        self._corners.bind()
        self._order.bind()
        self._skin.bind()
        for at, (first, length) in enumerate(((0, 3), (3, 2))):
            self._skin.enableAttributeArray(at)
            self._skin.setAttributeBuffer(at, FLOAT, 4 * first, length, 4 * NUMBERS)
        self._array.release()

    def _frame(self, size: tuple[int, int]) -> tuple[QOpenGLFramebufferObject, ...]:
        kept = self._frames.pop(size, None) or frames(size)
        self._frames[size] = kept
        while len(self._frames) > KEPT:
            del self._frames[next(iter(self._frames))]
        return kept


def _levels(levels: Array) -> tuple[float, float, float]:
    """Return the lowest of evenly spaced lines, their distance and the number of the last."""
    if not len(levels):
        return -10.0, 1.0, 0.0
    step = float(levels[1] - levels[0]) if len(levels) > 1 else 1.0
    return float(levels[0]), step, len(levels) - 1.0
