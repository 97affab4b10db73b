"""The panels of Bayes' rule and of the doors: in picture and words, and what hands do there."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.bayes import Bayes
from playground.ui.panels.doors import Doors
from playground.ui.plots.bayes import bayes_picture
from playground.ui.plots.bayes.believed import percent
from playground.ui.plots.bayes.people import PEOPLE, Crowd
from playground.ui.plots.bayes.prior_sketch import PriorSketch
from playground.ui.plots.doors import doors_picture
from playground.ui.plots.doors.chance_table import chances_of
from playground.ui.plots.picture import save_picture
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(cls, kind, steps=12, size=(900, 600), panel=None, **settings):
        bridge = type(bench.empty())(Project(blocks=(Placed("it", kind, settings),)))
        made = cls(bridge, panel)
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        bridge.run(steps)
        return bridge, made

    yield shown
    themes().choose(DARK)


def settings_of(bridge):
    return dict(bridge.store.value.blocks[0].settings)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600), (400, 560)])
@pytest.mark.parametrize("span", ["newest", "all"])
@pytest.mark.parametrize("steps", [0, 1, 40])
@pytest.mark.parametrize(
    "settings", [{}, {"second": "fair"}, {"story": "test"}, {"story": "urn"},
                 {"story": "test", "second_prevalence": 0.5}],
    ids=["coin", "two people", "test", "urn", "two opinions"],
)  # fmt: skip
def test_beliefs_are_drawn(make, settings, steps, span, size, theme):
    themes().choose(theme)
    _, panel = make(Bayes, "bayes-rule", steps, size, {"span": span}, **settings)
    assert not panel._empty.isVisible()
    shown = [view for view in panel.picture.views.values() if view.isVisible()]
    assert len(shown) >= 2
    for view in shown:
        assert len(set(pixels(view).tolist())) > 8, view
    others = [view.geometry() for view in shown]
    for place, one in enumerate(others):
        assert not any(one.intersects(other) for other in others[place + 1 :])


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600), (420, 560)])
@pytest.mark.parametrize("steps", [0, 1, 40])
@pytest.mark.parametrize(
    "settings", [{}, {"knows": False}, {"doors": 10, "opens": 4}, {"doors": 100, "opens": 98},
                 {"doors": 5, "opens": 0}],
    ids=["three", "blind", "ten", "hundred", "none opened"],
)  # fmt: skip
def test_doors_are_drawn(make, settings, steps, size, theme):
    themes().choose(theme)
    _, panel = make(Doors, "monty-hall", steps, size, **settings)
    assert not panel._empty.isVisible()
    for view in panel.picture.views.values():
        if view.isVisible():
            assert len(set(pixels(view).tolist())) > 8, view
    row = panel.picture.doors
    places, _ = row.places()
    assert len(places) == settings.get("doors", 3)
    for place, one in enumerate(places):
        assert row.rect().contains(one.toAlignedRect())
        assert not any(one.intersects(other) for other in places[place + 1 :])


@pytest.mark.parametrize("panel", [Bayes, Doors])
def test_words_where_there_is_nothing_or_another_learner(qtbot, bench, panel):
    empty = panel(bench.empty())
    qtbot.addWidget(empty)
    empty.show()
    assert "drag" in empty._empty.text()
    blocks = (Placed("data", "moons"), Placed("it", "nearest-neighbours"))
    bridge = type(bench.empty())(Project(blocks=blocks, wires=(Wire("data", "it"),)))
    other = panel(bridge)
    qtbot.addWidget(other)
    other.show()
    bridge.run(1)
    assert other._empty.isVisible()
    assert "Not applicable" in other._empty.text()


def test_the_impossible_is_said(make):
    _, panel = make(Bayes, "bayes-rule", 2, story="urn", urns=[1.0, 1.0], urn=1, given=[0])
    assert not panel._empty.isVisible()
    assert "impossible" in panel.picture.rows.believed.told


def test_an_observation_is_fed_by_hand_and_taken_back(make):
    bridge, panel = make(Bayes, "bayes-rule", 3, bias=1.0)
    heads, tails = panel.feeders
    assert "heads" in heads.text()
    QTest.mouseClick(tails, Qt.MouseButton.LeftButton)
    bridge.pulse()
    assert settings_of(bridge) == {"bias": 1.0, "given": [0]}
    assert panel.picture.rows.believed.outcome == "tails"
    assert "heads 3 · tails 1" in panel.picture.strip.accessibleName()
    QTest.mouseClick(heads, Qt.MouseButton.LeftButton)
    assert settings_of(bridge)["given"] == [0, 1]
    bridge.store.undo()
    assert settings_of(bridge)["given"] == [0]


def test_the_next_step_is_the_newest_again(make):
    bridge, panel = make(Bayes, "bayes-rule", 3, bias=1.0)
    panel.feeders[1].click()
    bridge.pulse()
    bridge.run(1)
    bridge.pulse()
    assert panel.picture.rows.believed.outcome == "heads"


def test_a_prior_is_drawn_with_the_mouse_in_one_step_of_undo(make):
    bridge, panel = make(Bayes, "bayes-rule", 0)
    rows = panel.picture.rows
    room = rows.rooms()[0]

    def at(x, y):
        down = room.bottom() - y * room.height()
        return QPoint(round(room.left() + x * room.width()), round(down))

    QTest.mousePress(rows, Qt.MouseButton.LeftButton, pos=at(0.1, 0.1))
    for x in (0.2, 0.4, 0.5):
        QTest.mouseMove(rows, at(x, 0.1))
    QTest.mouseRelease(rows, Qt.MouseButton.LeftButton, pos=at(0.5, 0.1))
    drawn = settings_of(bridge)
    assert drawn["prior"] == "drawn"
    np.testing.assert_allclose(drawn["drawn"][2:11], 0.1, atol=0.03)
    np.testing.assert_allclose(drawn["drawn"][11:], 1.0)
    bridge.pulse()
    believed = rows.believed
    assert believed.before[150] > 5 * believed.before[60]
    bridge.store.undo()
    assert settings_of(bridge) == {}


def test_bars_of_a_prior_are_dragged(make):
    bridge, panel = make(Bayes, "bayes-rule", 0, story="test")
    panel.picture.rows.dragged.emit(0.0, 0.25, True)
    assert settings_of(bridge)["prevalence"] == 0.25
    panel.picture.rows.dragged.emit(1.0, 0.25, False)
    assert settings_of(bridge)["prevalence"] == 0.75
    bridge, panel = make(Bayes, "bayes-rule", 0, story="urn")
    panel.picture.rows.dragged.emit(2.0, 0.5, True)
    assert settings_of(bridge)["drawn"] == [1.0, 1.0, 0.5]


def test_a_prior_cannot_be_drawn_where_it_is_not_shown(make):
    bridge, panel = make(Bayes, "bayes-rule", 5)
    rows = panel.picture.rows
    QTest.mousePress(rows, Qt.MouseButton.LeftButton, pos=rows.rooms()[0].center().toPoint())
    assert settings_of(bridge) == {}
    panel.change(span="all")
    bridge.pulse()
    assert rows.drawable


def test_the_sum_is_told_at_the_cursor(make):
    _, panel = make(Bayes, "bayes-rule", 5)
    rows = panel.picture.rows
    before = pixels(rows)
    QTest.mouseMove(rows, rows.rooms()[0].center().toPoint())
    assert (pixels(rows) != before).sum() > 100


def test_a_thousand_people_are_counted_right():
    assert Crowd.of(0.01, 0.9, 0.09) == (1, 9, 89, 901)
    for before in (0.0, 0.3, 1.0):
        assert sum(Crowd.of(before, 0.9, 0.09)) == PEOPLE


def test_the_people_are_told_of_in_words(make):
    _, panel = make(Bayes, "bayes-rule", 0, story="test", given=[1])
    told = panel.picture.people.accessibleName()
    assert "10 are ill. 9 of them and 89 of the 990 healthy test positive" in told
    assert "9.2 %" in told


def test_a_click_on_a_door_plays_with_it(make):
    bridge, panel = make(Doors, "monty-hall", 2)
    stepped = []
    bridge.step = lambda: stepped.append(bridge.run(1))
    places, _ = panel.picture.doors.places()
    QTest.mouseClick(panel.picture.doors, Qt.MouseButton.LeftButton,
                     pos=places[2].center().toPoint())  # fmt: skip
    bridge.pulse()
    assert settings_of(bridge) == {"door": 3}
    assert len(stepped) == 1
    assert panel.picture.doors.game.chosen == 2
    assert not panel.random.isChecked()
    panel.random.click()
    assert settings_of(bridge).get("door", 0) == 0


def test_posteriors_of_all_doors_add_up_to_one(make):
    for settings in ({}, {"doors": 5, "opens": 2}, {"doors": 10, "opens": 3}):
        _, panel = make(Doors, "monty-hall", 3, **settings)
        game = panel.picture.doors.game
        lines = chances_of(game)
        if game.doors <= 5:
            total = sum(line.posterior for line in lines)
        else:
            total = lines[0].posterior + (game.doors - 1 - game.opens) * lines[1].posterior
        assert total == pytest.approx(1)


def test_a_game_is_told_in_words(make):
    _, panel = make(Doors, "monty-hall", 30, knows=False)
    told = {panel.picture.doors.game.told}
    for _ in range(12):
        panel.bridge.run(1)
        panel.bridge.pulse()
        told.add(panel.picture.doors.game.told)
    every = " ".join(told)
    assert "void" in every
    assert "Staying wins" in every
    assert "wins" in every


@pytest.mark.parametrize("people", [True, False])
def test_pictures_never_overlap(people):
    for width in (200, 350, 619, 620, 1200):
        for height in (120, 230, 439, 440, 900):
            places = [*bayes_picture.arrange(width, height, people).values()]
            for place, one in enumerate(places):
                assert one.width() > 0
                assert not any(one.intersects(other) for other in places[place + 1 :])
            doors = [*doors_picture.arrange(width, height).values()]
            for place, one in enumerate(doors):
                assert not any(one.intersects(other) for other in doors[place + 1 :])


def test_a_sketch_leaves_no_gap_between_two_places():
    sketch = PriorSketch(np.ones(21))
    sketch.begin()
    sketch.draw(0.0, 0.0)
    sketch.draw(1.0, 1.0)
    np.testing.assert_allclose(sketch.heights, np.linspace(0, 1, 21))


def test_shares_close_to_certain_are_told_apart():
    assert percent(0.5) == "50 %"
    assert percent(0.9996) == "99.96 %"
    assert percent(1.0) == "100 %"
    assert percent(0.0) == "0 %"


def test_pictures_are_saved_as_shapes(make, tmp_path):
    for cls, kind in ((Bayes, "bayes-rule"), (Doors, "monty-hall")):
        _, panel = make(cls, kind, 5)
        save_picture(panel, tmp_path / f"{kind}.svg")
        assert (tmp_path / f"{kind}.svg").stat().st_size > 2000


def test_the_door_under_the_cursor_is_marked(make):
    _, panel = make(Doors, "monty-hall", 0)
    row = panel.picture.doors
    before = pixels(row)
    places, _ = row.places()
    QTest.mouseMove(row, QPointF(places[1].center()).toPoint())
    assert (pixels(row) != before).sum() > 50
