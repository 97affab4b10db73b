"""A screen of its own, a real pointer and keyboard on it, and the program that they are used on."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from patience import PATIENCE

WIDTH, HEIGHT = 1440, 900
DOOR = Path(__file__).with_name("door.py")


def missing():
    """Name the tools that are not installed."""
    return [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]


class Screen:
    """An X server without a window manager, whose picture lies in a file."""

    def __init__(self, folder):
        self.picture = folder / "Xvfb_screen0"
        ours, theirs = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
             "-fbdir", str(folder), "-nolisten", "tcp", "-noreset"],
            pass_fds=[theirs], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        number = ""
        # The server writes the line in parts, and ends if nobody reads the last one.
        while not number.endswith("\n") and select.select([ours], [], [], 20)[0]:
            part = os.read(ours, 16).decode()
            number += part
            if not part:
                break
        os.close(ours)
        if not number.strip():
            self.close()
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number.strip()}"

    def do(self, *words):
        """Have xdotool move the pointer and press what it presses."""
        subprocess.run(
            ["xdotool", *map(str, words)], env=os.environ | {"DISPLAY": self.name},
            check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def click(self, at):
        self.do("mousemove", *at, "mousedown", 1, "mouseup", 1)

    def drag(self, start, end):
        """Press at one place, wander to another in small steps, let go there."""
        words = ["mousemove", *start, "mousedown", 1]
        for share in np.linspace(0, 1, 13)[1:]:
            x, y = (round(a + share * (b - a)) for a, b in zip(start, end, strict=True))
            words += ["mousemove", x, y, "sleep", 0.02]
        self.do(*words, "mousemove", end[0] + 1, end[1], "sleep", 0.05, "mouseup", 1)

    def pixels(self, area):
        """Return the picture in an area (left, top, width, height) as an array (h, w, 3)."""
        whole = np.fromfile(self.picture, np.uint8)
        header = whole[:100].view(">u4")
        size, row, colors = int(header[0]), int(header[12]), int(header[19])
        start = size + 12 * colors
        rows = whole[start : start + row * HEIGHT].reshape(HEIGHT, row)
        left, top, width, height = area
        picture = rows[:, : 4 * WIDTH].reshape(HEIGHT, WIDTH, 4)
        return picture[top : top + height, left : left + width, :3].copy()

    def close(self):
        self.server.terminate()
        self.server.wait(10)


class Program:
    """The program in a process of its own on a screen."""

    def __init__(self, screen, home, *arguments):
        self.screen = screen
        environment = os.environ | {
            "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb", "PLAYGROUND_HOME": str(home),
        }  # fmt: skip
        environment.pop("WAYLAND_DISPLAY", None)
        self.log = home / "stderr.txt"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(DOOR), *arguments], env=environment, stderr=log,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        self.workers = set()
        self.heard = b""

    def ask(self, name, *arguments):
        """Return what the program says of itself."""
        self.process.stdin.write(json.dumps([name, *arguments]).encode() + b"\n")
        self.process.stdin.flush()
        end = time.monotonic() + PATIENCE
        while b"\n" not in self.heard:
            ready, _, _ = select.select([self.process.stdout], [], [], end - time.monotonic())
            part = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert part, f"no answer to {name}\n{self.log.read_text()}"
            self.heard += part
        line, _, self.heard = self.heard.partition(b"\n")
        told = json.loads(line)
        if name == "state":
            self.workers.add(told["worker"])
        return told

    def until(self, that):
        """Wait until its state satisfies a condition; returns the state."""
        end = time.monotonic() + PATIENCE
        while not that(state := self.ask("state")):
            assert time.monotonic() < end, f"{state}\n{self.log.read_text()}"
            time.sleep(0.02)
        return state

    def focus(self):
        """Give the window the keyboard, which a window manager would do."""
        self.screen.do(
            "search", "--sync", "--onlyvisible", "--pid", self.process.pid, "--name",
            "Neural Playground", "windowfocus",
        )  # fmt: skip
        return self.until(lambda state: state["active"])

    def middle(self, path):
        left, top, width, height = self.ask("area", path)
        return left + width // 2, top + height // 2

    def end(self):
        """Kill what is left of it; whatever a test has not ended itself."""
        for pid in self.workers:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdin.close()
        self.process.stdout.close()


def alive(pid):
    """Say whether a process runs; one that waits for its parent to notice its end does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid):
    """Wait for the end of a process; says whether it came in time."""
    end = time.monotonic() + PATIENCE
    while alive(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
