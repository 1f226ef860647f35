"""The controls of a scenario: levers, staff, personas, uncertain numbers."""

from collections.abc import Callable
from math import floor, log10
from typing import TYPE_CHECKING, Any

from experiments.studio.address import MOST_SERVERS, MOST_WEIGHT
from experiments.studio.parts import Block, Field, button, group, words
from experiments.studio.texts import TEXTS
from experiments.studio.views import text
from experiments.studio.what_if import SERVERS, pulled_of, setters, shares
from scenarios import overlay
from scenarios.paths import field_at
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from experiments.studio.page import Page


class Controls:
    """What moves the what-if of a page."""

    def __init__(self, page: "Page") -> None:
        self.page, self.base = page, page.session.base
        self.levels: dict[str, Field] = {}
        self.weights: dict[str, Field] = {}
        self.titles: dict[str, tuple[Block, str]] = {}
        with group("div", "title-line"):
            words("h2", TEXTS.controls)
            button(TEXTS.reset, page.reset, mark="reset")
        self._levers()
        staff, personas, uncertain = self.base.teams, len(self.base.personas) > 1, self.base.uncertainties
        self._part("staff", TEXTS.staffing, TEXTS.staffing_help, self._staff, bool(staff))
        self._part("personas", TEXTS.personas, TEXTS.personas_help, self._personas, personas)
        self._part("uncertain", TEXTS.uncertain, TEXTS.uncertain_help, self._uncertain, bool(uncertain))
        self.count()

    def count(self) -> None:
        """Say beside each part how much of it is moved, so that nothing is forgotten in a part that is closed."""
        what_if = self.page.session.what_if
        own = overlay.levers_of(self.base, what_if.designs[1])
        counts = {
            "levers": len({*what_if.levels} | set(own) ^ set(pulled_of(self.base, what_if, 1))),
            "staff": sum(map(len, what_if.servers)),
            "personas": len(what_if.mix),
            "uncertain": len(what_if.values),
        }
        for part, (block, title) in self.titles.items():
            block.show(text(TEXTS.moved.format(title=title, count=counts[part]) if counts[part] else title))

    def _title(self, part: str, title: str) -> None:
        self.titles[part] = words("summary", title), title

    def _part(self, part: str, title: str, about: str, build: Callable[[], None], there: bool) -> None:
        if not there:
            return
        with group("details", "part"):
            self._title(part, title)
            words("p", about, "note")
            build()

    def _levers(self) -> None:
        what_if = self.page.session.what_if
        with group("details", "part", open=""):
            self._title("levers", TEXTS.levers.format(design=self.base.designs[what_if.designs[1]].title))
            words("p", TEXTS.levers_help if self.base.levers else TEXTS.no_levers_at_all, "note")
            self._each(pulled_of(self.base, what_if, 1))

    def _each(self, pulled: list[str]) -> None:
        """A switch and a slider for every lever."""
        what_if = self.page.session.what_if
        with group("div", "levers"):
            for code, lever in self.base.levers.items():
                on = code in pulled
                with group("div", "lever"):
                    Field("check", lever.title, on, self._switch(code), self.page.hurry,
                          spoken=TEXTS.switch.format(lever=lever.title), mark=f"on.{code}")  # fmt: skip
                    self.levels[code] = Field(
                        "range", "", what_if.levels.get(code, 1.0), self._level(code), self.page.hurry, low=0.0,
                        high=1.0, step=0.05, scale=100.0, unit=" %", spoken=TEXTS.level.format(lever=lever.title),
                        disabled=not on, mark=f"level.{code}",
                    )  # fmt: skip

    def _switch(self, code: str) -> Callable[[Any], None]:
        def moved(on: Any) -> None:
            pulled = set(pulled_of(self.base, self.page.session.what_if, 1))
            (pulled.add if on is True else pulled.discard)(code)
            chosen = tuple(name for name in self.base.levers if name in pulled)
            own = tuple(overlay.levers_of(self.base, self.page.session.what_if.designs[1]))
            self.levels[code].show(disabled=on is not True)
            self.page.move(pulled=None if chosen == own else chosen)

        return moved

    def _level(self, code: str) -> Callable[[Any], None]:
        def moved(value: Any) -> None:
            share = _inside(value, 0.0, 1.0)
            if share is not None:
                others = {k: v for k, v in self.page.session.what_if.levels.items() if k != code}
                self.page.move(levels=others if share == 1.0 else others | {code: share})

        return moved

    def _staff(self) -> None:
        what_if = self.page.session.what_if
        titles = [self.base.designs[name].title for name in what_if.designs]
        with group("div", "staff"):
            words("span", "")
            for title in titles:
                words("span", title, "head")
            for team in self.base.teams:
                name = self.base.teams[team].name or team.replace("_", " ")
                words("span", name, "team")
                for side in (0, 1):
                    path = SERVERS.format(team)
                    fixed = setters(self.base, pulled_of(self.base, what_if, side), path)
                    value = what_if.servers[side].get(team, self._servers(side, team))
                    Field(
                        "number", "", value, self._server(side, team), self.page.hurry, low=1, high=MOST_SERVERS,
                        step=1, spoken=TEXTS.servers.format(team=name, design=titles[side]), disabled=bool(fixed),
                        note=TEXTS.set_by_lever if fixed else "", mark=f"staff.{side}.{team}",
                    )  # fmt: skip

    def _servers(self, side: int, team: str) -> int:
        codes = pulled_of(self.base, self.page.session.what_if, side)
        found = setters(self.base, codes, SERVERS.format(team))
        world = overlay.pulled(self.base, found) if found else self.base
        return world.teams[team].servers if team in world.teams else self.base.teams[team].servers

    def _server(self, side: int, team: str) -> Callable[[Any], None]:
        def moved(value: Any) -> None:
            count = _inside(value, 1, MOST_SERVERS)
            if count is None or count != int(count):
                return
            both = [dict(staff) for staff in self.page.session.what_if.servers]
            both[side].pop(team, None)
            if int(count) != self._servers(side, team):
                both[side][team] = int(count)
            self.page.move(servers=(both[0], both[1]))

        return moved

    def _personas(self) -> None:
        what_if = self.page.session.what_if
        parts = shares(self.base, what_if.mix)
        for name, persona in self.base.personas.items():
            self.weights[name] = Field(
                "range", persona.title, what_if.mix.get(name, 100.0 * persona.share), self._weight(name),
                self.page.hurry, low=0.0, high=MOST_WEIGHT, step=1.0, spoken=TEXTS.weight.format(persona=persona.title),
                note=f"{parts[name]:.1%}", mark=f"mix.{name}",
            )  # fmt: skip

    def _weight(self, name: str) -> Callable[[Any], None]:
        def moved(value: Any) -> None:
            weight = _inside(value, 0.0, MOST_WEIGHT)
            if weight is None:
                return
            mix = dict(self.page.session.what_if.mix) | {name: weight}
            for code, part in shares(self.base, mix).items():
                self.weights[code].show(note=f"{part:.1%}")
            self.page.move(mix=mix)

        return moved

    def _uncertain(self) -> None:
        what_if = self.page.session.what_if
        for path, band in self.base.uncertainties.items():
            start = value_of(self.base, what_if.preset, path)
            if start is None or band.low >= band.high or setters(self.base, self.base.levers, path):
                continue
            digits = max(2 - floor(log10(max(abs(band.high), abs(band.low), 1e-9))), 0)
            Field(
                "range", about(path), what_if.values.get(path, start), self._value(path, band.low, band.high),
                self.page.hurry, low=band.low, high=band.high, step=(band.high - band.low) / 100, digits=min(digits, 6),
                mark=f"value.{path}",
            )  # fmt: skip

    def _value(self, path: str, low: float, high: float) -> Callable[[Any], None]:
        def moved(value: Any) -> None:
            found = _inside(value, low, high)
            if found is not None:
                self.page.move(values=dict(self.page.session.what_if.values) | {path: found})

        return moved


def value_of(base: Scenario, preset: str, path: str) -> float | None:
    """The number at a path under a preset; None where there is none."""
    value = base.presets.get(preset, {}).get(path, overlay.get(base, path))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def about(path: str) -> str:
    """What stands at a path, in the words of the schema."""
    field = field_at(Scenario, tuple(path.split(".")))
    text = (field.description if field is not None else None) or path.rpartition(".")[2].replace("_", " ")
    return text.split(" (")[0].split(":")[0]


def _inside(value: Any, low: float, high: float) -> float | None:
    """The number, if it is one within bounds: what comes from a browser may be anything."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return float(f"{value:.6g}")
