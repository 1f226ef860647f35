"""Causes as people read them in a terminal."""

import numpy as np

from experiments.causes.blame import Blame
from experiments.causes.dashboards import GREEN_WAIT_MINUTES, Dashboards
from experiments.causes.disconnects import Disconnects
from experiments.causes.feedback import Quality
from experiments.causes.fixing import Fixing, Place
from experiments.causes.grey_areas import GreyAreas
from experiments.causes.stories import Story
from experiments.explanation import Explanation
from experiments.kpis import Kpi, kpis_of
from experiments.statistics import Interval
from experiments.terminal import console, print_line, print_table, prose

SEAMS, PLACES = 8, 8
NARROW = 100  # below so many columns departments go by their codes


def print_explanation(explanation: Explanation) -> None:
    """Every part that was asked for."""
    first, second = explanation.titles
    prose(
        f"{explanation.scenario.title}: why {first} is as it is, beside {second}; the same customers in both, "
        f"{explanation.replications} replications, preset {explanation.preset}"
    )
    if explanation.blame is not None:
        _print_blame(explanation.blame, first, second)
    if explanation.grey is not None:
        _print_grey(explanation.grey, explanation)
    if explanation.disconnects is not None:
        _print_disconnects(explanation.disconnects, explanation.titles)
    if explanation.stories is not None:
        print_stories(explanation.stories, second)
    if explanation.dashboards is not None:
        _print_dashboards(explanation.dashboards, explanation)
    if explanation.feedback is not None:
        _print_policies(explanation.feedback.policies, first)
        _print_fixing(explanation.feedback.fixing, explanation)


def _department(explanation: Explanation, title: str) -> str:
    """A department's name, or its code where there is little room."""
    if console().width >= NARROW:
        return title
    return next((code for code, name in explanation.scenario.owners.items() if name == title), title)


def _title(text: str) -> None:
    print_line()
    prose(text, "bold")


def _about(interval: Interval, digits: int = 0) -> str:
    """An estimate and half its interval, without a sign on zero."""
    if not np.isfinite(interval.estimate):
        return "–"
    text = _number(interval.estimate, digits)
    return f"{text} ± {_number(interval.half_width, digits)}" if np.isfinite(interval.half_width) else text


def _number(value: float, digits: int = 0) -> str:
    """A number as people read it; what rounds to zero is a dot."""
    if not np.isfinite(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return "0" if not text.strip("-0.,") else text


def _percent(interval: Interval) -> str:
    if not np.isfinite(interval.estimate):
        return "–"
    text = f"{100 * interval.estimate:.0f} %"
    if np.isfinite(interval.low):
        text += f" ({100 * interval.low:.0f} to {100 * interval.high:.0f})"
    return text


# ---------------------------------------------------------------- blame


def _print_blame(blame: Blame, first: str, second: str) -> None:
    _title(f"Blame: where pain is voiced, and where it is caused ({first})")
    if blame.mean("events").total == 0.0:
        prose("Nothing hurt anybody: no action needed.")
        return
    rows = []
    columns = [blame.voiced("events"), *(blame.caused(name) for name in ("events", "customers", "money"))]
    for k, owner in enumerate(blame.owners):
        cells = [column[k] for column in columns]
        if any(cell.estimate for cell in cells):
            rows.append([owner, *(_about(cell) for cell in cells)])
    mean = [blame.mean(name) for name in ("events", "customers", "money")]
    rows.append(["no pain to blame", "", "", _number(mean[1].without), _number(mean[2].without)])
    rows.append(["together", *(_number(m.total) for m in (mean[0], *mean))])
    print_table(
        ("per 1,000 entrants", "pain voiced here", "pain caused here", "people lost", "EUR lost"), rows, numbers=(1, 2, 3, 4)
    )
    prose(
        f"{_percent(blame.elsewhere('events'))} of the painful events were caused elsewhere than where they were voiced, "
        f"{_percent(blame.at_seams('events'))} at a seam between two departments. A seam counts half for each side: one "
        f"side alone cannot sew it."
    )
    prose(
        f"People lost: booked on the last painful moment within {blame.within_days:g} days before leaving; this is where "
        f"pain stood last, not proof that it drove them away. EUR lost: what the same people were worth more under "
        f"{second}, booked on the first pain it spared them."
    )
    codes = ", ".join(f"{code} {owner}" for code, owner in zip(blame.codes[:-1], blame.owners, strict=False))
    prose(f"In the matrices: {codes}. Rows: where it was voiced; columns: where it was caused.")
    for name, title in (("customers", "People lost per 1,000 entrants"), ("money", f"EUR lost per 1,000 entrants, against {second}")):
        _print_matrix(blame, name, title)
    _print_seams(blame)


def _print_matrix(blame: Blame, name: str, title: str) -> None:
    matrix = blame.mean(name).matrix
    shown = [k for k in range(len(blame.owners)) if np.abs(matrix[k]).sum() + np.abs(matrix[:, k]).sum() > 0.05]
    rows = [
        [blame.codes[i], *(_cell(float(matrix[i, j])) for j in shown), _number(float(matrix[i].sum()))] for i in shown
    ]
    rows.append(["sum", *(_number(float(matrix[:, j].sum())) for j in shown), _number(float(matrix.sum()))])
    head = ("", *(blame.codes[j] for j in shown), "sum")
    print_table(head, rows, numbers=range(1, len(head)), title=title)


def _cell(value: float) -> str:
    text = _number(value)
    return "·" if text == "0" else text


def _print_seams(blame: Blame) -> None:
    lost, money = (
        {(a, b): interval for a, b, interval in blame.seams(name)} for name in ("customers", "money")
    )
    nothing = Interval(0.0, 0.0, 0.0, 0)
    rows = [
        [f"{blame.owners[a]} > {blame.owners[b]}", _about(events), _about(lost.get((a, b), nothing)), _about(money.get((a, b), nothing))]
        for a, b, events in blame.seams("events")[:SEAMS]
    ]
    if rows:
        head = ("per 1,000 entrants", "painful events", "people lost", "EUR lost")
        print_table(head, rows, numbers=(1, 2, 3), title="The seams with most pain")


# ---------------------------------------------------------------- grey areas


def _print_grey(grey: GreyAreas, explanation: Explanation) -> None:
    first = explanation.titles[0]
    _title(f"Grey areas: what changes when one seam alone is sewn ({first})")
    sewn = [area for area in grey.areas if area.sewn is not None]
    kpis = [_kpi(explanation, name) for name in grey.measures]
    if not sewn:
        prose("No hand-off hurt anybody: no action needed.")
        return
    rows = []
    for area in sewn:
        assert area.sewn is not None
        way, owners = area.crossing.way, area.crossing.owners
        changes = [_change(kpi, area.sewn[kpi.name]) for kpi in kpis]
        seam = " > ".join(_department(explanation, owner) for owner in owners)
        rows.append([f"{seam} ({way[0]}>{way[1]})", *changes])
    head = ("seam", *(f"{_short(kpi)}" for kpi in kpis))
    print_table(head, rows, numbers=range(1, len(head)))
    prose(
        f"Each row lives through {first} once more with this one way sewn: nothing lost, nothing dropped, no extra delay; "
        f"the same people, the same luck, {grey.replications} replications, 95 % intervals (simulation noise only). "
        "Seams overlap: what several gain together is not the sum."
    )
    unsure = [area for area in sewn if area.sewn is not None and not area.sewn["profit"].sign]
    if unsure:
        prose(
            f"For {len(unsure)} of these {len(sewn)} the interval of profit holds zero: nobody can say from these "
            "replications that sewing it alone pays."
        )
    others = [area for area in grey.areas if area.sewn is None and area.crossing.points > 0]
    if others:
        ways = ", ".join(f"{a.crossing.way[0]} > {a.crossing.way[1]}" for a in others[:PLACES])
        prose(f"Counted but not lived through again (less pain, or a change of channel inside a department): {ways}.")


def _short(kpi: Kpi) -> str:
    names = {"churn_rate_12m": "churn", "wom_negative": "warnings", "profit": "profit"}
    return f"{names.get(kpi.name, kpi.title)}, {kpi.unit_of_difference}"


def _change(kpi: Kpi, interval: Interval) -> str:
    text = kpi.change(interval.estimate)
    return f"{text} ± {kpi.bare(interval.half_width)}" if np.isfinite(interval.low) else text


def _kpi(explanation: Explanation, name: str) -> Kpi:
    return next(kpi for kpi in kpis_of(explanation.scenario) if kpi.name == name)


# ---------------------------------------------------------------- disconnects


def _print_disconnects(both: tuple[Disconnects, Disconnects], titles: tuple[str, str]) -> None:
    _title("From a disconnect to leaving")
    rows = [
        [label, *(_about(Interval(*(100 * x for x in (r.estimate, r.low, r.high)), r.count)) for r in rates)]
        for label, *rates in zip(both[0].labels, both[0].rates, both[1].rates, strict=True)
    ]
    print_table(("last disconnect", *titles), rows, numbers=(1, 2), title="Departures per 100 customer-years")
    causes = list(dict.fromkeys([*both[0].days, *both[1].days]))
    cells = [[cause.replace("_", " "), *(_days(view, cause) for view in both)] for cause in causes[:PLACES]]
    if cells:
        print_table(
            ("left because of", *titles), cells, numbers=(1, 2),
            title="Days from the last disconnect to leaving: median (middle half), people",
        )  # fmt: skip
    scales = ", ".join(f"{name} {days:g} days" for name, days in both[0].scales_days.items())
    prose(
        "A disconnect is a failure, a dropped case, a repeated question or an abandoned queue. What it leaves behind fades "
        f"with these half-lives: {scales}."
    )


def _days(view: Disconnects, cause: str) -> str:
    if cause not in view.days:
        return "–"
    low, middle, high, people = view.days[cause]
    return f"{middle:.0f} ({low:.0f} to {high:.0f}), {people:,}"


# ---------------------------------------------------------------- stories


def print_stories(stories: list[Story], second: str) -> None:
    """Each story: its headline, then its paragraphs, folded to the terminal."""
    _title("Stories: the same person in both worlds")
    for story in stories:
        print_line()
        headline, *rest = story.paragraphs
        prose(headline, "bold")
        for paragraph in rest:
            prose(paragraph)
    if not any("and not under " + second in story.rule for story in stories):
        print_line()
        prose(f"Nobody was lost by {second} in this replication.")


# ---------------------------------------------------------------- dashboards


def _print_dashboards(both: tuple[Dashboards, Dashboards], explanation: Explanation) -> None:
    for view, title in zip(both, explanation.titles, strict=True):
        _title(f"What the departments report ({title})")
        d = view.departments
        rows = [
            [
                _department(explanation, owner),
                _number(d["contacts"][k]),
                _number(d["wait_minutes"][k], 1),
                *(_share(d[name][k]) for name in ("abandoned", "failed", "onward", "green", "painful")),
            ]
            for k, owner in enumerate(view.owners)
        ]
        head = ("department", "contacts", "wait, min", "gave up", "failed", "passed on", "in target", "journeys that hurt")
        print_table(head, rows, numbers=range(1, len(head)))
    prose(
        "Contacts per 1,000 entrants. In target: not failed, not given up, and answered within "
        f"{GREEN_WAIT_MINUTES:g} minutes where customers stand in line. Journeys that hurt, which no department reports: of "
        "the customers it met, those with a contact that hurt, anywhere."
    )
    _title("What the customers lived")
    rows = []
    for kpi in kpis_of(explanation.scenario):
        if kpi.name in both[0].lives:
            cells = [view.lives[kpi.name] for view in both]
            rows.append([kpi.title_with_unit, *(kpi.around(i.estimate, i.half_width) for i in cells)])
    rows.append(["journeys without a contact that hurt", *(_percent(view.painless) for view in both)])
    rows.append(["contacts in target", *(_percent(view.green) for view in both)])
    rows.append(["gap index", *(_percent(view.gap) for view in both)])
    print_table(("", *explanation.titles), rows, numbers=(1, 2))
    prose("Gap index: of the journeys that hurt, those in which every contact was in target for the department that held it.")


def _share(value: float) -> str:
    return "–" if not np.isfinite(value) else f"{100 * value:.0f} %"


# ---------------------------------------------------------------- feedback


def _print_policies(policies: list[Quality], first: str) -> None:
    _title(f"Feedback: who is asked, what and when ({first})")
    rows = []
    for quality in policies:
        bias = Interval(*(100 * x for x in (quality.bias.estimate, quality.bias.low, quality.bias.high)), quality.bias.count)
        rows.append([
            quality.policy.title, _number(quality.answers), _about(bias, 1), _number(100 * quality.sd, 1), quality.worst or "none"
        ])  # fmt: skip
    head = ("policy", "answers per 1,000", "bias, points", "SD", "misleads most at")
    print_table(head, rows, numbers=(1, 2, 3))
    truth = policies[0].truth
    prose(
        f"In truth {_share(truth)} of the contacts hurt. Bias: what the answers say less the truth, in percentage points, "
        "with 95 % interval; SD: how much that varies from replication to replication."
    )


def _print_fixing(fixing: Fixing, explanation: Explanation) -> None:
    _title("What to fix, and what not")
    for name, words in (("siloed", "booked where it was voiced"), ("causal", "booked where it began")):
        judged = fixing.judged[name]  # type: ignore[index]
        count = {word: sum(j.verdict == word for j in judged) for word in ("act", "no action needed", "unknown")}
        rows = [
            [_place(j.place, explanation), f"{j.painful:,} of {j.answers:,}", j.verdict, f"{j.same} of {fixing.replications}"]
            for j in judged[:PLACES]
        ]
        head = ("place", "hurt", "verdict", "same verdict in")
        print_table(head, rows, numbers=(1,), title=f"Pain {words}: the places with most")
        reach = fixing.reach[name]  # type: ignore[index]
        lead = "No action needed anywhere, or not enough answers to tell"
        if fixing.fixes[name]:  # type: ignore[index]
            places = "; ".join(_place(place, explanation) for place in fixing.fixes[name])  # type: ignore[index]
            lead = f"It would fix: {places}. {_percent(reach)} of all pain begins there"
        prose(f"{lead}. Of {len(judged)} places: act {count['act']}, no action needed {count['no action needed']}, unknown {count['unknown']}.")
        print_line()
    shared = len(fixing.overlap)
    if fixing.fixes["siloed"] and fixing.fixes["causal"]:
        prose(f"The two lists share {shared or 'no'} place{'' if shared == 1 else 's'}.")
    prose(f"Act: the 95 % interval of the share that hurts lies above {_share(fixing.target)}; no action needed: below it.")


def _place(place: Place, explanation: Explanation) -> str:
    source, target = place
    points = explanation.scenario.touchpoints
    if not target:
        return f"{source} {points[source].name}"
    return f"{source} > {target} (way)"
