"""THE table of a customer's columns: name, type, unit, start value, meaning. Everything else reads it from here."""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[Any]  # a structured array; its fields are named in the tables below


class Status(IntEnum):
    """Who a person is to the company."""

    EXPECTED = 0
    REFUSED = 1
    PROSPECT = 2
    CUSTOMER = 3
    LEFT = 4


class Outcome(IntEnum):
    """What became of an episode."""

    NONE = 0
    OPEN = 1
    WON = 2
    LOST = 3
    CUT_SHORT = 4


class Event(IntEnum):
    """The one thing a person's calendar entry can be."""

    NOTHING = 0
    ARRIVE = 1
    REACH = 2
    FINISH = 3
    ABANDON = 4


class Detour(IntEnum):
    """Why a contact beside the path takes place; the path goes on after it."""

    NO = 0
    BEFORE_CROSSING = 1
    AFTER_CROSSING = 2


class Cause(IntEnum):
    """What a customer's departure is booked on."""

    NONE = 0
    BASELINE = 1
    NEW_CUSTOMER = 2
    DISSATISFACTION = 3
    DISTRUST = 4
    EFFORT = 5
    INCONSISTENCY = 6
    UNRESOLVED = 7
    COMPLAINT = 8
    NEIGHBOURS = 9
    WORD_OF_MOUTH = 10
    FAILURE = 11
    JOURNEY = 12
    OFFER = 13
    LAPSED = 14


class Column(NamedTuple):
    """One column of a structured array."""

    name: str
    dtype: str
    unit: str
    start: float
    meaning: str


NAN, INF = float("nan"), float("inf")

# Columns stand in memory in this order. Each of the first five groups is one cache line of 64 bytes.
PEOPLE: tuple[Column, ...] = (
    # -- memories, and what every look at a person begins with
    Column("uid", "u8", "", 0, "persona hash and number of the candidate: the address of every draw"),
    Column("status", "i4", "Status", 0, "expected, refused, prospect, customer, left"),
    Column("event_kind", "i4", "Event", 0, "kind of the pending calendar entry"),
    Column("purchases", "i4", "count", 0, "purchases"),
    Column("persona", "i4", "index", 0, "persona"),
    Column("remembered_day", "f8", "day", 0, "time up to which memories have decayed"),
    Column("satisfaction", "f8", "-1..1", 0, "satisfaction stock"),
    Column("shown_bonus", "f8", "-1..1", 0, "recovery bonus shown to surveys only"),
    Column("unresolved", "f8", "0..1", 0, "strength of an unresolved failure"),
    Column("complaint", "f8", "0..1", 0, "strength of a complaint"),
    # -- staying or leaving
    Column("neighbours_lost", "f8", "count", 0, "neighbours who left, fading"),
    Column("opinion", "f8", "log-odds", 0, "what was heard about the company, fading"),
    Column("trust", "f8", "0..1", 0, "trust stock"),
    Column("trust_weight", "f8", "ratio", 1, "weight of trust in leaving"),
    Column("hazard", "f8", "integrated hazard", 0, "integrated hazard since the conversion"),
    Column("churn_threshold", "f8", "integrated hazard", INF, "leaves when the integrated hazard reaches it"),
    Column("leaves_day", "f8", "day", INF, "decided departure that waits for a contact to end"),
    Column("converted_day", "f8", "day", NAN, "became a customer"),
    # -- what every tick asks
    Column("followed_until", "f8", "day", -INF, "end of the follow-up"),
    Column("next_offer_day", "f8", "day", INF, "when the next offer of a competitor comes"),
    Column("noise_until", "f8", "day", -INF, "until when an offer heard after a disconnect works"),
    Column("accrued_day", "f8", "day", 0, "time up to which revenue has been booked"),
    Column("talk_factor", "f8", "ratio", 1, "how much this person talks"),
    Column("event_day", "f8", "day", INF, "time of the pending calendar entry"),
    Column(
        "disconnect_day", "f8", "day", -INF, "last failure, dropped case, repeated question or abandonment"
    ),
    Column("offer_day", "f8", "day", -INF, "when an offer was heard last"),
    # -- what was heard
    Column("heard_positive", "i8", "2^-20 tie weights", 0, "positive talk heard since the last tick"),
    Column("heard_negative", "i8", "2^-20 tie weights", 0, "negative talk heard since the last tick"),
    Column("heard_leavers", "i8", "2^-20 tie weights", 0, "neighbours who left since the last tick"),
    Column("praise_read", "i8", "2^-20 tie weights", 0, "praise read at the last reading"),
    Column("heard_posts", "i4", "count", 0, "public complaints heard since the last tick"),
    Column(
        "news", "i4", "code", 0, "what was read: 1 praise, -1 blame, 2 a public complaint, 0 none of these"
    ),
    Column("in_inbox", "i4", "flag", 0, "something was heard since the last tick"),
    Column("in_contact", "i4", "flag", 0, "in a queue or in service"),
    Column("passed_on_day", "f8", "day", -INF, "last time a story was passed on"),
    Column("stories", "i8", "count", 0, "story number: address of the next story passed on"),
    # -- what moves with a contact or an offer
    Column("effort", "f8", "points", 0, "excess effort of the episode"),
    Column("message_square", "f8", "message^2", 0, "sum of squared deviations of what was heard"),
    Column("message_count", "f8", "count", 0, "messages heard"),
    Column("effort_weight", "f8", "ratio", 1, "weight of effort in leaving"),
    Column("lock_in", "f8", "log hazard", 0, "lock-in"),
    Column("log_frailty", "f8", "log hazard", 0, "unexplained proneness to leave"),
    Column("offers", "i8", "count", 0, "offer number: address of the next offer"),
    Column("offer_factor", "f8", "ratio", 1, "how many offers reach this person"),
    # -- where in the journey
    Column("touchpoint", "i4", "index", -1, "where the person is or is heading"),
    Column("edge", "i4", "index", -1, "edge crossed last"),
    Column("visit", "i8", "count", 0, "which visit of this touchpoint this is (detours are numbered apart)"),
    Column("attempt", "i8", "count", 0, "which attempt of this visit"),
    Column("detours", "i8", "count", 0, "detours so far"),
    Column("moved", "i4", "flag", 0, "the contact was moved to the next opening"),
    Column("last_owner", "i4", "index", -1, "owner met last, carried across silent steps"),
    Column("last_channel", "i4", "index", -1, "channel used last, carried across silent steps"),
    Column("detour", "i4", "Detour", 0, "the present contact is beside the path"),
    Column("waiting_edge", "i4", "index", -1, "edge to cross, or crossed, when the detour is over"),
    Column("information", "f8", "share", 1, "share of the case file known where the case is"),
    Column("case_dropped", "i4", "flag", 0, "the case was dropped on the way to this contact"),
    Column("handed_off", "i4", "count", 0, "hand-offs not yet felt at a contact"),
    Column("forced_switch", "i4", "count", 0, "forced channel switches not yet felt at a contact"),
    Column("incident", "i4", "flag", 0, "an unmet need will go wrong at the next contact"),
    Column("repeats_now", "i4", "count", 0, "items asked again at this contact"),
    Column("reached_day", "f8", "day", NAN, "reached this touchpoint"),
    Column("wait_now", "f8", "minutes", 0, "wait at this contact (working time)"),
    Column("service_now", "f8", "minutes", 0, "service at this contact"),
    Column("entered_day", "f8", "day", NAN, "entered"),
    # -- mind
    Column("expectation", "f8", "performance", 0, "expected performance"),
    Column("loss_weight", "f8", "ratio", 1, "weight of losses against gains"),
    Column("attribution", "f8", "ratio", 0, "how far bad treatment is taken personally"),
    Column("repeat_weight", "f8", "ratio", 1, "weight of having to repeat oneself"),
    Column("inconsistency_weight", "f8", "ratio", 1, "weight of contradicting voices"),
    Column("patience_factor", "f8", "ratio", 1, "patience relative to the channel's mean"),
    Column("felt", "i4", "count", 0, "contacts felt"),
    Column("episode_felt", "i4", "count", 0, "contacts felt in this episode"),
    Column("moments", "i4", "count", 0, "moments of truth lived in this episode"),
    Column("incident_from", "i4", "index", -1, "silent step whose unmet need will go wrong"),
    Column("value_sum", "f8", "-1..1", 0, "sum of contact values of this episode"),
    Column("value_peak", "f8", "-1..1", 0, "contact value of largest size in this episode"),
    Column("value_last", "f8", "-1..1", 0, "last contact value"),
    Column("message_mean", "f8", "message", 0, "mean of what was heard"),
    Column("failed_day", "f8", "day", -INF, "last failure"),
    Column("chose_day", "f8", "day", -INF, "last choice of a next step"),
    # -- what happened
    Column("contacts", "i4", "count", 0, "non-silent visits within the follow-up"),
    Column("repeats", "i4", "count", 0, "items asked again within the follow-up"),
    Column("handoffs", "i4", "count", 0, "hand-offs within the follow-up"),
    Column("channel_switches", "i4", "count", 0, "channel switches within the follow-up"),
    Column("drops", "i4", "count", 0, "dropped hand-offs within the follow-up"),
    Column("failures", "i4", "count", 0, "failed moments of truth within the follow-up"),
    Column("live_contacts", "i4", "count", 0, "live contacts tried within the follow-up"),
    Column("abandonments", "i4", "count", 0, "live contacts abandoned within the follow-up"),
    Column("wait_minutes", "f8", "minutes", 0, "waiting in live contacts within the follow-up"),
    Column("cost_micro", "i8", "1e-6 EUR", 0, "cost to serve within the follow-up"),
    Column("cost_later_micro", "i8", "1e-6 EUR", 0, "cost to serve after the follow-up"),
    Column("failures_before_conversion", "i4", "count", 0, "failed moments of truth before the conversion"),
    Column(
        "defects_before_conversion",
        "i4",
        "count",
        0,
        "failures, drops and abandonments before the conversion",
    ),
    Column("episode_outcome", "i4", "Outcome", 0, "what became of the episode"),
    Column("cause", "i4", "Cause", 0, "what the departure is booked on"),
    Column("revenue_micro", "i8", "1e-6 EUR", 0, "revenue within the follow-up"),
    Column("revenue_later_micro", "i8", "1e-6 EUR", 0, "revenue after the follow-up"),
    Column("talks", "i4", "count", 0, "talk number: address of the next talk"),
    Column("post_factor", "f8", "ratio", 1, "how much this person posts"),
    Column(
        "expectation_trait", "f8", "performance", 0, "expectation before anything is heard of the company"
    ),
    Column("left_day", "f8", "day", NAN, "left for good"),
    Column("left_touchpoint", "i4", "index", -1, "where a prospect left, or a customer stood when leaving"),
    Column("episode_closed_day", "f8", "day", NAN, "end of the episode"),
    Column("talk_positive", "i4", "count", 0, "positive messages sent within the follow-up"),
    Column("talk_negative", "i4", "count", 0, "negative messages sent within the follow-up"),
    Column(
        "survey_day", "f8", "day", NAN, "asked at the end of the journey, on leaving, or when follow-up ends"
    ),
    Column("survey_satisfaction", "f8", "-1..1", NAN, "satisfaction when asked"),
    Column("survey_trust", "f8", "0..1", NAN, "trust when asked"),
    Column("survey_effort", "f8", "points", NAN, "effort when asked"),
    Column("recommend_latent", "f8", "points", NAN, "latent likelihood to recommend, without intercept"),
    Column("recommend", "i4", "0..10", -1, "likelihood to recommend; -1 not asked"),
    # -- competitors, fit, needs, stories
    Column("fit", "f8", "cosine", 0, "how well the offer fits what the person wants"),
    Column("need_factor", "f8", "ratio", 1, "how often this person needs something"),
    Column("spend_factor", "f8", "ratio", 1, "how much this person spends"),
    Column("existing", "i4", "flag", 0, "a customer already on the first day"),
    Column("episode", "i4", "index", -1, "kind of the present or last episode; -1 the journey of entry"),
    Column("episode_number", "i8", "count", 0, "which episode this is, from 0"),
    Column("episode_opened_day", "f8", "day", NAN, "start of the episode"),
    Column("episodes_counted", "i4", "count", 0, "episodes opened within the follow-up"),
    Column("episodes_won", "i4", "count", 0, "of those, won within the follow-up"),
    Column(
        "episodes_closed", "i4", "count", 0, "of those, closed within the follow-up, cut short ones apart"
    ),
    Column("episode_days", "f8", "days", 0, "duration of the closed ones, summed"),
    Column("hearings", "i8", "count", 0, "times praise might have made the person start"),
)

TOUCHPOINT_COUNTS: tuple[Column, ...] = (
    Column("visits", "i8", "count", 0, "visits begun on the path"),
    Column("counted_visits", "i8", "count", 0, "visits ended, of counted entrants, on the path"),
    Column("detours", "i8", "count", 0, "visits beside the path (chasing, extra questions)"),
    Column("contacts", "i8", "count", 0, "contacts finished"),
    Column("live_contacts", "i8", "count", 0, "live contacts tried"),
    Column("waited", "i8", "count", 0, "live contacts that had to wait"),
    Column("abandoned", "i8", "count", 0, "live contacts abandoned"),
    Column("failures", "i8", "count", 0, "failed moments of truth"),
    Column("repeats", "i8", "count", 0, "items asked again"),
    Column("wait_minutes", "f8", "minutes", 0, "working time waited, served and abandoned"),
    Column("service_minutes", "f8", "minutes", 0, "service given"),
    Column(
        "wasted_minutes",
        "f8",
        "minutes",
        0,
        "work for somebody who had left the company, or the queue in silence",
    ),
    Column("cost_micro", "i8", "1e-6 EUR", 0, "cost of the contacts"),
    Column("present", "i8", "count", 0, "in queue or service now"),
    Column("changed_day", "f8", "day", 0, "when `present` changed last"),
    Column("area_days", "f8", "person-days", 0, "integral of `present`"),
    Column("sojourn_days", "f8", "person-days", 0, "sum of times in queue and service"),
    Column("answers", "i8", "count", 0, "answers booked here since the last review"),
    Column("pains", "i8", "count", 0, "painful ones of those"),
    Column("verdict", "i8", "0..2", 0, "last verdict: 0 unknown, 1 hold, 2 act"),
    Column("fixes", "i8", "count", 0, "fixes so far"),
    Column("failure_factor", "f8", "ratio", 1, "failures here against the first day's, after the fixes"),
)

EDGE_COUNTS: tuple[Column, ...] = (
    Column("traversals", "i8", "count", 0, "crossings"),
    Column(
        "counted", "i8", "count", 0, "crossings of counted entrants, by routing or abandonment, on the path"
    ),
    Column(
        "given_up", "i8", "count", 0, "of those counted, crossings nobody chose: abandonment, cancellation"
    ),
    Column("handoffs", "i8", "count", 0, "crossings that changed the owner"),
    Column("channel_switches", "i8", "count", 0, "crossings that changed the channel"),
    Column("forced_switches", "i8", "count", 0, "crossings after an abandonment"),
    Column("drops", "i8", "count", 0, "dropped hand-offs"),
    Column("repeats", "i8", "count", 0, "items asked again at the contact after the crossing"),
    Column("answers", "i8", "count", 0, "answers after the crossing since the last review"),
    Column("pains", "i8", "count", 0, "painful ones that began at the crossing"),
    Column("verdict", "i8", "0..2", 0, "last verdict: 0 unknown, 1 hold, 2 act"),
    Column("fixes", "i8", "count", 0, "fixes so far"),
    Column("loss_factor", "f8", "ratio", 1, "losses on this way against the first day's, after the fixes"),
)

DAILY: tuple[Column, ...] = (
    Column("day", "f8", "day", 0, "end of the tick"),
    Column("entered", "i8", "persons", 0, "entered so far"),
    Column("prospects", "i8", "persons", 0, "prospects"),
    Column("customers", "i8", "persons", 0, "customers"),
    Column("left", "i8", "persons", 0, "left so far"),
    Column("episodes_opened", "i8", "episodes", 0, "opened so far"),
    Column("episodes_open", "i8", "episodes", 0, "open"),
    Column("episodes_won", "i8", "episodes", 0, "won so far"),
    Column("episodes_lost", "i8", "episodes", 0, "lost so far"),
    Column("episodes_cut_short", "i8", "episodes", 0, "cut short so far"),
    Column("talk_positive", "i8", "messages", 0, "positive messages so far"),
    Column("talk_negative", "i8", "messages", 0, "negative messages so far"),
    Column("reviews", "i8", "count", 0, "reviews so far"),
    Column("reshared", "i8", "messages", 0, "messages passed on so far"),
    Column("offers_heard", "i8", "count", 0, "offers of competitors heard so far"),
    Column("purchases", "i8", "count", 0, "repeat purchases so far"),
    Column("fixes", "i8", "count", 0, "places fixed so far"),
    Column("revenue_micro", "i8", "1e-6 EUR", 0, "revenue so far"),
    Column("cost_micro", "i8", "1e-6 EUR", 0, "cost to serve so far"),
    Column("reputation", "f8", "stars", 0, "public rating"),
    Column("acquisition_factor", "f8", "ratio", 1, "arrivals relative to today's"),
)

BOOK: tuple[Column, ...] = (
    *DAILY,
    Column("tick", "i8", "index", 0, "the current tick"),
    Column("members", "i8", "count", 0, "length of the list of customers"),
    Column("heap", "i8", "count", 0, "length of the heap"),
    Column("inbox", "i8", "count", 0, "length of the list of people who heard something"),
    Column("sent", "i8", "count", 0, "messages of this tick, the last few of them still under way"),
    Column("logged", "i8", "count", 0, "rows of the event log"),
    Column("refused", "i8", "count", 0, "candidates refused"),
    Column("reviews_now", "i8", "count", 0, "reviews since the last tick"),
    Column("stars_now", "i8", "stars", 0, "stars since the last tick"),
    Column("rating_average", "f8", "stars", 0, "rating, averaged"),
    Column("volume_average", "f8", "reviews/day", 0, "reviews per day, averaged"),
)

TIES: tuple[Column, ...] = (
    Column("to", "i8", "index", 0, "who is at the other end"),
    Column("uid", "u8", "", 0, "and their uid"),
    Column("weight", "f8", "ratio", 1, "weight of the tie"),
)

MESSAGES: tuple[Column, ...] = (
    Column("to", "i8", "index", 0, "who will hear it"),
    Column("units", "i8", "2^-20 tie weights", 0, "how much it weighs"),
    Column("kind", "i8", "code", 0, "1 praise, -1 blame, 2 a public complaint, 0 a neighbour who left"),
)

SLOW_TERMS: tuple[Column, ...] = (
    Column("effort", "f8", "log hazard", NAN, "term of effort; NaN when that has changed since"),
    Column("inconsistency", "f8", "log hazard", NAN, "term of contradicting voices; NaN alike"),
    Column("loyalty", "f8", "log hazard", NAN, "term of purchases, lock-in and frailty; NaN alike"),
)

LOG: tuple[Column, ...] = (
    Column("day", "f8", "day", 0, "when"),
    Column("uid", "u8", "", 0, "who"),
    Column("kind", "i4", "Logged", 0, "what"),
    Column("touchpoint", "i4", "index", 0, "where (-1 = nowhere)"),
    Column("edge", "i4", "index", 0, "edge crossed (-1 = none)"),
    Column("value", "f8", "", 0, "a number that belongs to it"),
)


class Logged(IntEnum):
    """Kinds of rows of the event log, and what their value is."""

    ENTER = 1  # 0
    CROSS = 2  # information kept
    DROP = 3  # days until chased
    REACH = 4  # attempt
    START = 5  # wait, minutes
    FINISH = 6  # service, minutes
    ABANDON = 7  # wait, minutes
    VALUE = 8  # value v of the contact
    FAIL = 9  # 1 recovered, 0 not
    CONVERT = 10  # 0
    WON = 11  # remembered episode J
    LOST = 12  # remembered episode J
    LEAVE = 13  # cause
    TALK = 14  # listeners, negative when the talk is
    REVIEW = 15  # stars
    ASKED = 16  # latent likelihood to recommend
    OPEN = 17  # kind of episode
    BUY = 18  # repeat purchases so far
    SHOCK = 19  # 1 felt, 0 prevented
    OFFER = 20  # chance that it won (customers), 0 (prospects)
    PASS_ON = 21  # acquaintances reached, negative when the message is


LINE_BYTES = 64  # of the processor's cache


def dtype_of(table: tuple[Column, ...]) -> np.dtype[Any]:
    """The structured dtype of a table; rows of more than a cache line are whole lines."""
    packed = np.dtype([(column.name, column.dtype) for column in table], align=True)
    gap = -packed.itemsize % LINE_BYTES
    if packed.itemsize <= LINE_BYTES or gap == 0:
        return packed
    names = [column.name for column in table]
    padded: Any = {
        "names": names,
        "formats": [packed[name] for name in names],
        "offsets": [packed.fields[name][1] for name in names],  # type: ignore[index]
        "itemsize": packed.itemsize + gap,
        "aligned": True,
    }
    whole: np.dtype[Any] = np.dtype(padded)
    return whole


def _room(dtype: np.dtype[Any], rows: int) -> Table:
    """An array that begins with a cache line."""
    memory = np.empty(rows * dtype.itemsize + LINE_BYTES, np.uint8)
    first = -memory.ctypes.data % LINE_BYTES
    return memory[first : first + rows * dtype.itemsize].view(dtype)


def allocate(table: tuple[Column, ...], rows: int) -> Table:
    """A structured array of that many rows, every column at its start value."""
    dtype = dtype_of(table)
    first = np.zeros(1, dtype)
    for column in table:
        first[column.name] = column.start
    array = _room(dtype, rows)
    array.view(f"V{dtype.itemsize}")[...] = first.view(f"V{dtype.itemsize}")
    return array


def copy_of(rows: Table) -> Table:
    """A copy to the last byte: NumPy's own copy leaves the gaps between columns as it finds them."""
    copy = _room(rows.dtype, len(rows))
    copy.view(f"V{rows.itemsize}")[...] = rows.view(f"V{rows.itemsize}")
    return copy
