import sys

import pytest

from playground.core.block import Block, kind_of, summary_of, title_of
from playground.core.registry import Registry, tag_of

PLUGIN = '''
from playground.core.block import Block

class Other(Block):
    """Not of the file's name."""

class {name}(Block):
    """{name} in one line.

    More of it.
    """
    rank = {rank}
'''


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the name of a package with the plug-ins given to it."""
    package = tmp_path / "plugged"
    package.mkdir()
    (package / "__init__.py").write_text("")

    def make(**files: str) -> str:
        for name, text in files.items():
            (package / f"{name}.py").write_text(text)
        return "plugged"

    monkeypatch.syspath_prepend(tmp_path)
    yield make
    for name in [name for name in sys.modules if name.split(".")[0] == "plugged"]:
        del sys.modules[name]


def test_a_folder_loads_itself_in_the_order_of_rank(folder):
    name = folder(
        k_means=PLUGIN.format(name="KMeans", rank=2),
        batch_norm=PLUGIN.format(name="BatchNorm", rank=1),
        aardvark=PLUGIN.format(name="Aardvark", rank=2),
    )
    registry = Registry(name, Block)
    assert list(registry) == ["batch-norm", "aardvark", "k-means"]
    assert len(registry) == 3
    cls = registry["k-means"]
    assert (cls.__name__, kind_of(cls), title_of(cls)) == ("KMeans", "k-means", "Kmeans")
    assert title_of(registry["batch-norm"]) == "Batch norm"
    assert summary_of(cls) == "KMeans in one line."
    with pytest.raises(KeyError):
        registry["missing"]


def test_nothing_is_imported_before_it_is_asked_for(folder):
    name = folder(broken="raise RuntimeError('imported')")
    registry = Registry(name, Block)
    with pytest.raises(RuntimeError, match="imported"):
        list(registry)


def test_a_file_without_its_class_is_an_error(folder):
    registry = Registry(folder(empty="x = 1"), Block)
    with pytest.raises(TypeError, match="plugged.empty defines no Block of its own name"):
        list(registry)


def test_a_title_of_its_own_wins():
    class Shown(Block):
        title = "As people know it"

    assert title_of(Shown) == "As people know it"


@pytest.mark.parametrize(("name", "tag"), [("Adam", "adam"), ("OneCycle", "one-cycle")])
def test_tag_of(name, tag):
    assert tag_of(name) == tag


def test_a_plug_in_that_is_named_is_imported_alone(folder):
    name = folder(
        one_thing=PLUGIN.format(name="OneThing", rank=1), broken="raise RuntimeError('imported')"
    )
    registry = Registry(name, Block)
    assert registry["one-thing"].__name__ == "OneThing"
    assert "plugged.broken" not in sys.modules
    for unknown in ("one_thing", "nothing", "--init--", ""):
        assert unknown not in registry
