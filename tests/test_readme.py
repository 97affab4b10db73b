"""What the README shows works as it stands there."""

import re
from pathlib import Path

import playground

TEXT = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_settings_on_the_command_line_belong_to_blocks_of_the_preset():
    lines = re.findall(r"^playground train (\S+) .*--set (\S+?)\.(\w+)=", TEXT, re.M)
    assert lines
    for preset, block, setting in lines:
        found = playground.load(preset).block(block)
        assert found is not None, f"{preset} has no {block}"
        assert setting in found.settings, f"{block} of {preset} says no {setting}"


def test_the_example_in_python_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (source,) = re.findall(r"```python\n(import playground\n.*?)```", TEXT, re.S)
    exec(compile(source, "README.md", "exec"), {})  # the reader's own first lines
    assert float(capsys.readouterr().out) > 0.5
    assert (tmp_path / "spiral.zip").exists()
