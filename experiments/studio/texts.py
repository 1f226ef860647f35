"""Every text of the page, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """English. A translation is another instance."""

    # what is written into an exported scenario
    lever_everywhere: str = "What-if: personas and uncertain numbers"
    lever_staff: str = "What-if: staff"
    what_if_title: str = "{title} (what-if)"
    file_head: str = (
        "A what-if of {scenario}, written by journey studio.\n"
        "The name stays, so that today's company is calibrated as it was. The same numbers:\n"
        "{command}"
    )

    # head
    page_title: str = "{title} · journey studio"
    skip: str = "Skip to the results"
    scenario: str = "Scenario"
    compare: str = "Compare"
    against: str = "against"
    preset: str = "Assumptions"
    seed: str = "Seed"
    replications: str = "Replications"

    # controls
    controls: str = "What if"
    reset: str = "Start over"
    levers: str = "Levers of “{design}”"
    levers_help: str = (
        "How far each lever is pulled: 0 % is today, 100 % the level assumed. Its price stays as assumed. "
        "What has nothing between (switches, names) is as assumed above 0 %."
    )
    no_levers_at_all: str = "This scenario has no levers."
    switch: str = "Pull “{lever}”"
    level: str = "Level of “{lever}”"
    staffing: str = "Staff"
    staffing_help: str = (
        "People who serve at the same time, in each design. Wages of more people are not in the result; "
        "a lever's price is."
    )
    servers: str = "{team}, {design}"
    moved: str = "{title} · {count} moved"
    set_by_lever: str = "set by a lever"
    personas: str = "Personas"
    personas_help: str = "Weights, turned into shares of those who come."
    weight: str = "Weight of {persona}"
    uncertain: str = "Uncertain numbers"
    uncertain_help: str = "Nobody knows these. The range is the scenario's own; both designs move."

    # status
    working: str = "Living through the first customers …"
    calibrating: str = "Calibrating today's company, once …"
    status: str = "{done} of {wanted} paired replications"
    refining: str = "refining"
    done: str = "done"
    first_answer: str = "first answer after {seconds} s"
    nothing_yet: str = "No answer yet."
    spoken: str = "{replications} paired replications. {worth}"
    refused: str = "This cannot be tried: {reason}"
    failed: str = "Something went wrong here; the terminal says what. Start over, or reload the page."
    too_many: str = "Too many pages of this studio are open. Close one, then reload."

    # results
    verdict: str = "Verdict"
    rests_on: str = "It rests on"
    noise: str = (
        "95 % intervals of paired differences: simulation noise only. That the levels are right is assumed."
    )
    one_pair: str = "One pair of worlds so far: differences without an interval, and no verdict yet."
    few: str = "Few replications: the intervals are wide. Set more at the top."
    no_interval: str = "no interval yet"
    key_numbers: str = "{second} minus {first}, the same customers with the same luck in both:"
    all_measures: str = "All measures"
    measure: str = "Measure"
    difference: str = "Difference"
    interval: str = "95 % interval"
    reading: str = "Reading"
    better: str = "better"
    worse: str = "worse"
    differs: str = "differs"
    same: str = "same"
    undecided: str = "undecided"
    unknown: str = "–"
    people: str = "Of 1,000 people: {saved} saved, {lost} lost"
    maps: str = "The two journeys"
    maps_help: str = (
        "Width: customers, as simulated, per 100 who came in. Colour: hand-off to another department. "
        "Dashed: silent steps that nobody sees."
    )
    swipe: str = "The map is wider than the screen: move it sideways."
    map_of: str = "Journey map of {design}"
    map_words: str = "The maps in words"
    map_head: str = "Way|{first}: per 100|{second}: per 100|Hand-off"
    map_empty: str = "nobody (silent)"
    pause: str = "Pause the customers"
    move: str = "Let the customers move"
    legend_handoff: str = "hand-off to another department"
    legend_within: str = "within a department"
    legend_silent: str = "silent step"
    legend_lost: str = "leaves"
    legend_won: str = "reaches the goal"
    per_100: str = "{visits} visits per 100 who came"
    survival: str = "Who stays"
    survival_help: str = "Share of customers still there by days since conversion, with 95 % bands."
    survival_empty: str = "No customer could be followed here."
    survival_days: str = "days since conversion"
    waterfall: str = "Where it comes from, lever by lever"
    waterfall_help: str = (
        "What each lever adds to profit per entrant, its price paid. The quick look pulls them one after another in "
        "one order. Sharing out fairly averages over orders, and lives through more worlds."
    )
    look_quickly: str = "Quick look"
    share_out: str = "Share out fairly"
    waterfall_quick: str = "Each lever added in this order"
    waterfall_quick_help: str = (
        "Top to bottom, the scenario's order: another order shares out otherwise, because levers help or replace one "
        "another."
    )
    waterfall_fair: str = "Shared out fairly, no order favoured"
    waterfall_fair_help: str = (
        "Shapley values: what a lever adds to those pulled before it, averaged over orders ({way}; {worlds:,} worlds); "
        "largest first. The same as journey explain --what levers."
    )
    way_only: str = "there is one lever only"
    ways_all: str = "all {ways} ways to pull {levers} levers"
    ways_drawn: str = "one order of the {levers} levers and its reverse, drawn anew in every replication"
    sharing: str = "Sharing out: {done} of {planned} worlds"
    no_difference: str = "Both designs pull the same levers; there is nothing to share out."
    waterfall_total: str = "All together"
    blame: str = "Where pain is voiced, and where it is caused"
    blame_help: str = (
        "Painful events per 1,000 entrants under “{design}”. Rows: the department that hears them. Columns: the one "
        "that caused them. {share} are caused elsewhere than where they are voiced."
    )
    voiced: str = "voiced at ↓ caused at →"
    compute: str = "Work it out"
    computing: str = "Working it out …"
    out_of_date: str = "The what-if has moved since; work it out again."
    blame_note: str = "{replications} replications; intervals of all cells: journey explain."

    # keep and share
    keep: str = "Keep and share"
    pin: str = "Pin this variant"
    pin_name: str = "Name of the variant"
    pin_default: str = "Variant {number}"
    pinned: str = "Pinned variants: differences against their first design"
    pinned_help: str = "The same customers, with the same luck, in all of them. The address keeps the pins."
    no_pins: str = "Nothing pinned yet. Pin a variant to compare it with the next."
    remove: str = "Remove"
    open: str = "Open"
    variant: str = "Variant"
    pins_full: str = "{most} variants are pinned; remove one first."
    command: str = "The same numbers from the command line"
    address: str = (
        "The address of this page holds the what-if; save it as a bookmark. For somebody else's machine:"
    )
    export: str = "Export"
    export_yaml: str = "Scenario (YAML)"
    export_json: str = "Results (JSON)"
    export_csv: str = "Differences (CSV)"
    export_png: str = "Figure (PNG)"
    export_svg: str = "Figure (SVG)"
    export_maps: str = "Both maps (SVG)"
    report: str = "Report of this what-if"
    report_help: str = (
        "One HTML file to mail: the answer, the maps, why, for whom, what is moved and what it rests on, for the "
        "what-if as it is when you ask."
    )
    report_language: str = "Language"
    report_size: str = "Size"
    report_short: str = "Short"
    report_whole: str = "Whole"
    report_make: str = "Make the report"
    report_about: str = (
        "With {replications} paired replications, as set at the top. On this machine short takes about {short} min; "
        "whole, with levers, grey areas and break-evens, about {whole} min. The page answers meanwhile."
    )
    report_begun: str = "The report is being made; the page answers meanwhile, somewhat more slowly."
    report_step: str = "{what}: {done} of {planned} · {clock} so far"
    report_done: str = "The report is made: {name}, {kilobytes} kB."
    report_moved: str = "The what-if has moved since; the report is of what it was when you asked."
    report_again: str = "Download it again"
    report_busy: str = (
        "A report is being made already, on another page perhaps. Wait until it is done, or cancel it there."
    )
    report_cancelled: str = "The report was cancelled."
    report_refused: str = "The report was not made: {reason}"
    report_failed: str = "The report was not made: something went wrong here; the terminal says what."
    cancel: str = "Cancel"

    # refusals, as plain text
    wrong_host: str = (
        "journey studio answers at http://127.0.0.1:{port} only, and only from this machine. "
        "Open the address that was printed in the terminal.\n"
    )
    wrong_origin: str = "Another page asked for this. journey studio answers its own page only.\n"
    wrong_token: str = (
        "This page belongs to whoever started it. Open the whole address that `journey studio` printed in the "
        "terminal; it carries a token.\n"
    )
    wrong_method: str = "journey studio answers GET and HEAD only.\n"
    too_long: str = "The address is too long.\n"


TEXTS = Texts()


def folded(text: str, letters: int, lines: int) -> list[str]:
    """The text on so many lines at most, an ellipsis where it does not fit."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= letters or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    kept = found[:lines]
    if len(found) > lines:
        kept[-1] = f"{kept[-1]} …"
    return [line if len(line) <= letters else f"{line[: letters - 1].rstrip(' …')}…" for line in kept]
