"""What pressing Play means: run, say what is missing, or explain what went wrong."""

from typing import Any

from PySide6.QtCore import QObject

from playground.core.block import LEARNING
from playground.document.check import check
from playground.document.complete import complete
from playground.document.edits import set_setting
from playground.runtime.messages import Trouble
from playground.ui.banner import Banner
from playground.ui.plots.wording import learner_title
from playground.ui.soundness import is_finite
from playground.ui.speed import spaced


class Runner(QObject):
    """Stands between the play button and the bridge.

    Parameters
    ----------
    bridge
        Joins the window to the project and its learners.
    banner
        Where it speaks.
    offer
        The banner of the first minute; while it shows, the end of a promise is not announced.
    """

    def __init__(self, bridge: Any, banner: Banner, offer: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._banner, self._offer = bridge, banner, offer
        bridge.paused_at.connect(self._paused)
        bridge.trouble.connect(self._tell)
        bridge.acted.connect(self._acted)
        bridge.loaded.connect(self._loaded)
        bridge.problems_changed.connect(self._recheck)

    def toggle(self) -> None:
        """Pause, or play if everything is there; else say what is missing."""
        if self._bridge.status.playing:
            self._bridge.pause()
        elif self._ready():
            if self._over:
                self._bridge.reset()
            self._bridge.play()

    @property
    def _over(self) -> bool:
        """Whether every learner has learned all there is to learn: to play is to start over."""
        status = self._bridge.status
        ended = status.steps and status.steps.keys() <= status.finished.keys()
        return bool(ended) and not any(r.startswith("diverged") for r in status.finished.values())

    def step(self) -> None:
        """Take one step if everything is there; else say what is missing."""
        if self._ready():
            self._bridge.step()

    def complete(self) -> None:
        """Add what is missing and play."""
        edit = complete(self._bridge.store.value, self._bridge.catalogue)
        if edit is not None:
            self._bridge.apply("Complete it", edit)
        if not self._missing():
            self._bridge.play()

    def _missing(self) -> str:
        """Say what keeps the project from learning; "" when nothing does."""
        project, catalogue = self._bridge.store.value, self._bridge.catalogue
        families = {getattr(catalogue.get(p.kind), "family", "") for p in project.blocks}
        if not project.blocks:
            return "The canvas is empty: it needs a data set and something that learns from it."
        if not families & {"data", "objective", "lab"}:
            return "There is no data set to learn from."
        if not families & set(LEARNING):
            return f"Nothing here learns yet: {_wanting(families)}."
        errors = [problem.message for problem in check(project, catalogue) if problem.stops]
        return errors[0] if errors else ""

    def _ready(self) -> bool:
        missing = self._missing()
        if not missing:
            self._banner.dismiss("missing")
            return True
        answers = []
        if complete(self._bridge.store.value, self._bridge.catalogue) is not None:
            answers.append(("Complete it for me", self.complete))
        else:
            first = next((p for p in self._bridge.problems if p.fix), None)
            if first:
                fix = first.fix
                answers.append((fix.label, lambda: self._bridge.apply(fix.label, fix.edit)))
        self._banner.say(missing, "warning", answers, about="missing")
        return False

    def _acted(self, name: str) -> None:
        if name in ("play", "step", "reset", "seek"):
            for about in ("paused", "diverged", "missing", "past"):
                self._banner.dismiss(about)

    def _recheck(self, _problems: object) -> None:
        if not self._missing():
            self._banner.dismiss("missing")

    def _loaded(self, _message: object) -> None:
        for about in ("load", "paused"):
            self._banner.dismiss(about)

    def _paused(self, step: int) -> None:
        promise = self._bridge.store.value.promise
        finished = self._bridge.status.finished
        if any(reason.startswith("diverged") for reason in finished.values()):
            return
        if promise and step >= promise.steps and not self._offer.isHidden():
            return
        if self._over:
            count = len(finished)
            who = "Both" if count == 2 else f"All {count}"
            told = f"{who} learners have learned what there is to learn."
            words = self._ended() if count == 1 else told
            again = [("Play it again", self.toggle)]
            self._banner.say(f"{words} Play starts over.", "ok", again, about="paused")
        elif promise and step >= promise.steps:
            words = (f"Step {spaced(step)}: the end of what this demonstration promises. "
                     "Play goes on without end.")  # fmt: skip
            self._banner.say(words, "ok", [("Play on", self._bridge.play)], about="paused")
        elif finished:
            self._banner.say(self._ended(), "ok", about="paused")

    def _ended(self) -> str:
        """Say which learner has no step left to take, and why."""
        id, reason = next(iter(self._bridge.status.finished.items()))
        return f"{learner_title(self._bridge, id)} has finished: {reason}."

    def _tell(self, trouble: Trouble) -> None:
        if trouble.kind == "diverged":
            self._explain(trouble)
        elif trouble.kind == "load":
            if not any(p.stops for p in self._bridge.problems):
                self._banner.say(trouble.message, "error", about="load")
        else:
            token = "error" if trouble.kind == "crash" else "warning"
            self._banner.say(trouble.message, token, about=trouble.kind)

    def _explain(self, trouble: Trouble) -> None:
        answers: list[tuple[str, Any]] = []
        steps = [s for s in self._bridge.trainer.history.steps() if s < trouble.step]
        if steps:
            last = self._last_good(trouble)
            answers.append((f"Back to step {spaced(last)}", lambda: self._bridge.seek(last)))
        if self._rate(trouble.block) is not None:
            answers.append(("Divide the rate by 10", lambda: self._slow_down(trouble.block)))
        self._banner.say(_sentence(trouble.message), "error", answers, about="diverged")

    def _last_good(self, trouble: Trouble) -> int:
        """Return the last captured step before the divergence whose weights are finite."""
        history = self._bridge.trainer.history
        for step in reversed([s for s in history.steps() if s < trouble.step]):
            found = history.nearest(step)
            if found and is_finite(found.states.get(trouble.block, {})):
                return step
        return 0

    def _rate(self, id: str) -> float | None:
        try:
            built = self._bridge.flows[id].block
        except KeyError:
            return None
        return getattr(built, "rate", None)

    def _slow_down(self, id: str) -> None:
        rate = self._rate(id)
        if rate is not None:
            edit = set_setting(id, "rate", float(f"{rate / 10:.6g}"), self._bridge.catalogue)
            self._bridge.apply("Divide the rate by 10", edit)
            self._bridge.reset()
            self._bridge.play()


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def _wanting(families: set[str]) -> str:
    if "objective" in families:
        return "the function needs a Fit after it, which goes downhill on it"
    if "layer" in families:
        return "the layers need a Fit at their end"
    return "the data needs a model, or layers and a Fit"
