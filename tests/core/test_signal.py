import pytest

from playground.core.signal import Signal


def test_slots_are_called_in_order_until_they_are_disconnected():
    signal = Signal[[int]]()
    heard: list[tuple[str, int]] = []

    def first(value: int) -> None:
        heard.append(("first", value))

    signal.connect(first)
    signal.connect(lambda value: heard.append(("second", value)))
    signal.emit(1)
    signal.disconnect(first)
    signal.emit(2)
    assert heard == [("first", 1), ("second", 1), ("second", 2)]
    with pytest.raises(ValueError, match="not in list"):
        signal.disconnect(first)


def test_a_slot_may_disconnect_itself():
    signal = Signal[[]]()
    heard: list[str] = []

    def once() -> None:
        heard.append("once")
        signal.disconnect(once)

    signal.connect(once)
    signal.connect(lambda: heard.append("always"))
    signal.emit()
    signal.emit()
    assert heard == ["once", "always", "always"]
