"""The page about a run: it tells all that was set, loads nothing, and leaks nothing."""

import html
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import pytest

from playground.core.settings import settings_of
from playground.document.presets import preset_names
from playground.document.project import Placed, Project
from playground.document.text import loads
from playground.engine.catalogue import catalogue
from playground.export.report import Learned, Picture, Report, as_html
from playground.export.settings_in_words import told_settings, value_in_words
from playground.runtime import headless

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PNG = b"\x89PNG\r\n\x1a\n"


class Page(HTMLParser):
    """Collects what a page refers to, its words, and whether its tags close in order."""

    VOID = ("meta", "img", "br")

    def __init__(self, text):
        super().__init__()
        self.refers, self.words, self.open, self.images = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.refers += [v for k, v in attrs if k in ("src", "href", "srcset", "data", "action")]
        if tag == "img":
            self.images.append(dict(attrs))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def page(project=None, source="spiral"):
    project = project or headless.load("spiral")
    metrics = {"train_accuracy": np.array([0.9]), "test_accuracy": np.array([0.875])}
    picture = Picture("Curves", SVG, PNG, 720, "of Fit")
    learned = [Learned("fit-1", "Fit", 400, metrics)]
    made = datetime(2030, 5, 1, 12, 30, tzinfo=UTC)
    return as_html(Report(project, source, learned, picture, [picture], "cpu", made))


def test_the_page_loads_nothing_and_its_tags_close():
    text = page()
    found = Page(text)
    assert found.open == []
    assert found.refers
    assert all(refers.startswith("data:image/") for refers in found.refers)
    assert not re.search(r"url\(|@import|<script|<link|<iframe|http-equiv", text)
    assert {image["class"] for image in found.images} == {"light", "dark"}
    assert all(image["alt"] for image in found.images)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_the_page_tells_scores_seed_versions_and_how_to_do_it_again():
    text = Page(page()).text
    for words in ("0.8750", "test accuracy", "400 steps", "seed 0", "1 May 2030", "numpy", "Python",
                  "playground train spiral --steps 400 --seed 0"):  # fmt: skip
        assert words in text, words


def test_the_project_can_be_taken_from_the_page():
    project = headless.load("spiral")
    page_text = page(project)
    start = page_text.index("<pre>{") + 5
    written = html.unescape(page_text[start : page_text.index("</pre>", start)])
    assert loads(written, "page") == project


def test_what_people_wrote_is_never_markup():
    nasty = '<script>alert("1")</script>'
    project = Project(title=nasty, blocks=(Placed("a-1", "no-such-kind", {"x": nasty}),))
    text = page(project)
    assert "<script>" not in text
    assert nasty in Page(text).text


def test_the_command_of_a_file_with_an_odd_name_is_one_command():
    text = Page(page(source="my file; rm x.json")).text
    assert "playground train 'my file; rm x.json' --steps" in text


@pytest.mark.parametrize("name", preset_names())
def test_every_setting_of_every_block_of_every_preset_is_told(name):
    kinds = catalogue()
    for placed in headless.load(name).blocks:
        told = {one.title: one for one in told_settings(placed)}
        for setting in settings_of(kinds[placed.kind]):
            if setting.when is None:
                assert setting.title in told
                assert told[setting.title].value
        for setting in placed.settings:
            known = {s.name: s for s in settings_of(kinds[placed.kind])}[setting]
            if known.when is None and known.kind in ("int", "float"):
                assert value_in_words(placed.settings[setting]) in told[known.title].value


def test_diverged_and_many_members_are_told():
    learned = [
        Learned("fit-1", "Fit", 9, {"test_loss": np.array([np.nan])}, "diverged at step 9"),
        Learned("fit-2", "Fit 2", 9, {"test_loss": np.array([0.1, 0.3, 0.2])}),
    ]
    picture = Picture("Curves", SVG, SVG, 720)
    made = Report(Project(), "x", learned, picture, [], "cpu", datetime.now(UTC))
    text = Page(as_html(made)).text
    assert "diverged at step 9" in text
    assert "median of 3, 0.1000 to 0.3000" in text
