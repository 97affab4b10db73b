"""The command line: one JSON object, one clear line for every mistake, never a traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from patience import PATIENCE

from playground.cli import main
from playground.document.files import save
from playground.document.project import Placed, Project, Wire
from playground.engine.losses.hinge import Hinge
from playground.engine.optimizers.adam import Adam
from playground.engine.optimizers.momentum import Momentum
from playground.runtime import headless

FAST = {"rate": 0.02}


def project(fit=None, data=None, dense=None):
    blocks = (
        Placed("circle-1", "circle", {"size": 120, **(data or {})}),
        Placed("dense-1", "dense", {"units": 6, "activation": "tanh", **(dense or {})}),
        Placed("fit-1", "fit", {**FAST, **(fit or {})}),
    )
    return Project(blocks=blocks, wires=(Wire("circle-1", "dense-1"), Wire("dense-1", "fit-1")))


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a project, or text, and returns its path."""

    def write(value=None):
        path = tmp_path / "project.json"
        if isinstance(value, str | bytes):
            path.write_bytes(value.encode() if isinstance(value, str) else value)
        else:
            save(value or project(), path)
        return str(path)

    return write


def trained(capsys, *arguments):
    assert main(["train", *arguments, "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("\n") == 1
    return json.loads(printed.out), printed.err


def refused(capsys, *arguments):
    """Run a command that must fail; returns its one line."""
    try:
        code = main(list(arguments))
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    assert code == 2, printed
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert printed.err.strip()
    return printed.err


def one_line(capsys, *arguments):
    told = refused(capsys, *arguments)
    assert told.count("\n") == 1, told
    assert told.startswith("playground: ")
    return told


def test_train_prints_one_object_of_the_promised_shape(capsys, written):
    path = written()
    told, errors = trained(capsys, path, "--steps", "40", "--seed", "3", "--device", "cpu")
    assert list(told) == ["project", "device", "seed", "steps", "seconds", "learners"]
    assert told["project"] == path
    assert (told["device"], told["seed"], told["steps"]) == ("cpu", 3, 40)
    assert told["seconds"] > 0
    (learner,) = told["learners"].items()
    assert learner[0] == "fit-1"
    assert learner[1]["kind"] == "fit"
    assert set(learner[1]["metrics"]) == {
        "train_loss", "test_loss", "train_accuracy", "test_accuracy",
    }  # fmt: skip
    assert all(type(v) is float for v in learner[1]["metrics"].values())
    assert errors == ""
    run = headless.train(project(), 40, 3)
    assert learner[1]["metrics"] == run.metrics["fit-1"]


def test_the_same_seed_prints_the_same_numbers(capsys, written):
    path = written()
    found = [
        trained(capsys, path, "--steps", "25", "--seed", s)[0]["learners"] for s in ("1", "1", "2")
    ]
    assert found[0] == found[1] != found[2]


def test_members_print_lists_and_diverged_metrics_null(capsys, written):
    path = written()
    told, _ = trained(capsys, path, "--steps", "9", "--set", "fit-1.members=3")
    assert all(len(v) == 3 for v in told["learners"]["fit-1"]["metrics"].values())
    told, errors = trained(capsys, path, "--steps", "200", "--set", "fit-1.rate=1e9")
    assert told["learners"]["fit-1"]["metrics"]["train_loss"] is None
    assert "diverged at step" in errors
    assert errors.count("\n") == 1


def test_values_are_told_with_r2(capsys, written):
    value = project()
    blocks = (Placed("circle-1", "sine", {"size": 100}), *value.blocks[1:])
    told, _ = trained(capsys, written(msgspec.structs.replace(value, blocks=blocks)),
                      "--steps", "5")  # fmt: skip
    assert {"train_r2", "test_r2"} < set(told["learners"]["fit-1"]["metrics"])


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [
        ("rate=0.5", "rate", 0.5),
        ("batch=7", "batch", 7),
        ("optimizer=momentum", "optimizer", Momentum()),
        ("optimizer.beta1=0.5", "optimizer", Adam(beta1=0.5)),
        ("loss=hinge", "loss", Hinge()),
        ("early_stopping=none", "early_stopping", None),
        ("clip=1", "clip", 1.0),
    ],
)
def test_settings_can_be_set(capsys, written, monkeypatch, text, setting, value):
    kept = []
    real = headless.train
    monkeypatch.setattr(headless, "train", lambda p, *r: kept.append(real(p, *r)) or kept[0])
    path = written(project({"early_stopping": 20}))
    trained(capsys, path, "--steps", "3", "--set", f"fit-1.{text}")
    assert getattr(kept[0].built["fit-1"].block, setting) == value


def test_a_batch_larger_than_the_data_trains_and_is_warned_of(capsys, written):
    path = written(project({"batch": 5000}))
    trained(capsys, path, "--steps", "5")
    assert main(["check", path]) == 0
    assert "batch 5000 is larger than the 84 training rows" in capsys.readouterr().out


def test_lines_for_people(capsys, written):
    assert main(["train", written(), "--steps", "10", "--seed", "4"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("10 steps in ")
    assert "fit-1" in told
    assert "test accuracy" in told


def test_saves_and_goes_on(capsys, written, tmp_path):
    path, half = written(), str(tmp_path / "half.zip")
    trained(capsys, path, "--steps", "30", "--save", half)
    rest, _ = trained(capsys, half, "--steps", "20")
    whole, _ = trained(capsys, path, "--steps", "50")
    assert rest["steps"] == 50
    assert rest["learners"] == whole["learners"]


BAD_FILES = {
    "not JSON": ("{no", "not"),
    "not text": (b"\xff\xfe\x00\x01", ""),
    "empty": ("", ""),
    "a list": ("[]", ""),
    "deeply nested": ("[" * 100_000 + "]" * 100_000, ""),
    "nested in a setting": (
        '{"format": 1, "blocks": [{"id": "a", "kind": "circle", "settings": {"x": '
        + "[" * 100_000 + "]" * 100_000 + "}}]}",
        "",
    ),
    "no format": ("{}", "format"),
    "a newer format": ('{"format": 99}', "newer"),
    "a wrong type": ('{"format": 1, "blocks": 3}', "blocks"),
    "an unknown field": ('{"format": 1, "colour": "red"}', "colour"),
    "a damaged zip": (b"PK\x03\x04 and nothing else", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "word"), BAD_FILES.values(), ids=BAD_FILES)
def test_files_that_are_no_projects(capsys, written, content, word):
    path = written(content)
    told = one_line(capsys, "train", path, "--steps", "3")
    assert "project.json" in told
    assert word in told
    assert one_line(capsys, "check", path) == told


def wired(*wires, blocks=()):
    value = project()
    return msgspec.structs.replace(value, wires=wires, blocks=(*value.blocks, *blocks))


ADD = Placed("add-1", "add")
BAD_PROJECTS = {
    "nothing": (Project(), "nothing here learns"),
    "an unknown kind": (
        wired(Wire("odd-1", "fit-1"), blocks=(Placed("odd-1", "odd"),)), "odd-1",
    ),
    "an unknown setting": (project({"speeed": 1}), "fit-1: speeed"),
    "a wrong type": (project({"rate": "fast"}), "fit-1: rate"),
    "a list for a number": (project({"rate": [1]}), "fit-1: rate"),
    "out of bounds": (project({"batch": 0}), "fit-1: batch"),
    "an unknown choice": (project(dense={"activation": "cosine"}), "dense-1: activation"),
    "an unknown optimizer": (project({"optimizer": {"kind": "magic"}}), "fit-1: optimizer"),
    "inside a choice": (
        project({"optimizer": {"kind": "adam", "beta1": 3}}), "fit-1: optimizer.beta1",
    ),
    "a circle": (
        wired(Wire("dense-1", "add-1"), Wire("add-1", "dense-1"), Wire("dense-1", "fit-1"),
              blocks=(ADD,)),
        "dense-1",
    ),
    "an open input": (wired(Wire("dense-1", "fit-1")), "dense-1"),
    "a wire from nowhere": (wired(Wire("dense-9", "fit-1")), "dense-9"),
    "shapes that differ": (
        wired(Wire("circle-1", "dense-1"), Wire("circle-1", "add-1"), Wire("dense-1", "add-1"),
              Wire("add-1", "fit-1"), blocks=(ADD,)),
        "add-1",
    ),
    "two heads on one layer": (
        wired(Wire("circle-1", "dense-1"), Wire("dense-1", "fit-1"), Wire("dense-1", "fit-2"),
              blocks=(Placed("fit-2", "fit"),)),
        "fit-1 and fit-2 would both train dense-1",
    ),
    "two of one name": (wired(*project().wires, blocks=(Placed("fit-1", "fit"),)), "fit-1"),
    "data of one class": (project(data={"size": 3, "test_share": 0.6}), "circle-1"),
    "a loss for labels": (
        msgspec.structs.replace(project({"loss": {"kind": "cross-entropy"}}), blocks=(
            Placed("circle-1", "sine"), *project({"loss": {"kind": "cross-entropy"}}).blocks[1:],
        )),
        "fit-1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("value", "words"), BAD_PROJECTS.values(), ids=BAD_PROJECTS)
def test_projects_that_cannot_learn(capsys, written, value, words):
    assert words in one_line(capsys, "train", written(value), "--steps", "3")


SETS = {
    "fit-1.rate=-1": "fit-1: rate",
    "fit-1.rate=0": "fit-1: rate",
    "fit-1.rate=nan": "fit-1: rate",
    "fit-1.rate=NaN": "fit-1: rate",
    "fit-1.rate=inf": "fit-1: rate",
    "fit-1.rate=Infinity": "fit-1: rate",
    "fit-1.rate=1e999": "fit-1: rate",
    "fit-1.rate=fast": "fit-1: rate",
    "fit-1.rate=": "fit-1: rate",
    "fit-1.rate=none": "fit-1: rate",
    "fit-1.rate=true": "fit-1: rate",
    "fit-1.rate=[1,2]": "fit-1: rate",
    'fit-1.rate={"a":1}': "fit-1: rate",
    "fit-1.batch=1.5": "fit-1: batch",
    "fit-1.batch=99999999999999999999999": "fit-1: batch",
    "fit-1.members=0": "fit-1: members",
    "fit-1.l2=nan": "fit-1: l2",
    "fit-1.l2=NaN": "fit-1: l2",
    "fit-1.stop_at_loss=NaN": "fit-1: stop_at_loss",
    "fit-1.optimizer=magic": "fit-1: optimizer",
    "fit-1.optimizer.beta1=NaN": "fit-1: optimizer.beta1",
    "fit-1.initialiser.gain=NaN": "fit-1: initialiser.gain",
    "fit-1.momentum=1": "fit-1: momentum",
    "circle-1.size=0": "circle-1",
    "circle-1.size=1": "circle-1",
    "circle-1.noise=NaN": "circle-1: noise",
    "circle-1.test_share=0.9999": "circle-1",
    "dense-1.units=0": "dense-1: units",
    "dense-1.units=many": "dense-1: units",
    "dense-1.activation=none": "dense-1: activation",
    "nope-1.rate=1": "no block 'nope-1'; there are circle-1, dense-1, fit-1",
    "fit-1=3": "expected BLOCK.SETTING=VALUE",
    "fit-1.=3": "expected BLOCK.SETTING=VALUE",
    ".rate=3": "",
    "": "expected BLOCK.SETTING=VALUE",
    "fit-1.rate": "expected BLOCK.SETTING=VALUE",
    "fit-1.optimizer.beta1.deep=1": "fit-1: optimizer",
    "fit-1.rate=" + "[" * 50_000: "fit-1: rate",
}


@pytest.mark.parametrize(("text", "words"), SETS.items(), ids=[s[:40] for s in SETS])
def test_settings_that_are_refused(capsys, written, text, words):
    told = one_line(capsys, "train", written(), "--steps", "3", "--set", text)
    assert words in told


def test_shares_that_leave_nothing_to_train_on(capsys, written):
    told = one_line(
        capsys, "train", written(), "--steps", "3",
        "--set", "circle-1.test_share=0.6", "--set", "circle-1.validation_share=0.6",
    )  # fmt: skip
    assert "circle-1" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train"], "PROJECT"),
        (["train", "x.json", "--steps", "-3"], "--steps"),
        (["train", "x.json", "--steps", "many"], "whole number"),
        (["train", "x.json", "--seed", "1.5"], "--seed"),
        (["train", "x.json", "--device", "abacus"], "--device"),
        (["train", "x.json", "--speed", "3"], "--speed"),
        (["train", "/no/such/place.json"], "no such file"),
        (["train", "no-such-preset"], "neither a file nor a preset"),
        (["train", str(Path(__file__).parent / "core")], "folder"),
        (["train", "a\0b.json"], "not the name of a file"),
        (["check", "gone.json"], "gone.json"),
    ],
)
def test_arguments_that_are_refused(capsys, arguments, words):
    assert words in refused(capsys, *arguments)


def test_seeds_of_any_size_are_taken(capsys, written):
    told, _ = trained(capsys, written(), "--steps", "2", "--seed", str(2**40))
    assert told["seed"] == 2**40
    trained(capsys, written(), "--steps", "2", "--seed", str(2**64))


def test_a_folder_that_cannot_be_written_is_told(capsys, written, tmp_path):
    path, folder = written(), tmp_path / "folder.zip"
    folder.mkdir()
    for place in (tmp_path / "gone" / "a.zip", folder, "/proc/a.zip"):
        told = one_line(capsys, "train", path, "--steps", "3", "--save", str(place))
        assert str(place) in told
        assert "not saved" in told


def test_a_full_disk_is_told_and_the_old_file_stays(capsys, written, tmp_path, monkeypatch):
    path, target = written(), tmp_path / "out.zip"
    target.write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", full)
    told = one_line(capsys, "train", path, "--steps", "3", "--save", str(target))
    assert "the disk is full" in told
    assert target.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def full(handle):
    raise OSError(28, "No space left on device")


def test_no_cuda_by_name_is_one_line(capsys, written):
    from playground.kernels.array import devices

    if "cuda" in devices():
        pytest.skip("there is a CUDA device here")
    told = one_line(capsys, "train", written(), "--steps", "3", "--device", "cuda")
    assert "CUDA" in told


def test_presets_are_listed(capsys):
    assert main(["presets", "--json"]) == 0
    for row in json.loads(capsys.readouterr().out):
        assert set(row) == {"name", "title", "topics", "learners", "promise"}
        assert row["learners"]
    assert main(["presets"]) == 0


def test_check_says_what_is_wrong_and_how_to_mend_it(capsys, written):
    assert main(["check", written()]) == 0
    assert capsys.readouterr().out == "no problems\n"
    assert main(["check", written(project({"rate": -1}))]) == 1
    assert capsys.readouterr().out.startswith("error: fit-1: rate")


def test_info_names_versions_and_devices(capsys):
    assert main(["info"]) == 0
    told = capsys.readouterr().out
    assert "numpy" in told.lower()
    assert "cuda" in told.lower()


def playground(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "playground", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=listens, **options,
    )  # fmt: skip


def listens():
    """Let Ctrl-C through, also where the tests themselves run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_as_a_process_it_prints_the_same_numbers(written):
    path = written()
    with playground("train", path, "--steps", "60", "--json") as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    metrics = json.loads(out)["learners"]["fit-1"]["metrics"]
    assert metrics == headless.train(project(), 60).metrics["fit-1"]


def test_as_a_process_a_mistake_is_one_line_and_status_2(written):
    with playground("train", written(), "--set", "fit-1.rate=-1") as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "fit-1: rate" in err


def test_ctrl_c_stops_cleanly_and_keeps_what_was_learned(written, tmp_path):
    target = tmp_path / "kept.zip"
    path = written(project({"rate": 1e-4}))
    arguments = ("train", path, "--steps", "100000000", "--save", str(target))
    with playground(*arguments) as process:
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in err
    _, state = headless.load_with_state(target)
    assert state["fit-1"]["step"] > 0


def test_help_tells_what_each_command_is_for(capsys):
    for arguments in (["--help"], ["help"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert "train a project and print its metrics" in told
        assert "measure speed" in told
    with pytest.raises(SystemExit):
        main(["help", "train"])
    assert "--steps" in capsys.readouterr().out


def test_what_was_learned_is_saved_under_a_name_that_says_so(capsys, written, tmp_path):
    told = one_line(capsys, "train", written(), "--save", str(tmp_path / "trained.json"))
    assert "trained.json" in told
    assert ".zip" in told
    assert not (tmp_path / "trained.json").exists()


def test_columns_of_the_list_of_presets_stay_apart(capsys):
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    start = lines[0].index("Four ways to bend")
    assert all(line[start - 2 : start] == "  " and line[start] != " " for line in lines)
