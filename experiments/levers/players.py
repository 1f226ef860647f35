"""The players: the levers that make one design out of the other, alone or in groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from experiments.levers.shapley import Coalition
from experiments.study.question import Question
from scenarios import overlay
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Player:
    """What goes from the first design to the second as one.

    levers: codes of levers that only the second design pulls.  dropped: codes that only the first one pulls, which
    this player takes away.
    """

    code: str
    title: str
    levers: tuple[str, ...]
    dropped: tuple[str, ...] = ()


def players_of(question: Question) -> list[Player]:
    """Every lever by which the two designs differ, one player each, in the scenario's order."""
    first, second = (set(overlay.levers_of(question.scenario, name)) for name in question.designs)
    found = []
    for code, lever in question.scenario.levers.items():
        if code in second - first:
            found.append(Player(code, lever.title, (code,)))
        elif code in first - second:
            found.append(Player(code, f"without: {lever.title}", (), (code,)))
    return found


def grouped(groups: Mapping[str, Iterable[str]]) -> list[Player]:
    """Groups of levers as players: title -> codes, e.g. to share the difference between process and mechanisms."""
    return [Player(title, title, tuple(codes)) for title, codes in groups.items()]


def pulled(question: Question, players: list[Player], coalition: Coalition) -> list[str]:
    """Codes of all levers that are pulled when these players have come and the others have not."""
    chosen = set(overlay.levers_of(question.scenario, question.designs[0]))
    for number in coalition:
        chosen |= set(players[number].levers)
        chosen -= set(players[number].dropped)
    return in_order(question.scenario, chosen)


def in_order(scenario: Scenario, codes: Iterable[str]) -> list[str]:
    """Codes in the scenario's order."""
    chosen = set(codes)
    return [code for code in scenario.levers if code in chosen]
