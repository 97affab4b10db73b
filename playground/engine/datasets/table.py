"""A table of one's own."""

from functools import lru_cache
from typing import Annotated, ClassVar, Literal

import numpy as np
from msgspec.structs import replace

from playground.core.folders import folder
from playground.core.settings import setting
from playground.core.shape import ShapeError, Signature, Unready, features
from playground.engine.data import Data, DataError, split
from playground.engine.dataset import Dataset
from playground.engine.randomness import generator
from playground.engine.tabular.encoding import Encoding, Filling
from playground.engine.tabular.parts import indices, parts_of
from playground.engine.tabular.roles import Roles, roles_of
from playground.engine.tabular.sources import table_by_hash
from playground.kernels.array import Array
from playground.tables.trouble import TableError

FEWEST = 4
"""Training rows with which learning from rows that tell their part may begin."""


class Table(Dataset, frozen=True):
    """Your own rows, imported from a file, pasted or painted; a small sample until then.

    Categories become one feature each, 1 where a row is of it and 0 elsewhere; ranks keep their
    order as 0, 1, 2 ... Missing entries are filled with what the training part says, or their rows
    left out; rows whose target is missing are always left out.
    """

    title: ClassVar[str] = "Your table"
    rank: ClassVar[int] = 5
    also_called: ClassVar[tuple[str, ...]] = (
        "csv", "tsv", "import", "own data", "file", "spreadsheet", "one-hot",
    )  # fmt: skip

    table: Annotated[
        str,
        setting("Table", "Which table it is, by its contents; empty for the sample of fruit."),
    ] = ""
    target: Annotated[
        str, setting("Target", "The column that is learned; empty where nothing is.")
    ] = "fruit"
    ignored: Annotated[
        tuple[str, ...], setting("Ignored columns", "Columns that nothing is learned from.")
    ] = ()
    task: Annotated[
        Literal["auto", "class", "value"],
        setting("Learn", "Classes or values; automatic: what the target column holds."),
    ] = "auto"
    missing: Annotated[
        Literal["drop", "mean", "median", "mode"],
        setting(
            "Missing entries",
            "Leave their rows out, or fill them in from the training part; categories always "
            "take the most frequent.",
        ),
    ] = "mean"
    parts: Annotated[
        str,
        setting(
            "Parts column",
            "The column that says of each row whether it is for train, validation or test; empty "
            "where rows are dealt by the shares and the seed.",
        ),
    ] = ""
    size: Annotated[
        int,
        setting(
            "Rows", "How many rows are used at most, chosen by the seed.", low=0, high=5_000_000
        ),
    ] = 10_000
    noise: Annotated[
        float,
        setting(
            "Noise", "Spread added to every number, in standard deviations of its column.",
            low=0, high=5,
        ),
    ] = 0.0  # fmt: skip

    def describe(self) -> Signature:
        """Return features, target and how many rows can be used.

        Raises
        ------
        ShapeError
            If the table is not there, or the columns that are named are not.
        """
        try:
            roles = self.roles()
            lack = roles.lack()
            too_few = _census(str(folder("tables")), self)[0] if self.parts else ""
        except TableError as error:
            raise ShapeError(str(error)) from None
        if too_few:
            raise Unready(too_few)
        if lack:
            raise ShapeError(lack)
        return Signature(
            features(len(roles.names)), roles.target, roles.outputs, roles.usable, roles.names,
            roles.classes,
        )  # fmt: skip

    def signature(self) -> Signature:
        """Return the shape, target, names and the rows of each part."""
        told = super().signature()
        if not self.parts:
            return told
        _, train, validation = _census(str(folder("tables")), self)
        return replace(told, train_rows=train, validation_rows=validation)

    def roles(self) -> Roles:
        """Return what the columns are for.

        Raises
        ------
        TableError
            If the table is not there, or the columns that are named are not.
        """
        drop = self.missing == "drop"
        ignored = (*self.ignored, self.parts) if self.parts else self.ignored
        return roles_of(self.table, self.target, ignored, self.task, drop, bool(self.parts))

    def used(self, roles: Roles) -> Array:
        """Return the numbers of the rows of the table that are learned from, in their order."""
        rows = roles.rows()
        if len(rows) <= self.size:
            return rows
        chosen = generator(self.seed, "points").permutation(len(rows))[: self.size]
        return rows[np.sort(chosen)]

    def told_parts(self, roles: Roles) -> Array:
        """Return the part of each row that is learned from, as the table tells it."""
        told: Array = parts_of(str(folder("tables")), self.table, self.parts)[self.used(roles)]
        return told

    def load(self) -> Data:
        """Choose rows, divide them into parts, fill in what is missing and encode them.

        Raises
        ------
        DataError
            If the table is not there, or nothing could be learned from its rows.
        """
        try:
            roles = self.roles()
            table = table_by_hash(self.table)
        except TableError as error:
            raise DataError(str(error)) from None
        if lack := roles.lack():
            raise DataError(lack)
        values = table.values[self.used(roles)]
        y = roles.learned(values)
        if self.parts:
            parts = indices(self.told_parts(roles))
        else:
            parts = split(y, roles.target, self.validation_share, self.test_share, self.seed)
        raw = values[:, list(roles.places)]
        if len(parts[0]):
            raw = Filling.of(raw[parts[0]], roles.columns, self.missing).applied(raw)
        raw = self._disturbed(raw, roles)
        x = Encoding(roles.columns).applied(raw)
        data = Data(x, y, roles.target, *parts, roles.names, roles.classes)
        data.check()
        return data

    def _disturbed(self, raw: Array, roles: Roles) -> Array:
        """Add normal noise to the numbers of every column that holds numbers."""
        if not self.noise or not len(raw):
            return raw
        numbers = np.array([column.kind == "continuous" for column in roles.columns])
        drawn = generator(self.seed, "noise").standard_normal(raw.shape)
        return np.asarray(raw + np.where(numbers, self.noise * raw.std(axis=0), 0.0) * drawn)


@lru_cache(maxsize=64)
def _census(_place: str, block: Table) -> tuple[str, int, int]:
    """Count the rows of a table that tell their part.

    Returns
    -------
    tuple
        What keeps them from being learned from, or "", and how many train and validate.
    """
    roles = block.roles()
    parts, rows = block.told_parts(roles), block.used(roles)
    train = rows[parts == 0]
    several = True
    if roles.target == "class" and roles.aim is not None:
        entries = table_by_hash(block.table).values[train, roles.aim]
        several = bool((entries != entries[:1]).any())
    lack = ""
    if not len(rows):
        lack = "there are no rows yet: paint some in the decision boundary, or import a file"
    elif len(train) < FEWEST:
        lack = f"it needs {FEWEST} training rows at least and has {len(train)}: add some"
    elif not several:
        lack = "its training rows are all of one class: add some of another"
    return lack, len(train), int((parts == 1).sum())
