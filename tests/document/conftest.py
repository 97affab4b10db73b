import pytest
from small_catalogue import CATALOGUE

from playground.core.block import Block
from playground.document.graph import Catalogue


@pytest.fixture
def catalogue() -> Catalogue:
    """Return block classes by kind, as small as they can be."""
    known: dict[str, type[Block]] = dict(CATALOGUE)
    return known
