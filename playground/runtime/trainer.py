"""The window's handle on the worker process."""

import multiprocessing
import os
import threading
from collections import deque
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from playground.runtime.history import History
from playground.runtime.messages import Checkpoint, Quit
from playground.runtime.worker import serve

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Trainer:
    """Starts, talks to, replaces and ends the process that learns.

    A reading thread drains the pipe, so that neither side ever waits for the other's buffer.

    Parameters
    ----------
    device
        ``"auto"``, ``"cpu"`` or ``"cuda"``.

    Attributes
    ----------
    history
        Every checkpoint that came, within the memory budget.
    """

    def __init__(self, device: str = "auto") -> None:
        self.device = device
        self.history = History()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._reader: threading.Thread | None = None
        self._arrived: deque[object] = deque()
        self._last: Checkpoint | None = None

    def start(self) -> None:
        """Start the worker; messages may be sent at once."""
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self.device), name="playground trainer", daemon=True
        )
        before = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        try:
            process.start()
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        theirs.close()
        self._process, self._pipe = process, mine
        self._reader = threading.Thread(target=self._read, args=(mine,), daemon=True)
        self._reader.start()

    def _read(self, pipe: Connection) -> None:
        while True:
            try:
                self._arrived.append(pipe.recv())
            except (EOFError, OSError):
                return

    @property
    def alive(self) -> bool:
        """Whether the worker is there to answer."""
        process = self._process
        return process is not None and process.is_alive()

    @property
    def pid(self) -> int | None:
        """Process id of the worker."""
        return self._process.pid if self._process is not None else None

    def send(self, message: object) -> bool:
        """Send a message; False if the worker is gone."""
        if self._pipe is None:
            return False
        try:
            self._pipe.send(message)
        except (BrokenPipeError, OSError):
            return False
        return True

    def poll(self) -> list[object]:
        """Return what has arrived since the last call, without waiting."""
        messages = []
        while self._arrived:
            message = self._arrived.popleft()
            if isinstance(message, Checkpoint):
                message = self._completed(message)
                self.history.add(message)
            messages.append(message)
        return messages

    def _completed(self, message: Checkpoint) -> Checkpoint:
        """Put in the captures of learners that stand where the last checkpoint found them."""
        last = self._last.states if self._last else {}
        kept = {id: last[id] for id in message.steps.keys() & last.keys()}
        order = {id: message.states.get(id, kept.get(id)) for id in message.steps}
        known = {id: state for id, state in order.items() if state is not None}
        self._last = replace(message, states=known)
        return self._last

    def restart(self) -> None:
        """Replace the worker by a new one; the history stays."""
        self.close()
        self.start()

    def close(self, patience: float = 1.0) -> None:
        """End the worker and wait for it; kill it if it does not listen within so many seconds."""
        if self._process is None:
            return
        self.send(Quit())
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        if self._reader is not None:
            self._reader.join(2.0)
        if self._pipe is not None:
            self._pipe.close()
        self._process.close()
        self.poll()
        self._process = self._pipe = self._reader = None
