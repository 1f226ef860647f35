"""A scenario on a card, for notebooks: its story, its steps in a table, its designs and levers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.schema import Design, Scenario, Touchpoint


def card(scenario: Scenario) -> str:
    """The scenario as HTML; whatever a file says is shown as text."""
    steps = table(
        ("id", "step", "who", "how", "what comes next"),
        [_step(scenario, code, point) for code, point in scenario.touchpoints.items()],
    )
    designs = table(
        ("design", "lens", "levers", "title"),
        [(code, design.lens, _levers(design), design.title) for code, design in scenario.designs.items()],
    )
    levers = table(
        ("lever", "kind", "evidence of its level", "title"),
        [(code, lever.kind, f"[{lever.evidence}]", lever.title) for code, lever in scenario.levers.items()],
    )
    personas = ", ".join(f"{persona.title} {persona.share:.0%}" for persona in scenario.personas.values())
    return (
        f"<h3>{escape(scenario.title)}</h3><p>{escape(scenario.story)}</p><p>{escape(personas)}</p>"
        f"{steps}{designs}{levers if scenario.levers else ''}"
        "<p>Lever levels are assumed, never found.</p>"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """An HTML table of text."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _levers(design: Design) -> str:
    return design.levers if isinstance(design.levers, str) else ", ".join(design.levers) or "none"


def _step(scenario: Scenario, code: str, point: Touchpoint) -> tuple[str, str, str, str, str]:
    owner = "nobody (silent)" if point.owner is None else scenario.owners.get(point.owner, point.owner)
    channel = "" if point.channel is None else scenario.channels[point.channel].name
    ways = ", ".join(f"{target} {share:.0%}" for target, share in point.next.items())
    return code, point.name, owner, channel, ways
