"""A column, or folders, that say which rows train and which test are found and kept to."""

import numpy as np
import pytest
from PIL import Image

from playground.core.settings import build
from playground.engine.datasets.table import Table as TableBlock
from playground.runtime.importing import import_project, project_of
from playground.tables.importing import look, read
from playground.tables.trouble import TableError

WORDS = ("train", "train", "test", "Train", "val")


def written(folder, words=WORDS, count=60):
    path = folder / "some.csv"
    lines = [f"{i / 7:.2f},{words[i % len(words)]},{['no', 'yes'][i % 2]}" for i in range(count)]
    path.write_text("\n".join(["x,set,kind", *lines, ""]))
    return path


def data_of(project):
    return build(TableBlock, project.blocks[0].settings).load()


def test_a_column_of_parts_is_found_and_kept_to(tmp_path):
    seen = look(written(tmp_path))
    assert [column.role for column in seen.choices.columns] == ["feature", "part", "target"]
    project, _ = import_project(written(tmp_path))
    data = data_of(project)
    assert data.x.shape == (60, 1)
    parts = {name: set(getattr(data, name).tolist()) for name in ("train", "validation", "test")}
    assert parts == {
        "train": {i for i in range(60) if i % 5 in (0, 1, 3)},
        "validation": {i for i in range(60) if i % 5 == 4},
        "test": {i for i in range(60) if i % 5 == 2},
    }


@pytest.mark.parametrize("words", [("train",), ("train", "tram"), ("trier", "tehran"), ("a", "b")])
def test_other_words_are_categories(tmp_path, words):
    seen = look(written(tmp_path, words))
    assert "part" not in [column.role for column in seen.choices.columns]


def test_a_column_that_tells_no_parts_is_refused_in_words(tmp_path):
    from msgspec.structs import replace

    path = written(tmp_path, ("red", "blue"))
    choices = look(path).choices
    columns = (choices.columns[0], replace(choices.columns[1], role="part"), choices.columns[2])
    with pytest.raises(TableError, match="train, validation or test"):
        project_of("it", read(path, replace(choices, columns=columns)))


@pytest.fixture
def pictures(tmp_path):
    def make(*names):
        for place, name in enumerate(names):
            path = tmp_path / "set" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((4, 4), 20 * place, np.uint8)).save(path)
        return tmp_path / "set"

    return make


def test_folders_of_parts_hold_the_classes(pictures):
    places = [(part, kind, i) for part in ("test", "train") for kind in ("cat", "dog")
              for i in range(3)]  # fmt: skip
    project, _ = import_project(pictures(*(f"{p}/{k}/{i}.png" for p, k, i in places)))
    data = data_of(project)
    assert data.classes == ("cat", "dog")
    assert data.test.tolist() == [0, 1, 2, 3, 4, 5]
    assert data.train.tolist() == [6, 7, 8, 9, 10, 11]
    assert data.y.tolist() == [int(kind == "dog") for _, kind, _ in places]


def test_classes_that_are_called_otherwise_stay_classes(pictures):
    found = read(pictures("train/1.png", "bus/1.png", "train/2.png", "bus/2.png"))
    assert found.table.columns[-1].categories == ("bus", "train")
    assert "parts" not in found.roles()
