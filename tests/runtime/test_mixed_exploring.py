"""Groupings, pictures, labs and curves side by side, with networks: one timeline for all."""

import json

import numpy as np
import pytest
from msgspec.structs import replace

import playground
from playground.cli import main
from playground.core.settings import SettingError, build, settings_of
from playground.document.check import check
from playground.document.files import load, save
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import CLUSTERERS, EMBEDDERS, LABS, OBJECTIVES, catalogue
from playground.engine.probe import PROBES
from playground.runtime.checkpoints import captured
from playground.runtime.headless import train
from playground.runtime.history import History
from playground.runtime.messages import Seek
from playground.runtime.seeking import Seeking
from playground.runtime.session import Session

WANTED = ("brachistochrone", "hanging-chain", "maximum-entropy", "shortest-path")
EXPLORERS = (*CLUSTERERS, *EMBEDDERS)
SLOW = ("elbow", "surface", "reach")
"""Probes that look at more than where a learner stands."""

SETTINGS = {
    "t-sne": {"early": 5}, "k-means": {"members": 2, "k": 5}, "gaussian-mixture": {"members": 2},
    "monty-hall": {"games": 3}, "matrix": {"entries": (1.0, 0.9, 0.9, 1.05)},
}  # fmt: skip


def all_kinds():
    """Return one data set with everything that can learn of it, and all that needs none."""
    blocks = [
        Placed("moons-1", "moons", {"size": 90, "noise": 0.15}), Placed("scaled", "standardise"),
        Placed("pca", "pca"), Placed("lda", "linear-discriminant"), Placed("kpca", "kernel-pca"),
        Placed("dense", "dense", {"units": 5}), Placed("fit", "fit", {"rate": 0.02}),
        Placed("tree", "decision-tree"), Placed("near", "nearest-neighbours"),
        Placed("spread", "matrix", {"of": "data"}), Placed("mini", "k-means", {"batch": 20}),
    ]  # fmt: skip
    wires = [("moons-1", "scaled"), ("scaled", "pca"), ("scaled", "lda"), ("scaled", "kpca"),
             ("pca", "dense"), ("dense", "fit"), ("lda", "tree"), ("kpca", "near"),
             ("scaled", "spread"), ("kpca", "mini")]  # fmt: skip
    for kind in EXPLORERS:
        blocks.append(Placed(f"{kind}-1", kind, SETTINGS.get(kind, {})))
        wires.append(("scaled", f"{kind}-1"))
    blocks += [Placed(f"{kind}-1", kind, SETTINGS.get(kind, {})) for kind in LABS]
    for kind in WANTED:
        blocks += [Placed(kind, kind), Placed(f"fit-{kind}", "fit", {"members": 2})]
        wires.append((kind, f"fit-{kind}"))
    return Project(blocks=tuple(blocks), wires=tuple(Wire(*ends) for ends in wires), seed=5)


def session_of(project):
    session = Session("cpu")
    session.load(project)
    return session


def same(a, b):
    """Say whether two captures are equal, bit for bit."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return a == b or (a != a and b != b)


def shown(session, id):
    """Return what the own probes of a learner, and its metrics, say of it now."""
    learner = session.built[id].learner
    told = {name: PROBES[name]().measure(learner, (12, 12)) for name in learner.facts.shows
            if name in PROBES and name not in SLOW}  # fmt: skip
    for one in told.values():
        one.pop("window", None)  # it lags behind what has been seen, so as not to jump
    return {"metrics": dict(learner.evaluate()), "at": learner.step_number, **told}


def learned(session, id):
    return session.built[id].learner.capture()


def run_out(session, slices=3000):
    for _ in range(slices):
        if not session.advance(0.01, {}):
            return
    raise AssertionError(f"still behind: {session.behind}")


def test_the_project_holds_every_kind_and_is_sound():
    project = all_kinds()
    kinds = {placed.kind for placed in project.blocks}
    assert kinds >= {*EXPLORERS, *LABS, *WANTED}
    assert set(WANTED) <= set(OBJECTIVES)
    assert [p for p in check(project, catalogue()) if p.severity == "error"] == []
    assert len(session_of(project).built) == 4 + len(EXPLORERS) + len(LABS) + len(WANTED) + 1


def test_everything_goes_on_exactly_from_a_capture():
    straight, broken = session_of(all_kinds()), session_of(all_kinds())
    for session in (straight, broken):
        session.step(7)
    states = captured(broken).states
    broken.step(9)
    broken.seek(states)
    for session in (straight, broken):
        session.step(11)
    assert straight.steps == broken.steps
    for id in straight.built:
        assert same(learned(straight, id), learned(broken, id)), id
        assert same(shown(straight, id), shown(broken, id)), id


def test_a_step_of_the_past_shows_every_learner_where_it_stood():
    session, history, told = session_of(all_kinds()), History(), {}
    for count in (1, 2, 3, 5, 8, 13):
        session.step(count)
        told[session.steps["fit"]] = session.steps, {id: shown(session, id) for id in session.built}
        if count % 3 == 2:
            history.add(captured(session))
    seeking, now = Seeking(session), session.steps
    for step in (11, 3, 32, 6, 19):
        found = history.nearest(step)
        seeking.ask(Seek(found.states, step, None, history.apart(step, found, now)))
        seeking.set_out()
        while seeking.active:
            seeking.go_on()
        steps, then = told[step]
        assert session.steps == steps
        for id in session.built:
            assert same(shown(session, id), then[id]), (id, step)


def test_the_window_and_headless_agree():
    run, session = train(all_kinds(), 25), session_of(all_kinds())
    for _ in range(800):
        if not session.advance(0.004, {id: 25 - step for id, step in session.steps.items()}):
            break
    for id, built in session.built.items():
        assert same(built.learner.capture(), run.built[id].learner.capture()), id


def with_settings(project, id, **values):
    blocks = [replace(p, settings={**p.settings, **values}) if p.id == id else p
              for p in project.blocks]  # fmt: skip
    return replace(project, blocks=tuple(blocks))


def another(one, value):
    """Return another value of a setting, or None where none is as simple as that."""
    if one.kind == "choice":
        return next(choice for choice in one.choices if choice != value)
    if one.kind == "bool":
        return not value
    if one.kind == "int":
        return value + 1 if one.high is None or value < one.high else value - 1
    if one.kind == "float":
        moved = value * 1.3 if value else 0.1
        return moved if one.high is None or moved < one.high else value * 0.7
    return None


def changes(id, kind):
    """Return every setting of a block that can be changed, as what it becomes."""
    block = build(catalogue()[kind], SETTINGS.get(kind, {}))
    for one in settings_of(type(block)):
        value = another(one, getattr(block, one.name))
        if value is None:
            continue
        try:
            build(catalogue()[kind], {**SETTINGS.get(kind, {}), one.name: value})
        except SettingError:
            continue
        yield one, value


@pytest.mark.parametrize("kind", [*EXPLORERS, *LABS])
def test_a_setting_that_is_undone_leaves_no_trace(kind):
    project, id = all_kinds(), f"{kind}-1"
    only = [p for p in project.blocks if p.id in ("moons-1", "scaled", id)]
    ends = {p.id for p in only}
    project = replace(project, blocks=tuple(only), wires=tuple(
        wire for wire in project.wires if {wire.source, wire.target} <= ends))  # fmt: skip
    tried = 0
    for one, value in changes(id, kind):
        if (kind, one.name) == ("matrix", "of"):
            continue  # without data it ends at once, and what has ended is learned to its end
        changed = with_settings(project, id, **{one.name: value})
        if [p for p in check(changed, catalogue()) if p.severity == "error"]:
            continue
        session = session_of(project)
        session.step(6)
        before, seen = learned(session, id), shown(session, id)
        for step in (changed, project):
            (session.tune if one.tunable else session.load)(step)
            run_out(session)
        assert same(shown(session, id), seen), one.name
        session.step(3)
        plain = session_of(project)
        plain.step(9)
        assert same(learned(session, id), learned(plain, id)), one.name
        assert before["step"] == seen["at"]
        tried += 1
    assert tried >= 2


# from the command line -------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "setting"),
    [("k-means-1", "k=4"), ("agglomerative-1", "linkage=single"), ("dbscan-1", "epsilon=0.4"),
     ("gaussian-mixture-1", "covariance=tied"), ("t-sne-1", "perplexity=7.5"),
     ("monty-hall-1", "knows=false"), ("bayes-rule-1", "story=urn"), ("pca", "whiten=true"),
     ("brachistochrone", "width=2.5"), ("matrix-1", "entries=[2.0,0.0,0.0,1.0]")],
)  # fmt: skip
def test_trained_saved_and_opened_again(tmp_path, capsys, id, setting):
    path, kept = str(tmp_path / "all.json"), str(tmp_path / "kept.zip")
    save(all_kinds(), path)
    assert main(["check", path]) == 0
    capsys.readouterr()
    assert main(["train", path, "--steps", "9", "--set", f"{id}.{setting}", "--save", kept,
                 "--json"]) == 0  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert main(["check", kept]) == 0
    again, state = playground.runtime.headless.load_with_state(kept)
    name, value = setting.split("=", 1)
    assert again.block(id).settings[name] == (value if value.isalpha() and value not in
                                              ("true", "false") else json.loads(value))  # fmt: skip
    assert load(kept) == again
    rest, whole = train(again, 8, state=state), train(again, 17)
    for learner in whole.built:
        assert same(rest.built[learner].learner.capture(), whole.built[learner].learner.capture())
    assert told["learners"].keys() == whole.built.keys()


def test_a_saved_run_is_opened_as_it_stood_and_goes_on_exactly(tmp_path):
    project, kept = all_kinds(), str(tmp_path / "kept.zip")
    train(project, 13).save(kept)
    again, state = playground.runtime.headless.load_with_state(kept)
    opened, straight = Session("cpu"), session_of(project)
    opened.load(again, fresh=True, states=state)
    straight.step(13)
    for count in (0, 9):
        for session in (opened, straight):
            session.step(count)
        for id in straight.built:
            assert same(learned(opened, id), learned(straight, id)), (id, count)
            assert same(shown(opened, id), shown(straight, id)), (id, count)


def test_models_brought_back_come_to_where_the_others_are():
    project, ids = all_kinds(), ("agglomerative-1", "bisecting-1", "dbscan-1", "monty-hall-1")
    fewer = replace(
        project,
        blocks=tuple(placed for placed in project.blocks if placed.id not in ids),
        wires=tuple(wire for wire in project.wires if wire.target not in ids),
    )
    session, plain = session_of(project), session_of(project)
    session.step(20)
    states = captured(session).states
    session.load(fewer)
    session.step(15)
    session.load(project, states={id: states[id] for id in ids})
    run_out(session)
    plain.step(35)
    assert session.steps == plain.steps
    for id in ids:
        assert same(learned(session, id), learned(plain, id)), id
        assert same(shown(session, id), shown(plain, id)), id


def test_a_network_brought_back_stays_where_it_was():
    project = all_kinds()
    without = replace(
        project,
        blocks=tuple(placed for placed in project.blocks if placed.id != "fit"),
        wires=tuple(wire for wire in project.wires if wire.target != "fit"),
    )
    session = session_of(project)
    session.step(20)
    state = captured(session).states["fit"]
    session.load(without)
    session.step(15)
    session.load(project, states={"fit": state})
    run_out(session)
    assert (session.steps["fit"], session.steps["monty-hall-1"]) == (20, 35)
