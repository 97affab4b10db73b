"""What all tests share: no screen, folders of their own, and nothing left running."""

import gc
import itertools
import multiprocessing
import os
import threading
import time

import pytest
from hypothesis import settings
from patience import PATIENCE

# Example times say nothing on a machine that others share.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "PYTEST_XDIST_WORKER" in os.environ:
    # Every core runs tests already: threads within one would only wait for each other.
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def pytest_collection_modifyitems(items):
    """Let tests that open windows bear what the offscreen platform says about itself."""
    for item in items:
        if "/ui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


HOMES = itertools.count()


@pytest.fixture(scope="session")
def _homes(tmp_path_factory):
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def _home(_homes, monkeypatch):
    """Keep settings, logs and journals out of the person's own folders.

    The folder is named and made by whoever writes to it: numbering so many takes pytest minutes.
    """
    monkeypatch.setenv("PLAYGROUND_HOME", str(_homes / str(next(HOMES))))


@pytest.fixture(autouse=True)
def _nothing_left(request):
    """Fail a test that leaves a thread, a child process or a running timer behind."""
    before = set(threading.enumerate())
    # What earlier tests and libraries hold need not be looked through again.
    gc.freeze()
    yield
    _settle_qt(request)
    end = time.monotonic() + PATIENCE
    while _left(before) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _left(before)
    if "qtbot" in request.fixturenames:
        assert not _running_timers()


def _left(before):
    threads = [thread.name for thread in threading.enumerate() if thread not in before]
    return threads + [process.name for process in multiprocessing.active_children()]


def _settle_qt(request):
    if "qtbot" in request.fixturenames:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _running_timers():
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    gc.collect()
    alive = [t for t in gc.get_objects() if type(t) is QTimer and isValid(t) and t.isActive()]
    return [f"{t.interval()} ms of {t.parent()}" for t in alive]
