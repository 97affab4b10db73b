"""What a headless run prints: progress, a table, one JSON object."""

import json
import sys
import time
from itertools import groupby
from math import prod
from typing import Any

import msgspec

from playground.core.block import LEARNING, title_of
from playground.document.flow import trace
from playground.document.presets import load_preset, preset_names
from playground.document.project import Project
from playground.engine.catalogue import catalogue
from playground.runtime.headless import Metric, Run


class Progress:
    """One line on stderr that keeps being rewritten.

    Parameters
    ----------
    quiet
        Say nothing.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._last = 0.0

    def update(self, run: Run, done: int, wanted: int) -> None:
        """Rewrite the line, at most ten times a second."""
        now = time.monotonic()
        if self._quiet or (now - self._last < 0.1 and done < wanted):
            return
        self._last = now
        bar = "#" * round(24 * done / max(wanted, 1))
        sys.stderr.write(f"\r[{bar:<24}] step {done} of {wanted}")
        sys.stderr.flush()

    def close(self) -> None:
        """Leave the line."""
        if not self._quiet and self._last:
            sys.stderr.write("\n")


def as_json(run: Run, name: str) -> str:
    """Write a run as one JSON object; a diverged metric is null."""
    devices = {built.learner.device for built in run.built.values()}
    told = {
        "project": name,
        "device": "cuda" if "cuda" in devices else "cpu",
        "seed": run.project.seed,
        "steps": run.steps,
        "seconds": round(run.seconds, 4),
        "learners": {
            id: {"kind": run.built[id].kind, "metrics": metrics}
            for id, metrics in run.metrics.items()
        },
    }
    return json.dumps(told, allow_nan=False)


def as_lines(run: Run) -> str:
    """Write a run for people: a block for each learner, a line for each metric."""
    lines = [f"{run.steps} steps in {run.seconds:.1f} s, seed {run.project.seed}"]
    for id, metrics in run.metrics.items():
        finished = run.built[id].learner.finished
        lines.append(f"{id}" + (f"  ({finished})" if finished else ""))
        lines += [f"  {name.replace('_', ' '):<22}{_shown(m)}" for name, m in metrics.items()]
    return "\n".join(lines)


def _shown(value: Metric) -> str:
    if not isinstance(value, list):
        return "diverged" if value is None else f"{value:.4f}"
    good = sorted(v for v in value if v is not None)
    if not good:
        return f"diverged in all {len(value)} members"
    middle = good[len(good) // 2]
    return f"{middle:.4f}  (median of {len(value)}; {good[0]:.4f} to {good[-1]:.4f})"


def learners_of(project: Project) -> list[str]:
    """Return the ids of a project's learners."""
    kinds = catalogue()
    return [p.id for p in project.blocks if p.kind in kinds and kinds[p.kind].family in LEARNING]


def presets_as_json() -> str:
    """List the presets as JSON."""
    told: list[dict[str, Any]] = []
    for name in preset_names():
        project = load_preset(name)
        told.append({
            "name": name,
            "title": project.title,
            "topics": list(project.lesson.topics) if project.lesson else [],
            "learners": learners_of(project),
            "promise": msgspec.to_builtins(project.promise) if project.promise else None,
        })  # fmt: skip
    return json.dumps(told)


def presets_as_lines() -> str:
    """List the presets for people."""
    rows = []
    for name in preset_names():
        project = load_preset(name)
        kinds = catalogue()
        parts = [title_of(kinds[p.kind]) for p in project.blocks if p.kind in kinds]
        runs = [(title, len(list(same))) for title, same in groupby(parts)]
        chain = " > ".join(title if many == 1 else f"{many} {title}" for title, many in runs)
        rows.append((name, project.title, chain))
    widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    return "\n".join(f"{name:<{widths[0]}}{title:<{widths[1]}}{chain}"
                     for name, title, chain in rows)  # fmt: skip


def rows_as_line(project: Project) -> str:
    """Write in one line what the first data set of a project gives."""
    data = next(flow.data for flow in trace(project, catalogue()).values() if flow.data)
    features = prod(size or 1 for _, size in data.shape)
    learned = {
        "class": f"{len(data.classes)} classes", "value": "values", "none": "nothing to predict",
    }[data.target]  # fmt: skip
    return f"{data.rows:,} rows, {features} features, {learned}"
