"""A studio in a process of its own, as a user starts it."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Studio:
    """A running studio. url: as printed, with its token."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    parts: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = parse_qs(urlsplit(self.url).query)

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port is not None
        return port

    @property
    def token(self) -> str:
        return self.parts["token"][0]

    @property
    def cookie(self) -> str:
        return f"journey_studio_{self.port}={self.token}"

    @property
    def home(self) -> str:
        """The address without the token."""
        return f"http://127.0.0.1:{self.port}/"


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def started(scenario: Path, *options: str) -> Studio:
    """Start `journey studio` on a free port; waits for its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", "studio", str(scenario), "--no-browser", *options],
        cwd=scenario.parent, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url:
        raise AssertionError(process.communicate(timeout=60)[1])
    return Studio(process, url, scenario.parent)


def ended(studio: Studio) -> tuple[int, str]:
    """Press Ctrl-C; returns exit code and what was said."""
    studio.process.send_signal(signal.SIGINT)
    _, said = studio.process.communicate(timeout=60)
    return studio.process.returncode, said


def journey(folder: Path, *words: str) -> str:
    """What another `journey` command prints."""
    run = subprocess.run(
        [sys.executable, "-m", "experiments.cli", *words], cwd=folder, env=environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout
