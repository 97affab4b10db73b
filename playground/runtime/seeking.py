"""Brings a session to a step of its past: nearest capture first, then the steps after it."""

from playground.runtime.messages import Seek
from playground.runtime.session import Session

RETRACE = 0.02
"""Seconds of steps that are taken at once, before messages are looked at again."""


class Seeking:
    """The way to a step that is to be shown; of several wishes the last one counts.

    Parameters
    ----------
    session
        What is brought there.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sought: Seek | None = None
        self._to: dict[str, int] | None = None
        self._bygone = False

    @property
    def active(self) -> bool:
        """Whether the way is not at its end."""
        return self._sought is not None or self._to is not None

    def ask(self, message: Seek) -> None:
        """Wish for another step."""
        self._sought = message

    def drop(self) -> None:
        """Wish for nothing more; what is in force now is so again where learners stand."""
        self._sought = None
        self._arrive()

    def set_out(self) -> bool:
        """Put the captures of a new wish back; False where there is none.

        Raises
        ------
        ValueError
            If they belong to another network, or to settings that no longer fit.
        """
        sought, self._sought = self._sought, None
        if sought is None:
            return False
        self._arrive()
        session, then = self._session, sought.project
        try:
            # What a rule remembers, and who has stopped, fits the settings of that time alone.
            if then is not None and then != session.project:
                self._bygone = True
                session.follow(then)
            else:
                session.follow_rows(session.project)
            session.seek(sought.states)
        except ValueError:
            self._arrive()
            raise
        self._to = dict.fromkeys(session.built, sought.to or 0) | sought.apart
        return True

    def go_on(self) -> None:
        """Take some of the steps that lead there."""
        session, to = self._session, self._to
        if to is None:
            return
        missing = {id: to.get(id, 0) - step for id, step in session.steps.items()}
        if not session.retrace(RETRACE, missing):
            self._arrive()

    def _arrive(self) -> None:
        """End the way, and have learners follow again what is in force now."""
        self._to = None
        if self._bygone:
            self._bygone = False
            # Rows that were moved since stay where they were then, until learning goes on.
            self._session.follow(self._session.project, rows=False)
