"""The layout that compares brings the panel for it where several learners can be compared."""

from dataclasses import replace

import pytest

from playground.runtime.messages import LearnerInfo

CLASSES = LearnerInfo("fit", "fit", 1, "class", 2, {}, {}, 100, 32, ("x",), ("0", "1"), "cpu")
PROJECTS = {
    "several": ((CLASSES, CLASSES, CLASSES), True),
    "one": ((CLASSES,), False),
    "clusters": ((replace(CLASSES, target="none", shows=("clusters",)),) * 2, True),
    "functions": ((replace(CLASSES, rows=0),) * 2, False),
    "maps": ((replace(CLASSES, target="none", shows=("embedding",)),) * 2, False),
}


@pytest.mark.parametrize("case", PROJECTS)
def test_the_comparison_is_shown_where_there_is_something_to_compare(window, case):
    infos, shown = PROJECTS[case]
    window.bridge.infos.clear()
    window.bridge.infos.update({f"fit-{at}": info for at, info in enumerate(infos, 1)})
    before = window.panels.names
    for _ in range(2):
        window.actions_["layout-compare"].trigger()
        assert window.panels.names == before + ("compare",) * shown
    window.bridge.store.undo()
    assert window.panels.names == before


def test_the_comparison_comes_out_from_behind_a_large_panel(window):
    window.bridge.infos.update({"fit-1": CLASSES, "fit-2": CLASSES})
    window.panels.add_panel("compare")
    window.panels.maximise(window.panels.panels[0])
    comparison = window.panels.panel("compare")
    assert comparison.isHidden()
    for _ in range(2):
        window.actions_["layout-compare"].trigger()
        assert not comparison.isHidden()
    window.panels.maximise(comparison)
    window.actions_["layout-compare"].trigger()
    assert window.panels.panels[0].isHidden(), "one that is large already stays so"


def test_other_layouts_leave_the_panels(window):
    window.bridge.infos.update({"fit-1": CLASSES, "fit-2": CLASSES})
    before = window.panels.names
    window.actions_["layout-present"].trigger()
    window.actions_["layout-learn"].trigger()
    assert window.panels.names == before
