"""Every word a figure of this package draws, in English."""

TEXTS: dict[str, str] = {
    # -- all
    "between": "{low} to {high}",
    "foot": (
        "{replications} replications with the same customers and the same luck in both designs, seed "
        "{seed}, preset {preset}."
    ),
    "assumed": "Lever levels are assumed, not found; intervals show simulation noise only.",
    # -- maps
    "map.title": "{design}: most goes wrong at “{place}”",
    "map.plain": "{title}: {design}",
    "map.lead": (
        "Simulated customers. The wider a way, the more people take it; the darker a box, the more "
        "goes wrong there."
    ),
    "maps.title": "{title}: two designs, and what differs",
    "maps.lead": (
        "The same customers live through both. The wider a way, the more people take it; the darker a"
        " box, the more goes wrong there. In a box: visits per 100 people (bold), and things gone "
        "wrong per 100 contacts."
    ),
    "maps.difference": "What changes: {second} minus {first}",
    "map.nobody": "nobody (silent)",
    "map.leave": "leave {number}",
    "map.goal": "goal {number}",
    "map.handoff": "hand-off: another department",
    "map.switch": "another channel",
    "map.within": "within a department",
    "map.more": "more customers than before",
    "map.fewer": "fewer customers than before",
    "map.pain": "gone wrong per 100 contacts",
    "map.pain_change": "change in what goes wrong per 100 contacts",
    "map.foot": (
        "Dashed box: a silent step nobody sees. In a box: visits per 100 counted people (bold, left),"
        " things gone wrong per 100 contacts (right: failed, dropped on the way there, asked again, "
        "abandoned). Ways taken by fewer than 0.4 of 100 are left out. Counted: entrants between "
        "warm-up and follow-up, until the horizon."
    ),
    # -- alluvial
    "alluvial.title": "{first} of 100 reach the goal under {a}, {second} under {b}",
    "alluvial.lead": (
        "Which departments people meet one after another, left to right; numbers are people of 100. "
        "Blue ribbons end at the goal, vermilion ones in leaving; the most frequent paths are drawn "
        "by themselves, all others in pale grey."
    ),
    "alluvial.panel": (
        "{design}: {paths} different paths, the {top} drawn in colour cover {covered} of 100 journeys"
    ),
    "alluvial.foot": (
        "Counted: the first journey of each counted person ({journeys} in both designs, from the "
        "first two replications). Silent steps are passed over; a department stands once as long as "
        "it stays the same. Nodes below 4 of 100 carry no name."
    ),
    "alluvial.won": "goal",
    "alluvial.lost": "leave",
    "alluvial.open": "under way",
    "alluvial.MORE": "further ones",
    # -- survival
    "survival.title": (
        "After {days} days {second} of customers are still there under {b}, {first} under {a}"
    ),
    "survival.lead": "Paired difference: {difference} points. Right: why the others left.",
    "survival.still": "Still customers, %",
    "survival.lost": "Lost by cause, {design}",
    "survival.at_risk": "customers at risk",
    "survival.days": "days as a customer",
    "survival.other": "other",
    "survival.foot": (
        "Counted: entrants who became customers (in a service scenario everybody), from conversion or"
        " the beginning of the counting, censored at the horizon. Left: mean of the Kaplan-Meier "
        "curves of the replications, bands are 95 % t intervals of that mean; at risk: mean per "
        "replication. Right: cumulative incidence (Aalen-Johansen), per cent; the upper edge is 100 "
        "minus the curve on the left."
    ),
    "cause.baseline": "circumstances",
    "cause.new_customer": "early days",
    "cause.dissatisfaction": "dissatisfied",
    "cause.distrust": "distrust",
    "cause.effort": "effort",
    "cause.inconsistency": "contradictions",
    "cause.unresolved": "unresolved failure",
    "cause.complaint": "complaint",
    "cause.neighbours": "friends left",
    "cause.word_of_mouth": "word of mouth",
    "cause.failure": "left on the spot",
    "cause.journey": "journey ended",
    "cause.offer": "rival’s offer",
    "cause.lapsed": "stopped buying",
    # -- forest
    "forest.title": "{b} gains most profit with “{persona}”",
    "forest.none": "For no persona does the interval say that {b} gains profit",
    "forest.lead": (
        "Paired differences, {b} minus {a}, with 95 % intervals. Filled: the interval excludes zero; "
        "hollow: undecided. Blue is better, vermilion (square) worse."
    ),
    "forest.everybody": "Everybody",
    "forest.people": "{people} people per replication",
    "forest.right": "right is better",
    "forest.left": "left is better",
    "forest.neither": "neither is better",
    "forest.foot": "Profit shares what levers cost by heads. Each row is looked at by itself.",
    # -- emotion
    "emotion.title": "{design}: the low point is “{step}” for {persona}",
    "emotion.plain": "{title}: what contacts feel like",
    "emotion.lead": (
        "What contacts feel like against what was expected, step by step. Marker: the mean; bar "
        "across: the median; thick: half of the contacts; thin: nine in ten."
    ),
    "emotion.good": "far better",
    "emotion.as_expected": "as expected",
    "emotion.bad": "far worse",
    "emotion.foot": (
        "Counted: contacts felt by counted people within their follow-up ({contacts} in both designs,"
        " from the first two replications), value -1 to 1; steps are in the order in which they are "
        "met, and not everybody comes by each. Left out: steps with fewer than 40 contacts."
    ),
    # -- talk
    "talk.title": "Blame peaks at {first} messages a day under {a}, at {second} under {b}",
    "talk.lead": (
        "The public rating and what people tell each other, day by day. Dotted lines: something hits "
        "many customers at once."
    ),
    "talk.reputation": "Public rating, stars",
    "talk.negative": "Blame: messages a day",
    "talk.positive": "Praise: messages a day",
    "talk.days": "day",
    "talk.foot": (
        "Everybody in the world, counted or not. Messages are what people say on their own account, "
        "mean of {width} days, without what others pass on. Bands: 95 % t intervals over "
        "replications, day by day."
    ),
    # -- hours
    "hours.title": "{team}: a contact waits {first} minutes under {a}, {second} under {b}",
    "hours.lead": "A mean day, hour by hour, of the team whose customers wait longest in all.",
    "hours.pooled": "Under {b} it works in a pool with others: {teams}.",
    "hours.arrivals": "Contacts that come, per hour",
    "hours.waiting": "People waiting",
    "hours.staff": "Staff on duty (line), serving (area)",
    "hours.foot": (
        "Counted: all live contacts that customers started on these days ({contacts} in both designs,"
        " from the first two replications), abandoned ones too; waits run in opening hours; means "
        "over days. Serving: all work of the team."
    ),
    # -- days
    "days.title": (
        "{second} of those who reach the goal do so within {days} days under {b}, {first} under {a}"
    ),
    "days.median_title": (
        "Half of those who reach the goal need {first} days or less under {a}, {second} under {b}"
    ),
    "days.lead": (
        "Paired difference in the share of all who enter and reach the goal within {days} days: "
        "{difference} points."
    ),
    "days.promise": "promise: {days} days",
    "days.x": "days from entry to the goal",
    "days.y": "people per 1,000 who entered, by {width} days",
    "days.of_converters": "within {days} days, of those who reach the goal",
    "days.of_entrants": "within {days} days, of all who entered",
    "days.foot": (
        "Counted: entrants between warm-up and follow-up who converted within the follow-up; shares "
        "with 95 % t intervals over replications. The slowest 1.5 % lie beyond the axis."
    ),
}
