"""Patterns of what a careful reader is told, and of what assumptions are called, in English."""

TEXTS: dict[str, str] = {
    # -- what is assumed
    "assumed": "Assumed, not found: {parts}. Intervals show simulation noise only.",
    "assumed.levels": "lever levels ({levers})",
    "assumed.no_lever": "no lever",
    "assumed.uncertain": "{count} uncertain coefficients at their {preset} values",
    "assumed.today": "{design} calibrated to {known}",
    "assumed.shares": "its routing shares",
    # -- notes
    "note.unmet": "today's number not met: {sentence}",
    "note.few": (
        "{replications} replications: below {enough} the intervals of skewed measures may be too narrow"
    ),
    "note.people": (
        "saved and lost are counted over {people} people per replication who came in both worlds; {one} came only "
        "under {first}, {two} only under {second}"
    ),
    "note.mostly_zero": (
        "{measure} differs in {differing} of {all} replications only: its difference rests on few people, and its "
        "interval may be too narrow"
    ),
    "note.groups": (
        "differences fall into two groups, as after a tipping point: {groups}. Look at the distribution (table runs), "
        "not only at the mean"
    ),
    "note.group": "{measure} ({few} of {all} replications around {around}, the others around {others})",
    # -- what pairing won
    "pairing.cut": (
        "Pairing (the same customers, the same luck) cut the interval {parts} of what independent runs would give."
    ),
    "pairing.between": ", ",
    "pairing.of": "of {measure} to {percent} %{tied}",
    "pairing.tied": " (correlation {correlation})",
    "pairing.others": "of {count} other measures to {span} %",
    "pairing.others.one": "of {count} other measure to {span} %",
    "pairing.all": "of {count} measures to {span} %",
    "pairing.all.one": "of {count} measure to {span} %",
    "pairing.failed": "Pairing did not help for {measures}.",
    "pairing.failed.but": "It did not help for {measures}.",
    "pairing.nothing": "No difference varies from run to run, so pairing had no noise to remove.",
    "with_share": "{measure} ({percent} %)",
    # -- today
    "today": "today as calibrated, on runs of its own: {said}",
    "today.measure": "{measure} {level} (wanted {wanted}, standard error {error}{missed})",
    "today.missed": ", NOT MET",
    "today.shares": "{count} routing shares, the farthest {points} points off",
    "unmet": "{measure}: wanted {wanted}{got}; {problem}",
    "unmet.got": ", reached {reached}",
    "unmet.route": (
        "{code} ({name}): {reached} give up waiting or cancel, more than the {share} that leave there; nobody leaves "
        "by choice"
    ),
    "unmet.churn_off": "mechanism `churn` is off",
    "unmet.no_customer": "nobody becomes a customer",
    "unmet.nobody_asked": "nobody could be asked",
    "unmet.unsettled": "the intercept has not settled: too few customers, or they sway each other",
    "unmet.nobody_measured": "nobody was there to be measured",
    "unmet.lowest": "{knob} is at its lowest value, {bound}",
    "unmet.highest": "{knob} is at its highest value, {bound}",
    "unmet.no_closer": "no {knob} between {low} and {high} comes closer",
    "unmet.no_closer.others": "no {knob} between {low} and {high} comes closer while the other numbers hold",
    "unmet.nobody_waits": "nobody waits here: mechanism `waiting` or `interaction` is off",
    "unmet.no_staff": "no live contact has staff",
    "unmet.no_patience": "no live channel has patience_minutes",
    "unmet.choice_off": "routing shares hold as written: mechanism `choice` is off",
    "unmet.nobody_leaves": "nobody can leave: no step on the way has {lost} among its `next`",
    "unmet.no_number": "`{path}` holds no number to start from",
    "unmet.lever": "lever `{lever}` of the first design sets `{path}`",
    "knob.minutes": "factor on the service minutes of teams that serve live contacts",
    "knob.patience": "factor on the patience of waiting customers",
    "knob.leaving": "log odds of leaving at every step",
    "knob.leaving.converts": "log odds of leaving at every step before conversion",
    # -- neutral comparisons
    "neutral.staff": "Staff-neutral",
    "neutral.service": "Service-neutral",
    "neutral.aim.staff": "have as much staff as {first}",
    "neutral.aim.service": "let people wait as long as {first}",
    "neutral.nothing": (
        "{kind}: nothing had to be changed for {second} to {aim} ({people} people; {first} {people_first})."
    ),
    "neutral.changed": (
        "{kind}: to {aim}, {second} was given {compared} people instead of {people} ({teams}); {first} has "
        "{people_first}. That is {hours_compared} staff hours a day instead of {hours} ({first} {hours_first})."
    ),
    "neutral.team": "{team} {people} to {compared}",
    "neutral.more": (
        " At what a minute of theirs costs this is EUR {eur} a year more, which profit does not contain: it charges "
        "staff by the minutes they serve."
    ),
    "neutral.less": (
        " At what a minute of theirs costs this is EUR {eur} a year less, which profit does not contain: it charges "
        "staff by the minutes they serve."
    ),
    "neutral.left_out": " Left out, with what they cost, because staff is all they change: {levers}.",
    "neutral.wait": (
        " Live contacts then wait {wait} min against {first} ({low} to {high}, {pilots} pilot replications{near})."
    ),
    "neutral.nearest": ", the nearest that whole people allow",
    "neutral.title.staff": "{title}, staff-neutral",
    "neutral.title.service": "{title}, service-neutral",
    "neutral.lever": "staff made neutral",
    # -- assumptions
    "ledger.trait.mean": "{trait}, mean",
    "ledger.trait.sd": "{trait}, spread",
    "ledger.about": "{words}: {about}",
    "ledger.all.touchpoints": "all touchpoints",
    "ledger.all.teams": "all teams",
    "ledger.all.edges": "all edges",
    "ledger.all.personas": "all personas",
    "ledger.way": "{first} to {second}",
    "ledger.item": "{words} {item}",
    "ledger.price": "what it costs",
    "ledger.leaving": "shares that leave the journey",
    "ledger.fork": "share that goes on to {target} and not elsewhere",
    "ledger.share_of_next": "share who go on to {target}",
    "ledger.amount": "{title}, {value} {unit}",
    "ledger.moved": "{title} ({low} to {high} {unit})",
}
