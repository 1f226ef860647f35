"""Lives, dashboards and feedback as people read them in a terminal."""

from experiments.causes.dashboards import GREEN_WAIT_MINUTES, Dashboards
from experiments.causes.feedback import Quality
from experiments.causes.fixing import Fixing, Place
from experiments.causes.stories import Story
from experiments.explanation import Explanation
from experiments.kpis import kpis_of
from experiments.terminal import print_line, print_table, prose
from experiments.terminal_words import department, heading, hundredfold, number, percent, share, with_interval

PLACES = 8


def print_stories(stories: list[Story], second: str) -> None:
    """Each story: its headline, then its paragraphs, folded to the terminal."""
    heading("Stories: the same person in both worlds")
    for story in stories:
        print_line()
        headline, *rest = story.paragraphs
        prose(headline, "bold")
        for paragraph in rest:
            prose(paragraph)
    if not any("and not under " + second in story.rule for story in stories):
        print_line()
        prose(f"Nobody was lost by {second} in this replication.")


def print_dashboards(both: tuple[Dashboards, Dashboards], explanation: Explanation) -> None:
    """What the departments of both designs report, and what their customers lived."""
    for view, title in zip(both, explanation.titles, strict=True):
        heading(f"What the departments report ({title})")
        d = view.departments
        rows = [
            [
                department(explanation, owner),
                number(d["contacts"][k]),
                number(d["wait_minutes"][k], 1),
                *(share(d[name][k]) for name in ("abandoned", "failed", "onward", "green", "painful")),
            ]
            for k, owner in enumerate(view.owners)
        ]
        head = (
            "",
            "contacts",
            "wait, min",
            "gave up",
            "failed",
            "passed on",
            "in target",
            "journeys that hurt",
        )
        print_table(head, rows, numbers=range(1, len(head)))
    prose(
        "Contacts per 1,000 entrants. In target: not failed, not given up, and answered within "
        f"{GREEN_WAIT_MINUTES:g} minutes where customers stand in line. Journeys that hurt, which no "
        "department "
        "reports: of the customers it met, those with a contact that hurt, anywhere."
    )
    heading("What the customers lived")
    rows = []
    for kpi in kpis_of(explanation.scenario):
        if kpi.name in both[0].lives:
            cells = [view.lives[kpi.name] for view in both]
            rows.append([kpi.title_with_unit, *(kpi.around(i.estimate, i.half_width) for i in cells)])
    rows.append(["journeys without a contact that hurt", *(percent(view.painless) for view in both)])
    rows.append(["contacts in target", *(percent(view.green) for view in both)])
    rows.append(["gap index", *(percent(view.gap) for view in both)])
    print_table(("", *explanation.titles), rows, numbers=(1, 2))
    prose(
        "Gap index: of the journeys that hurt, those in which every contact was in target for the "
        "department that held it."
    )


def print_policies(policies: list[Quality], first: str) -> None:
    """How far the answers of each policy are from the truth."""
    heading(f"Feedback: who is asked, what and when ({first})")
    rows = []
    for quality in policies:
        bias = hundredfold(quality.bias)
        rows.append([
            quality.policy.title, number(quality.answers), with_interval(bias, 1), number(100 * quality.sd, 1),
            quality.worst or "none",
        ])  # fmt: skip
    head = ("policy", "answers", "bias, points", "SD", "worst at")
    print_table(head, rows, numbers=(1, 2, 3))
    truth = policies[0].truth
    prose(
        f"Answers per 1,000 entrants. In truth {share(truth)} of the contacts hurt. Bias: what the "
        "answers say less the truth, in percentage points, with 95 % interval; SD: how much that varies from "
        "replication to replication; worst at: the touchpoint about which it misleads most."
    )


def print_fixing(fixing: Fixing, explanation: Explanation) -> None:
    """Where each attribution would act, and where it would not."""
    heading("What to fix, and what not")
    for name, words in (("siloed", "booked where it was voiced"), ("causal", "booked where it began")):
        judged = fixing.judged[name]  # type: ignore[index]
        count = {
            word: sum(j.verdict == word for j in judged) for word in ("act", "no action needed", "unknown")
        }
        rows = [
            [
                _place(j.place, explanation),
                f"{j.painful:,} of {j.answers:,}",
                j.verdict,
                f"{j.same} of {fixing.replications}",
            ]
            for j in judged[:PLACES]
        ]
        head = ("place", "hurt", "verdict", "same verdict in")
        print_table(head, rows, numbers=(1,), title=f"Pain {words}: the places with most")
        reach = fixing.reach[name]  # type: ignore[index]
        lead = "No action needed anywhere" if not count["unknown"] else "Nowhere are there grounds to act"
        if fixing.fixes[name]:  # type: ignore[index]
            places = "; ".join(_place(place, explanation) for place in fixing.fixes[name])  # type: ignore[index]
            lead = f"It would fix: {places}. {percent(reach)} of all pain begins there"
        verdicts = ", ".join(f"{word} {places_there}" for word, places_there in count.items())
        prose(f"{lead}. Of {len(judged)} places: {verdicts}.")
        print_line()
    shared = len(fixing.overlap)
    if fixing.fixes["siloed"] and fixing.fixes["causal"]:
        prose(f"The two lists share {shared or 'no'} place{'' if shared == 1 else 's'}.")
    prose(
        f"Act: the 95 % interval of the share that hurts lies above {share(fixing.target)}; no action "
        "needed: below it."
    )


def _place(place: Place, explanation: Explanation) -> str:
    source, target = place
    points = explanation.scenario.touchpoints
    if not target:
        return f"{source} {points[source].name}"
    return f"{source} > {target} (way)"
