"""The way out: which learner and format are meant, and what is told where it cannot be."""

import json
from pathlib import Path

import numpy as np
import pytest
from run_by_onnx import drawn, session_of, subject, trained

from playground.cli import main
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.clustering.k_means import KMeans
from playground.engine.heads.fit import Fit
from playground.engine.transforms.standardise import Standardise
from playground.export.error import ExportError
from playground.export.formats import FORMATS, format_of, formats_for, write
from playground.export.subject import part_of, subject_of
from playground.runtime.headless import load, train


def told(capsys, *arguments):
    """Run the command line; returns its status and what it says."""
    status = main(["export", *arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return status, said.out + said.err


def test_a_preset_leaves_as_a_file_that_answers_like_it(tmp_path: Path, capsys):
    path = tmp_path / "xor.onnx"
    status, said = told(capsys, "xor", "--to", str(path), "--steps", "50", "--seed", "3")
    assert status == 0, said
    assert "50 steps" in said
    run = train(load("xor"), 50, 3)
    x = np.random.Generator(np.random.Philox(1)).normal(size=(40, 2))
    session = session_of(path.read_bytes())
    label, shares = session.run(None, {"features": x})
    (id,) = run.built
    assert np.abs(shares - run.decide(x)[run.built[id].learner.best_member]).max() < 1e-5
    assert label.tolist() == run.predict(x).tolist()
    facts = session.get_modelmeta().custom_metadata_map
    assert facts["title"] == load("xor").title
    assert json.loads(facts["features"]) == ["x1", "x2"]


def test_what_was_learned_is_written_as_it_stands(tmp_path: Path, capsys):
    saved, path = tmp_path / "saved.zip", tmp_path / "it.onnx"
    run = train(load("xor"), 37)
    run.save(saved)
    status, said = told(capsys, str(saved), "--to", str(path))
    assert status == 0, said
    assert "37 steps" in said
    x, (built,) = np.zeros((3, 2)), run.built.values()
    shares = session_of(path.read_bytes()).run(None, {"features": x})[1]
    assert np.allclose(shares, run.decide(x)[built.learner.best_member], atol=1e-5)
    status, said = told(capsys, str(saved), "--to", str(path), "--steps", "5")
    assert "42 steps" in said


def test_one_of_several_learners_is_named(tmp_path: Path, capsys):
    path = tmp_path / "it.onnx"
    status, said = told(capsys, "knn-metrics", "--to", str(path), "--steps", "1")
    assert status == 2
    assert "--learner" in said
    assert "king" in said
    status, said = told(
        capsys, "knn-metrics", "--to", str(path), "--steps", "1", "--learner", "king"
    )
    assert status == 0
    status, said = told(
        capsys, "knn-metrics", "--to", str(path), "--steps", "1", "--learner", "queen"
    )
    assert (status, "queen" in said) == (2, True)


@pytest.mark.parametrize(("arguments", "word"), [
    (("xor", "--to", "it.docx"), ".onnx, .safetensors, .npz, .py"),
    (("xor", "--to", "it"), ".onnx"),
    (("xor", "--to", "it.onnx", "--format", "pytorch"), ".py"),
    (("xor", "--to", "it.py", "--format", "cobol"), "cobol"),
    (("xor", "--to", "it.onnx", "--member", "999", "--steps", "1"), "no member 999"),
    (("monty-hall", "--to", "it.onnx", "--learner", "three"), "three: it learns no rows"),
    (("nowhere", "--to", "it.onnx"), "nowhere"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_a_line(arguments, word, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    status, said = told(capsys, *arguments)
    assert status == 2
    assert word in said
    assert len(said.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_missing_package_is_named_with_what_gets_it(monkeypatch):
    one = subject(drawn(DecisionTree()), "iris", 5)
    monkeypatch.setattr("playground.export.formats.find_spec", lambda name: None)
    with pytest.raises(ExportError, match=r"onnx: pip install \"nn-playground\[export\]\""):
        write(one, "it.onnx")
    assert "pip install" in FORMATS["onnx"].refusal(one)


def test_endings_choose_formats():
    assert format_of("a/b.ONNX").name == "onnx"
    assert format_of("b.py").name == "numpy"
    assert format_of("b.py", "pytorch").name == "pytorch"


def test_every_format_says_what_it_can_write():
    one = subject(drawn(NearestNeighbours()), "iris", 5)
    answers = formats_for(one)
    assert set(answers) == set(FORMATS)
    assert answers["onnx"] == answers["npz"] == ""
    assert answers["pytorch"]


def test_a_subject_knows_what_goes_in_and_comes_out():
    one = subject(drawn(DecisionTree(), (Standardise(),)), "iris", 5)
    assert (one.gives, one.width, one.axes) == ("classes", 4, (4,))
    assert len(one.classes) == 3
    assert len(one.features) == 4
    assert one.labels(one.rows()).tolist() == one.answers(one.rows()).argmax(axis=1).tolist()
    groups = subject(drawn(KMeans(k=2)), "blobs", 9)
    assert (groups.gives, groups.classes) == ("groups", ("group 1", "group 2"))
    value = subject(drawn(DecisionTree()), "sine", 5)
    assert (value.gives, value.classes) == ("values", ())


def test_a_part_of_an_ensemble_speaks_with_the_mean_of_its_members():
    learner = trained(drawn(Fit(members=3)), "moons", 20)
    x = learner.source.x[:5]
    assert np.allclose(part_of(learner, "it").answers(x), learner.decide(x).mean(axis=0))


def test_a_network_that_diverged_is_refused():
    learner = trained(drawn(Fit(rate=1e8)), "diabetes", 200)
    with pytest.raises(ExportError, match="^it: diverged"):
        subject_of(learner, "it")
