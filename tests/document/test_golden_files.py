"""Files of every format there has ever been open for ever, as what they were saved as."""

from pathlib import Path

import numpy as np
import pytest
from kept_project import PROJECT, STATES

from playground.document.bundle import load_bundle, save_bundle
from playground.document.files import load, save
from playground.document.migrations import MIGRATIONS
from playground.document.project import FORMAT
from playground.document.salvage import salvage

GOLDEN = Path(__file__).parent / "golden"
FORMATS = range(1, FORMAT + 1)


@pytest.mark.parametrize("version", FORMATS)
def test_a_project_of_each_format_opens(version):
    assert load(GOLDEN / f"format-{version}.json") == PROJECT


@pytest.mark.parametrize("version", FORMATS)
def test_what_was_learned_of_each_format_opens(version):
    project, states = load_bundle(GOLDEN / f"format-{version}.zip")
    assert project == PROJECT
    np.testing.assert_equal(states, STATES)
    assert states["fit-1"]["flat"].dtype == np.float32
    assert states["fit-1"]["turned"].flags.f_contiguous
    found = salvage(GOLDEN / f"format-{version}.zip")
    assert (found.project, found.damage) == (PROJECT, "")


def test_there_is_a_way_from_every_older_format():
    assert set(MIGRATIONS) == set(range(1, FORMAT))


def test_the_format_of_today_is_written_as_it_is_kept(tmp_path):
    """A change of what is written is a change of the format: it needs a number and a migration."""
    save(PROJECT, tmp_path / "now.json")
    assert (tmp_path / "now.json").read_bytes() == (GOLDEN / f"format-{FORMAT}.json").read_bytes()


def test_every_field_of_the_format_is_in_the_golden_file():
    import msgspec

    def check(value):
        if isinstance(value, msgspec.Struct):
            seen.setdefault(type(value), set()).update(
                name for name in value.__struct_fields__
                if getattr(value, name) not in ((), None, "", {}, 0, False)
            )  # fmt: skip
            for name in value.__struct_fields__:
                check(getattr(value, name))
        elif isinstance(value, tuple):
            for inner in value:
                check(inner)

    seen = {}
    check(PROJECT)
    for kind, names in seen.items():
        assert names == set(kind.__struct_fields__), kind


def test_saving_twice_gives_the_same_zip(tmp_path):
    save_bundle(PROJECT, STATES, tmp_path / "a.zip", b"\x89PNG")
    save_bundle(PROJECT, STATES, tmp_path / "b.zip", b"\x89PNG")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
