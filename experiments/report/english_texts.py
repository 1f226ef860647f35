"""Every word of the report, in English."""

TEXTS: dict[str, str] = {
    "kicker": "Report of a simulation",
    "lead": "{second} compared with {first}: the same simulated customers, with the same luck, live through both.",
    "noise": "simulation noise only",
    "noise.explained": (
        "All intervals are 95 % intervals of simulation noise only: they say how much luck is left in the numbers, not "
        "how far the assumptions may be wrong."
    ),
    "english_parts": "",
    "contents": "Contents",
    "between": "{low} to {high}",
    # -- headings
    "answer": "The answer",
    "numbers": "The numbers",
    "map": "The map",
    "why": "Why",
    "whom": "For whom",
    "when": "When not",
    "stories": "Two lives, told twice",
    "rests": "What it rests on",
    "run": "How it was run",
    # -- answer
    "pay.at_once": "cash never falls below zero on the way",
    "pay.back": "the transition is paid back after {months} months ({limits})",
    "pay.back_open": "the transition is paid back after {months} months (no later limit within {years} years)",
    "pay.undecided": "nobody can say whether the transition pays back within {years} years",
    "pay.never": "the transition does not pay back within {years} years",
    "do.wins": "On these assumptions introduce {second}",
    "do.loses": "On these assumptions keep {first}",
    "do.mixed": "Decide first whether profit or {headline} counts for more, because the two point in different ways",
    "do.partly": "Decide on what is decided, and take more replications or measure before relying on the rest",
    "do.undecided": "Do not decide on these numbers: take more replications, or measure what the answer rests on",
    "do.same": "There is nothing to choose between the two here",
    "do.first": "; the lever that adds most profit is “{lever}”",
    "do.check": "; before that, check what it rests on most: {assumption}",
    "do.check_first": "; before that, check the first assumption of “What it rests on”",
    "headline.conversion_rate": "conversion",
    "headline.resolution_rate": "resolution",
    # -- numbers
    "table.caption": (
        "Means over {replications} paired replications; ± is half a 95 % interval. Difference: {second} minus {first}, "
        "with its 95 % interval ({noise})."
    ),
    "measure": "measure",
    "difference": "difference",
    "interval": "95 % interval",
    "counted": "who was counted",
    "better": "better",
    "worse": "worse",
    "changed": "differs",
    "undecided": "undecided",
    "verdict": "for {second}",
    "table.t": "Intervals: Student’s t on paired differences.",
    "table.bootstrap": (
        "Intervals: Student’s t on paired differences; * bootstrap-t, because these differences are skewed."
    ),
    "table.people": "{people} people were counted in each replication, followed for {days} days.",
    # -- map
    "map.caption": (
        "Where simulated customers go, per 100 counted people, means of {replications} paired replications; then the "
        "other design, and what differs."
    ),
    "map.alt": "Flow map of “{design}”.",
    "map.alt_difference": "What differs: “{second}” minus “{first}”.",
    "map.worst": "Under {first} most goes wrong at “{place}”: {pain} things per 100 contacts there.",
    "map.scroll": "Wider than a phone: move it sideways.",
    # -- why
    "levers": "Which lever brings it",
    "levers.caption": (
        "From {first} to {second}, lever by lever: profit in EUR per counted entrant, each lever’s Shapley value (what "
        "it adds on average over orders of pulling them), with ± half a 95 % interval ({noise}). Pale bars: the "
        "interval holds zero. {replications} paired replications, {worlds} worlds."
    ),
    "lever": "lever",
    "waterfall": "waterfall",
    "profit_eur": "profit, EUR",
    "levers.price": "price of all levers",
    "levers.none": "Both designs pull the same levers: there is no difference to share out.",
    "levers.left_out": "Left out by --quick, as the grey areas are. The command for both: `{command}`",
    "no_feelings": (
        "Nobody feels anything in this scenario (mechanisms.experience is off), so there is no pain to trace to its "
        "cause, and no story to tell."
    ),
    "blame": "Where it is voiced and where it began",
    "blame.caption": (
        "People lost per 1,000 entrants under {first}: rows, where they last complained; columns, where that began. "
        "Booked on the last painful moment within {days} days before leaving: where pain stood last, no proof that it "
        "drove them away. Means of {replications} replications, without intervals."
    ),
    "blame.voiced": "voiced at ↓, caused at →",
    "blame.sum": "sum",
    "blame.nobody": "nobody",
    "blame.share": (
        "{elsewhere} of the painful events began elsewhere than where they were voiced; {seams} at a seam between two "
        "departments, which one side alone cannot sew ({noise})."
    ),
    "blame.nothing": "Nothing hurt anybody under {first}.",
    "grey": "Grey areas between departments",
    "grey.caption": (
        "{first} lived once more with this one way sewn: nothing lost, dropped or delayed on it. Change of profit, EUR "
        "per counted entrant, 95 % interval ({noise}), {replications} paired replications."
    ),
    "grey.way": "hand-off or change of channel",
    "grey.sure": (
        "For {sure} of {all} ways the interval lies above zero. Each way is looked at by itself: among {all} some lie "
        "above by luck, and gains of several ways do not add up."
    ),
    "grey.none_sure": (
        "For none of the {all} ways does the interval lie above zero: from these replications nobody can say which one "
        "to sew first. That is no proof that sewing is useless."
    ),
    "grey.owners": "departments",
    "drawing": "drawn",
    "grey.none": "No hand-off hurt anybody.",
    # -- whom
    "forest.caption": (
        "Paired differences by persona, {second} minus {first}, 95 % intervals ({noise}), {replications} replications."
    ),
    "forest.alt": "Differences with intervals, a row per persona, a column per measure.",
    "persona": "persona",
    "people": "people",
    "forest.table": "The same as a table: differences ± half a 95 % interval ({noise}).",
    "everybody": "Everybody",
    # -- when
    "break_even": "How good must hand-offs be?",
    "root.profit.everywhere": "{second} pays at every retention tried at hand-offs ({from} to {to}).",
    "root.profit.nowhere": "{second} pays at no retention tried at hand-offs ({from} to {to}).",
    "root.profit.open": "No retention tried at hand-offs ({from} to {to}) decides whether {second} pays.",
    "root.profit.above": "{second} pays once hand-offs keep more than {level} of the information ({limits}).",
    "root.profit.below": "{second} pays only while hand-offs keep less than {level} of the information ({limits}).",
    "root.profit.several": (
        "As retention grows {second} crosses break-even more than once, first at {level} ({limits})."
    ),
    "root.more": "{level} or more",
    "root.less": "{level} or less",
    "break_even.caption": (
        "Difference in profit, EUR per counted entrant, by the share of information that hand-offs keep under "
        "{second}; its own is {own}. 95 % intervals ({noise}), {replications} paired replications."
    ),
    "retention": "kept at hand-offs",
    "break_even.none": "Not worked out in this run (--quick, or hand-offs are switched off).",
    "price": "From what level and up to what price each lever pays",
    "price.caption": (
        "In {second}, all other levers as they are, against the same without it: EUR 1,000 a year for the company, ± "
        "half a 95 % interval ({noise}). Level: 0 % is today, 100 % as assumed, its whole price paid; half-way was "
        "lived through, between it is taken as straight."
    ),
    "price.price": "price",
    "price.worth": "pays up to",
    "price.level": "pays from this share of its level on",
    "price.all": "all levers together",
    "price.no": "no level between",
    "price.nowhere": "at no level",
    "price.everywhere": "at every level",
    "price.open": "undecided",
    "price.not_above": "{words}, not everywhere above",
    "price.beyond": "beyond 100 %",
    "price.zero": "0 %",
    "band": "If uncertain coefficients are otherwise",
    "band.words": (
        "Over {draws} draws of the uncertain coefficients the difference in profit runs from EUR {low} to EUR {high} "
        "per entrant; it is positive in {positive} of them. That is a range of draws, no confidence interval."
    ),
    "band.none": "Not worked out in this run (--quick, or no coefficient is declared uncertain).",
    "discovery": "Futures in which it does not pay",
    "discovery.none": "No box was looked for. The command that finds one (minutes to an hour): `{command}`",
    "discovery.from": "From the discovery {id}: {points} futures sampled.",
    # -- stories
    "stories.lead": "The same simulated person in both designs, chosen by rule from the first replication.",
    "stories.none": "Nobody’s life differs in a way that can be told.",
    "stories.lost": "This part needs the scenario file, which was not found as it was when the comparison was made.",
    # -- rests
    "rests.ranked": "What moves the answer most, ranked by `journey evidence`:",
    "rests.rule": (
        "Not ranked yet. By rule, these come first: the assumed lever levels farthest from today, then the assumed "
        "coefficients with the widest range. To rank them: `{command}`"
    ),
    "rests.unknown": "What this rests on most is not known; `{command}` ranks the assumptions.",
    "assumption": "assumption",
    "tag": "tag",
    "source": "source",
    "no_source": "none: assumed",
    "tags": (
        "Tags say what a number rests on: V read in the cited source, V2 in a weaker one, M recalled from the "
        "literature, D derived by arithmetic, A assumed."
    ),
    "levers.all": "The levers that {second} pulls",
    "levers.evidence": "Levels and prices of levers are assumed, never found, whatever the tag of the idea.",
    "kind": "kind",
    "kind.process": "process",
    "kind.mechanism": "mechanism",
    "one_off": "once, EUR",
    "per_year": "a year, EUR",
    "per_customer": "a customer-year, EUR",
    "no_levers": "It pulls none.",
    "moved": "What is moved",
    "moved.lead": "This is a what-if: some values are not those of the scenario. All of them:",
    "moved.what": "value",
    "moved.before": "in the scenario",
    "moved.after": "here",
    "moved.caption": (
        "Against {scenario}. A level half-way is half-way between today and the level assumed; the price of a lever "
        "stays as assumed."
    ),
    "today": "Today’s numbers",
    "today.met": "All numbers that today’s company was solved for are met.",
    "today.none": "Today’s company was solved for no number.",
    "today.unmet": "Today’s numbers not met, wanted against reached:",
    "wanted": "wanted",
    "reached": "reached",
    "notes": "Notes for a careful reader",
    # -- run
    "run.what": (
        "An agent-based simulation: every customer is followed contact by contact through the network of touchpoints, "
        "on one clock, in both designs. Counted are those who enter from day {warm_up} to day {until}; each is "
        "followed for {days} days. Whoever comes before or after only loads the queues."
    ),
    "run.paired": (
        "The estimate is the mean paired difference, second design minus first: in each replication the same customers "
        "with the same luck live through both, decision by decision."
    ),
    "run.odd": "The whole description by the protocols ODD and STRESS: `{odd}` and `{stress}`",
    "run.designs": "designs",
    "run.seed": "seed",
    "run.replications": "paired replications",
    "run.of": "{all} (causes {causes}, maps and personas {views})",
    "run.preset": "set of assumptions",
    "run.id": "manifest of the comparison",
    "run.hash": "content of the scenario",
    "run.versions": "versions",
    "run.command": "command",
    "run.again": "Made again with these, every number is the same; the page carries no date for that reason.",
    "run.decimal": "",
}
