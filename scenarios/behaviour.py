"""What goes on inside a customer: experience, memory, trust, effort, choice, churn, advocacy.

Scale: performance and expectation run from 0 to 1, the felt value of a contact from -1 to 1, satisfaction from -1 to 1
(0 = neutral), trust from 0 to 1. Churn coefficients act on the log of the daily leaving rate.
"""

from __future__ import annotations

from scenarios.fields import Model, Share, fact, group, uncertainty

_SQM = "SQM call-centre surveys"
_SIZE = "size assumed"


class Experience(Model):
    """How one contact is felt: performance against expectation, losses weighing more than gains."""

    quality: Share = fact(
        "performance of an ordinary contact",
        0.76,
        unit="performance 0-1",
        source="neutral start, anchored to the sector",
    )
    expectation: Share = fact(
        "performance a newcomer expects",
        0.74,
        unit="performance 0-1",
        source="neutral start, anchored to the sector",
    )
    quality_noise: float = uncertainty(
        "standard deviation of performance from contact to contact", 0.10, unit="performance", ge=0, le=1
    )
    loss_weight: float = uncertainty(
        "how much more a disappointment weighs than an equal delight",
        2.0,
        unit="ratio",
        evidence="M",
        source="Tversky & Kahneman 1992: 2.25; sign in Mittal, Ross & Baldasare 1998; no asymmetry in Streukens & de "
        "Ruyter 2004",
        ge=0,
        le=10,
    )
    curvature: float = uncertainty(
        "exponent of the felt value (1 = straight line, .88 = diminishing sensitivity)",
        1.0,
        unit="exponent",
        evidence="M",
        source="Tversky & Kahneman 1992: 0.88",
        gt=0,
        le=2,
    )
    zone_of_tolerance: float = uncertainty(
        "deviation from expectation that is not felt at all",
        0.10,
        unit="performance",
        source=f"concept Zeithaml, Berry & Parasuraman 1993; {_SIZE}",
        ge=0,
        le=1,
    )
    expectation_learning: Share = uncertainty(
        "share of the surprise by which expectation moves at each contact",
        0.15,
        unit="per contact",
        source=f"updating in Boulding et al. 1993; {_SIZE}",
    )
    repeat_penalty: float = uncertainty(
        "performance lost per piece of information asked for again",
        0.05,
        unit="performance per item",
        evidence="D",
        source=f"{_SQM}: -12 % satisfaction when transferred; rating noise .25 assumed",
        ge=0,
        le=1,
    )
    wait_penalty: float = uncertainty(
        "performance lost when the wait equals the customer's patience",
        0.10,
        unit="performance",
        source=f"Maister and Taylor on waiting; {_SIZE}",
        ge=0,
        le=1,
    )
    voice_penalty: float = uncertainty(
        "performance lost per unit of contradiction with what was heard before",
        0.15,
        unit="performance",
        ge=0,
        le=1,
    )
    failure_penalty: float = uncertainty(
        "performance lost when the contact fails",
        0.40,
        unit="performance",
        source="about four standard deviations of quality",
        ge=0,
        le=1,
    )
    dropped_penalty: float = uncertainty(
        "performance lost at the contact that follows a dropped hand-off",
        0.30,
        unit="performance",
        ge=0,
        le=1,
    )
    abandonment_penalty: float = uncertainty(
        "performance lost when the customer gives up waiting", 0.15, unit="performance", ge=0, le=1
    )


class Memory(Model):
    """How contacts add up: an anchor that adjusts and fades, and the mean, peak and end of an episode."""

    prior_contacts: float = uncertainty(
        "how many contacts the first impression is worth",
        3.0,
        unit="contacts",
        source=f"Bolton 1998: satisfaction is an anchor updated by experience; {_SIZE}",
        ge=0,
    )
    minimum_weight: Share = uncertainty("weight a contact keeps however many came before", 0.08, unit="share")
    half_life_days: float = uncertainty(
        "time after which half of a memory, good or bad, has faded",
        180.0,
        unit="days",
        source="never longer for bad ones: Knox & van Oest 2014",
        gt=0,
    )
    average_weight: Share = uncertainty(
        "weight of the mean of an episode in its memory",
        0.5,
        unit="share",
        evidence="M",
        source="Kahneman et al. 1993; Verhoef, Antonides & de Hoog 2004",
    )
    peak_weight: Share = uncertainty(
        "weight of the most intense contact of an episode",
        0.3,
        unit="share",
        evidence="M",
        source="Kahneman et al. 1993; Alaybek et al. 2022",
    )
    end_weight: Share = uncertainty(
        "weight of the last contact of an episode",
        0.2,
        unit="share",
        evidence="M",
        source="Redelmeier & Kahneman 1996; no end effect in Verhoef et al. 2004",
    )


class Trust(Model):
    """The slow stock: gained by drops, lost by buckets."""

    start: Share = fact("trust of a newcomer", 0.5, unit="trust 0-1")
    gain: float = uncertainty(
        "how fast a good contact builds trust",
        0.06,
        unit="per contact",
        source=f"asymmetry Slovic 1993; {_SIZE}",
        ge=0,
        le=1,
    )
    loss: float = uncertainty(
        "how fast a bad contact destroys trust",
        0.30,
        unit="per contact",
        source=f"asymmetry Slovic 1993; {_SIZE}",
        ge=0,
        le=1,
    )


class Effort(Model):
    """Effort points the customer is charged beyond a contact that simply works."""

    repeat: float = uncertainty(
        "points per piece of information said again",
        0.5,
        unit="points",
        source=f"listed by CEB 2010; {_SIZE}",
        ge=0,
    )
    handoff: float = uncertainty(
        "points per hand-off the customer notices",
        0.4,
        unit="points",
        source=f"listed by CEB 2010; {_SIZE}",
        ge=0,
    )
    forced_switch: float = uncertainty(
        "points per channel switch forced on the customer",
        0.5,
        unit="points",
        source=f"listed by CEB 2010; {_SIZE}",
        ge=0,
    )
    wait: float = uncertainty(
        "points for a wait as long as the customer's patience", 0.5, unit="points", ge=0
    )
    abandonment: float = uncertainty("points for giving up in a queue", 1.0, unit="points", ge=0)
    dropped: float = uncertainty("points per hand-off that was dropped", 1.5, unit="points", ge=0)
    ces_scale: float = uncertainty(
        "points at which the 1-7 effort score has lost 63 % of its range", 5.0, unit="points", gt=0
    )


class Choice(Model):
    """How far what was lived moves the decision to go on or to leave the journey."""

    experience_weight: float = uncertainty(
        "how strongly experience moves the odds of leaving at each step (0 = not at all)",
        0.5,
        unit="weight",
        ge=0,
        le=5,
    )


class Patience(Model):
    """How patience follows the waits a customer has met (mechanisms.adaptive_patience)."""

    learning: Share = uncertainty(
        "share of the gap between the wait met and the patience by which patience moves at each live contact",
        0.1,
        unit="per contact",
        source="patience adapts to expected waits: Zohar, Mandelbaum & Shimkin 2002; size assumed",
    )
    minimum: Share = uncertainty(
        "patience nobody falls below, against the channel's mean", 0.25, unit="share"
    )


class Churn(Model):
    """Why customers leave: a daily rate, multiplied up or down by what they lived through."""

    baseline_per_day: float = fact(
        "leaving rate of a customer with nothing to complain about",
        4.4526e-4,
        unit="per day",
        evidence="V2",
        source="banks lose about 15 % a year (10-30 %)",
        ge=0,
        le=10,
    )
    new_customer: float = uncertainty(
        "log of the factor by which a brand-new customer leaves more often",
        1.0986,
        unit="log hazard",
        evidence="V2",
        source="attrition in the first months up to 200 % higher: ln 3",
    )
    new_customer_days: float = uncertainty(
        "time in which being new wears off",
        120.0,
        unit="days",
        evidence="V2",
        source="attrition raised in the first three to six months",
        gt=0,
    )
    intention_to_behaviour: float = uncertainty(
        "part of what people say they will do that they do",
        0.5,
        unit="ratio",
        evidence="M",
        source="Sheeran 2002: intentions and behaviour correlate .53",
        ge=0,
        le=2,
    )
    satisfaction: float = uncertainty(
        "log hazard per unit of satisfaction",
        2.5,
        unit="log hazard",
        evidence="D",
        source="range of satisfaction .6 against the 1.72 of unresolved issues",
    )
    satisfaction_reference: float = fact(
        "satisfaction at which the baseline holds", 0.0, unit="satisfaction", ge=-1, le=1
    )
    trust: float = uncertainty("log hazard per unit of trust", 1.0, unit="log hazard")
    trust_reference: Share = fact("trust at which the baseline holds", 0.5, unit="trust 0-1")
    effort: float = uncertainty(
        "stated log hazard per unit of ln(1 + effort)",
        0.9,
        unit="log hazard",
        evidence="D",
        source=f"{_SQM}: .609 per extra contact, spread over ln(1 + effort)",
    )
    inconsistency: float = uncertainty("log hazard per unit of contradiction heard", 0.5, unit="log hazard")
    unresolved: float = uncertainty(
        "stated log hazard of an open issue",
        1.72,
        unit="log hazard",
        evidence="D",
        source=f"{_SQM}: 5 % to 25 % intend to leave",
    )
    unresolved_half_life_days: float = uncertainty(
        "time in which an open issue loses half its force", 60.0, unit="days", gt=0
    )
    complaint: float = uncertainty(
        "stated log hazard of a complaint",
        1.0986,
        unit="log hazard",
        source=f"direction Knox & van Oest 2014; {_SIZE} ln 3",
    )
    complaint_half_life_days: float = uncertainty(
        "time in which a complaint loses half its force",
        45.0,
        unit="days",
        source=f"short-lived: Knox & van Oest 2014; {_SIZE}",
        gt=0,
    )
    purchases: float = uncertainty(
        "log hazard saved per unit of ln(1 + purchases)",
        0.25,
        unit="log hazard",
        source=f"direction Knox & van Oest 2014; {_SIZE}",
    )
    opinion: float = uncertainty("log hazard per unit of what others say", 1.0, unit="log hazard")
    opinion_half_life_days: float = uncertainty(
        "time in which what others said loses half its force", 60.0, unit="days", gt=0
    )
    neighbour: float = uncertainty(
        "log hazard per acquaintance who left",
        0.588,
        unit="log hazard",
        evidence="V",
        source="Nitzan & Libai 2011: +80 % per defecting neighbour",
    )
    neighbour_half_life_days: float = uncertainty(
        "time in which a neighbour's leaving loses half its force",
        30.0,
        unit="days",
        evidence="V",
        source="Nitzan & Libai 2011: strongest in the first month",
        gt=0,
    )
    lock_in: float = uncertainty("log hazard saved per unit of lock-in", 1.0, unit="log hazard")
    frailty_variance: float = uncertainty(
        "how much customers differ for reasons nobody sees (variance of a mean-1 factor)",
        0.25,
        unit="variance",
        ge=0,
    )


class Advocacy(Model):
    """The answer to "would you recommend us, 0 to 10"."""

    intercept: float = fact(
        "answer of a neutral customer; anchored to the sector's NPS",
        7.0,
        unit="points 0-10",
        source="where solving for the NPS of today starts",
    )
    satisfaction: float = uncertainty("points per unit of satisfaction", 5.0, unit="points")
    trust: float = uncertainty("points per unit of trust above one half", 1.5, unit="points")
    memory: float = uncertainty("points per unit of the remembered episode", 2.0, unit="points")
    unresolved: float = uncertainty(
        "points an issue takes away that is still open when asked",
        3.0,
        unit="points",
        source="so that detractors reach two to five times as many as promoters after a journey",
        ge=0,
        le=10,
    )
    noise: float = uncertainty("standard deviation of the answer", 1.7, unit="points", ge=0)


class Behaviour(Model):
    """All behavioural coefficients; every one has a default and may be left out."""

    experience: Experience = group("how one contact is felt", Experience)
    memory: Memory = group("how contacts add up", Memory)
    trust: Trust = group("the slow stock of trust", Trust)
    effort: Effort = group("effort points", Effort)
    choice: Choice = group("how experience moves decisions", Choice)
    patience: Patience = group("how patience follows the waits that were met", Patience)
    churn: Churn = group("why customers leave", Churn)
    advocacy: Advocacy = group("the recommendation answer", Advocacy)
