"""The eleven design concepts of ODD, said only of what acts in this scenario."""

from experiments.description.markdown import blocks, days, said, words
from experiments.description.schedule import draws
from experiments.description.subject import Subject


def design_concepts(s: Subject, heading: str) -> str:
    """All eleven, in the protocol's order."""
    concepts = (
        ("Basic principles", principles(s)),
        ("Emergence", emergence(s)),
        ("Adaptation", adaptation(s)),
        ("Objectives", objectives(s)),
        ("Learning", learning(s)),
        ("Prediction", prediction(s)),
        ("Sensing", sensing(s)),
        ("Interaction", interaction(s)),
        ("Stochasticity", stochasticity(s)),
        ("Collectives", collectives(s)),
        ("Observation", observation(s)),
    )
    return blocks(*(blocks(f"{heading} {title}", text) for title, text in concepts))


def principles(s: Subject) -> str:
    """Which theories stand behind what acts."""
    return said(
        """A journey is a walk through a network of touchpoints whose edges are objects of their own: what is lost,
        delayed or contradicted happens between departments, not inside them.""",
        s.has("experience")
        and """A contact is worth what it brings against expectation, with a zone in which nothing is felt and losses
        that weigh more than gains (disconfirmation; prospect theory).""",
        s.has("memory")
        and """Satisfaction is an anchor that each contact adjusts and time lets fade; an episode is remembered by its
        mean, its peak and its end.""",
        s.has("trust") and "Trust is a slow stock, lost faster than it is won.",
        s.there.queues
        and "Staff are limited: queues form and people lose patience, as queueing theory describes it (Erlang A).",
        s.has("churn")
        and """Leaving is a hazard that grows with what was lived: a proportional-hazards model with personal
        frailty.""",
        s.has("choice") and "Decisions are discrete choices by random utility.",
        s.has("word_of_mouth")
        and "People talk over a network of acquaintances, more of bad experiences than of good.",
        s.has("offers")
        and """Competitors' offers reach people and win by random utility against satisfaction, trust and the cost of
        switching.""",
        s.has("campaign_fit")
        and "People stay in a journey the more readily, the better the offer fits their goals.",
        s.has("episodes") and "Customers come back when a need, a repurchase or a shock brings them.",
    )


def emergence(s: Subject) -> str:
    """What comes out, and what is put in."""
    first = words(next(iter(s.scenario.designs.values())).title)
    anchors = s.scenario.calibrate
    anchored = anchors.conversion or anchors.nps is not None or anchors.churn_rate_12m is not None
    return said(
        "Who reaches the goal, when, and by which way emerges from the walk of single customers.",
        s.has("handoffs") and "So do repeated questions and dropped cases.",
        s.there.queues and "Waits and abandonment emerge from who arrives when, staff and opening hours.",
        s.has("churn") and "Who leaves, when and why emerges from each customer's own history.",
        s.has("word_of_mouth")
        and "What people hear of the company emerges from who met what and knows whom.",
        s.has("reputation") and "The public rating emerges from reviews.",
        anchored
        and f"""Not emergent are the levels of {first} that its intercepts are solved for (see Initialization): only
        differences between designs are results.""",
        bool(s.scenario.levers) and "What levers reach does not emerge either: their levels are put in.",
    )


def adaptation(s: Subject) -> str:
    """How customers respond."""
    return said(
        s.has("choice")
        and """At every step customers go on, and where, or leave the journey: the odds of leaving move with what they
        have lived through, those of going on with how much they like the channel. This is indirect objective seeking:
        observed shares are reproduced, and experience shifts them.""",
        not s.has("choice") and "Customers do not adapt their way: routing follows the shares as written.",
        s.there.waits
        and "In a queue they wait until their patience ends, then try again, change channel or give up.",
        s.has("churn")
        and "Customers leave the company when their accumulated hazard meets their own threshold.",
        s.has("learning")
        and "The company adapts too: at every review it fixes the places that feedback points at.",
    )


def objectives(s: Subject) -> str:
    """What agents strive for."""
    return said(
        """Customers have no objective function; a journey ends at the goal (`WIN`) or at a way out (`LOST`).""",
        s.has("choice") and "Utility serves to choose between ways on; it is not maximised over time.",
        s.has("campaign_fit")
        and "Staying also depends on how well the offer fits the goals of the customer.",
    )


def learning(s: Subject) -> str:
    """Who learns."""
    text = said(
        s.has("expectation_learning")
        and "Customers learn what to expect: expectation moves towards what was perceived at each contact.",
        s.has("adaptive_patience") and "Patience moves towards the waits that were met.",
        s.has("learning") and "The company learns from the answers of those it asks.",
    )
    return text or "Nobody learns."


def prediction(s: Subject) -> str:
    """What agents foresee."""
    return said(
        s.has("experience")
        and "The only prediction is the performance a customer expects, and no plan is built on it.",
        "Customers do not foresee waits, delays or endings; staff do not foresee demand.",
    )


def sensing(s: Subject) -> str:
    """Who knows what."""
    return said(
        "Customers know their own state and what happens at their own contacts.",
        s.has("word_of_mouth") and "They hear what acquaintances tell them, at the next tick.",
        s.has("reputation") and "Newcomers know the public rating.",
        s.has("handoffs") and "A department knows the share of the case file that was handed over to it.",
        s.has("learning") and "The company senses only the answers of those who respond.",
        s.has("experience")
        and "Performance is perceived with noise; everything else is sensed without error.",
        not s.has("experience") and "Everything is sensed without error.",
    )


def interaction(s: Subject) -> str:
    """Who affects whom."""
    if not s.world.interaction:
        return "Interaction is switched off: nobody affects anybody else."
    text = said(
        s.there.queues and "Customers compete for staff (mediated, through queues).",
        s.has("word_of_mouth") and "Customers tell acquaintances what they met (direct).",
        s.has("neighbour_defection")
        and "A customer who leaves makes acquaintances more likely to leave (direct).",
        s.has("reputation") and "Reviews reach everybody (mediated, through the public rating).",
        s.has("acquisition_feedback") and "The rating and the number of reviews move the arrivals.",
    )
    return text or "Customers do not affect each other in this scenario."


def stochasticity(s: Subject) -> str:
    """What is random, and how."""
    return blocks(
        said(
            """Chance takes part in the decisions below. Every draw has an address instead of a place in a sequence, so
            that the same customer has the same luck in every design. A block of draws holds up to four numbers:"""
        ),
        draws(s),
    )


def collectives(s: Subject) -> str:
    """Groups that act or are acted upon."""
    return said(
        "Personas are groups of customers with distributions of traits; they do not act.",
        s.there.queues and "Teams, and pools of teams, serve one queue each.",
        s.has("voices") and "Departments have one voice each.",
        s.any("word_of_mouth", "neighbour_defection")
        and "The network of acquaintances is imposed and does not change.",
    )


def observation(s: Subject) -> str:
    """What is recorded."""
    window = days(s.world.clock.follow_up_days)
    return said(
        f"""Everything is recorded without error and without sampling: counts per person, touchpoint and edge, daily
        totals, and on request every event. Measures are taken over counted entrants within {window} of their entry.
        The likelihood to recommend and other answers are read at one survey per person, which everybody answers."""
    )
