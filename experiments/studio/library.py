"""The scenarios a page may open: the built-in ones, and the one the studio was started with. Never a path."""

import shlex
from threading import Lock

from experiments.errors import unknown
from experiments.studio.what_if import WhatIf
from scenarios import load, names
from scenarios.schema import Scenario


class Library:
    """Scenarios by the names a browser may say."""

    def __init__(self, source: str) -> None:
        """source: name or path of the scenario the studio is started with. Raises ScenarioError."""
        self._lock = Lock()
        first = load(source)
        self.first = source if source in names() else first.scenario
        self._sources = {name: name for name in names() if not name.startswith("v_")} | {self.first: source}
        self._loaded = {self.first: first}
        self._titles: dict[str, str] = {}

    def known(self, name: str) -> str:
        """The name, if it is one. Raises InputError."""
        if name not in self._sources:
            raise unknown("scenario", name[:60], list(self._sources))
        return name

    def scenario(self, name: str) -> Scenario:
        """A scenario, read once."""
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = load(self._sources[name])
            return self._loaded[name]

    def source(self, name: str) -> str:
        """What it is called on the command line."""
        return self._sources[name]

    def titles(self) -> dict[str, str]:
        """Titles by name; of those not yet read, the name."""
        return {
            name: self._loaded[name].title if name in self._loaded else name.replace("_", " ")
            for name in self._sources
        }

    def share(self, what_if: WhatIf, query: str) -> str:
        """The line that opens the same what-if on another machine."""
        return shlex.join(["journey", "studio", self.source(what_if.scenario), "--what-if", query])
