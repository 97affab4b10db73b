import pytest
from hypothesis import settings
from small_catalogue import CATALOGUE

from playground.core.block import Block
from playground.document.graph import Catalogue

# Example times say nothing on a machine that others share.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def catalogue() -> Catalogue:
    """Return block classes by kind, as small as they can be."""
    known: dict[str, type[Block]] = dict(CATALOGUE)
    return known
