"""Passages that both protocols share."""

from experiments.description import entities, experiment
from experiments.description.markdown import blocks, code, counted, days, items, joined, number, said, words
from experiments.description.subject import Subject

TAGS = """Evidence tags: [V] read in the cited source, [V2] read in a secondary or weak one, [M] recalled from the
literature and not looked up again, [D] derived by arithmetic from a tagged figure, [A] assumed: no evidence
found."""


OUTCOMES = (
    ("the share of those who reach the goal",),
    ("the time that takes",),
    ("waits", "waiting"),
    ("repeated questions", "handoffs"),
    ("effort", "effort"),
    ("satisfaction", "experience"),
    ("churn", "churn"),
    ("word of mouth", "word_of_mouth"),
    ("profit", "value"),
)
"""What is worked out, each with the mechanisms of which one must act."""
THINGS = ("touchpoint", "department", "channel", "team")


def head(s: Subject, protocol: str) -> str:
    """What is described, and where the words come from."""
    others = [words(d.title) for name, d in s.scenario.designs.items() if name != s.design]
    return said(
        protocol,
        """It was written from the scenario itself by `journey describe`: values, rules and the order of events
        are those that run.""",
        f"The world described is that of the design *{words(s.scenario.designs[s.design].title)}*"
        f"{', which is today' if s.is_first and others else ''}.",
        bool(others) and f"What differs in {joined(others)} stands with the simulation experiment.",
        TAGS,
    )


def purpose(s: Subject) -> str:
    """What the model is for."""
    designs = [words(d.title) for d in s.scenario.designs.values()]
    what = joined([noun for noun, *needed in OUTCOMES if not needed or s.any(*needed)])
    aim = f"The purpose is to work out {what} under one design of a customer journey."
    if len(designs) > 1:
        aim = said(
            f"""The purpose is to estimate, before anything is built, what another design of a customer journey is
            worth: how {what} differ between {joined(designs)} when the same customers live through each of them, and
            what that answer rests on."""
        )
    notes = items(words(note) for note in s.scenario.notes)
    return blocks(aim, f"The case: {words(s.scenario.story)}", notes)


def patterns(s: Subject) -> str:
    """By which patterns the model is judged."""
    return blocks(
        experiment.anchoring(s) or "No pattern of a real company is used to calibrate this scenario.",
        said(
            """The model is verified, not validated. Tests hold queues against Erlang C and A, routing and
            times against absorbing Markov chains, leaving against proportional hazards and hand-offs against
            their closed form. No independent data of this company were compared with its output."""
        ),
    )


def entities_text(s: Subject) -> str:
    """Which kinds of entities there are, in a sentence."""
    w = s.world
    numbers = (len(w.touchpoints), len(w.owners), len(w.channels), len(w.teams))
    listed = [counted(n, thing) for n, thing in zip(numbers, THINGS, strict=True) if n]
    return said(
        f"""Entities are customers ({counted(len(w.personas), "persona")}), {listed[0]} and the edges between
        them, and {joined(listed[1:])}.""",
        s.has("reputation") and "The environment is the public rating.",
        f"One customer agent stands for one of the {words(w.arrivals.unit)} that arrive.",
    )


def scales(s: Subject) -> str:
    """Time, space, numbers."""
    c, a = s.world.clock, s.world.arrivals
    until = min(c.horizon_days, a.until_days) if a.until_days is not None else c.horizon_days
    came = f"about {a.rate_per_day * until:,.0f} {words(a.unit)} arrive in {days(until)}"
    if a.market_size is not None:
        came = f"the market holds {a.market_size:,} {words(a.unit)}, each of whom starts at most once"
    return said(
        f"""Time is continuous for contacts and queues, and moves in ticks of {days(c.tick_days)} for
        whatever changes slowly. A run lasts {days(c.horizon_days)}, of which {number(c.warm_up_days)}
        are warm-up; {came}. There is no space: a customer's place is a touchpoint of the network."""
    )


def initialization(s: Subject) -> str:
    """The state of the world on the first day."""
    a = s.world.arrivals
    tenure = number(a.existing_tenure_days)
    there = "nobody is there"
    if a.existing_customers:
        there = (
            f"{a.existing_customers:,} customers are there, with exponential tenures of mean {tenure} days"
        )
    return blocks(
        said(
            f"On day 0 {there}{' and all servers are free' if s.has('waiting') else ''}.",
            s.world.clock.warm_up_days > 0.0
            and f"A warm-up of {days(s.world.clock.warm_up_days)} fills the system before anybody is counted.",
            """All candidates and their traits are drawn before the run, from the seed and the number of the
            replication, in the same way for every design.""",
            s.any("word_of_mouth", "neighbour_defection") and "So is who knows whom.",
            s.has("experience")
            and "A newcomer is neither satisfied nor dissatisfied and has spent no effort.",
            s.has("handoffs")
            and "The case file is known at the start to the share that the table of personas says.",
        ),
        experiment.anchoring(s),
    )


def input_data(s: Subject) -> str:
    """What drives the model from outside."""
    season, shocks = s.world.season, s.world.shocks
    lines = []
    if set(season.arrivals) != {1.0}:
        lines.append(
            f"arrivals are multiplied, from January on, by {joined([number(x) for x in season.arrivals])}"
        )
    if s.has("episodes") and set(season.needs) != {1.0}:
        lines.append(
            f"seasonal needs are multiplied, from January on, by {joined([number(x) for x in season.needs])}"
        )
    if s.has("episodes") and shocks:
        hit = joined([f"{words(x.title)} (day {number(x.day)})" for x in shocks.values()])
        lines.append(f"shocks happen on given days: {hit}")
    if not lines:
        return "The model uses no input data to represent processes that change over time."
    return f"The first day lies in month {season.first_month}. From outside, {'; '.join(lines)}."


def things(s: Subject, heading: str) -> str:
    """The tables of everything there is."""
    network = blocks(
        f"Journeys start at {code(s.world.starts_at)}.", entities.touchpoints(s), entities.edges(s)
    )
    parts = (
        ("Customers", entities.personas(s)),
        ("State variables of a customer", entities.state_variables(s)),
        ("What is recorded of a customer", entities.records(s)),
        ("Touchpoints", network),
        ("Departments", departments(s)),
        ("Channels", entities.channels(s)),
        ("Teams", entities.teams(s)),
        ("Money", entities.money(s)),
        ("Later journeys", entities.later(s)),
        ("The world as a whole", entities.state_of_the_whole(s)),
    )
    return blocks(*(blocks(f"{heading} {title}", text) for title, text in parts if text))


def departments(s: Subject) -> str:
    """Codes and names of the departments."""
    return items(f"{code(name)} {words(title)}" for name, title in s.world.owners.items())
