"""Patterns of what boxes, trees and regrets say, in English."""

TEXTS: dict[str, str] = {
    "box": (
        "“{title}” does not pay where {limits}: in {density} of fresh futures there {case}, against {elsewhere} "
        "elsewhere; the box holds {coverage} of all losing futures, in {mass} of the space.{held}"
    ),
    "box.not_held": " On fresh futures it did not hold up: do not act on it.",
    "box.and": " AND ",
    "box.or": " OR ",
    "box.none": "–",
    "box.percent": "{share} %",
    "box.share": "{share} [{low}, {high}]",
    "box.level": "“{title}” {reach}{tag}{meaning}",
    "box.number": "{about} ({low} to {high} sampled) is {between}{unit}{tag}",
    "box.path": "`{path}`",
    "box.level_share": "{lever}: share of its level",
    "box.of_design": "{words}, {design}",
    "box.loses": "it loses ({measure})",
    "box.worse.less": "its difference in {measure} is less than {threshold} {unit}",
    "box.worse.more": "its difference in {measure} is more than {threshold} {unit}",
    "box.nowhere": (
        "In none of {count} futures is it so that {case} with “{title}”; with 95 % confidence that is so in at most "
        "{most} % of the space sampled."
    ),
    "box.everywhere": "With “{title}”, {case} in every one of {count} futures: there is no box to look for.",
    "box.no_box": (
        "{share} of the futures lose, but no box of them is told (wanted: {rule}): what searching finds here is no "
        "better than what it finds in shuffled futures, or rests on limits that could be chance. More points may show "
        "more."
    ),
    "box.rule.nearest": "the box nearest to coverage 1 and density 1, all its limits believed",
    "box.rule.dense": "the largest coverage at a density of at least {density}, all limits believed",
    "box.flattery": (
        "In the sample that found the first box its density was {density} and its coverage {coverage}; the numbers "
        "above are those of {points} fresh futures in it."
    ),
    "box.tree.nowhere": "A classification tree, asked for a second opinion, expects a loss nowhere.",
    "box.tree": (
        "A small classification tree, asked for a second opinion, says the same of {agreement} of the space; it "
        "expects a loss where {where}: on fresh futures density {density}, coverage {coverage}."
    ),
    "box.regret": (
        "Whoever cannot know which of the {count} futures comes regrets least with “{safe}”: at worst it is {largest} "
        "{unit} ({measure}) behind the best choice, “{other}” {largest_other}, {same} ({expected} against "
        "{expected_other}). It is the best in {best} of the futures."
    ),
    "box.regret.same": "and the smallest on average",
    "box.regret.other": "on average “{title}” has less",
    "box.shares": (
        "Shares are shares of the futures sampled, each range evenly and by itself; they are no probabilities, and "
        "lever levels are assumed."
    ),
    "box.from_to": "{low} to {high}",
    "box.above": "above {low}",
    "box.below": "below {high}",
    "box.at_least": "at least {low}",
    "box.at_most": "at most {high}",
    "box.reach.from_to": "reaches {low} to {high} % of its assumed level",
    "box.reach.above": "reaches more than {low} % of its assumed level",
    "box.reach.below": "reaches less than {high} % of its assumed level",
    "box.meaning": " ({parts})",
    "box.meaning.more": " ({parts} and more)",
    "box.part": "{path} {part} between {today} today and {level}",
}
