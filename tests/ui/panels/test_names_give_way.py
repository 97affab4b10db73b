"""Where a panel is narrow, names are cut and keys wrap, but buttons and runners stay readable."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from playground.runtime.messages import LearnerInfo, Rows
from playground.runtime.trace import Trace
from playground.ui.elided import BETWEEN
from playground.ui.header_tool import HeaderTool
from playground.ui.panel_header import PanelHeader
from playground.ui.panels.confusion import Confusion
from playground.ui.panels.curves import Curves
from playground.ui.panels.loss import Loss
from playground.ui.panels.roc import Roc
from playground.ui.plots.curves.race_drawing import level, race_of, standings, verdict
from playground.ui.plots.functions.rule_keys import RuleKeys
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import stamp


@pytest.fixture
def header(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(263, 200)
    made = PanelHeader("Activation", owner)
    made.resize(263, made.height())
    yield made
    owner.close()


def test_a_narrow_header_cuts_names_and_no_button(header, qtbot):
    switch = Segments({"value": "value", "slope": "slope"}, "Show", header)
    spare = QWidget(header)
    spare.setMinimumWidth(60)
    header.add_control(switch)
    header.add_control(spare, spare=True)
    header.describe("Fit sigmoid · step 300")
    header.tell_apart(True)
    header.parentWidget().show()
    for button in switch._buttons.values():
        assert button.width() >= button.sizeHint().width()
    assert not spare.isVisible()
    assert header._subtitle.width() >= 40
    header.resize(600, header.height())
    qtbot.waitUntil(spare.isVisible)


def test_words_that_have_an_icon_give_way_to_the_title(header, qtbot):
    tool = HeaderTool("Paint", "Paint points", "brush", header)
    header.rename("Decision boundary")
    header.add_control(tool)
    header.parentWidget().show()
    for width, folded in ((263, False), (200, True), (400, False)):
        header.resize(width, header.height())
        only = tool.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        assert only == folded
        header.layout().activate()
        whole = header._title.sizeHint().width()
        assert folded or header._title.width() >= whole, "words leave the title its room"
        assert header.rect().contains(tool.rect().translated(tool.mapTo(header, QPoint())))
    assert not tool.icon().isNull()
    assert tool.accessibleName() == "Paint points"


def test_a_picture_has_no_menu_and_no_tools(header, qtbot):
    tool = HeaderTool("Paint", "Paint points", "brush", header)
    switch = Segments({"train": "train", "test": "test"}, "Part", header)
    header.add_control(tool)
    header.add_control(switch)
    switch.show_choice("test")
    header.describe("Fit · step 20")
    header.be_a_picture()
    header.resize(600, header.height())
    header.parentWidget().show()
    tool.setVisible(True)
    assert not tool.isVisible()
    assert not header._button.isVisible()
    assert not switch.isVisible()
    assert header._subtitle.accessibleName() == "Fit · test · step 20", "words say what is shown"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Fit step", "Fit tanh"], ["step", "tanh"]),
        (["SGD", "Momentum"], ["SGD", "Momentum"]),
        (["Fit one", "Fit"], ["Fit one", "Fit"]),
    ],
)
def test_keys_without_room_lose_what_they_share(qtbot, names, short):
    owner = QWidget()
    qtbot.addWidget(owner)
    row = KeyRow(owner)
    row.resize(60 * len(names), 22)
    row.show_keys([(name, "0.123456789", QColor("red")) for name in names], names_first=True)
    shown = [name for line in row._shortened(row.fontMetrics()) for name, _, _ in line]
    assert all(a.startswith(b.rstrip("…")) for a, b in zip(short, shown, strict=True))


def test_names_of_many_learners_are_spread_over_lines_before_they_are_cut(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    names = ["Decision tree", "Fit", "Neuro-evolution", "Naive Bayes", "Support vector machine"]
    row = KeyRow(owner)
    owner.resize(262, 300)
    row.resize(262, 22)
    row.show_keys([(name, "0.98 / 0.97", QColor("red")) for name in names], names_first=True)
    lines = row._shortened(row.fontMetrics())
    shown = [name for line in lines for name, _, _ in line]
    assert len(shown) == len(names)
    assert len(lines) > 1
    assert row.sizeHint().height() > KeyRow(owner).sizeHint().height()
    assert all(len(name.rstrip("…")) >= 3 for name in shown)
    owner.resize(262, 90)
    assert len(row._shortened(row.fontMetrics())) == 1, "a low panel keeps room for its plot"
    row.resize(1600, 22)
    assert [len(line) for line in row._shortened(row.fontMetrics())] == [5]


@pytest.mark.parametrize("names", [[f"rate {r}" for r in (1, 2, 3, 4)], ["SGD", "Adam", "RMSProp"]])
def test_every_runner_is_named_where_there_is_little_room(qtbot, names):
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(150, 290)
    keys = RuleKeys(owner)
    keys.resize(150, 22)
    keys.show_keys([(name, "", QColor("red")) for name in names])
    rows = [name for row in keys._rows()[: keys._most()] for name, _, _ in row]
    assert len(set(rows)) == len(names)


INFO = LearnerInfo(
    "fit-1", "fit", 2, "class", 2, {}, {}, 70, 32, ("x1", "x2"), ("a", "b"), "cpu",
    ("SGD", "Adam"), (32, 32),
)  # fmt: skip


def raced(*losses):
    trace = Trace(32, 70)
    values = np.array([losses], float)
    scores = {"train_loss": values, "test_accuracy": np.array([[0.25, 0.75]])}
    trace.append(Rows("fit-1", np.array([0]), values, np.array([0]), scores, 0.0))
    return trace


@pytest.mark.parametrize(
    ("losses", "words", "even"),
    [
        ((0.5, 0.5), "All stand at the same train loss", True),
        ((0.5, 0.25), "Adam is ahead", False),
        ((np.nan, np.nan), "All have diverged: no finite start.", True),
        ((np.nan, 0.5), "1 of 2 diverged", False),
    ],
)
def test_nobody_is_ahead_at_a_common_start(losses, words, even):
    race = race_of(INFO, raced(*losses), "train-loss", "steps")
    found = standings(race, 0.0)
    assert words in verdict(race, found, 0.0)
    assert level(found) is even


class Window:
    """As much of a bridge as the stamp of a panel asks."""

    def __init__(self, member=None):
        self.infos, self.catalogue = {}, {}
        self.traces = {"fit-1": raced(0.5, 0.25)}
        self.focus = type("Pointed", (), {"member": member})()


@pytest.mark.parametrize(("member", "score"), [(None, "0.750"), (0, "0.250"), (1, "0.750")])
def test_the_score_of_a_panel_is_that_of_the_member_it_shows(member, score):
    assert f"test {score}" in stamp(Window(member), "fit-1", 0)


@pytest.mark.parametrize(("kind", "settings", "what"), [
    (Loss, {}, "Cross-entropy"), (Roc, {"part": "test"}, "test"),
    (Confusion, {"part": "validation"}, "validation"), (Curves, {}, "step 3"),
])  # fmt: skip
def test_whose_picture_it_is_goes_last(qtbot, bench, kind, settings, what):
    bridge = bench(fits=2)
    panel = kind(bridge, settings | {"learner": "fit-2"})
    qtbot.addWidget(panel)
    panel.resize(260, 240)
    panel.show()
    bridge.run(3)
    whose, *others = panel.header._subtitle._text.split(BETWEEN)
    assert whose == "Fit 2"
    assert what in others
    assert panel.header._subtitle.wanted > 0
