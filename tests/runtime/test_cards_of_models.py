"""Models whose arrays have not been proven on a graphics card stay in the CPU's memory."""

import pytest

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import MODELS
from playground.runtime import blueprint
from playground.runtime.compile import Compiler


@pytest.mark.parametrize("kind", [kind for kind, cls in MODELS.items() if not cls.on_card])
def test_a_card_that_is_asked_for_is_not_used(monkeypatch, kind):
    monkeypatch.setattr(blueprint, "choose", lambda wanted, work: wanted)
    data = "iris" if "class" in MODELS[kind].targets else "diabetes"
    project = Project(
        blocks=(Placed("data", data), Placed("model", kind)), wires=(Wire("data", "model"),)
    )
    learner = Compiler().learners(project, "cuda")["model"].learner
    learner.step(2)
    assert learner.device == "cpu"
