"""A learner as a script that needs NumPy alone: rows in, predictions out."""

import numpy as np

from playground.export.error import ExportError
from playground.export.script.layout import whole_script
from playground.export.script.learners import write_subject
from playground.export.script.numerals import assignment, is_short, packs
from playground.export.script.parts.numerals import numbers, unpacked
from playground.export.script.parts.table import read_rows
from playground.export.script.sheet import Sheet
from playground.export.script.wording import paragraph, title_line
from playground.export.subject import Subject
from playground.kernels.array import Array

SHOWN = 5
"""Rows that are kept in the script, to be predicted when it is run without a file."""


def content(subject: Subject) -> bytes:
    """Return the script.

    Raises
    ------
    ExportError
        If there is none for this learner.
    """
    if subject.gives == "groups" and not subject.classes:
        raise ExportError(f"{subject.id}: it has found no group that rows could be put into")
    sheet = Sheet()
    name = write_subject(sheet, subject, _called(subject))
    some = _some_rows(subject)
    if not is_short(some):
        sheet.use(unpacked if packs(some) else numbers)
        sheet.packed |= packs(some)
    sheet.use(read_rows)
    sheet.imports.add("import sys")
    ending = [_decide(subject, name), assignment("SOME_ROWS", some), _main(subject)]
    return whole_script(sheet, subject, _told(subject), [], ending)


def _called(subject: Subject) -> str:
    return f"{subject.id} answer"


def _told(subject: Subject) -> list[str]:
    what = {
        "classes": f"which of {len(subject.classes)} classes a row belongs to",
        "values": "a value for each row",
        "groups": f"which of {len(subject.classes)} groups a row falls into",
        "places": "where a row lies in fewer dimensions",
    }[subject.gives]
    count = subject.width
    features = "1 feature" if count == 1 else f"{count} features"
    return [
        title_line(subject, "in NumPy"), "",
        *paragraph(f"Made by Neural Playground after {subject.learner.step_number:,} steps, from "
                   f"seed {subject.seed}. It takes {features} and tells {what}. "
                   "Everything that was learned stands in this file; it needs NumPy alone."), "",
        "    python this_file.py           what is predicted for the rows kept below",
        "    python this_file.py rows.csv  what is predicted for the rows of a file", "",
    ]  # fmt: skip


def _decide(subject: Subject, name: str) -> str:
    told = {
        "classes": "the probability, or share, of each class", "values": "the values",
        "groups": "a 1 for its group, or how far it belongs to each",
        "places": "the coordinates",
    }[subject.gives]
    lines = [
        "def decide(rows: Array) -> Array:",
        f'    """Return {told} of each row, a column for each."""',
        f"    return {name}(np.asarray(rows, float))",
    ]
    if subject.gives in ("values", "places"):
        return "\n".join(lines).replace("def decide", "def predict").replace("a column for each",
                                                                             "in columns")
    label = "    return answers.argmax(axis=1)"
    if subject.gives == "groups":
        label = "    return np.where(answers.any(axis=1), answers.argmax(axis=1), -1)"
    what = "class" if subject.gives == "classes" else "group, or -1 for none,"
    return "\n".join([
        *lines, "", "",
        "def predict(rows: Array) -> Array:",
        f'    """Return the number of the {what} of each row."""',
        "    answers = decide(rows)", label,
    ])  # fmt: skip


def _some_rows(subject: Subject) -> Array:
    """Return rows that are kept in the script, from all over the data set."""
    rows = subject.rows()
    chosen: Array = rows[np.linspace(0, len(rows) - 1, min(SHOWN, len(rows))).astype(int)]
    return chosen


def _main(subject: Subject) -> str:
    head = [
        "def main() -> None:",
        '    """Print what is predicted for rows of a file, or for those kept above."""',
        "    given = sys.argv[1:]",
        "    rows = read_rows(given[0], FEATURES) if given else SOME_ROWS",
    ]
    if subject.gives in ("values", "places"):
        return "\n".join([
            *head, "    for values in predict(rows):",
            '        print(",".join(f"{value:.12g}" for value in values))',
        ])  # fmt: skip
    none = ' if label >= 0 else "none"' if subject.gives == "groups" else ""
    said = "class" if subject.gives == "classes" else "group"
    return "\n".join([
        *head, '    lines = csv.writer(sys.stdout, lineterminator="\\n")',
        f'    lines.writerow(["{said}", *CLASSES])',
        "    for label, answer in zip(predict(rows), decide(rows), strict=True):",
        f"        name = CLASSES[label]{none}",
        '        lines.writerow([name, *(f"{share:.12g}" for share in answer)])',
    ])  # fmt: skip
