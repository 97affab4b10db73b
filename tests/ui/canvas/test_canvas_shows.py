import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QColor
from stage import StageBridge, middle, move, port, press, release, spiral

from playground.document.edits import add_block, freeze, set_setting, set_title
from playground.document.edits import move as move_edit
from playground.document.flow import Flow, trace
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import connect, disconnect
from playground.runtime.messages import Frame, Request, Rows, Snapshot, Status
from playground.runtime.trace import Trace
from playground.ui.canvas import scene as scene_file
from playground.ui.canvas.afar import lines
from playground.ui.canvas.block_item import AFAR
from playground.ui.canvas.card import badge_area
from playground.ui.canvas.context_menu import context_menu
from playground.ui.canvas.faces import dot_size, what_is_next
from playground.ui.canvas.live import Score
from playground.ui.canvas.preview import Previews, boxed, preview
from playground.ui.canvas.ranges import brief, ranges
from playground.ui.canvas.summary import summary
from playground.ui.canvas.view import CanvasView
from playground.ui.theme import DARK, LIGHT, themes

IDLE = Status(True, {}, {}, 0.0, {})


def rows(steps, values, restart=None, metric="test_accuracy"):
    steps = np.asarray(steps)
    table = np.asarray(values, dtype=float)[:, None]
    return Rows("fit-1", steps, table, steps, {metric: table, "test_loss": table}, 1.0, restart)


def test_cards_tell_settings_and_parameters(view):
    first, second = view.scene().item("dense-1").facts, view.scene().item("dense-2").facts
    assert (first.summary, first.note) == ("8 · tanh", "24 params")
    assert second.note == "108 params"
    assert view.scene().item("spiral-1").facts.summary == "500 points"
    assert view.scene().item("fit-1").facts.note == "→ 2"


def test_twins_are_told_apart_and_single_blocks_need_no_number(view):
    assert view.scene().item("dense-2").facts.tag == "2"
    assert view.scene().item("fit-1").facts.tag == ""


def test_pills_say_what_flows_and_follow_the_settings(view, bridge):
    wire = Wire("dense-1", "dense-2")
    assert view.scene().wires[wire].label == "8"
    bridge.apply("Units", set_setting("dense-1", "units", 5, bridge.catalogue))
    assert view.scene().wires[wire].label == "5"
    assert view.scene().item("dense-2").facts.note == "72 params"


def test_a_move_reads_nothing_anew(view, bridge, monkeypatch):
    read = []
    monkeypatch.setattr(scene_file, "Reading", lambda bridge: read.append(bridge))
    bridge.quiet = True
    bridge.apply("Move", move_edit({"dense-1": (240.0, 64.0)}))
    assert read == []
    assert view.scene().item("dense-1").pos() == QPointF(240, 64)


def test_items_of_unchanged_blocks_stay_the_same(view, bridge):
    before = view.scene().item("dense-1")
    bridge.apply("Add", add_block("moons", (0.0, 300.0)))
    bridge.apply("Title", set_title("Mine"))
    assert view.scene().item("dense-1") is before


def test_a_frozen_block_says_so(view, bridge):
    bridge.apply("Freeze", freeze(["dense-1"]))
    assert view.scene().item("dense-1").facts.frozen


def test_unknown_kinds_are_shown_with_a_problem(qtbot):
    bridge = StageBridge(Project(blocks=(Placed("warp-1", "warp-drive"),)))
    view = CanvasView(bridge)
    qtbot.addWidget(view)
    view.show()
    view.grab()
    assert view.scene().item("warp-1").facts.problems
    view.close()


def test_a_wire_to_nowhere_is_left_out_and_nothing_fails(qtbot):
    wires = (Wire("spiral-1", "gone-1"), Wire("spiral-1", "fit-1", "odd", "x"))
    blocks = (Placed("spiral-1", "spiral"), Placed("fit-1", "fit", {}, (240.0, 0.0)))
    view = CanvasView(StageBridge(Project(blocks=blocks, wires=wires)))
    qtbot.addWidget(view)
    view.show()
    view.grab()
    assert set(view.scene().wires) == {wires[1]}
    assert not view.scene().wires[wires[1]].isVisible()
    view.close()


def test_a_score_arrives_on_the_card(view, bridge):
    bridge.frame.emit(Frame(IDLE, (rows([0, 10], [0.5, 0.9]),)))
    score = view.scene().item("fit-1").looks.score
    assert (score.metric, score.value) == ("test_accuracy", 0.9)
    bridge.frame.emit(Frame(IDLE, (rows([0], [0.4], restart=0),)))
    assert score.value == pytest.approx(0.4)
    assert score.steps == [0]


def test_a_card_that_cannot_learn_yet_does_not_ask_for_play(view, bridge):
    assert what_is_next(view.scene().item("fit-1").facts) == "press Play to train"
    bridge.apply("Cut", disconnect(bridge.store.value.wires[-1]))
    assert "not ready" in what_is_next(view.scene().item("fit-1").facts)


def test_another_project_starts_with_plain_cards(view, bridge):
    strands = Snapshot(Request("strands", "fit-1"), 5, {"dense-2": np.ones(8)})
    bridge.frame.emit(Frame(IDLE, (rows([0], [0.9]),), (strands,)))
    bridge.store.replace(spiral())
    assert view.scene().item("fit-1").looks.score is None
    assert not any(item.strands for item in view.scene().wires.values())


def test_curves_of_any_length_stay_short_and_keep_their_ends():
    score = Score()
    score.take(rows(range(10_000), np.linspace(1, 0, 10_000)))
    assert len(score.curve) <= 256
    assert score.steps[0] == 0
    assert score.steps[-1] > 9_800
    assert score.steps == sorted(score.steps)


def test_going_back_drops_what_no_longer_holds():
    score = Score()
    score.take(rows(range(100), np.linspace(1, 0, 100)))
    score.take(rows([50], [0.5], restart=50))
    assert score.steps == list(range(51))


def test_a_diverged_learner_is_drawn(view, bridge):
    bridge.frame.emit(Frame(IDLE, (rows([0, 1], [0.5, np.nan]),)))
    view.grab()


def test_units_are_drawn_blue_to_orange_lowest_row_first(view, bridge):
    field = np.zeros((8, 20, 20), dtype=np.int8)
    field[:, :10] = -127
    field[:, 10:] = 127
    shot = Snapshot(Request("units", "fit-1", (), (20, 20)), 5, {"dense-1": field})
    bridge.frame.emit(Frame(IDLE, (), (shot,)))
    picture = view.scene().item("dense-1").looks.fields.painted(DARK)[0]
    top, bottom = picture.pixelColor(10, 1), picture.pixelColor(10, 18)
    assert top.red() > top.blue()
    assert bottom.blue() > bottom.red()
    view.grab()


def test_strands_lie_on_the_wire_into_the_layer(view, bridge):
    shot = Snapshot(Request("strands", "fit-1"), 5, {"dense-2": np.linspace(-0.9, 0.9, 8)})
    bridge.frame.emit(Frame(IDLE, (), (shot,)))
    assert len(view.scene().wires[Wire("dense-1", "dense-2")].strands) == 8
    assert view.scene().wires[Wire("spiral-1", "dense-1")].strands == ()
    view.grab()


def test_what_is_watched_follows_zoom_and_visibility(view, bridge):
    def probes():
        return {request.probe for request in bridge.watched[id(view)]}

    assert probes() == {"units", "strands"}
    view.zoom_by(0.3)
    assert probes() == set()
    view.zoom_by(4)
    assert probes() == {"units", "strands"}
    view.hide()
    assert probes() == set()


def test_from_afar_cards_keep_their_most_telling_words(view, bridge, qtbot):
    def words(id):
        item = view.scene().item(id)
        return [choices for choices, _, _ in lines(item.facts, item.looks)]

    assert words("dense-1") == [("8 · tanh", "tanh")]
    bridge.apply("A", set_setting("dense-1", "activation", "leaky-relu", bridge.catalogue))
    assert words("dense-1") == [("8 · leaky relu", "leaky relu")]
    assert words("spiral-1") == [("Spiral",)]
    bridge.frame.emit(Frame(IDLE, rows=(rows([0], [0.75]),)))
    assert words("fit-1")[-1] == ("0.750", "0.75", "0.75", "8e−1")
    view.zoom_by(0.25)
    qtbot.waitUntil(lambda: not view.scene().item("fit-1")._hasty[0])
    far = view.grab().toImage()
    bridge.frame.emit(Frame(IDLE, rows=(rows([10], [0.5]),)))
    assert view.grab().toImage() != far


def test_data_sets_show_their_points_soon(view, qtbot):
    item = view.scene().item("spiral-1")
    qtbot.waitUntil(lambda: item.looks.preview is not None)
    assert item.looks.preview.xy.shape == (300, 2)
    assert set(item.looks.preview.label) == {0, 1}


KINDS = ["spiral", "blobs", "sine", "iris", "diabetes", "regression-plane"]


@pytest.mark.parametrize("kind", KINDS)
def test_previews_of_any_data_set_fit_the_card(bridge, kind):
    shown = preview(bridge.catalogue[kind]())
    assert shown.xy.shape[1] == 2
    assert np.abs(shown.xy).max() == pytest.approx(1.0)
    assert len(shown.xy) <= 300


def test_principal_axes_are_those_of_scikit_learn(bridge):
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import StandardScaler

    from playground.ui.canvas.preview import plane

    x = np.random.default_rng(0).normal(size=(60, 5)) @ np.diag([5, 3, 1, 1, 1.0]) + 2
    theirs = PCA(2).fit_transform(StandardScaler().fit_transform(x))
    ours = plane(x, None)
    assert np.abs(ours) == pytest.approx(np.abs(theirs), abs=1e-8)


def test_a_data_set_without_rows_has_no_preview(bridge):
    assert preview(bridge.catalogue["spiral"](size=0)) is None


def test_each_preview_is_drawn_once(bridge, qtbot):
    drawn = []
    previews = Previews(bridge, lambda chain: drawn.append(chain))
    block = bridge.catalogue["spiral"]()
    for id in ("a", "b"):
        previews.get(id, (block,))
    with qtbot.waitSignals([previews.ready, previews.ready]):
        pass
    assert drawn == [(block,)]


def test_boxes_keep_the_shape():
    xy = boxed(np.array([[0.0, 0.0], [4.0, 1.0]]))
    assert xy.tolist() == [[-1.0, -0.25], [1.0, 0.25]]


def test_a_shape_that_does_not_fit_is_said_while_wiring(qtbot):
    blocks = (
        Placed("spiral-1", "spiral"),
        Placed("moons-1", "moons", {}, (0.0, 208.0)),
        Placed("dense-1", "dense", {"units": 3}, (240.0, 208.0)),
        Placed("add-1", "add", {}, (480.0, 0.0)),
    )
    project = Project(blocks=blocks, wires=(Wire("spiral-1", "add-1"), Wire("moons-1", "dense-1")))
    bridge = StageBridge(project)
    refused = trace(
        connect("dense-1", "add-1", catalogue=bridge.catalogue)(project), bridge.catalogue
    )["add-1"].refusal
    assert refused
    view = CanvasView(bridge)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    press(view, port(view, "dense-1", True))
    move(view, middle(view, "add-1") + QPointF(0, 60))
    move(view, port(view, "add-1", False))
    assert str(refused) in view.pointer.gesture._overlay._words
    release(view, port(view, "add-1", False))
    assert Wire("dense-1", "add-1") in bridge.store.value.wires
    view.close()


def test_the_summary_of_refused_settings_says_so():
    assert summary(Flow()) == ""


def test_the_menu_of_a_card_offers_fixes_first(view, bridge):
    bridge.apply("Bad", set_setting("dense-1", "units", -3, bridge.catalogue))
    menu = context_menu(view, view.scene().item("dense-1"))
    assert menu.actions()[0].text().startswith("Fix: ")
    before = len(bridge.problems)
    menu.actions()[0].trigger()
    assert len(bridge.problems) < before


@pytest.mark.parametrize("chosen", [DARK, LIGHT])
def test_both_themes_reach_the_canvas(view, chosen):
    themes().choose(chosen)
    try:
        picture = view.grab().toImage()
        assert picture.pixelColor(3, 3) == QColor(chosen.canvas)
    finally:
        themes().choose(DARK)


def test_few_points_are_drawn_larger_than_many():
    sizes = [dot_size(count) for count in (1, 4, 40, 300, 5000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] > 3 * sizes[3]
    assert sizes[3] == sizes[4]


def chained():
    """Return data that two transforms pass, and one transform that nothing reaches."""
    blocks = (
        Placed("iris", "iris", {}, (0.0, 0.0)),
        Placed("standardise", "standardise", {}, (240.0, 0.0)),
        Placed("min-max", "min-max", {}, (480.0, 0.0)),
        Placed("loose", "standardise", {}, (480.0, 200.0)),
    )
    wires = (Wire("iris", "standardise"), Wire("standardise", "min-max"))
    return Project(blocks=blocks, wires=wires)


def test_transforms_show_what_they_do_to_the_ranges(qtbot, qapp):
    view = CanvasView(StageBridge(chained()))
    qtbot.addWidget(view)
    scene = view.scene()
    first, second = scene.item("standardise"), scene.item("min-max")
    qtbot.waitUntil(lambda: None not in (first.looks.preview, second.looks.preview))
    assert (first.facts.note, second.facts.note) == ("4 features", "→ 4")
    assert first.looks.preview.before.min() == pytest.approx(0.1)
    assert first.looks.preview.before.max() == pytest.approx(7.9)
    assert np.array_equal(first.looks.preview.after, second.looks.preview.before)
    assert second.looks.preview.after == pytest.approx(np.tile([0.0, 1.0], (4, 1)), abs=0.25)
    loose = scene.item("loose").facts
    assert (loose.face, loose.height < first.facts.height) == ("none", True)


def test_ranges_match_scikit_learn(bridge):
    from sklearn.datasets import load_breast_cancer
    from sklearn.preprocessing import StandardScaler

    kinds = bridge.catalogue
    shown = ranges((kinds["breast-cancer"](test_share=0.0), kinds["standardise"]()))
    x = StandardScaler().fit_transform(load_breast_cancer().data)
    theirs = np.column_stack([x.min(axis=0), x.max(axis=0)])
    assert shown.after == pytest.approx(theirs, rel=1e-3, abs=1e-3)


def test_ranges_are_written_short():
    numbers = (0.0, -0.0, -1.7321, 99.4, 99.6, 214.3, 999.7, 4254.0, 123456.0, 2.5e6)
    told = ("0", "0", "−1.7", "99", "99.6", "214", "1k", "4.3k", "123k", "2e6")
    assert tuple(map(brief, numbers)) == told


def test_cards_keep_clear_of_what_lies_over_the_canvas(view):
    view.resize(1200, 240)
    view.fit()
    view.cover(70)
    low = max(view.mapFromScene(i.sceneBoundingRect()).boundingRect().bottom()
              for i in view.scene().blocks.values())  # fmt: skip
    assert low <= view.viewport().height() - 70
    small = view.zoom
    view.cover(0)
    assert view.zoom > small, "what had given way comes back"


def test_cards_that_would_lose_their_faces_do_not_give_way(view):
    height = next(h for h in range(150, 600, 5) if fitted(view, h) > AFAR)
    near = view.zoom
    view.cover(height // 3)
    assert view.zoom == near


def fitted(view, height):
    view.cover(0)
    view.resize(1200, height)
    view.fit()
    return view.zoom


def in_sight(view, id):
    card = view.mapFromScene(view.scene().item(id).sceneBoundingRect()).boundingRect()
    return view.room().contains(card)


@pytest.mark.parametrize("moved", [False, True])
def test_a_block_that_was_added_out_of_sight_comes_into_sight(view, bridge, moved):
    if moved:
        view.pan(10, 0)
    zoom = view.zoom
    bridge.apply("Add", add_block("circle", (3000.0, 900.0)))
    assert in_sight(view, "circle-1")
    assert (view.zoom == zoom) is moved
    assert in_sight(view, "dense-1") is not moved, "who moved the view keeps the zoom"


def test_the_frame_of_a_selected_card_leaves_its_badge_whole(view, bridge):
    bridge.apply("Add", add_block("dense", (240.0, 256.0), {"units": -3}, id="dense-9"))
    item = view.scene().item("dense-9")
    middle_of_badge = view.mapFromScene(item.pos() + badge_area(item.facts).center())
    square = QRect(middle_of_badge - QPoint(5, 5), QSize(11, 11))
    before = view.viewport().grab(square).toImage()
    view.scene().select(("dense-9",))
    assert view.viewport().grab(square).toImage() == before


def test_a_card_begins_with_the_curve_that_was_learned_before():
    trace, score = Trace(), Score()
    trace.append(rows(range(500), np.linspace(1.0, 0.5, 500)[:, None], 0))
    score.take(rows([500], [[0.4]], restart=0), trace)
    assert score.steps[0] == 0
    assert score.steps[-1] == 500
    assert len(score.curve) <= 257
    assert score.curve[0] == 1.0
    score.take(rows([0], [[2.0]], restart=0), Trace())
    assert score.curve == [2.0]
    score.take(rows([500], [[0.4]], restart=500), trace)
    assert score.curve[0] == 1.0, "no point of another learner that had its id meanwhile"
