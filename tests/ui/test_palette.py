import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.engine.catalogue import catalogue
from playground.ui.block_menu import BlockMenu
from playground.ui.block_search import FAMILY_TITLES, found, grouped, is_subsequence, usage
from playground.ui.canvas.drops import kind_in
from playground.ui.palette import MOST_USED, Palette

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def palette(qtbot):
    palette = Palette(catalogue())
    qtbot.addWidget(palette)
    palette.resize(200, 700)
    palette.show()
    return palette


def row(palette, kind):
    tree = palette.tree
    for i in range(tree.topLevelItemCount()):
        head = tree.topLevelItem(i)
        for child in (head, *(head.child(j) for j in range(head.childCount()))):
            if child.data(0, Qt.ItemDataRole.UserRole) == kind:
                return child
    raise AssertionError(f"no row {kind}")


def test_families_show_their_most_used_and_unfold(palette):
    groups = grouped(catalogue(), catalogue())
    assert len(groups["data"]) > MOST_USED
    shown = palette.tree.kinds()
    assert shown[:MOST_USED] == groups["data"][:MOST_USED]
    assert groups["data"][-1] not in shown
    head = palette.tree.topLevelItem(0)
    palette.tree.itemClicked.emit(head.child(head.childCount() - 1), 0)
    assert palette.tree.kinds()[: len(groups["data"])] == groups["data"]


def test_every_family_of_the_catalogue_has_a_title():
    assert {cls.family for cls in catalogue().values()} <= FAMILY_TITLES.keys()


def test_a_double_click_adds(palette, qtbot):
    item = row(palette, "dense")
    palette.tree.scrollToItem(item)
    spot = palette.tree.visualItemRect(item).center()
    with qtbot.waitSignal(palette.added) as added:
        QTest.mouseClick(palette.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(palette.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert added.args == ["dense"]


def test_search_and_enter_add_the_first_found(palette, qtbot):
    QTest.keyClicks(palette.field, "drop")
    assert palette.tree.kinds()[0] == "dropout"
    with qtbot.waitSignal(palette.added) as added:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert added.args == ["dropout"]
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.field.text() == ""


def test_everything_is_reached_by_keys(palette, qtbot):
    palette.field.setFocus()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.tree, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.added) as added:
        QTest.keyClick(palette.tree, Qt.Key.Key_Return)
    assert added.args == [grouped(catalogue(), catalogue())["data"][1]]


def test_a_row_is_dragged_as_its_kind(palette):
    assert kind_in(palette.tree.mimeData([row(palette, "dense")])) == "dense"


def test_tooltips_say_what_a_block_does_and_takes(palette):
    text = row(palette, "dense").toolTip(0)
    assert "Connects every input to every unit" in text
    assert usage(catalogue()["dense"]) == "Takes values, gives values."
    assert usage(catalogue()["circle"]) == "Gives data."


@pytest.mark.parametrize(
    ("typed", "first"),
    [("dense", "dense"), ("Batch", "batch-norm"), ("bn", "batch-norm"), ("spi", "spiral")],
)
def test_search_puts_the_meant_block_first(typed, first):
    assert found(catalogue(), typed)[0] == first


def test_search_for_nonsense_finds_nothing():
    assert found(catalogue(), "zzxq") == []


def test_nothing_typed_finds_everything():
    assert set(found(catalogue(), "")) == set(catalogue())


def test_subsequences():
    assert is_subsequence("bn", "batch norm")
    assert not is_subsequence("nb", "batch norm")


def test_the_menu_offers_only_what_it_is_given(qtbot):
    menu = BlockMenu(catalogue(), ["dense", "dropout"])
    qtbot.addWidget(menu)
    menu.show()
    assert menu.kinds() == ["dense", "dropout"]
    QTest.keyClick(menu.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.field, Qt.Key.Key_Return)
    assert chosen.args == ["dropout"]


def test_the_menu_says_when_nothing_fits(qtbot):
    menu = BlockMenu(catalogue(), ["dense"])
    qtbot.addWidget(menu)
    menu.field.setText("moons")
    assert menu.kinds() == []
    assert menu.none.isVisibleTo(menu)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("SVM", "support-vector-machine"), ("knn", "nearest-neighbours"), ("bayes", "naive-bayes"),
     ("random forest", "random-forest"), ("xgboost", "gradient-boosting"), ("L1", "lasso"),
     ("CART", "decision-tree"), ("bootstrap", "bagging"), ("tree", "decision-tree")],
)  # fmt: skip
def test_models_are_found_by_the_names_that_people_use(typed, kind):
    assert found(catalogue(), typed)[0] == kind


def test_the_models_used_most_come_first():
    kinds = grouped(catalogue(), catalogue())
    assert kinds["model"][:4] == [
        "linear-regression", "logistic-regression", "nearest-neighbours", "decision-tree",
    ]  # fmt: skip
    assert kinds["ensemble"][0] == "random-forest"
