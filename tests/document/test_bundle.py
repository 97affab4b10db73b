import io
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from playground.document.bundle import load_bundle, save_bundle
from playground.document.files import FileError, dumps, load, save
from playground.document.nested import put_together, take_apart
from playground.document.project import Placed, Project

PROJECT = Project(title="T", blocks=(Placed("fit", "fit"),))
STATE = {
    "fit-1": {
        "flat": np.arange(6, dtype=np.float32).reshape(2, 3),
        "step": 12,
        "loss": float("nan"),
        "done": False,
        "note": "x",
        "none": None,
        "trees": [{"split": np.array([1, 2])}, {"split": np.zeros((0, 3))}],
        "$array": 4,
    }
}


def test_round_trip(tmp_path):
    path = tmp_path / "a.zip"
    save_bundle(PROJECT, STATE, path, b"\x89PNG")
    project, state = load_bundle(path)
    assert project == PROJECT
    np.testing.assert_equal(state, STATE)
    assert state["fit-1"]["flat"].dtype == np.float32
    assert load(path) == PROJECT
    with zipfile.ZipFile(path) as archive:
        assert archive.read("thumbnail.png") == b"\x89PNG"


def test_without_state_or_zip(tmp_path):
    save_bundle(PROJECT, None, tmp_path / "a.zip")
    assert load_bundle(tmp_path / "a.zip") == (PROJECT, None)
    save(PROJECT, tmp_path / "a.json")
    assert load_bundle(tmp_path / "a.json") == (PROJECT, None)


def test_the_same_project_gives_the_same_bytes(tmp_path):
    save_bundle(PROJECT, STATE, tmp_path / "a.zip")
    save_bundle(PROJECT, STATE, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


ARRAYS = arrays.arrays(
    st.sampled_from([np.float32, np.float64, np.int64, np.bool_]),
    arrays.array_shapes(min_dims=0, max_side=3, min_side=0),
)
NESTED = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=3) | ARRAYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("$a", max_size=3), inner),
    max_leaves=8,
)


@given(NESTED)
def test_any_state_is_put_together_as_it_was(state):
    tree, found = take_apart(state)
    np.testing.assert_equal(put_together(tree, lambda place: found[place]), state)


@pytest.mark.parametrize("odd", [{1: 2}, {"a": object()}, {"a": np.array([object()])}, {"a": {1}}])
def test_what_cannot_be_saved_is_refused(odd, tmp_path):
    with pytest.raises(FileError, match="cannot be saved"):
        save_bundle(PROJECT, odd, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_numpy_scalars_become_numbers(tmp_path):
    save_bundle(PROJECT, {"step": np.int64(3), "loss": np.float32(0.5)}, tmp_path / "a.zip")
    assert load_bundle(tmp_path / "a.zip")[1] == {"step": 3, "loss": 0.5}


def packed(tmp_path, **members: bytes):
    """Write a zip of members, in whose names __ stands for / and _dot_ for a dot."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


def npy(array: np.ndarray, pickle: bool = False) -> bytes:
    raw = io.BytesIO()
    np.save(raw, array, allow_pickle=pickle)
    return raw.getvalue()


GOOD = {"project_dot_json": dumps(PROJECT).encode(), "state_dot_json": b'{"a": {"$array": 0}}'}
LYING = npy(np.zeros(3)).replace(b"(3,)", b"(9,)")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "holds no project.json"),
        ({"project_dot_json": b"{"}, "project.json: this is not JSON"),
        (GOOD, "state/0.npy is missing"),
        ({**GOOD, "state__0_dot_npy": b"nothing"}, "state/0.npy is not an array"),
        ({**GOOD, "state__0_dot_npy": LYING}, "not what it says"),
        ({**GOOD, "state__0_dot_npy": npy(np.array([{}]), True)}, "not an array"),
        ({**GOOD, "state_dot_json": b'{"a": {"$array": "../x"}}'}, "not the place of an array"),
        ({**GOOD, "state_dot_json": b'{"a": {"$call": 1}}'}, "mark"),
        ({**GOOD, "state_dot_json": b"[1]"}, "must be an object"),
        ({**GOOD, "state_dot_json": b"["}, "cannot be read"),
        ({**GOOD, "state_dot_json": b"[" * 9999}, "cannot be read"),
    ],
)
def test_a_zip_that_is_no_project(members, words, tmp_path):
    path = packed(tmp_path, **members)
    with pytest.raises(FileError) as caught:
        load_bundle(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = packed(tmp_path, project_dot_json=b" " * 2**25)
    with pytest.raises(FileError, match="too large"):
        load(path)


def test_members_elsewhere_are_ignored(tmp_path):
    path = packed(tmp_path, **GOOD, state__0_dot_npy=npy(np.ones(2)), _dot__dot___evil=b"x")
    assert np.array_equal(load_bundle(path)[1]["a"], np.ones(2))
    assert [found.name for found in tmp_path.parent.glob("evil*")] == []


@pytest.mark.parametrize("cut", [2, 30, 200])
def test_a_damaged_zip(cut, tmp_path):
    path = tmp_path / "a.zip"
    save_bundle(PROJECT, STATE, path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(FileError, match="damaged"):
        load_bundle(path)


def test_flipped_bytes_are_noticed(tmp_path):
    path = tmp_path / "a.zip"
    save_bundle(PROJECT, STATE, path)
    data = bytearray(path.read_bytes())
    place = data.index(b"NUMPY") + 140
    data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(FileError, match="damaged"):
        load_bundle(path)
