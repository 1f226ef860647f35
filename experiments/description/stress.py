"""STRESS-ABS: strengthening the reporting of empirical simulation studies (Monks et al. 2019), its twenty
items."""

from experiments.description import entities, experiment, parts, schedule
from experiments.description.concepts import interaction
from experiments.description.markdown import blocks, code, days, items, joined, number, said, words
from experiments.description.subject import Subject
from experiments.description.submodels import submodels, switched_off
from experiments.kpis import kpis_of
from scenarios.remarks import WEAKEST_FIRST

STRONGEST_FIRST = tuple(reversed(WEAKEST_FIRST))


def stress(s: Subject, *, with_versions: bool = True) -> str:
    """The description of a scenario by the STRESS-ABS checklist, in Markdown.

    with_versions: whether the versions of this machine's libraries are named.
    """
    page = blocks(
        f"# STRESS-ABS: {words(s.scenario.title)}",
        parts.head(s, "This description follows the STRESS-ABS checklist (Monks et al. 2019)."),
        "## 1. Objectives",
        "### 1.1 Purpose of the model",
        parts.purpose(s),
        "### 1.2 Model outputs",
        experiment.counting(s),
        experiment.estimands(s),
        "### 1.3 Experimentation aims",
        aims(s),
        "## 2. Logic",
        "### 2.1 Base model overview diagram",
        diagram(s),
        "### 2.2 Base model logic",
        schedule.tick(s),
        schedule.contact(s),
        switched_off(s),
        "### 2.3 Scenario logic",
        experiment.designs(s),
        experiment.levers(s),
        "### 2.4 Algorithms",
        submodels(s, "####"),
        "### 2.5 Components",
        components(s),
        "## 3. Data",
        "### 3.1 Data sources",
        sources(s),
        "### 3.2 Pre-processing",
        experiment.anchoring(s) or "No data were processed before the runs.",
        "### 3.3 Input parameters",
        "They stand with the algorithms (2.4) and the components (2.5), with units, evidence tags and sources.",
        experiment.ranges(s),
        parts.input_data(s),
        "### 3.4 Assumptions",
        assumptions(s),
        "## 4. Experimentation",
        "### 4.1 Initialisation",
        parts.initialization(s),
        "### 4.2 Run length",
        f"{days(s.world.clock.horizon_days)}, of which {number(s.world.clock.warm_up_days)} are warm-up.",
        "### 4.3 Estimation approach",
        experiment.estimation(s),
        "## 5. Implementation",
        implementation(s, with_versions=with_versions),
        "## 6. Code access",
        "### 6.1 Computer model sharing statement",
        said(
            f"""The model is the open-source package journeysim (MIT licence); the scenario is
            {code(s.scenario.scenario)}. `journey compare` with the same scenario file, seed and versions makes
            the same numbers again."""
        ),
    )
    return f"{page}\n"


def aims(s: Subject) -> str:
    """What is to be found out."""
    titles = [words(d.title) for d in s.scenario.designs.values()]
    if len(titles) < 2:
        return "One design is lived through; nothing is compared."
    return said(
        f"""To estimate the difference between {joined(titles[:2])} in {kpis_of(s.world)[0].title} and profit,
        to separate what process levers and other levers bring, and to rank the assumptions by how far each
        moves the answer."""
    )


def diagram(s: Subject) -> str:
    """The network of touchpoints as a Mermaid diagram; only codes and shares stand in it, so nothing breaks
    out."""
    names = {code_: f"t{n}" for n, code_ in enumerate(s.world.touchpoints)} | {"WIN": "win", "LOST": "lost"}
    lines = [f'    {names[own]}["{own}"]' for own in s.world.touchpoints]
    lines += ['    win(["WIN"])', '    lost(["LOST"])']
    for own, point in s.world.touchpoints.items():
        ways = [(to, share) for to, share in point.next.items() if share > 0.0]
        lines += [f"    {names[own]} -->|{number(share)}| {names[to]}" for to, share in ways]
    return blocks(
        "```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```",
        "Names of the touchpoints stand in 2.5.1.",
    )


def components(s: Subject) -> str:
    """Environment, agents, topology, entry and exit."""
    return blocks(
        "#### 2.5.1 Environment",
        parts.scales(s),
        entities.touchpoints(s),
        entities.edges(s),
        parts.departments(s),
        entities.channels(s),
        entities.teams(s),
        entities.money(s),
        entities.later(s),
        entities.state_of_the_whole(s),
        "#### 2.5.2 Agents",
        parts.entities_text(s),
        entities.personas(s),
        entities.state_variables(s),
        entities.records(s),
        "#### 2.5.3 Interaction topology",
        interaction(s),
        topology(s),
        "#### 2.5.4 Entry and exit",
        entry(s),
    )


def topology(s: Subject) -> str:
    """Who knows whom."""
    if not s.any("word_of_mouth", "neighbour_defection"):
        return "There is no network of acquaintances."
    ties = [f"{words(p.gloss)}: {number(p.value)}" for p in s.numbers_below("network.")]
    return blocks(
        said(
            f"""The network is of the kind {code(s.world.network.kind)}, drawn over all candidates before the run and
            fixed."""
        ),
        items(ties),
    )


def entry(s: Subject) -> str:
    """How people come and go."""
    converts = joined([code(name) for name in s.world.converts_at])
    return said(
        f"""Candidates arrive as a Poisson process, {number(s.world.arrivals.rate_per_day)} a day, in the
        shares of the personas.""",
        bool(converts)
        and f"""They become customers at {converts}; before that they leave by routing{
            " or by giving up in a queue" if s.there.waits else ""
        }.""",
        not converts and "Everybody is a customer from entry on.",
        s.has("churn") and "Customers leave when their hazard meets their threshold.",
        "Who has left does not come back.",
    )


def sources(s: Subject) -> str:
    """Every source of a number that acts, with its tag."""
    told = {(p.evidence, p.source) for p in s.numbers.values() if p.evidence != "A" and p.source and p.value}
    ordered = sorted(told, key=lambda pair: (STRONGEST_FIRST.index(pair[0]), pair[1]))
    return blocks(
        "Numbers with evidence rest on:" if told else "No number of this scenario rests on a source.",
        items(f"[{tag}] {words(source)}" for tag, source in ordered),
        "All other numbers are assumed [A].",
    )


def assumptions(s: Subject) -> str:
    """How many numbers are assumed."""
    counts = {tag: sum(p.evidence == tag for p in s.numbers.values()) for tag in STRONGEST_FIRST}
    told = joined([f"{count} are tagged [{tag}]" for tag, count in counts.items() if count])
    return said(
        f"Of {len(s.numbers)} numbers that can act, {told}.",
        "`journey evidence` ranks them by how far each moves the answer.",
    )


def implementation(s: Subject, *, with_versions: bool) -> str:
    """Language, sampling, execution, system."""
    return blocks(
        "### 5.1 Software or programming language",
        experiment.software(with_versions=with_versions),
        "### 5.2 Random sampling",
        said(
            """Draws come from Philox4x64-10 (Salmon et al. 2011), used as a pure function of seed,
            replication, customer and decision; it equals `numpy.random.Philox`. The decisions are:"""
        ),
        schedule.draws(s),
        "### 5.3 Model execution",
        said(
            """Events run in order of time, then customer; each tick precedes the events that fall into it.
            Replications run in parallel on the cores of one machine; how many there are changes no result."""
        ),
        "### 5.4 System specification",
        said(
            """No special hardware is needed. `journey doctor` prints versions and cores; the manifest beside
            every result holds the versions it was made with."""
        ),
    )
