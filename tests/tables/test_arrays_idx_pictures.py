"""Arrays, IDX files and folders of pictures become tables, each entry in its place."""

import gzip
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from playground.core.progress import Cancelled
from playground.tables.arrays import ArrayError, take, zip_in
from playground.tables.importing import look, read
from playground.tables.reading import pictures
from playground.tables.trouble import TableError


def idx(array):
    code = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}[array.dtype.str[1:]]
    head = bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


def digits(rows=30):
    random = np.random.default_rng(1)
    return random.integers(0, 256, (rows, 4, 5), dtype=np.uint8), (
        np.arange(rows, dtype=np.uint8) * 3 % 10
    )


def test_a_plain_array(tmp_path):
    rows = np.random.default_rng(0).normal(size=(7, 3)).astype(np.float32)
    rows[2, 1] = np.inf
    np.save(tmp_path / "a.npy", np.asfortranarray(rows))
    seen = look(tmp_path / "a.npy")
    assert [c.name for c in seen.choices.columns] == ["x1", "x2", "x3"]
    table = read(tmp_path / "a.npy").table
    np.testing.assert_array_equal(table.values, np.where(np.isinf(rows), np.nan, rows))


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_archive_with_images_and_labels(tmp_path, save):
    images, labels = digits()
    save(tmp_path / "a.npz", y_train=labels, x_train=images, extra=np.zeros(3))
    seen = look(tmp_path / "a.npz")
    assert seen.total == 30
    assert seen.choices.columns[-1].role == "target"
    found = read(tmp_path / "a.npz", seen.choices)
    assert found.table.names[6] == "pixel 2 2"
    np.testing.assert_array_equal(found.table.values[:, :-1], images.reshape(30, -1))
    assert found.table.columns[-1].categories == tuple("0123456789")
    np.testing.assert_array_equal(found.table.values[:, -1], labels)
    assert found.roles() == {"target": "label", "ignored": [], "task": "auto"}


def test_labels_that_are_texts_and_values(tmp_path):
    x = np.arange(12.0).reshape(4, 3)
    np.savez(tmp_path / "t.npz", data=x, target=np.array(["b", "a", "b", "c"]))
    table = read(tmp_path / "t.npz").table
    assert table.columns[-1].categories == ("a", "b", "c")
    np.testing.assert_array_equal(table.values[:, -1], [1, 0, 1, 2])
    np.savez(tmp_path / "v.npz", data=x, target=np.array([0.5, 1.25, 2.0, 9.0]))
    assert read(tmp_path / "v.npz").table.columns[-1].kind == "continuous"


class Evil:
    def __reduce__(self):
        return print, ("executed",)


def test_python_objects_are_never_read(tmp_path, capsys):
    objects = np.array([[Evil(), Evil()]], dtype=object)
    np.save(tmp_path / "a.npy", objects)
    np.savez(tmp_path / "a.npz", x=objects)
    for name in ("a.npy", "a.npz"):
        with pytest.raises(TableError, match="Python objects|no arrays of rows"):
            read(tmp_path / name)
    assert "executed" not in capsys.readouterr().out


def test_arrays_that_are_no_tables(tmp_path):
    for name, array, words in (
        ("complex", np.zeros((3, 2), complex), "no plain numbers"),
        ("scalar", np.array(3.0), "no rows"),
        ("empty", np.zeros((0, 4)), "no rows"),
        ("wide", np.zeros((2, 30_000), np.uint8), "too many"),
    ):
        np.save(tmp_path / f"{name}.npy", array)
        with pytest.raises(TableError, match=words):
            read(tmp_path / f"{name}.npy")


def test_a_bomb_of_zeros_is_not_inflated(tmp_path):
    np.savez_compressed(tmp_path / "b.npz", x=np.zeros((50_000, 500)))
    assert (tmp_path / "b.npz").stat().st_size < 300_000
    with pytest.raises(TableError, match="too large to be read"):
        read(tmp_path / "b.npz")


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_lies_about_its_size_is_unpacked_no_further(tmp_path, how):
    with zipfile.ZipFile(tmp_path / "b.npz", "w", how) as archive:
        archive.writestr("x.npy", bytes(32 * 2**20))
    data = bytearray((tmp_path / "b.npz").read_bytes())
    told = data.rindex(b"PK\1\2") + 24
    data[told : told + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    try:
        with pytest.raises(ArrayError, match="is damaged|packed in a way that is not read"):
            take(zip_in(bytes(data)), "x.npy")
        assert tracemalloc.get_traced_memory()[1] < 2**22
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("kind", ["u1", "i2", "f4", "f8"])
def test_idx_images_find_their_labels(tmp_path, zipped, kind):
    images, labels = digits(600)
    ending = "-ubyte.gz" if zipped else "-ubyte"
    write = gzip.compress if zipped else bytes
    path = tmp_path / f"train-images-idx3{ending}"
    path.write_bytes(write(idx(images.astype(kind))))
    (tmp_path / f"train-labels-idx1{ending}").write_bytes(write(idx(labels)))
    seen = look(path)
    assert (seen.format, seen.total, len(seen.rows)) == ("IDX", 600, 20)
    found = read(path, seen.choices)
    np.testing.assert_array_equal(found.table.values[:, :-1], images.reshape(600, -1))
    np.testing.assert_array_equal(found.table.values[:, -1], labels)


def test_idx_files_that_lie(tmp_path):
    images, labels = digits()
    path = tmp_path / "train-images-idx3-ubyte"
    for data, words in (
        (idx(images)[:-1], "ends before the 30 rows"),
        (b"\0\0\x08\x03" + struct.pack(">3I", 2**31, 2**31, 2**31), "too many"),
        (b"\0\0\x07\x01" + idx(labels)[4:], "no IDX file"),
        (gzip.compress(idx(images))[:-20], "damaged|ends before"),
    ):
        path.write_bytes(data)
        with pytest.raises(TableError, match=words):
            read(path)
    path.write_bytes(idx(images))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(labels[:-1]))
    with pytest.raises(TableError, match="30 rows, but train-labels-idx1-ubyte 29 labels"):
        read(path)


def test_a_zip_bomb_of_an_idx_file_is_read_no_further_than_it_tells(tmp_path):
    path = tmp_path / "a-idx1-ubyte.gz"
    path.write_bytes(gzip.compress(idx(np.ones(5, np.uint8)) + bytes(200 * 2**20)))
    assert read(path).table.values.shape == (5, 1)


@pytest.fixture
def folder(tmp_path):
    for number, name in enumerate(("cats", "dogs")):
        (tmp_path / name).mkdir()
        for i in range(3):
            grey = np.full((20, 30), 60 * number + i, np.uint8)
            Image.fromarray(grey).save(tmp_path / name / f"{i}.png")
    (tmp_path / "dogs" / "notes.txt").write_text("none")
    return tmp_path


def test_a_folder_of_pictures(folder):
    found = read(folder)
    assert found.table.values.shape == (6, 257)
    assert found.table.columns[-1].categories == ("cats", "dogs")
    np.testing.assert_array_equal(found.table.values[:, -1], [0, 0, 0, 1, 1, 1])
    np.testing.assert_allclose(found.table.values[:, 0] * 255, [0, 1, 2, 60, 61, 62])
    assert found.table.names[17] == "pixel 2 2"


def test_pictures_may_lie_deeper_and_belong_to_the_topmost_folder(folder):
    (folder / "cats" / "more" / "still").mkdir(parents=True)
    (folder / "cats" / "2.png").rename(folder / "cats" / "more" / "still" / "2.png")
    (folder / "cats" / "more" / "circle").symlink_to(folder)
    found = read(folder)
    assert found.table.columns[-1].categories == ("cats", "dogs")
    np.testing.assert_array_equal(found.table.values[:, -1], [0, 0, 0, 1, 1, 1])


def test_damaged_pictures_are_left_out_and_counted(folder):
    whole = (folder / "cats" / "0.png").read_bytes()
    (folder / "cats" / "0.png").write_bytes(whole[:40])
    seen = look(folder)
    assert seen.trouble == ("1 picture cannot be opened and is left out",)
    assert len(read(folder, seen.choices).table.values) == 5


def test_a_drawing_that_would_start_another_program_is_left_out(folder):
    Image.fromarray(np.zeros((20, 30), np.uint8)).save(folder / "a.eps")
    (folder / "a.eps").rename(folder / "cats" / "0.png")
    assert look(folder).trouble == ("1 picture cannot be opened and is left out",)


def test_folders_without_pictures(tmp_path):
    with pytest.raises(TableError, match="no pictures here"):
        read(tmp_path)
    (tmp_path / "a.png").write_bytes(b"none")
    with pytest.raises(TableError, match="none of its pictures can be opened"):
        read(tmp_path)


def test_reading_pictures_stops_when_it_is_called_off(folder):
    shares = []

    def called_off(share):
        shares.append(share)
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(folder, look(folder).choices, called_off)
    assert shares[-1] < 0.9


@pytest.mark.parametrize("act", [read, look])
def test_the_walk_through_a_folder_stops_when_it_is_called_off(folder, monkeypatch, act):
    for i in range(100):
        (folder / "dogs" / f"{i}.txt").touch()
    monkeypatch.setattr(pictures, "pixels_in", lambda *_: pytest.fail("a picture was opened"))
    shares = []

    def called_off(share):
        shares.append(share)
        if len(shares) > 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        act(folder, None, called_off)
    assert set(shares) == {0.0}
    assert len(shares) == 21


def renamed(choices):
    """Return choices with another name for the first column and for the last, which is learned."""
    first, *others, last = choices.columns
    return replace(choices, columns=(
        replace(first, name="corner"), *others, replace(last, name="what it is"),
    ))  # fmt: skip


def saved_npz(place):
    images, labels = digits()
    np.savez(place / "a.npz", x_train=images, y_train=labels)
    return place / "a.npz"


def saved_npy(place):
    np.save(place / "a.npy", np.arange(12.0).reshape(4, 3))
    return place / "a.npy"


def saved_idx(place):
    images, labels = digits(600)
    (place / "train-images-idx3-ubyte").write_bytes(idx(images))
    (place / "train-labels-idx1-ubyte").write_bytes(idx(labels))
    return place / "train-images-idx3-ubyte"


def saved_pictures(place):
    for number, name in enumerate(("cats", "dogs")):
        (place / name).mkdir()
        Image.fromarray(np.full((9, 9), 60 * number, np.uint8)).save(place / name / "a.png")
    return place


@pytest.mark.parametrize("save", [saved_npz, saved_npy, saved_idx, saved_pictures])
def test_names_that_a_person_gave_hold(tmp_path, save):
    path = save(tmp_path)
    plain = read(path)
    choices = renamed(look(path).choices)
    found = read(path, choices)
    assert found.choices == choices
    assert found.table.names == ("corner", *plain.table.names[1:-1], "what it is")
    np.testing.assert_array_equal(found.table.values, plain.table.values)
    assert [c.categories for c in found.table.columns] == [
        c.categories for c in plain.table.columns
    ]  # fmt: skip
    target = "" if save is saved_npy else "what it is"
    assert found.roles()["target"] == target
    assert look(path, choices).choices == choices
