"""The parts of OpenGL that a drawing is made of, each made or refused in plain words."""

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLFramebufferObject,
    QOpenGLFramebufferObjectFormat,
    QOpenGLShader,
    QOpenGLShaderProgram,
)  # fmt: skip

from playground.ui.plots.surface.gl_shaders import CORNER, source

SAMPLES = 4
"""Samples for each pixel, so that edges are smooth."""

DESKTOP, EMBEDDED = (3, 3), (3, 0)
"""The oldest versions of OpenGL, and of OpenGL ES, that can draw a surface."""


class GlFailure(RuntimeError):
    """OpenGL cannot draw here; what it said."""


def context() -> tuple[QOpenGLContext, QOffscreenSurface]:
    """Return a context that draws off the screen, made current.

    Raises
    ------
    GlFailure
        If there is none, or only an older one.
    """
    if QGuiApplication.instance() is None:
        raise GlFailure("there is no application")
    wanted = QSurfaceFormat()
    wanted.setVersion(*DESKTOP)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    made = QOpenGLContext()
    made.setFormat(wanted)
    if not made.create():
        raise GlFailure("there is no OpenGL")
    oldest = EMBEDDED if made.isOpenGLES() else DESKTOP
    version = made.format().majorVersion(), made.format().minorVersion()
    if version < oldest:
        raise GlFailure(f"OpenGL is too old: {version[0]}.{version[1]}")
    surface = QOffscreenSurface()
    surface.setFormat(made.format())
    surface.create()
    if not surface.isValid() or not made.makeCurrent(surface):
        raise GlFailure("OpenGL has nothing to draw on")
    return made, surface


def program(pixels: str, embedded: bool) -> QOpenGLShaderProgram:
    """Return a program that places corners and computes pixels.

    Raises
    ------
    GlFailure
        If the driver refuses it.
    """
    made, kind = QOpenGLShaderProgram(), QOpenGLShader.ShaderTypeBit
    for shader, text in ((kind.Vertex, CORNER), (kind.Fragment, pixels)):
        if not made.addShaderFromSourceCode(shader, source(text, embedded)):
            raise GlFailure(f"the driver refuses a shader: {made.log()}")
    if not made.link():
        raise GlFailure(f"the driver refuses a program: {made.log()}")
    return made


def buffers() -> tuple[QOpenGLBuffer, QOpenGLBuffer]:
    """Return memory for corners and for the order in which they make triangles.

    Raises
    ------
    GlFailure
        If there is none.
    """
    made = tuple(QOpenGLBuffer(kind) for kind in (
        QOpenGLBuffer.Type.VertexBuffer, QOpenGLBuffer.Type.IndexBuffer
    ))  # fmt: skip
    if not all(buffer.create() for buffer in made):
        raise GlFailure("there is no memory for corners")
    return made


def frames(size: tuple[int, int]) -> tuple[QOpenGLFramebufferObject, ...]:
    """Return what to draw a picture into, and what to resolve its samples into if it has many.

    Raises
    ------
    GlFailure
        If a picture cannot be that large.
    """
    form = QOpenGLFramebufferObjectFormat()
    form.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
    if QOpenGLFramebufferObject.hasOpenGLFramebufferBlit():
        form.setSamples(SAMPLES)
    made = [QOpenGLFramebufferObject(*size, form)]
    if made[0].format().samples() > 0:
        made.append(QOpenGLFramebufferObject(*size, QOpenGLFramebufferObjectFormat()))
    if not all(frame.isValid() for frame in made):
        raise GlFailure(f"no picture can have {size[0]} x {size[1]} pixels")
    return tuple(made)
