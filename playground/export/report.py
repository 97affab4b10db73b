"""A run on one page: what was built, what was learned, how to do it again. Opens without a net."""

import base64
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from shlex import quote

import numpy as np

from playground.core.block import title_of
from playground.core.dates import date_in_words
from playground.document.project import Placed, Project
from playground.document.text import dumps
from playground.engine.catalogue import catalogue
from playground.export.settings_in_words import Told, told_settings
from playground.export.versions import versions
from playground.kernels.array import Array

TINTS = {
    "data": "#0E8F83", "transform": "#1579A8", "layer": "#5B4BD6", "fit": "#A87400",
    "model": "#1E8A57", "unsupervised": "#C2562B", "ensemble": "#B8407F",
    "objective": "#A87400", "lab": "#6B7280",
}  # fmt: skip
"""Colours of the families of blocks."""


@dataclass(frozen=True)
class Picture:
    """A picture in the colours of both themes.

    Attributes
    ----------
    title, caption
        What is seen, and more about it.
    light, dark
        Bytes of SVG or PNG files.
    width
        In pixels of the page.
    """

    title: str
    light: bytes
    dark: bytes
    width: int
    caption: str = ""


@dataclass(frozen=True)
class Learned:
    """What a learner came to.

    Attributes
    ----------
    metrics
        Values of whole sets ``(members,)`` by name.
    ended
        Why it has ended, in words, or "".
    """

    id: str
    title: str
    steps: int
    metrics: Mapping[str, Array] = field(default_factory=dict)
    ended: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that the page tells.

    Attributes
    ----------
    source
        What the project is called on the command line: a preset, or a file's name.
    graph
        The picture of blocks and wires.
    """

    project: Project
    source: str
    learners: Sequence[Learned]
    graph: Picture
    pictures: Sequence[Picture]
    device: str
    made: datetime

    @property
    def steps(self) -> int:
        """Steps of the learner that is ahead."""
        return max((one.steps for one in self.learners), default=0)

    @property
    def command(self) -> str:
        """What does it again."""
        steps, seed = self.steps, self.project.seed
        return f"playground train {quote(self.source)} --steps {steps} --seed {seed}"


def as_html(report: Report) -> str:
    """Return the page: one file that loads nothing else, light or dark as its reader likes."""
    title = html.escape(report.project.title)
    style = (files("playground.assets") / "report.css").read_text("utf-8")
    parts = (
        _head(report), _scores(report), _graph(report), _pictures(report), _blocks(report),
        _again(report),
    )  # fmt: skip
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(report: Report) -> str:
    count = len(report.learners)
    learners = "one learner" if count == 1 else f"{count} learners"
    when = date_in_words(report.made)
    words = f"{learners} · {report.steps:,} steps · seed {report.project.seed} · {when}"
    return (
        f"<header>\n<h1>{html.escape(report.project.title)}</h1>\n"
        f'<p class="quiet">{html.escape(words)}</p>\n</header>'
    )


def _scores(report: Report) -> str:
    cards = []
    for one in report.learners:
        rows = "".join(
            f"<tr><th>{html.escape(_called(name))}</th>"
            f'<td class="number">{_value(values)}</td></tr>'
            for name, values in one.metrics.items()
        )
        best = next((n for n in FIRST if n in one.metrics), next(iter(one.metrics), ""))
        score = ""
        if best:
            score = (f'<div class="score">{_value(one.metrics[best], short=True)}</div>'
                     f'<p class="quiet">{html.escape(_called(best))}</p>')  # fmt: skip
        bad = " bad" if one.ended.startswith("diverged") else ""
        ended = f'<p class="quiet{bad}">{html.escape(one.ended)}</p>' if one.ended else ""
        cards.append(
            f'<section class="card"><h3>{html.escape(one.title)} '
            f"<small>{html.escape(one.id)} · step {one.steps:,}</small></h3>{score}{ended}"
            f"<table>{rows}</table></section>"
        )
    return _section("Scores", f'<div class="cards">{"".join(cards)}</div>') if cards else ""


FIRST = ("test_accuracy", "test_r2", "ari", "silhouette", "test_loss", "loss")
"""Metrics that tell most, the best first."""


def _called(name: str) -> str:
    if name == "ari":
        return "adjusted Rand index"
    return name.replace("oob_", "out-of-bag ").replace("_", " ").replace("r2", "R²")


def _value(values: Array, short: bool = False) -> str:
    found = np.atleast_1d(np.asarray(values, float))
    good = found[np.isfinite(found)]
    if not good.size:
        return "diverged"
    middle = float(np.median(good))
    if short or found.size == 1:
        whole = middle.is_integer() and abs(middle) > 1  # a count, such as of leaves
        return f"{middle:,.0f}" if whole else f"{middle:.3f}" if short else f"{middle:.4f}"
    spread = f"median of {found.size}, {good.min():.4f} to {good.max():.4f}"
    return f"{middle:.4f} <small>{spread}</small>"


def _graph(report: Report) -> str:
    return _section("What was built", _figure(report.graph, "graph"))


def _pictures(report: Report) -> str:
    figures = "".join(_figure(one) for one in report.pictures)
    return _section("What was learned", f'<div class="cards wide">{figures}</div>')


def _figure(picture: Picture, role: str = "") -> str:
    told = html.escape(picture.title)
    images = "".join(
        f'<img class="{theme}" alt="{told}" width="{picture.width}" src="{_inline(data)}">'
        for theme, data in (("light", picture.light), ("dark", picture.dark))
    )
    caption = f" · {html.escape(picture.caption)}" if picture.caption else ""
    words = f"<figcaption>{told}{caption}</figcaption>"
    return f'<figure class="card figure {role}">{images}{words}</figure>'


def _inline(data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _blocks(report: Report) -> str:
    cards = "".join(_block(placed) for placed in report.project.blocks)
    note = '<p class="quiet">Settings that differ from what a new block has are in bold.</p>'
    return _section("Settings", f'{note}<div class="cards">{cards}</div>') if cards else ""


def _block(placed: Placed) -> str:
    cls = catalogue().get(placed.kind)
    title, tint = (title_of(cls), TINTS[cls.family]) if cls else (placed.kind, "#6B7280")
    rows = "".join(_setting(one) for one in told_settings(placed))
    return (
        f'<section class="card"><h3><span class="dot" style="background:{tint}"></span>'
        f"{html.escape(title)} <small>{html.escape(placed.id)}</small></h3>"
        f"<table>{rows}</table></section>"
    )


def _setting(one: Told) -> str:
    role = ' class="changed"' if one.changed else ""
    return (
        f'<tr title="{html.escape(one.help)}"><th>{html.escape(one.title)}</th>'
        f"<td{role}>{html.escape(one.value)}</td></tr>"
    )


def _again(report: Report) -> str:
    rows = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>"
        for name, value in {**versions(), "Learned on": report.device}.items()
    )
    words = "The same seed gives the same numbers on the same device."
    saved = (
        "<details><summary>The project as text</summary>"
        "<p>Saved under a name that ends in .json, it opens in Neural Playground.</p>"
        f"<pre>{html.escape(dumps(report.project))}</pre></details>"
    )
    return (
        _section("Do it again", f"<pre>{html.escape(report.command)}</pre><p>{words}</p>{saved}")
        + _section("Versions", f'<div class="card"><table>{rows}</table></div>')
    )


def _section(title: str, inside: str) -> str:
    return f"<section>\n<h2>{html.escape(title)}</h2>\n{inside}\n</section>\n"
