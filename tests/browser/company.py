"""A tiny company for the browser: a world takes some milliseconds, and its names are hostile."""

from pathlib import Path

HOSTILE = '<img src=x onerror="document.title=1">'

TEXT = """
scenario: corner_shop
title: 'Corner shop <img src=x onerror="document.title=1">'
story: A shop with a counter and a warehouse.
clock: {horizon_days: 460, follow_up_days: 40, tick_days: 5}
arrivals: {rate_per_day: 6, until_days: 80}
starts_at: ask
converts_at: buy
mechanisms: [value, experience, handoffs, waiting, churn]
owners: {A: 'Counter <b>& co</b>', B: Warehouse}
channels: {desk: {name: Desk, live: on, patience_minutes: 20}}
teams:
  clerks: {name: Clerks, servers: 1, hours_per_day: 24, opens_at_hour: 0}
touchpoints:
  ask:
    name: 'Ask <img src=x onerror="document.title=1">'
    owner: A
    channel: desk
    stages: {six: Aware, five: Aware, phase: Before}
    items: 2
    team: clerks
    service_minutes: 60
    next: {think: 0.6, LOST: 0.4}
  think: {name: Think, stages: {six: Consider, five: Consider, phase: Before}, next: {order: 1}}
  order:
    name: Order
    owner: B
    channel: desk
    stages: {six: Action, five: Purchase, phase: During}
    items: 2
    next: {buy: 0.5, LOST: 0.5}
  buy: {name: Buy, owner: A, channel: desk, stages: {six: Use, five: Use, phase: After}, next: {WIN: 1}}
handoffs: {retention: 0.4}
value: {streams: [{name: Margin, starts_at: buy, eur_once: 100}]}
behaviour: {churn: {baseline_per_day: 0.002}}
personas:
  hasty: {title: 'Hasty <i>people</i>', share: 0.5, traits: {patience_factor: 0.5}}
  calm: {title: Calm people, share: 0.5}
network: {kind: none}
levers:
  advice:
    title: 'Better advice <script>alert(1)</script>'
    kind: process
    changes: {touchpoints.order.next: {buy: 0.9, LOST: 0.1}}
  file: {title: One file, kind: mechanism, cost: {per_year_eur: 500}, changes: {handoffs.retention: 0.95}}
uncertainties: {behaviour.churn.baseline_per_day: {low: 0.001, high: 0.01}}
designs:
  today: {title: 'As it is <b>now</b>', lens: functional}
  better: {title: Better, lens: goal, levers: all}
"""


def written(folder: Path) -> Path:
    """The company as a file."""
    path = folder / "corner_shop.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path
