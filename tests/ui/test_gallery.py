import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.document.presets import preset_names
from playground.engine.catalogue import catalogue
from playground.ui.fuzzy import score
from playground.ui.gallery import PATHS, Gallery, following, presets
from playground.ui.welcome import first_project, own_project


@pytest.fixture
def gallery(qtbot):
    parent = QWidget()
    parent.resize(1200, 800)
    qtbot.addWidget(parent)
    made = Gallery(parent, catalogue())
    made.show()
    yield made
    made.close()


def test_every_preset_is_shown_in_its_path(gallery):
    assert sorted(gallery.shown()) == sorted(preset_names())
    places = [PATHS.index(p.path) for p in presets() if p.path in PATHS]
    assert places == sorted(places)


def test_search_leaves_what_fits(gallery):
    gallery._search.setText("spiral")
    assert "spiral" in gallery.shown()
    assert "digits" not in gallery.shown()
    gallery._search.setText("no such thing at all")
    assert gallery.shown() == []
    gallery._search.setText("")
    assert len(gallery.shown()) == len(preset_names())


def test_enter_opens(gallery, qtbot):
    card = next(card for card in gallery.cards if card.preset.name == "circle")
    with qtbot.waitSignal(gallery.chosen) as told:
        QTest.keyClick(card, Qt.Key.Key_Return)
    assert told.args == ["circle"]


def test_demonstrations_follow_each_other_round():
    names = [preset.name for preset in presets()]
    assert [following(name) for name in names] == names[1:] + names[:1]
    assert following("unknown") == names[0]


def test_the_first_project_and_ones_own_can_learn():
    from playground.document.check import check

    for project in (first_project(catalogue()), own_project(catalogue())):
        assert not check(project, catalogue())
        assert any(catalogue()[p.kind].family == "fit" for p in project.blocks)


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [("sa", "Save as...", "Reset layout"), ("den", "Add Dense", "Open demonstration"),
     ("save", "Save", "Save picture of the window...")],
)  # fmt: skip
def test_fuzzy_search_prefers_words(typed, better, worse):
    assert score(typed, better) > (score(typed, worse) or -9)


def test_fuzzy_search_wants_every_letter():
    assert score("zz", "Zoom in") is None
    assert score("", "Zoom in") is not None


def test_a_card_is_as_high_as_what_it_holds(gallery):
    gallery._search.setText("iris")
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()
    card = gallery.cards[0]
    assert card.height() <= card.heightForWidth(card.width()) + 2


def test_a_wider_sheet_has_more_columns(gallery):
    def columns():
        QCoreApplication.processEvents()
        return len({card.x() for card in gallery.cards})

    assert columns() == 5
    gallery.resize(500, 600)
    assert columns() == 2
