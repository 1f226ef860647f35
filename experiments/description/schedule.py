"""The order of events: the tick as the kernel's own docstring has it, and what one contact consists of."""

import inspect
import re

from experiments.description.markdown import blocks, code, days, items, joined, said, steps, words
from experiments.description.subject import Subject
from sim import kernel
from sim.streams import Decision

_STEP = re.compile(r"\((\d+)\) (.+?)(?=,\s*\(\d+\)|\.\s*$|\.\n)", re.DOTALL)
_COMMENT = re.compile(r"^    ([A-Z_]+) = \(?\s*\d+  # (.*)$", re.MULTILINE)

DRAW_NEEDS = {
    "MOMENT": ("experience", "moments", "voices"), "RECOVERY": ("recovery",), "REPEAT": ("handoffs",),
    "CROSSING": ("handoffs",), "NEED": ("silent_needs",), "OWNER_VOICE": ("voices",),
    "TELL": ("word_of_mouth", "reputation"), "AMBIENT": ("word_of_mouth",), "LISTENER": ("word_of_mouth",),
    "CAUSE": ("churn",), "NETWORK": ("word_of_mouth", "neighbour_defection"), "SERVICE": ("waiting", "handoffs"),
    "OFFER": ("offers",), "GOAL": ("campaign_fit",), "RESHARE": ("resharing",), "ENTRY": ("recommendation_entry",),
    "MIXING": ("word_of_mouth",), "NEED_ARISES": ("episodes",), "NEED_RATE": ("episodes",), "LAPSE": ("episodes",),
    "SHOCK": ("episodes",), "SPEND": ("value",), "FEEDBACK": ("learning",), "TENURE": ("episodes",),
}  # fmt: skip
"""Decisions that only some mechanisms take; all others are always listed."""


def tick(s: Subject) -> str:
    """One step of the slow clock, from the docstring of the kernel."""
    text = inspect.getdoc(kernel) or ""
    found = [" ".join(step.split()) for _, step in _STEP.findall(text)]
    kept = [told for step in found if (told := _told(s, step))]
    around = " ".join(
        " ".join(part.split())
        for part in re.split(r"(?<=\.)\s+", text)
        if part.startswith(("Order", "Everybody"))
    )
    return blocks(
        f"One tick lasts {days(s.world.clock.tick_days)}. In each tick, in this order:",
        steps(f"{words(step[0].upper() + step[1:])}." for step in kept),
        words(around),
    )


TICK_NEEDS = {
    "what was heard is read": ("word_of_mouth", "neighbour_defection"), "passed on": ("resharing",),
    "and makes people start": ("recommendation_entry",), "reputation moves": ("reputation",),
    "every customer's memory fades": ("memory",), "offers are heard": ("offers",), "hazard grows": ("churn",),
    "talk and revenue follow": ("word_of_mouth", "value"), "needs arise": ("episodes",),
    "the company reviews its feedback": ("learning",),
}  # fmt: skip
"""What a tick does that only some mechanisms do, in the words of the kernel's docstring."""


def _told(s: Subject, step: str) -> str:
    """A step of the tick, less what does not happen here; nothing when none of it does."""
    if step.startswith("shocks"):
        return step if s.there.struck else ""
    parts = [part for part in step.split(", ") if part not in TICK_NEEDS or s.any(*TICK_NEEDS[part])]
    return joined([part.removeprefix("and ") for part in parts])


def contact(s: Subject) -> str:
    """What happens from one touchpoint to the next, in order."""
    lines = {
        "Crossing": said(
            s.has("handoffs")
            and """If the department changes, a share of the case file is lost, and the case may be dropped
            until the customer chases it; if the channel changes, another share is lost.""",
            "The customer heads for the next touchpoint.",
        ),
        "Delay": "The touchpoint's delay passes.",
        "Opening hours": said(
            s.there.queues
            and """A live contact that the customer begins out of hours moves to a uniformly drawn time in the next
            opening; other work waits for opening."""
        ),
        "Repetition": said(
            s.there.asked
            and "Each piece of information asked for is asked again with the chance that it was lost."
        ),
        "Queue": said(
            s.there.queues
            and """First come, first served over all servers of the pool: on arrival the server that can start
            earliest is found (Kiefer-Wolfowitz recursion; ties go to the lowest number).""",
            s.there.waits
            and """Patience is drawn on arrival too, so who will give up is known then and never takes a
            server. Somebody whose patience ends tries again, changes channel, or leaves the journey.""",
        ),
        "Service": said(
            s.has("waiting") and "Staff time is drawn.",
            s.has("waiting") and s.there.asked and "Questions asked again take longer.",
        ),
        "Living through it": said(
            s.has("voices") and "The department's message is compared with what was heard before.",
            s.has("moments") and "A moment of truth may fail.",
            s.has("experience")
            and f"""Performance is felt against expectation and moves
            satisfaction{", trust" if s.has("trust") else ""} and the memory of the episode.""",
            s.has("effort") and "Effort points add up.",
        ),
        "Failure": said(
            s.there.fails and "A failure leaves the issue unresolved.",
            s.has("recovery") and "The customer complains or not, and the company puts it right or not.",
        ),
        "Money": said(s.has("value") and "The contact is paid for, and streams of margin begin."),
        "Conversion": said(
            bool(s.world.converts_at) and "A prospect who finishes a step that makes customers becomes one."
        ),
        "Unmet needs": said(
            s.has("silent_needs")
            and """After a silent step, unmet needs may end the journey, cause an avoidable contact, or go
            wrong at the next contact."""
        ),
        "Choice": said(
            "The next edge is the one with the largest utility:",
            s.has("choice")
            and """the log of its share, its intercept, how much the persona likes the channel (going on) or the
            grievance (leaving), and a Gumbel draw.""",
            not s.has("choice")
            and "the log of its share and a Gumbel draw, which gives exactly the shares as written.",
        ),
    }
    return steps(f"**{name}.** {text}" for name, text in lines.items() if text)


def draws(s: Subject) -> str:
    """The decisions that chance takes part in, and what the draws of each are for."""
    comments = dict(_COMMENT.findall(inspect.getsource(Decision)))
    kept = [d for d in Decision if d.name not in DRAW_NEEDS or s.any(*DRAW_NEEDS[d.name])]
    return items(
        f"{code(d.name.lower())}: {words(comments.get(d.name, '').replace('; -', ''))}" for d in kept
    )
