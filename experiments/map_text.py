"""The map of a scenario in a terminal: one line per step, one column per department."""

from experiments.journey_map import JourneyMap, words_of_way
from experiments.terminal import print_line, print_table, prose


def print_map(drawn: JourneyMap) -> None:
    """Print the swim lanes, then the hand-offs in order of travel."""
    scenario = drawn.scenario
    rows = []
    for code in drawn.order:
        point = scenario.touchpoints[code]
        ways = [words_of_way(way, scenario) for way in drawn.ways if way.source == code and way.share > 0.0]
        lane = "· nobody ·" if point.silent else f"{point.owner} · {point.channel or '–'}"
        rows.append((code, point.name, lane, f"{drawn.visits.get(code, 0.0):.0f}", "   ".join(ways)))
    print_table(
        ("id", "step, as it is met", "who · how", "per 100", "what comes next"),
        rows,
        numbers=(3,),
        title="Journey map",
    )
    prose(
        "⇒ another department (hand-off)   ~ another channel   → neither   · nobody · a silent step nobody sees",
        "dim",
    )
    prose(
        "per 100: visits per 100 people who start, by the routing shares alone (no queue, no feeling).", "dim"
    )
    names = {code: point.name for code, point in scenario.touchpoints.items()}
    seams = drawn.handoffs()[:8]
    if not seams:
        print_line("\nNo hand-offs: one department has the whole journey.")
        return
    print_table(
        ("hand-off", "from", "to", "per 100", "retention", "dropped"),
        [
            (f"{way.source} ⇒ {way.target}", names[way.source], names[way.target], f"{way.handoffs_per_100:.0f}",
             *_seam(drawn, way.source, way.target))
            for way in seams
        ],
        numbers=(3, 4, 5), title="Most travelled hand-offs",
    )  # fmt: skip


def _seam(drawn: JourneyMap, source: str, target: str) -> tuple[str, str]:
    """How much of the file survives a way, and how often the case is dropped on it."""
    defaults = drawn.scenario.handoffs
    own = next((edge for edge in drawn.scenario.edges if (edge.from_, edge.to) == (source, target)), None)
    kept = defaults.retention if own is None or own.retention is None else own.retention
    lost = defaults.drop_probability if own is None or own.drop_probability is None else own.drop_probability
    return f"{kept:.0%}", f"{lost:.1%}"
