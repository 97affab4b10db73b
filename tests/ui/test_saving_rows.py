"""A project with rows of one's own is saved where they can go with it."""

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox

from playground.document.edits import add_block, set_setting
from playground.document.files import load
from playground.document.rows import kept_hashes
from playground.engine.catalogue import catalogue
from playground.tables.keep import keep
from playground.tables.table import Column, Table
from playground.ui import project_file
from playground.ui.save_dialog import Saving


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Record what is proposed when a file is asked for, and answer with a zip, or text."""
    seen = []

    def answer(_window, proposal):
        seen.append(proposal)
        return Saving(tmp_path / ("mine.zip" if proposal.rows else "mine.json"), False)

    monkeypatch.setattr(project_file, "ask", answer)
    return seen


def with_rows(window):
    table = Table(np.arange(6.0).reshape(3, 2), (Column("a"), Column("b")))
    window.bridge.apply("Add", add_block("table", id="table-9"))
    edit = set_setting("table-9", "table", keep().put(table), catalogue())
    window.bridge.apply("Rows", edit)
    return table


def test_the_dialog_knows_of_the_rows_and_they_are_saved(window, asked, tmp_path):
    table = with_rows(window)
    assert window.documents.save()
    assert [proposal.rows for proposal in asked] == [True]
    assert kept_hashes(load(tmp_path / "mine.zip")) == (table.hash,)


def test_a_json_file_is_told_apart_and_left_as_it_was(window, asked, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *a: told.append(a[2]))
    (tmp_path / "old.json").write_text("old")
    assert window.documents.file.hold(tmp_path / "old.json")
    with_rows(window)
    assert window.documents.save()
    assert (tmp_path / "old.json").read_text() == "old"
    assert "save it as a .zip" in told[0].lower()
    assert window.documents.path == tmp_path / "mine.zip"


def test_without_rows_nothing_is_said_of_them(window, asked):
    window.bridge.apply("Units", set_setting("dense-1", "units", 9, catalogue()))
    assert window.documents.save()
    assert [proposal.rows for proposal in asked] == [False]
