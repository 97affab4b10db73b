"""Tables that rest make way; what somebody looks at, names or needs room for stays."""

import os

import numpy as np
import pytest

from playground.document.by_hand import hold_rows
from playground.document.journal import Journal, tables_named
from playground.document.project import Placed, Project
from playground.tables import sweeping
from playground.tables.keep import Keep
from playground.tables.sweeping import DAY, MONTH, sweep
from playground.tables.table import Column, Table

NOW = 2_000_000_000.0


@pytest.fixture
def aged(tmp_path):
    """Keep a small table that was looked at so many days ago."""
    store = Keep(tmp_path / "tables")

    def make(days, rows=3):
        table = Table(np.full((rows, 1), float(days)), (Column("a"),))
        name = store.put(table)
        os.utime(store.files(name)[0], (NOW - days * DAY,) * 2)
        return name

    make.store = store
    return make


def test_a_table_rests_a_month_before_it_goes(aged):
    new, old, named = aged(29), aged(31), aged(300)
    assert sweep(aged.store.place, {named}, NOW) == (old,)
    assert [aged.store.holds(name) for name in (new, old, named)] == [True, False, True]
    assert not any(path.exists() for path in aged.store.files(old))


def test_where_there_is_no_room_the_longest_rested_go_first(aged, monkeypatch):
    names = [aged(days) for days in (0.5, 2, 5, 9)]
    size = aged.store.files(names[0])[0].stat().st_size
    monkeypatch.setattr(sweeping, "ROOM", 3 * size)
    assert sweep(aged.store.place, (), NOW) == (names[3],)
    monkeypatch.setattr(sweeping, "ROOM", 0)
    assert sweep(aged.store.place, (), NOW) == (names[2], names[1])
    assert aged.store.holds(names[0]), "what was looked at today stays"


def test_a_look_counts(aged):
    name = aged(40)
    Keep(aged.store.place).get(name)
    assert sweep(aged.store.place, ()) == ()
    again = aged(40, 4)
    os.utime(aged.store.files(again)[0], (0, 0))
    aged.store.put(Table(np.full((4, 1), 40.0), (Column("a"),)))
    assert sweep(aged.store.place, ()) == ()


def test_torn_writings_go_and_a_missing_folder_is_no_trouble(aged, tmp_path):
    aged(0)
    torn, busy = (aged.store.place / f".x.{name}.part" for name in ("torn", "busy"))
    for path, days in ((torn, 2), (busy, 0)):
        path.write_bytes(b"half")
        os.utime(path, (NOW - days * DAY,) * 2)
    sweep(aged.store.place, (), NOW)
    assert (torn.exists(), busy.exists()) == (False, True)
    assert sweep(tmp_path / "none", (), NOW + MONTH) == ()


def test_the_journal_tells_what_a_crash_would_bring_back(aged, tmp_path):
    name = aged(400)
    project = Project(blocks=(Placed("moons-1", "moons"),))
    journal = Journal(tmp_path / "journal")
    journal.write(hold_rows("moons-1", {"table": name, "target": ""})(project))
    assert tables_named(tmp_path / "journal") == {name}
    assert sweep(aged.store.place, tables_named(tmp_path / "journal"), NOW) == ()
    journal.close()
    assert tables_named(tmp_path / "journal") == set()
