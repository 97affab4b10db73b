"""The folders of the program: below one variable where it is set, else where the system says."""

import pytest

from playground.core.folders import folder


@pytest.mark.parametrize("kind", ["config", "log", "journal", "tables"])
def test_folders_lie_below_the_variable_and_are_made(kind, monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    assert folder(kind) == tmp_path / "home" / kind
    assert folder(kind).is_dir()


def test_without_it_they_are_different_and_the_persons_own(monkeypatch, tmp_path):
    monkeypatch.delenv("PLAYGROUND_HOME")
    for name in ("config", "log", "state", "data"):
        place = tmp_path / name
        monkeypatch.setattr(f"platformdirs.user_{name}_path", lambda *a, place=place, **k: place)
    found = [folder(kind) for kind in ("config", "log", "journal", "tables")]
    assert found == [
        tmp_path / "config", tmp_path / "log", tmp_path / "state/journal", tmp_path / "data/tables",
    ]  # fmt: skip
