"""From a file of rows to a project that learns from them."""

from collections.abc import Sequence
from pathlib import Path

from playground.core.settings import build
from playground.document.from_table import project_from
from playground.document.project import Project
from playground.engine.datasets.table import Table
from playground.engine.tabular.parts import told_parts
from playground.tables.format import title_for
from playground.tables.importing import Pasted, look, read
from playground.tables.keep import keep
from playground.tables.preview import Choices, Imported
from playground.tables.table import listed
from playground.tables.trouble import TableError


def import_project(
    source: str | Path | Pasted,
    target: str | None = None,
    ignored: Sequence[str] = (),
    task: str = "auto",
    missing: str = "mean",
) -> tuple[Project, tuple[str, ...]]:
    """Read rows, keep them, and return a project with a fitting network, and notes in words.

    Parameters
    ----------
    target
        Column to learn; guessed for None, and nothing for "".
    ignored
        Columns to learn nothing from, besides those that are names or numberings.
    task
        ``"auto"``, ``"class"`` or ``"value"``.
    missing
        ``"drop"``, ``"mean"``, ``"median"`` or ``"mode"``.

    Raises
    ------
    TableError
        One line that names the file and what is wrong.
    """
    source = Path(source) if isinstance(source, str) else source
    choices = look(source).choices
    _known(source, choices, (*ignored, *((target,) if target else ())))
    chosen = choices.with_roles(target, tuple(ignored))
    return project_of(title_for(source), read(source, chosen), task, missing)


def project_of(
    title: str, found: Imported, task: str = "auto", missing: str = "mean"
) -> tuple[Project, tuple[str, ...]]:
    """Keep a table that was read and return a project on it, and notes in words.

    Raises
    ------
    TableError
        If its rows cannot be kept, or nothing can be learned from them as they were chosen.
    """
    name = keep().put(found.table)
    roles = found.roles()
    settings = {
        "target": roles["target"],
        **{name: roles[name] for name in ("ignored", "parts") if roles.get(name)},
        "task": task if task != "auto" else roles["task"],
        "missing": missing,
    }
    block = build(Table, {"table": name, **settings})
    sorted_out = block.roles()
    if block.parts:
        place = found.table.index(block.parts)
        told_parts(found.table.columns[place], found.table.values[:, place])
    if lack := sorted_out.lack():
        raise TableError(lack)
    notes = list(found.notes)
    if sorted_out.usable > block.size:
        notes.append(
            f"{block.size:,} of {sorted_out.usable:,} rows are learned from; "
            "the setting Rows of the table takes more"
        )
    return project_from(
        title, name, settings, sorted_out.target, len(sorted_out.names)
    ), tuple(notes)


def _known(source: Path | Pasted, choices: Choices, names: Sequence[str]) -> None:
    there = [column.name for column in choices.columns]
    for name in names:
        if name not in there:
            raise TableError(
                f"{source}: there is no column {name!r}; there are {listed(there, 20)}."
            )
