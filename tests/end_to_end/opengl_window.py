"""Draws loss surfaces by OpenGL in a real window, told what to do by its first argument.

A line of JSON on standard output says what was seen. OpenGL is taken however slow it is.
"""

import json
import sys
import time

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.ui.app import application, build
from playground.ui.plots.surface import height_field
from playground.ui.plots.surface.graphics import graphics
from playground.ui.plots.surface.relief import Relief
from playground.ui.plots.surface.relief_scene import ReliefScene
from playground.ui.theme import DARK, LIGHT, themes


def until(that, seconds=120.0):
    end = time.monotonic() + seconds
    while not that():
        assert time.monotonic() < end, "waited in vain"
        QApplication.processEvents()
        time.sleep(0.005)


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def relief():
    x, y = np.meshgrid(np.linspace(-2.2, 2.2, 76), np.linspace(-1.5, 1.5, 51))
    field = 10 ** (0.5 * np.sin(2 * x) * np.cos(2 * y) + 0.2 * (x**2 + y**2) - 1.3)
    way = np.linspace(0, 1, 60)
    path = np.stack([-1.6 + 2.2 * way, 1.1 - 1.5 * way], axis=-1)[None]
    return Relief(
        {
            "field": field.astype(np.float32), "extent": np.array([-2.2, 2.2, -1.5, 1.5]),
            "path": path, "ball": path[:, -1], "steps": np.arange(60), "gone": np.array([False]),
            "axes": np.array(["one", "two"]),
        }
    )  # fmt: skip


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def compare():
    """Say how the pictures of both ways differ: colours, outlines, and all of the widget."""
    told = []
    shown = relief()
    # So fine that its steps are no larger than a pixel.
    height_field.DENSE, height_field.MOST = 6.0, 3000
    for theme in (DARK, LIGHT):
        themes().choose(theme)
        for azimuth, elevation, zoom in ((-68, 54, 1.0), (20, 30, 1.3), (140, 80, 0.8)):
            scene = ReliefScene(lambda a, b: "")
            scene.resize(640, 420)
            scene.camera.azimuth, scene.camera.elevation = float(azimuth), float(elevation)
            scene.camera.zoom = zoom
            scene.show_relief(shown)
            scene.show()
            until(lambda s=scene: graphics().usable and s.isVisible())
            pictures = []
            for automatic in (True, False):
                scene.draw_automatically(automatic)
                scene.grab()
                assert scene.block.by_opengl == automatic
                sight = scene.sight(shown)
                pictures.append(pixels(scene.block.picture(shown, sight, 1.0, False)))
            ground = np.array(theme.color("field").getRgb()[2::-1])
            by_gl, by_numpy = pictures
            outlines = [np.abs(p - ground).max(axis=-1) > 6 for p in pictures]
            both = outlines[0] & outlines[1]
            told.append(
                {
                    "colors": len(np.unique(by_gl.reshape(-1, 3), axis=0)),
                    "mean": np.abs(by_gl.mean((0, 1)) - by_numpy.mean((0, 1))).max(),
                    "apart": np.median(np.abs(by_gl - by_numpy).max(axis=-1)[both]),
                    "edges": edges_apart(*outlines),
                }
            )
            scene.close()
    return told


def edges_apart(one, other):
    """Return how far the upper and lower ends of both shapes lie apart in most columns."""
    columns = np.flatnonzero(one.sum(axis=0) * other.sum(axis=0))[2:-2]
    ends = [(m[:, columns].argmax(axis=0), m[::-1, columns].argmax(axis=0)) for m in (one, other)]
    away = np.abs(np.array(ends[0]) - np.array(ends[1]))
    return float(np.mean(away)), float(np.quantile(away, 0.98))


def use():
    """Use the surface panel in the program as people do, and say by what its last was drawn."""
    from playground.runtime.headless import load
    from playground.runtime.messages import Play

    window = build(load("dive-the-landscape"), theme="dark", remember=False)
    window.resize(1100, 700)
    window.show()
    until(lambda: bool(window.bridge.infos))
    window.bridge.line.go(Play(None, None))
    panel = window.panels.panel("surface")
    panel.change(view="space")
    until(lambda: panel.scene.block.by_opengl)
    drawn = 0
    for turn in range(50):
        panel.change(view=("map", "space", "line", "space")[turn % 4])
        spin(0.01)
        drawn += panel.scene.block.by_opengl
    for _ in range(3):
        window.panels.toggle_panel("surface")
        spin(0.05)
        assert window.panels.panel("surface") is None
        window.panels.toggle_panel("surface")
        panel = window.panels.panel("surface")
        panel.change(view="space")
        until(lambda shown=panel: shown.scene.block.by_opengl)
    window.bridge.store.mark_saved()
    window.close()
    window.deleteLater()
    spin(0.1)
    return {"drawn": drawn}


def fail():
    """Lose OpenGL between two frames: the next is NumPy's, without a word."""
    scene = ReliefScene(lambda a, b: "")
    scene.resize(300, 200)
    scene.show_relief(relief())
    scene.show()
    until(lambda: graphics().usable)
    scene.grab()
    before = scene.block.by_opengl
    graphics().surface()._context.makeCurrent = lambda surface: False
    scene.camera.azimuth += 5
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    scene.paint(painter)
    painter.end()
    return {
        "before": before, "after": scene.block.by_opengl, "usable": graphics().usable,
        "colors": len(np.unique(pixels(picture).reshape(-1, 3), axis=0)),
        "reason": graphics().reason,
    }  # fmt: skip


if __name__ == "__main__":
    running = application()
    # A module that ends well: whether it is quick does not matter here.
    graphics().trial = "this"
    print(json.dumps({"compare": compare, "use": use, "fail": fail}[sys.argv[1]]()), flush=True)
