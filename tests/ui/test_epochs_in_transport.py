"""The transport tells of epochs where something goes through the rows in mini-batches."""

from dataclasses import replace

import pytest

from playground.runtime.messages import LearnerInfo, Status

NETWORK, TREE = ("network", "descent"), ("tree",)


def info(id, shows):
    return LearnerInfo(id, "fit", 1, "class", 2, {}, {}, 100, 32, ("x",), ("0", "1"), "cpu",
                       shows=shows)  # fmt: skip


@pytest.mark.parametrize(
    ("shows", "told"),
    [((NETWORK,), "2.5"), ((TREE,), None), ((TREE, NETWORK), "2.5"), ((), "0.0")],
)
def test_epochs_are_told_of_networks_only(window, shows, told):
    window.resize(1600, 800)
    infos = {f"learner-{place}": info(f"learner-{place}", one) for place, one in enumerate(shows)}
    window.bridge.infos.clear()
    window.bridge.infos.update(infos)
    window.bridge.loaded.emit(None)
    epochs = {id: 2.5 if "descent" in one.shows else 70.0 for id, one in infos.items()}
    window.bridge.status_changed.emit(Status(True, {id: 70 for id in infos}, epochs, 0.0, {}))
    action, value = window.transport.readouts["epoch"]
    assert action.isVisible() == (told is not None)
    if told is not None:
        assert value.value == told


def test_an_objective_without_rows_has_no_epochs(window):
    window.resize(1600, 800)
    window.bridge.infos.clear()
    window.bridge.infos["fit"] = replace(info("fit", ("curve", "descent")), rows=0)
    window.bridge.loaded.emit(None)
    action, _ = window.transport.readouts["epoch"]
    assert not action.isVisible()
