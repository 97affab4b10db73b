"""The scores of learners as a live table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from playground.ui.elided import Elided
from playground.ui.labels import figures, label
from playground.ui.plots.goals import PREDICTED, goal_of, only_loss
from playground.ui.plots.lettering import number
from playground.ui.plots.wording import learner_title, score_title
from playground.ui.theme import px
from playground.ui.timers import after

ORDER = ("train_loss", "validation_loss", "test_loss", "train_accuracy", "validation_accuracy",
         "test_accuracy", "train_r2", "validation_r2", "test_r2")  # fmt: skip
OWN = ("ari", "silhouette", "inertia", "log_likelihood", "divergence")
"""Numbers of learners that predict nothing, which are told of all learners too."""
REFRESH_MS = 100
SHORT = {"validation": "valid.", "oob": "out of bag"}


def metric_in_words(metric: str) -> str:
    """Return a metric's name as people read it."""
    part, _, score = metric.partition("_")
    words = f"{part} {score_title(score)}" if metric in ORDER else score_title(metric)
    return words[:1].upper() + words[1:]


def metric_of(name: str) -> str:
    """Return what is measured, whatever part of the data it is measured on.

    Examples
    --------
    >>> metric_of("test_loss"), metric_of("log_likelihood")
    ('loss', 'log_likelihood')
    """
    return name.partition("_")[2] if name.startswith(PREDICTED) else name


def written(values: Any, member: int | None = None) -> str:
    """Write a metric: that of one member, or the median of all."""
    numbers = np.atleast_1d(np.asarray(values, float))
    if member is not None and member < len(numbers):
        numbers = numbers[member : member + 1]
    if not len(numbers):
        return "–"
    finite = numbers[np.isfinite(numbers)]
    if not len(finite):
        return "diverged"
    value = float(finite[0] if len(finite) == 1 else np.median(finite))
    plain = value == 0 or 0.001 <= abs(value) < 1000
    text = f"{value:.3f}".replace("-", "−") if plain else number(value, 2)
    return f"{'~' * (len(numbers) > 1)}{text}"


class Scores(QWidget):
    """Newest losses and metrics of some learners, side by side.

    Parameters
    ----------
    bridge
        Joins the window to the learners.
    learners
        Ids to show, or None for all; these are told with what they report of themselves.
    """

    def __init__(self, bridge: Any, learners: Sequence[str] | None = None) -> None:
        super().__init__()
        self._bridge, self._only = bridge, learners
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(5))
        self._cells: dict[tuple[str, str], QLabel] = {}
        self._shape: tuple[object, ...] = ()
        self._later = after(self, REFRESH_MS, self._refresh)
        bridge.traced.connect(self._note)
        bridge.loaded.connect(self._note)
        bridge.focus.changed.connect(self._note)
        self._refresh()

    def _note(self, _what: object = None) -> None:
        if not self._later.isActive():
            self._later.start()

    def _refresh(self) -> None:
        if not self.isVisible() and self._cells:
            return
        scores = self._bridge.scores
        # One that learns anew comes last into the scores, but keeps its place in the table.
        known = dict.fromkeys([*self._bridge.infos, *scores])
        learners = tuple(
            id for id in known if id in scores and (self._only is None or id in self._only)
        )
        found = {name for id in learners for name in scores[id]}
        if self._only is None:
            goals = {goal_of(self._bridge, id).metric for id in learners} - {"loss"}
            found &= {*ORDER, *OWN, *goals}
        names = tuple(name for name in ORDER if name in found)
        names += tuple(sorted(found - set(ORDER)))
        told = frozenset((id, name) for id in learners for name in names if name in scores[id])
        if (learners, names, told) != self._shape:
            self._shape = (learners, names, told)
            self._build(learners, names, told)
        member = self._bridge.focus.member
        for (id, name), cell in self._cells.items():
            value = scores[id].get(name)
            _write(cell, "–" if value is None else self._told(name, value, member))

    def _told(self, name: str, value: Any, member: int | None) -> str:
        """Write a value: what a model reports of itself is a count, or unknown, or a number."""
        numbers = np.atleast_1d(np.asarray(value, float))
        if name in ORDER:
            return written(numbers, member)
        finite = numbers[np.isfinite(numbers)]
        if not len(finite):
            return "–"
        whole = (finite == np.round(finite)).all() and len(finite) == 1
        return f"{finite[0]:g}" if whole else written(finite, member)

    def _build(
        self, learners: tuple[str, ...], names: tuple[str, ...], told: frozenset[tuple[str, str]]
    ) -> None:
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()
        self._cells.clear()
        if not names:
            words = "What a lab finds stands in its own panel."
            if not learners:
                words = "Press play: losses and scores appear here."
            if self._only is None:
                words += " Select a block to see its settings."
            self._grid.addWidget(label(words, "secondary", wrap=True), 0, 0)
            return
        if len(learners) > 1:
            self._build_by_metric(learners, names, told)
            return
        alone = only_loss(names)
        for line, name in enumerate(names, 1):
            words = "Loss" if alone and name == "train_loss" else metric_in_words(name)
            self._grid.addWidget(label(words, "secondary"), line, 0)
            self._place(learners[0], name, line, 1)
        self._grid.setColumnStretch(0, 1)

    def _build_by_metric(
        self, learners: tuple[str, ...], names: tuple[str, ...], told: frozenset[tuple[str, str]]
    ) -> None:
        """Lay out a small table for each metric: learners down, parts of the data across.

        Learners without labels have other metrics than those that predict, and stand there only.
        """
        line = 0
        for metric in dict.fromkeys(map(metric_of, names)):
            mine = [name for name in names if metric_of(name) == metric]
            self._grid.addWidget(label(metric_in_words(metric)), line, 0)
            for column, name in enumerate(mine, 1):
                part = name.removesuffix(f"_{metric}") if name != metric else ""
                self._grid.addWidget(figures(SHORT.get(part, part), "secondary"), line, column)
            for id in (id for id in learners if any((id, name) in told for name in mine)):
                line += 1
                self._grid.addWidget(self._named(id), line, 0)
                for column, name in enumerate(mine, 1):
                    self._place(id, name, line, column)
            line += 1
        self._grid.setColumnStretch(0, 1)

    def _place(self, id: str, name: str, line: int, column: int) -> None:
        """Make room for a figure."""
        cell = figures("–")
        cell.setAccessibleName(f"{metric_in_words(name)} of {id}")
        self._cells[id, name] = cell
        self._grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignRight)

    def _named(self, id: str) -> Elided:
        """Return a learner's name, which gives way to the figures beside it."""
        name = Elided("secondary", 13, False, self)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.set_text(learner_title(self._bridge, id))
        return name


def _write(cell: QLabel, text: str) -> None:
    """Show a value; a label of fixed size that only grows has nothing else laid out anew."""
    if text == cell.text():
        return
    cell.setText(text)
    cell.setToolTip("The median of the members" if text.startswith("~") else "")
    hint = cell.sizeHint()
    width = max(hint.width(), cell.minimumWidth())
    if (width, hint.height()) != (cell.minimumWidth(), cell.minimumHeight()):
        cell.setFixedSize(width, hint.height())
