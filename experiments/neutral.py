"""Is the gain only because the second design has more people? Comparisons at equal staff, or at equal service."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from math import isfinite
from typing import Literal

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.errors import InputError, unknown
from experiments.kpis import DAYS_PER_YEAR
from experiments.statistics import Interval, t_interval
from experiments.study.trials import Trial, Trials
from experiments.voices.voice import ENGLISH, Voice
from experiments.workers import Progress
from experiments.worlds import Today
from scenarios import overlay
from scenarios.organisation import Team
from scenarios.schema import Cost, Scenario

Neutrality = Literal["staff", "service"]
KINDS: tuple[Neutrality, ...] = ("staff", "service")
LEVER = "neutral_staff"
PILOTS = (
    10  # replications with luck of their own, so that staff is not chosen by the luck it is then judged by
)
MOST = 4  # times its own staff is the most that is tried
WAIT = "wait_minutes"


@dataclass(frozen=True)
class Neutral:
    """What was changed so that the comparison is neutral.

    scenario, today: with the second design's staff set, by a lever `neutral_staff` where it is not today's.
    titles: of both designs.  left_out: titles of levers that are no longer pulled.  wait: how far waits are from equal.
    staff: a row per team (team, title, hours_per_day and first_hours_per_day, eur_per_hour, and people under `first`,
        `second` as it was and as it is `compared`).
    """

    kind: Neutrality
    scenario: Scenario
    today: Today
    titles: tuple[str, str]
    staff: pd.DataFrame
    left_out: tuple[str, ...] = ()
    wait: Interval | None = None

    def words(self, say: Voice = ENGLISH) -> str:
        """What was changed, in sentences."""
        text = _words(self.staff, self.kind, self.titles, say)
        if self.left_out:
            text += say("neutral.left_out", levers=", ".join(self.left_out))
        return text if self.wait is None else text + _wait_words(self.wait, self.titles[0], say)


def neutral_design(
    scenario: Scenario,
    today: Today,
    designs: tuple[str, str],
    kind: str,
    *,
    preset: str,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Neutral:
    """The comparison with the second design's staff changed.

    kind: "staff" scales its teams until staff hours a day are those of the first design; "service" scales the teams
    that people wait for until the mean wait of live contacts is the first design's, within noise.
    Raises InputError for another kind, and where there is no staff or nobody waits.
    """
    if kind not in KINDS:
        raise unknown("kind of neutrality", kind, KINDS)
    assumed = worlds.known_preset(scenario, preset)
    first, second = (overlay.design(today.scenario, name, preset=assumed) for name in designs)
    if not second.teams or not scenario.interaction:
        raise InputError(
            f"{scenario.scenario} has no teams that people could wait for; --neutral {kind} needs them"
        )
    titles = (scenario.designs[designs[0]].title, scenario.designs[designs[1]].title)
    if kind == "staff":
        people, wait = _as_many_hours(first.teams, second.teams), None
    else:
        trials = Trials(scenario, seed=_pilot_seed(seed), workers=workers, progress=lambda _: progress)
        people, wait = _as_long_waits(trials, today, first, second)
    staff = _table(first, second, people)
    left_out: tuple[str, ...] = ()
    if (staff["second"] != staff["compared"]).any():
        scenario, left_out = _with_staff(scenario, designs[1], people, kind)
        today = replace(today, scenario=_with_staff(today.scenario, designs[1], people, kind)[0])
    return Neutral(kind, scenario, today, titles, staff, left_out, wait)


def shared_out(people: Mapping[str, int], total: int) -> dict[str, int]:
    """So many people over teams in proportion to their present size, by largest remainder; nobody's team is empty."""
    size = sum(people.values())
    quota = {team: count * total / size for team, count in people.items()}
    given = {team: max(int(share), 1) for team, share in quota.items()}
    for team in sorted(quota, key=lambda team: given[team] - quota[team]):
        given[team] += sum(given.values()) < total
    while sum(given.values()) > max(total, len(given)):
        team = max((t for t in given if given[t] > 1), key=lambda t: given[t] - quota[t])
        given[team] -= 1
    return given


def _as_many_hours(first: Mapping[str, Team], second: Mapping[str, Team]) -> dict[str, int]:
    """The second design's people such that their hours a day come as near as can be to those of the first."""
    own = {code: team.servers for code, team in second.items()}
    target = _hours(first, {code: team.servers for code, team in first.items()})
    if _hours(second, own) == target:
        return own
    heads = round(sum(own.values()) * target / _hours(second, own))
    near = (shared_out(own, total) for total in range(max(heads - 2, len(own)), max(heads, len(own)) + 3))
    return min(near, key=lambda people: abs(_hours(second, people) - target))


def _hours(teams: Mapping[str, Team], people: Mapping[str, int]) -> float:
    return sum(teams[code].hours_per_day * count for code, count in people.items())


def _as_long_waits(
    trials: Trials, today: Today, first: Scenario, second: Scenario
) -> tuple[dict[str, int], Interval]:
    """People of the second design with whom live contacts wait as long as under the first; the difference left."""
    own = {code: team.servers for code, team in second.teams.items()}
    waited_for = {code: own[code] for code in _waited_for(second)}
    if not waited_for:
        raise InputError(
            f"nobody waits for staff in {second.scenario}; --neutral service needs live contacts"
        )
    found: dict[int, Interval] = {}
    kpi = trials.place(WAIT)

    def wait(total: int) -> Interval:
        """Second less first, with so many people who are waited for."""
        if total not in found:
            world = overlay.change(second, _servers(own | shared_out(waited_for, total)))
            pair = [Trial(one, Cost(), today.intercepts) for one in (first, world)]
            values = trials.measured(pair, range(PILOTS), "finding the second design's staff")[:, :, kpi]
            found[total] = t_interval(values[1] - values[0])
        return found[total]

    now, least = sum(waited_for.values()), len(waited_for)
    if not isfinite(wait(now).estimate):
        raise InputError(f"no live contact was made in {second.scenario}; --neutral service needs some")
    if wait(now).sign == 0:
        return own, wait(now)
    low, high = (least, now) if wait(now).sign < 0 else (now, MOST * now)
    while low < high:  # the fewest people with whom waits are no longer than under the first design
        middle = (low + high) // 2
        low, high = (low, middle) if wait(middle).estimate <= 0.0 else (middle + 1, high)
    near = [total for total in (low - 1, low) if total >= least]
    total = min(near, key=lambda total: abs(wait(total).estimate))
    return own | shared_out(waited_for, total), wait(total)


def _waited_for(world: Scenario) -> list[str]:
    """Teams that serve live contacts, and those who share a queue with them."""
    live = {
        point.team
        for point in world.touchpoints.values()
        if point.team and point.channel and world.channels[point.channel].live and point.service_minutes > 0.0
    }
    for members in world.pools.values():
        live |= set(members) if live & set(members) else set()
    return [code for code in world.teams if code in live]


def _servers(people: Mapping[str, int]) -> dict[str, int]:
    return {f"teams.{code}.servers": count for code, count in people.items()}


def _with_staff(
    scenario: Scenario, design: str, people: Mapping[str, int], kind: str
) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario in which a design has these people by a lever of their own, and the titles of levers it no longer
    pulls because staff is all they change. What others change besides staff stays."""
    servers = _servers(people)
    changes: dict[str, object] = {
        f"designs.{design}.title": ENGLISH(f"neutral.title.{kind}", title=scenario.designs[design].title)
    }
    codes, left_out = [], []
    for code in overlay.levers_of(scenario, design):
        lever = scenario.levers[code]
        rest = {path: value for path, value in lever.changes.items() if path not in servers}
        if not rest:
            left_out.append(lever.title)
        elif len(rest) == len(lever.changes):
            codes.append(code)
        else:
            codes.append(f"{code}_but_staff")
            changes[f"levers.{codes[-1]}"] = lever.model_dump(mode="python") | {"changes": rest}
    others = {path: value for path, value in servers.items() if value != overlay.get(scenario, path)}
    if others:
        codes.append(LEVER)
        changes[f"levers.{LEVER}"] = {
            "title": ENGLISH("neutral.lever"), "kind": "mechanism", "evidence": "A", "changes": others,
            "source": "set so that the comparison is neutral; costs nothing",
        }  # fmt: skip
    for name, one in scenario.designs.items():
        if one.levers == "all" and name != design:
            changes[f"designs.{name}.levers"] = overlay.levers_of(scenario, name)
    return overlay.change(scenario, {**changes, f"designs.{design}.levers": codes}), tuple(left_out)


def _table(first: Scenario, second: Scenario, people: Mapping[str, int]) -> pd.DataFrame:
    rows = []
    for code, team in second.teams.items():
        prices = [point.cost_per_minute_eur for point in second.touchpoints.values() if point.team == code]
        rows.append({
            "team": code, "title": team.name or code, "hours_per_day": team.hours_per_day,
            "first_hours_per_day": first.teams[code].hours_per_day if code in first.teams else 0.0,
            "eur_per_hour": 60.0 * float(np.mean(prices)) if prices else 0.0,
            "first": first.teams[code].servers if code in first.teams else 0,
            "second": team.servers, "compared": people[code],
        })  # fmt: skip
    return pd.DataFrame(rows)


def _words(staff: pd.DataFrame, kind: str, titles: tuple[str, str], say: Voice) -> str:
    """What was changed, in people, hours and money."""
    first, second = titles
    people = {name: int(staff[name].sum()) for name in ("first", "second", "compared")}
    hours = {name: float((staff[name] * staff["hours_per_day"]).sum()) for name in ("second", "compared")}
    hours["first"] = float((staff["first"] * staff["first_hours_per_day"]).sum())
    told = {
        "kind": say(f"neutral.{kind}"), "aim": say(f"neutral.aim.{kind}", first=first), "first": first,
        "second": second, "people": people["second"], "people_first": people["first"],
    }  # fmt: skip
    moved = staff[staff["second"] != staff["compared"]]
    if moved.empty:
        return say("neutral.nothing", **told)
    listed = ", ".join(
        say("neutral.team", team=row.title, people=row.second, compared=row.compared)
        for row in moved.itertuples()
    )
    more = (moved["compared"] - moved["second"]) * moved["hours_per_day"]
    eur = float((more * moved["eur_per_hour"]).sum()) * DAYS_PER_YEAR
    told |= {"compared": people["compared"], "teams": listed, "hours": say.shown(hours["second"], "g")}
    told |= {f"hours_{name}": say.shown(hours[name], "g") for name in ("compared", "first")}
    words = say("neutral.changed", **told)
    if eur:
        words += say("neutral.more" if eur > 0 else "neutral.less", eur=say.shown(abs(eur), ",.0f"))
    return words


def _wait_words(wait: Interval, first: str, say: Voice) -> str:
    """How far waits are from equal."""
    numbers = {
        name: say.shown(value, "+.2f")
        for name, value in zip(("wait", "low", "high"), (wait.estimate, wait.low, wait.high), strict=True)
    }
    near = "" if wait.sign == 0 else say("neutral.nearest")
    return say("neutral.wait", first=first, pilots=PILOTS, near=near, **numbers)


def _pilot_seed(seed: int) -> int:
    """Luck of its own, addressed by the seed of the study."""
    return int.from_bytes(sha256(f"neutral pilot|{seed}".encode()).digest()[:4], "big")
