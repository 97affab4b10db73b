"""Confusions, ROC and precision-recall curves as panels."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sklearn import metrics

from playground.ui.panels.confusion import Confusion
from playground.ui.panels.roc import Roc
from playground.ui.theme import DARK, LIGHT, themes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot, bench):
    def shown(kind, *args, size=(400, 300), steps=5, panel=None, **kwargs):
        bridge = bench(*args, **kwargs)
        made = kind(bridge, panel)
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        bridge.run(steps)
        return bridge, made

    yield shown
    themes().choose(DARK)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def answers(bridge, part):
    learner = bridge.session.built["fit-1"].learner
    rows = learner.source.parts[part]
    return rows, learner.source.y[rows], learner.decide(learner.source.x[rows])[0]


def mouse(view, kind, at):
    event = QMouseEvent(kind, at, view.mapToGlobal(at), LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_table_holds_the_confusions(make, part):
    bridge, panel = make(Confusion, "iris", panel={"part": part})
    _, labels, scores = answers(bridge, part)
    wanted = metrics.confusion_matrix(labels, scores.argmax(axis=1), labels=range(3))
    assert (panel.table.shown.counts == wanted).all()
    assert panel._part.choice == part
    panel.header.be_a_picture()
    assert f"· {part}" in panel.header._subtitle._text


def test_the_rows_of_a_cell_are_marked_while_the_cursor_is_there(make):
    bridge, panel = make(Confusion, "iris")
    rows, labels, scores = answers(bridge, "test")
    guesses = scores.argmax(axis=1)
    bridge.focus.brush((5,))
    cell = panel.table.cell(1, 2).center()
    mouse(panel.table, QEvent.Type.MouseMove, cell)
    assert bridge.focus.brushed == frozenset(rows[(labels == 1) & (guesses == 2)].tolist())
    QApplication.sendEvent(panel.table, QEvent(QEvent.Type.Leave))
    assert bridge.focus.brushed == {5}
    cell = panel.table.cell(1, 1).center()
    QTest.mouseClick(panel.table, LEFT, pos=cell.toPoint())
    QApplication.sendEvent(panel.table, QEvent(QEvent.Type.Leave))
    kept = bridge.focus.brushed
    assert kept == frozenset(rows[(labels == 1) & (guesses == 1)].tolist())
    QTest.mouseClick(panel.table, LEFT, pos=cell.toPoint())
    QApplication.sendEvent(panel.table, QEvent(QEvent.Type.Leave))
    assert panel.table.kept is None


def test_the_table_tells_shares_too(make):
    _, panel = make(Confusion, "iris")
    plain = pixels(panel.table)
    panel.change(cells="shares")
    assert panel.table.shown.row_shares().sum(axis=1) == pytest.approx(1)
    assert len(pixels(panel.table)) == len(plain)
    assert (pixels(panel.table) != plain).any()


def test_curves_and_keys_tell_the_areas(make):
    bridge, panel = make(Roc, "circle", size=(700, 400), steps=30)
    _, labels, scores = answers(bridge, "test")
    (sweep,) = panel.roc.sweeps
    assert sweep.auc == pytest.approx(metrics.roc_auc_score(labels, scores[:, 1]))
    fpr, tpr, _ = metrics.roc_curve(labels, scores[:, 1], drop_intermediate=False)
    assert sweep.roc == pytest.approx(np.stack([fpr, tpr], axis=1))
    precision, recall, _ = metrics.precision_recall_curve(labels, scores[:, 1])
    ours = sweep.precision_recall[1:]
    theirs = np.stack([recall, precision], axis=1)[:-1][::-1]
    assert ours[: len(theirs)] == pytest.approx(theirs[: len(ours)])


def test_the_mark_tells_the_rates_at_its_threshold(make):
    bridge, panel = make(Roc, "circle", size=(700, 400), steps=30)
    _, labels, scores = answers(bridge, "test")
    panel._mark(0, 0.4)
    told = dict(panel.roc.sweeps[0].told(0.4))
    taken = scores[:, 1] >= 0.4
    assert told["TPR (recall)"] == pytest.approx(metrics.recall_score(labels, taken))
    assert told["precision"] == pytest.approx(metrics.precision_score(labels, taken))
    assert told["FPR"] == pytest.approx(taken[labels == 0].mean())
    assert "0.4" in panel.told.text


def test_the_mark_is_drawn_along_its_curve_and_kept(make, qtbot):
    bridge, panel = make(Roc, "iris", size=(700, 400), steps=10)
    chart = panel.roc
    points = chart._pixels(chart.axes(), chart.sweeps[1])
    middle = len(points) // 2
    mouse(chart, QEvent.Type.MouseButtonPress, QPointF(*points[middle]))
    assert panel._marked["of"] in range(3)
    at = panel._marked["of"]
    where = QPointF(*chart._pixels(chart.axes(), chart.sweeps[at])[2])
    mouse(chart, QEvent.Type.MouseMove, where)
    assert chart.sweeps[at].place(panel._marked["threshold"]) == pytest.approx(2, abs=1)
    QTest.mouseRelease(chart, LEFT)
    with qtbot.waitSignal(panel.settings_changed) as kept:
        pass
    assert kept.args[0]["threshold"] == panel._marked["threshold"]


def test_arrow_keys_move_the_threshold(make):
    _, panel = make(Roc, "iris", size=(700, 400))
    QTest.keyClick(panel.roc, Qt.Key.Key_Right)
    assert panel._marked["threshold"] == pytest.approx(0.49)
    first = panel.roc.chosen
    QTest.keyClick(panel.roc, Qt.Key.Key_Down)
    assert panel.roc.chosen == (first + 1) % 3


def test_all_learners_can_be_laid_over_each_other(make):
    bridge, panel = make(Roc, "iris", size=(700, 400), fits=3)
    panel.change(all=True)
    bridge.pulse()
    assert len(panel.roc.sweeps) == 3
    names = {sweep.name for sweep in panel.roc.sweeps}
    assert len(names) == 3


@pytest.mark.parametrize("kind", [Confusion, Roc])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize(
    ("data", "fit"),
    [("circle", {}), ("iris", {}), ("digits", {}), ("blobs", {"members": 3})],
)
def test_every_kind_of_classes_is_drawn(make, kind, theme, size, data, fit):
    themes().choose(theme)
    _, panel = make(kind, data, size=size, **fit)
    assert not panel._empty.isVisible()
    assert len(np.unique(pixels(panel))) > 20


@pytest.mark.parametrize("kind", [Confusion, Roc])
@pytest.mark.parametrize(
    ("data", "settings", "word"),
    [
        ("sine", {}, "Not applicable"),
        ("circle", {"part": "validation"}, "validation rows"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_words(make, kind, data, settings, word):
    _, panel = make(kind, data, panel=settings)
    assert panel._empty.isVisible()
    assert word in panel._empty.text()


@pytest.mark.parametrize("kind", [Confusion, Roc])
def test_numbers_that_are_none_are_told_in_words(make, kind):
    bridge, panel = make(kind, "circle")
    bridge.session.built["fit-1"].learner.weights.flat[:] = np.nan
    bridge.pulse()
    assert panel._empty.isVisible()
    assert "diverged" in panel._empty.text()


def test_counts_stay_legible_in_a_narrow_table(make):
    _, panel = make(Confusion, "iris")
    panel.table.resize(320, 220)
    assert panel.table._scores() == ("recall", "F1")
    panel.table.resize(180, 150)
    assert panel.table._scores() == ("recall",)
    assert panel.table.cell(0, 0).width() > 18
