import pytest

from playground.tables.reading import delimited


@pytest.fixture(params=["polars", "csv"])
def either_parser(request, monkeypatch):
    """Read with one or the other parser, however long the text is."""
    monkeypatch.setattr(delimited, "SMALL", -1 if request.param == "polars" else 2**40)
