"""The two clocks: the event loop and the daily tick, as bare loops over the rules.

Order: tick d precedes every event in [d, d + tick); events run in order of (time, uid).
A tick: (1) what was heard is read, passed on, and makes people start, (2) reputation moves, (3) every customer's
memory fades, offers are heard, hazard grows, talk and revenue follow, needs arise, (4) shocks strike, (5) the company
reviews its feedback, (6) the events of the tick run, (7) the day is written down.
Everybody has at most one pending event. The entry of somebody who left pops without effect.
"""

import math
from typing import Any

import numpy as np

from sim.columns import Cause, Detour, Event, Logged, Outcome, Status
from sim.compiled import inlined, without_allocation
from sim.handles import (
    arrival_season,
    books,
    bucket,
    campaign_offer,
    constants,
    daily,
    edge_counts,
    edges,
    episodes,
    free_day,
    goal_hash,
    heap_day,
    heap_person,
    inbox,
    keys,
    lapse_chance,
    log,
    members,
    messages,
    need_left,
    need_number,
    need_rate,
    need_season,
    next_in_bucket,
    owner_offset,
    people,
    persona_case,
    persona_channel,
    persona_delay,
    persona_goals,
    pools,
    scores,
    servers,
    shocks,
    slow_terms,
    stream_day,
    streams,
    talk_bits,
    tie_start,
    ties,
    touchpoint_counts,
    touchpoints,
    visits,
)
from sim.prefetch import prefetch
from sim.rules import (
    advocacy,
    campaign,
    choice,
    churn,
    competitor,
    distributions,
    effort,
    experience,
    handoff,
    learning,
    memory,
    moments,
    needs,
    voices,
    waiting,
)
from sim.rules import trust as trust_rule
from sim.rules import value as value_rule
from sim.streams import Decision, draw

EXPECTED, REFUSED, PROSPECT, CUSTOMER, LEFT = (int(x) for x in Status)
NONE, OPEN, WON, LOST, CUT_SHORT = (int(x) for x in Outcome)
NOTHING, ARRIVE, REACH, FINISH, ABANDON = (int(x) for x in Event)
NO_DETOUR, BEFORE_CROSSING, AFTER_CROSSING = (int(x) for x in Detour)
FAILURE_CAUSE, JOURNEY_CAUSE = int(Cause.FAILURE), int(Cause.JOURNEY)
OFFER_CAUSE, LAPSED_CAUSE = int(Cause.OFFER), int(Cause.LAPSED)
WIN_TARGET, LOST_TARGET = -1, -2

D_ARRIVAL, D_CONTACT, D_SERVICE = int(Decision.ARRIVAL), int(Decision.CONTACT), int(Decision.SERVICE)
D_MOMENT, D_RECOVERY, D_REPEAT = int(Decision.MOMENT), int(Decision.RECOVERY), int(Decision.REPEAT)
D_CROSSING, D_ROUTE, D_NEED = int(Decision.CROSSING), int(Decision.ROUTE), int(Decision.NEED)
D_SURVEY, D_TELL, D_AMBIENT = int(Decision.SURVEY), int(Decision.TELL), int(Decision.AMBIENT)
D_LISTENER, D_CAUSE = int(Decision.LISTENER), int(Decision.CAUSE)
D_OFFER, D_GOAL, D_RESHARE = int(Decision.OFFER), int(Decision.GOAL), int(Decision.RESHARE)
D_ENTRY, D_MIXING, D_NEED_ARISES = int(Decision.ENTRY), int(Decision.MIXING), int(Decision.NEED_ARISES)
D_LAPSE, D_SHOCK, D_SPEND = int(Decision.LAPSE), int(Decision.SHOCK), int(Decision.SPEND)
D_FEEDBACK, D_TENURE = int(Decision.FEEDBACK), int(Decision.TENURE)

L_ENTER, L_CROSS, L_DROP, L_REACH, L_START = (int(x) for x in list(Logged)[:5])
L_FINISH, L_ABANDON, L_VALUE, L_FAIL, L_CONVERT = (int(x) for x in list(Logged)[5:10])
L_WON, L_LOST, L_LEAVE, L_TALK, L_REVIEW, L_ASKED = (int(x) for x in list(Logged)[10:16])
L_OPEN, L_BUY, L_SHOCK, L_OFFER, L_PASS_ON = (int(x) for x in list(Logged)[16:])

ATTEMPT = 1 << 32  # an address's ordinal is visit + attempt * 2^32; detours are numbered from 2^48 on
DETOURS = 1 << 48
ZERO, ONE = np.uint64(0), np.uint64(1)
CONSEQUENCES = np.uint64(1 << 20)
WEIGHT_UNIT = 1048576.0  # 2^20: tie weights are added as integers, so that order does not matter
MICRO = 1e6
AHEAD = 14  # customers asked for before their turn
UNDER_WAY = 16  # messages that wait for their receiver's row to come from memory
BOOKING_TICKS = 7  # running revenue is booked this often, on leaving, and at the horizon
DAYS_PER_MONTH = 30.0
DAYS_PER_YEAR = 365
TIE_LINES = 4  # of memory, for some ten ties
POST = 2  # a public complaint, beside praise (1), criticism (-1) and a neighbour who left (0)


# ---------------------------------------------------------------- the calendar


@without_allocation
def _before(g: Any, a: int, b: int) -> bool:
    if heap_day(g)[a] != heap_day(g)[b]:
        return bool(heap_day(g)[a] < heap_day(g)[b])
    return bool(people(g)[heap_person(g)[a]].uid < people(g)[heap_person(g)[b]].uid)


@without_allocation
def _swap(g: Any, a: int, b: int) -> None:
    day, person = heap_day(g)[a], heap_person(g)[a]
    heap_day(g)[a], heap_person(g)[a] = heap_day(g)[b], heap_person(g)[b]
    heap_day(g)[b], heap_person(g)[b] = day, person


@without_allocation
def _push(g: Any, i: int) -> None:
    book = books(g)[0]
    child = book.heap
    book.heap += 1
    heap_day(g)[child], heap_person(g)[child] = people(g)[i].event_day, i
    while child > 0:
        parent = (child - 1) // 2
        if not _before(g, child, parent):
            break
        _swap(g, child, parent)
        child = parent


@without_allocation
def _pop(g: Any) -> int:
    book = books(g)[0]
    top = heap_person(g)[0]
    book.heap -= 1
    last = book.heap
    heap_day(g)[0], heap_person(g)[0] = heap_day(g)[last], heap_person(g)[last]
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= last:
            break
        if child + 1 < last and _before(g, child + 1, child):
            child += 1
        if not _before(g, child, parent):
            break
        _swap(g, child, parent)
        parent = child
    return int(top)


@without_allocation
def enter_calendar(g: Any, i: int, tick_days: float) -> None:
    """Put a person's pending event into its bucket, or on the heap when it falls into the current tick."""
    p = people(g)[i]
    if p.event_day == math.inf:
        return
    place = math.floor(p.event_day / tick_days)
    if place <= books(g)[0].tick:
        _push(g, i)
    elif place < len(bucket(g)) - 1:
        next_in_bucket(g)[i] = bucket(g)[int(place)]
        bucket(g)[int(place)] = i


@without_allocation
def _take_out(g: Any, i: int, tick_days: float) -> None:
    """Take somebody's entry out of the bucket it lies in, before its tick has begun."""
    if people(g)[i].event_day == math.inf:
        return
    place = math.floor(people(g)[i].event_day / tick_days)
    if place >= len(bucket(g)) - 1:
        return
    other = bucket(g)[int(place)]
    if other == i:
        bucket(g)[int(place)] = next_in_bucket(g)[i]
        return
    while next_in_bucket(g)[other] != i:
        other = next_in_bucket(g)[other]
    next_in_bucket(g)[other] = next_in_bucket(g)[i]


@without_allocation
def fill_calendar(record: Any, tick_days: float) -> None:
    """Put everybody's arrival into the calendar (the book's tick is -1: nothing is current yet)."""
    g = record[0]
    for i in range(len(people(g))):
        enter_calendar(g, i, tick_days)


@without_allocation
def _log(g: Any, i: int, day: float, kind: int, touchpoint: int, edge: int, value: float) -> None:
    book = books(g)[0]
    if book.logged < len(log(g)):
        row = log(g)[book.logged]
        row.day, row.uid, row.kind = day, people(g)[i].uid, kind
        row.touchpoint, row.edge, row.value = touchpoint, edge, value
    book.logged += 1


# ---------------------------------------------------------------- memory, money, surveys


@without_allocation
def _kept(c: Any, days: float) -> tuple[float, float, float, float, float]:
    """What is left after some days of satisfaction, an unresolved failure, a complaint, lost neighbours, opinion."""
    return (
        experience.decay(days, c.half_life_days) if c.use_memory > 0.0 else 1.0,
        experience.decay(days, c.unresolved_half_life_days),
        experience.decay(days, c.complaint_half_life_days),
        experience.decay(days, c.neighbour_half_life_days),
        experience.decay(days, c.opinion_half_life_days),
    )


@inlined
def _fade(p: Any, day: float, kept: tuple[float, float, float, float, float]) -> None:
    p.remembered_day = day
    p.satisfaction *= kept[0]
    p.shown_bonus *= kept[0]
    p.unresolved *= kept[1]
    p.complaint *= kept[2]
    p.neighbours_lost *= kept[3]
    p.opinion *= kept[4]


@without_allocation
def _recall(c: Any, p: Any, day: float) -> None:
    """Let memories fade up to `day`. What is empty stays so: most people need one or two exponentials of five."""
    days = day - p.remembered_day
    if days <= 0.0:
        return
    p.remembered_day = day
    if c.use_memory > 0.0 and (p.satisfaction != 0.0 or p.shown_bonus != 0.0):
        kept = experience.decay(days, c.half_life_days)
        p.satisfaction *= kept
        p.shown_bonus *= kept
    if p.unresolved != 0.0:
        p.unresolved *= experience.decay(days, c.unresolved_half_life_days)
    if p.complaint != 0.0:
        p.complaint *= experience.decay(days, c.complaint_half_life_days)
    if p.neighbours_lost != 0.0:
        p.neighbours_lost *= experience.decay(days, c.neighbour_half_life_days)
    if p.opinion != 0.0:
        p.opinion *= experience.decay(days, c.opinion_half_life_days)


@inlined
def _recall_at_tick(
    c: Any, p: Any, day: float, after_a_tick: tuple[float, float, float, float, float]
) -> None:
    """Like `_recall`; who was remembered at the last tick fades by factors that are the same for all."""
    if day - p.remembered_day == c.tick_days:
        _fade(p, day, after_a_tick)
    else:
        _recall(c, p, day)


@without_allocation
def _remembered(c: Any, p: Any) -> float:
    return memory.remembered(
        p.value_sum, p.episode_felt, p.value_peak, p.value_last, c.average_weight, c.peak_weight, c.end_weight
    )


@inlined
def _effort_term(c: Any, p: Any) -> float:
    return churn.effort_term(p.effort, c.churn_effort, c.intention_to_behaviour, p.effort_weight)


@without_allocation
def _inconsistency_term(c: Any, p: Any) -> float:
    return float(c.churn_inconsistency * voices.inconsistency(p.message_square, p.message_count))


@inlined
def _grievances(
    c: Any, p: Any, effort_term: float, inconsistency_term: float, day: float
) -> tuple[float, float, float, float, float, float, float, float, float]:
    """The terms of x'beta that come from what was lived, in the order of columns.Cause."""
    discount = c.intention_to_behaviour
    return (
        churn.dissatisfaction_term(p.satisfaction, c.satisfaction_reference, c.churn_satisfaction),
        churn.distrust_term(p.trust, c.trust_reference, c.churn_trust, p.trust_weight),
        effort_term,
        inconsistency_term,
        c.churn_unresolved * discount * p.unresolved,
        c.churn_complaint * discount * p.complaint,
        c.churn_neighbour * p.neighbours_lost,
        -c.churn_opinion * p.opinion,
        competitor.disconnect_term(day, p.noise_until, c.offer_disconnect),
    )


@inlined
def _slow_terms(g: Any, c: Any, i: int) -> Any:
    """The terms of the hazard that only contacts and purchases move, computed again when they have."""
    p, kept = people(g)[i], slow_terms(g)[i]
    if math.isnan(kept.effort):
        kept.effort = _effort_term(c, p)
    if math.isnan(kept.inconsistency):
        kept.inconsistency = _inconsistency_term(c, p)
    if math.isnan(kept.loyalty):
        kept.loyalty = churn.loyalty_term(
            p.purchases, c.churn_purchases, p.lock_in, c.churn_lock_in, p.log_frailty
        )
    return kept


@without_allocation
def _ask(g: Any, i: int, day: float) -> None:
    """Survey: asked once, at the end of the journey, on leaving, or when the follow-up ends."""
    c, p = constants(g)[0], people(g)[i]
    if not math.isnan(p.survey_day) or day < p.entered_day:
        return
    _recall(c, p, day)
    p.survey_day = day
    p.survey_satisfaction = p.satisfaction + p.shown_bonus
    p.survey_trust = p.trust
    p.survey_effort = p.effort
    u = draw(keys(g), p.uid, D_SURVEY, ZERO, 0, ZERO)[0]
    p.recommend_latent = advocacy.recommend_latent(
        p.satisfaction + p.shown_bonus,
        p.trust,
        _remembered(c, p),
        p.unresolved,
        c.recommend_satisfaction,
        c.recommend_trust,
        c.recommend_memory,
        c.recommend_unresolved,
        c.recommend_noise,
        u,
    )
    p.recommend = advocacy.recommend_answer(c.recommend_intercept, p.recommend_latent)
    _log(g, i, day, L_ASKED, p.touchpoint, -1, p.recommend_latent)


@without_allocation
def _earn(g: Any, p: Any, euros: float, within: bool) -> None:
    micro = math.floor(euros * MICRO + 0.5)
    if within:
        p.revenue_micro += micro
    else:
        p.revenue_later_micro += micro
    books(g)[0].revenue_micro += micro


@without_allocation
def _accrue(g: Any, i: int, day: float) -> None:
    """Book the running revenue streams of a customer up to `day`, split where the follow-up begins and ends."""
    p = people(g)[i]
    since = p.accrued_day
    if day <= since:
        return
    p.accrued_day = day
    for s in range(len(streams(g))):
        started = stream_day(g)[i, s]
        if started < day:
            stream = streams(g)[s]
            begin = max(since, started)
            end = min(day, started + stream.lasts_days)
            if end > begin:
                first = min(max(p.entered_day, begin), end)
                last = min(max(p.followed_until, first), end)
                if first > begin:
                    _earn(g, p, (first - begin) * stream.per_day, False)
                if last > first:
                    _earn(g, p, (last - first) * stream.per_day, True)
                if end > last:
                    _earn(g, p, (end - last) * stream.per_day, False)


# ---------------------------------------------------------------- talk


@without_allocation
def _hear(g: Any, i: int, weight: float, kind: int) -> None:
    """A message reaches somebody; it is read at the next tick. It waits until their row has come from memory.

    kind: 1 praise, -1 criticism, POST a public complaint, 0 a neighbour left.
    """
    book = books(g)[0]
    message = messages(g)[book.sent % UNDER_WAY]
    if book.sent >= UNDER_WAY:
        _deliver(g, message)
    book.sent += 1
    message.to, message.units, message.kind = i, math.floor(weight * WEIGHT_UNIT + 0.5), kind
    prefetch(people(g), i, 3, 1)


@without_allocation
def _deliver(g: Any, message: Any) -> None:
    q = people(g)[message.to]
    if message.kind == POST:
        q.heard_negative += message.units
        q.heard_posts += 1
    elif message.kind > 0:
        q.heard_positive += message.units
    elif message.kind < 0:
        q.heard_negative += message.units
    else:
        q.heard_leavers += message.units
    if q.in_inbox == 0:
        q.in_inbox = 1
        book = books(g)[0]
        inbox(g)[book.inbox] = message.to
        book.inbox += 1


@without_allocation
def _deliver_all(g: Any) -> None:
    """Deliver what is still under way, in the order in which it was sent."""
    book = books(g)[0]
    for number in range(max(book.sent - UNDER_WAY, 0), book.sent):
        _deliver(g, messages(g)[number % UNDER_WAY])
    book.sent = 0


@without_allocation
def _talk(g: Any, i: int, day: float, wanted: int, positive: bool) -> None:
    """Tell some neighbours: an exponential race of addressed draws picks who hears it."""
    p = people(g)[i]
    if constants(g)[0].full_mixing > 0.0:
        for n in range(wanted):
            u = draw(keys(g), p.uid, D_MIXING, ZERO, p.talks, np.uint64(n))[0]
            _hear(g, int(u * len(people(g))), 1.0, 1 if positive else -1)
        p.talks += 1
        _count_talk(g, i, day, wanted, positive)
        return
    start, end = tie_start(g)[i], tie_start(g)[i + 1]
    told = min(wanted, end - start)
    number = p.talks
    p.talks += 1
    if told <= 0:
        return
    race = scores(g)
    for slot in range(start, end):
        u = draw(keys(g), p.uid, D_LISTENER, ties(g)[slot].uid, number, ZERO)[0]
        race[slot - start] = advocacy.listener_score(u, ties(g)[slot].weight)
    for _ in range(told):
        best = 0
        for slot in range(1, end - start):
            if race[slot] < race[best]:
                best = slot
        race[best] = math.inf
        _hear(g, ties(g)[start + best].to, ties(g)[start + best].weight, 1 if positive else -1)
    _count_talk(g, i, day, told, positive)


@without_allocation
def _count_talk(g: Any, i: int, day: float, told: int, positive: bool) -> None:
    p, book = people(g)[i], books(g)[0]
    if told <= 0:
        return
    if positive:
        book.talk_positive += told
        if _within(p, day):
            p.talk_positive += told
    else:
        book.talk_negative += told
        if _within(p, day):
            p.talk_negative += told
    _log(g, i, day, L_TALK, p.touchpoint, -1, float(told if positive else -told))


@without_allocation
def _review(g: Any, i: int, day: float, stars: int) -> None:
    book = books(g)[0]
    book.reviews += 1
    book.reviews_now += 1
    book.stars_now += stars
    _log(g, i, day, L_REVIEW, people(g)[i].touchpoint, -1, float(stars))


@without_allocation
def _post_complaint(g: Any, i: int, day: float) -> None:
    """Complain in public: one star, and every acquaintance sees it."""
    c = constants(g)[0]
    _review(g, i, day, 1)
    if c.use_word_of_mouth > 0.0 and c.use_resharing > 0.0:
        for slot in range(tie_start(g)[i], tie_start(g)[i + 1]):
            _hear(g, ties(g)[slot].to, ties(g)[slot].weight, POST)


@without_allocation
def _pass_on(g: Any, i: int, day: float, kind: int) -> None:
    """Pass a story on along each tie with some probability; one story at most in so many days."""
    c, p = constants(g)[0], people(g)[i]
    if day - p.passed_on_day < c.story_days:
        return
    p.passed_on_day = day
    start, end = tie_start(g)[i], tie_start(g)[i + 1]
    u = draw(keys(g), p.uid, D_RESHARE, ZERO, p.stories, ONE)[0]
    reached = advocacy.how_many_reached(u, end - start, c.reshare_post if kind == POST else c.reshare)
    race = scores(g)
    if reached > 0:
        for slot in range(start, end):
            race[slot - start] = draw(keys(g), p.uid, D_RESHARE, ties(g)[slot].uid, p.stories, ZERO)[0]
    for _ in range(reached):
        best = 0
        for slot in range(1, end - start):
            if race[slot] < race[best]:
                best = slot
        race[best] = math.inf
        _hear(g, ties(g)[start + best].to, ties(g)[start + best].weight, kind)
    p.stories += 1
    books(g)[0].reshared += reached
    _log(g, i, day, L_PASS_ON, p.touchpoint, -1, float(reached if kind == 1 else -reached))


@without_allocation
def _tell(g: Any, i: int, day: float, unresolved: bool) -> None:
    """After an episode with a moment of truth: tell others, post a review. A prospect who simply went elsewhere
    has nothing to tell."""
    c, p = constants(g)[0], people(g)[i]
    if c.interaction == 0.0 or p.moments == 0:
        return
    j = _remembered(c, p)
    u = draw(keys(g), p.uid, D_TELL, ZERO, p.episode_number, ZERO)
    aggrieved = unresolved or p.unresolved >= 0.5
    degree = advocacy.grievance_degree(j, aggrieved)
    praises = not aggrieved and j >= c.satisfied_from
    if c.use_word_of_mouth > 0.0 and (p.status == CUSTOMER or not praises):
        chance = advocacy.tell_probability(degree, c.tell_resolved, c.tell_unresolved) * p.talk_factor
        if p.status != CUSTOMER:
            chance *= c.prospects_tell
        if u[0] < chance:
            wanted = advocacy.listeners(degree, c.listeners_resolved, c.listeners_unresolved)
            _talk(g, i, day, wanted, praises)
    if c.use_reputation > 0.0 and u[1] < advocacy.post_probability(
        j, c.post_base, c.post_slope, p.post_factor
    ):
        _review(g, i, day, advocacy.stars(j))


# ---------------------------------------------------------------- leaving


@without_allocation
def _end_episode(g: Any, i: int, day: float, outcome: int) -> None:
    c, p, book = constants(g)[0], people(g)[i], books(g)[0]
    if p.episode_outcome != OPEN:
        return
    p.episode_outcome = outcome
    p.episode_closed_day = day
    book.episodes_open -= 1
    if p.episode_opened_day >= p.entered_day and day <= p.followed_until and outcome != CUT_SHORT:
        p.episodes_closed += 1
        p.episode_days += day - p.episode_opened_day
        if outcome == WON:
            p.episodes_won += 1
    if outcome == WON:
        book.episodes_won += 1
        _log(g, i, day, L_WON, p.touchpoint, p.edge, _remembered(c, p))
    elif outcome == LOST:
        book.episodes_lost += 1
        _log(g, i, day, L_LOST, p.touchpoint, p.edge, _remembered(c, p))
    else:
        book.episodes_cut_short += 1
    _ask(g, i, day)
    _tell(g, i, day, outcome != WON and p.status == CUSTOMER)
    bought = outcome == WON and p.episode >= 0 and episodes(g)[p.episode].purchase == 1
    if bought and _buy_again(g, i, day, p.episode):
        p.cause = LAPSED_CAUSE
        p.leaves_day = day


@without_allocation
def _leave(g: Any, i: int, day: float, cause: int) -> None:
    """Somebody leaves for good. A pending entry stays in the calendar and pops without effect."""
    c, p, book = constants(g)[0], people(g)[i], books(g)[0]
    was_customer = p.status == CUSTOMER
    if was_customer:
        _accrue(g, i, day)
        book.customers -= 1
    else:
        book.prospects -= 1
    _end_episode(g, i, day, CUT_SHORT)
    _ask(g, i, day)
    p.status = LEFT
    p.left_day = day
    p.left_touchpoint = p.touchpoint
    p.cause = cause
    book.left += 1
    if p.in_contact == 0:
        p.event_kind = NOTHING
    _log(g, i, day, L_LEAVE, p.touchpoint, -1, float(cause))
    if was_customer and c.interaction > 0.0 and c.use_neighbour_defection > 0.0:
        for slot in range(tie_start(g)[i], tie_start(g)[i + 1]):
            _hear(g, ties(g)[slot].to, ties(g)[slot].weight, 0)


@inlined
def _grow_hazard(g: Any, i: int, day: float, days: float, in_event: bool) -> None:
    """Freeze x'beta for [day, day + days), add its hazard, and let the customer leave if the threshold is met.

    Somebody in a live contact, or with an event before the departure, leaves when that contact has ended; in the
    middle of an event (in_event), what it leads to comes first and carries the departure out.
    """
    c, p = constants(g)[0], people(g)[i]
    if c.use_churn == 0.0 or p.leaves_day < math.inf:
        return
    slow = _slow_terms(g, c, i)
    terms = _grievances(c, p, slow.effort, slow.inconsistency, day)
    newness = churn.newness_term(day - p.converted_day, c.new_customer, c.new_customer_days)
    x = churn.grievance(*terms) + newness
    x += slow.loyalty
    added = churn.hazard(c.baseline_per_day, x, days)
    when = churn.leaving_time(day, days, p.hazard, added, p.churn_threshold)
    p.hazard += added
    if when == math.inf:
        return
    u = draw(keys(g), p.uid, D_CAUSE, ZERO, 0, ZERO)[0]
    _decide_to_leave(g, i, when, churn.cause_of_leaving(u, newness, *terms), in_event)


@without_allocation
def _decide_to_leave(g: Any, i: int, when: float, cause: int, in_event: bool) -> None:
    """Somebody will leave at `when`: now, unless a contact or an event comes first and carries it out."""
    p = people(g)[i]
    p.cause = cause
    p.leaves_day = when
    if in_event or (p.in_contact == 1 and touchpoints(g)[p.touchpoint].customer_facing == 1):
        return
    if p.event_kind != NOTHING and p.event_day < when:
        return
    _leave(g, i, when, cause)


@without_allocation
def _leaves_now(g: Any, i: int, day: float) -> bool:
    """Carry out a departure that waited for a contact to end."""
    p = people(g)[i]
    if p.status != CUSTOMER or p.leaves_day > day:
        return False
    _leave(g, i, day, p.cause)
    return True


@without_allocation
def _leave_if_decided(g: Any, i: int) -> None:
    """Carry out a departure decided for later in this tick when no further event will."""
    p = people(g)[i]
    if p.status == CUSTOMER and p.leaves_day < math.inf:
        _leave(g, i, p.leaves_day, p.cause)


@without_allocation
def _schedule(g: Any, i: int, day: float, kind: int) -> None:
    """Make `kind` at `day` the person's pending event, unless they leave before."""
    p = people(g)[i]
    if kind == REACH and p.leaves_day <= day:
        _leave(g, i, p.leaves_day, p.cause)
        return
    p.event_kind = kind
    p.event_day = day
    enter_calendar(g, i, constants(g)[0].tick_days)


# ---------------------------------------------------------------- competitors


@without_allocation
def _first_offer(g: Any, i: int, day: float) -> None:
    """Offers come as one Poisson stream from entry on, the same in every design; each state hears a part of it."""
    c, p = constants(g)[0], people(g)[i]
    highest = max(c.offers_per_month, c.offers_per_month_before) * p.offer_factor
    if c.use_offers > 0.0 and highest > 0.0:
        u = draw(keys(g), p.uid, D_OFFER, ZERO, 0, ZERO)[0]
        p.next_offer_day = day + distributions.exponential(DAYS_PER_MONTH / highest, u)
        p.offers = 1


@without_allocation
def _hear_offers(g: Any, i: int, day: float) -> None:
    """Hear the offers up to `day`: noise for prospects, a chance to leave for customers."""
    c, p = constants(g)[0], people(g)[i]
    highest = max(c.offers_per_month, c.offers_per_month_before)
    while p.next_offer_day <= day:
        at = p.next_offer_day
        u = draw(keys(g), p.uid, D_OFFER, ZERO, p.offers, ZERO)
        p.offers += 1
        p.next_offer_day = at + distributions.exponential(DAYS_PER_MONTH / (highest * p.offer_factor), u[0])
        customer = p.status == CUSTOMER
        if u[1] * highest >= (c.offers_per_month if customer else c.offers_per_month_before):
            continue
        p.offer_day = at
        p.noise_until = competitor.noise_until(p.noise_until, at, p.disconnect_day, c.offer_disconnect_days)
        books(g)[0].offers_heard += 1
        chance = 0.0
        if customer:
            own = competitor.own_utility(
                p.satisfaction,
                p.trust,
                max(at - p.converted_day, 0.0) / DAYS_PER_MONTH,
                c.offer_satisfaction,
                c.offer_trust,
                c.offer_trust_barrier,
                c.offer_tenure_barrier,
                c.offer_price,
            )
            offer = c.offer_attraction + c.offer_spread * distributions.normal_quantile(u[2])
            chance = competitor.win_probability(own, offer, c.offer_scale)
            p.hazard += churn.one_off(chance)
        _log(g, i, at, L_OFFER, p.touchpoint, -1, chance)


@inlined
def _weigh_offers(g: Any, i: int, day: float) -> None:
    """A customer hears the offers since the last tick, and goes if one has won."""
    p = people(g)[i]
    if p.next_offer_day > day:
        return
    before = p.hazard
    _hear_offers(g, i, day)
    if p.hazard > before and p.hazard >= p.churn_threshold and p.leaves_day == math.inf:
        _decide_to_leave(g, i, day, OFFER_CAUSE, False)


@without_allocation
def _campaign_fit(g: Any, i: int) -> float:
    """How well the offer fits what this person wants: the cosine of two vectors of goal weights."""
    c, p = constants(g)[0], people(g)[i]
    product, wanted_square, offered_square = 0.0, 0.0, 0.0
    for goal in range(len(goal_hash(g))):
        u = draw(keys(g), p.uid, D_GOAL, goal_hash(g)[goal], 0, ZERO)
        wanted = persona_goals(g)[p.persona, goal] + c.goal_spread * distributions.normal_quantile(u[0])
        offered = campaign_offer(g)[goal]
        if c.campaign_personal > 0.0:
            z = distributions.normal_quantile(u[1])
            offered = campaign.stated(wanted, c.campaign_noise, c.campaign_research, z)
        product += wanted * offered
        wanted_square += wanted * wanted
        offered_square += offered * offered
    return float(campaign.fit(product, wanted_square, offered_square))


# ---------------------------------------------------------------- moving through the network


@without_allocation
def _within(p: Any, day: float) -> bool:
    return bool(p.entered_day <= day <= p.followed_until)


@without_allocation
def _counted(c: Any, p: Any) -> bool:
    return bool(p.entered_day >= c.warm_up_days and p.entered_day < c.horizon_days - c.follow_up_days)


@without_allocation
def _begin_visit(g: Any, i: int, j: int, day: float, extra_days: float) -> None:
    """Head for touchpoint j: its delay first."""
    p, point = people(g)[i], touchpoints(g)[j]
    visits(g)[i, j] += 1
    touchpoint_counts(g)[j].visits += 1
    p.touchpoint, p.visit, p.attempt, p.moved = j, visits(g)[i, j], 0, 0
    u = draw(keys(g), p.uid, D_CONTACT, point.hash, p.visit, ZERO)[0]
    mean = point.delay_days
    if constants(g)[0].use_choice > 0.0:
        mean *= persona_delay(g)[p.persona, j]
    delay = distributions.duration(point.delay_law, mean, point.delay_spread, u)
    _schedule(g, i, day + delay + extra_days, REACH)


@without_allocation
def _begin_detour(g: Any, i: int, j: int, day: float, kind: int, edge: int) -> None:
    """Contact j beside the path (chasing a dropped case, an extra question); the path goes on afterwards."""
    p = people(g)[i]
    p.detours += 1
    touchpoint_counts(g)[j].detours += 1
    p.detour, p.waiting_edge = kind, edge
    p.touchpoint, p.visit, p.attempt, p.moved = j, DETOURS + p.detours, 0, 0
    _schedule(g, i, day, REACH)


@without_allocation
def _cross(g: Any, i: int, edge: int, day: float) -> None:
    """Cross an edge: end the episode, or hand the case over and head for the next touchpoint."""
    c, p, link = constants(g)[0], people(g)[i], edges(g)[edge]
    counts = edge_counts(g)[edge]
    counts.traversals += 1
    if _counted(c, p):
        counts.counted += 1
        touchpoint_counts(g)[link.source].counted_visits += 1
    p.edge = edge
    p.event_kind = NOTHING
    if link.target == WIN_TARGET:
        _end_episode(g, i, day, WON)
        _leave_if_decided(g, i)
        return
    if link.target == LOST_TARGET:
        _end_episode(g, i, day, LOST)
        if p.status == PROSPECT or link.leaves == 1:
            _leave(g, i, day, JOURNEY_CAUSE)
            return
        if c.use_experience > 0.0:
            p.unresolved = 1.0
        _leave_if_decided(g, i)
        return
    target = touchpoints(g)[link.target]
    handed = handoff.is_handoff(p.last_owner, target.owner)
    dropped = False
    if handed:
        counts.handoffs += 1
        if _within(p, day):
            p.handoffs += 1
        if c.use_handoffs > 0.0:
            p.handed_off += 1
            retention = learning.kept_with(link.retention, counts.loss_factor)
            p.information = handoff.retained(p.information, retention)
            visit = visits(g)[i, link.target] + 1
            u = draw(keys(g), p.uid, D_CROSSING, target.hash, visit, ZERO)[0]
            dropped = handoff.is_dropped(u, link.drop_probability * counts.loss_factor)
    if handoff.is_channel_switch(p.last_channel, target.channel):
        counts.channel_switches += 1
        if _within(p, day):
            p.channel_switches += 1
        if c.use_handoffs > 0.0:
            p.information = handoff.retained(p.information, link.switch_retention)
            old = persona_channel(g)[p.persona, p.last_channel]
            if effort.is_forced_switch(old, persona_channel(g)[p.persona, target.channel]):
                p.forced_switch += 1
    _log(g, i, day, L_CROSS, link.target, edge, p.information)
    if not dropped:
        _begin_visit(g, i, link.target, day, link.delay_days)
        return
    counts.drops += 1
    p.case_dropped = 1
    p.disconnect_day = day
    if _within(p, day):
        p.drops += 1
    if p.status == PROSPECT:
        p.defects_before_conversion += 1
    if c.use_effort > 0.0:
        p.effort += c.effort_dropped
        slow_terms(g)[i].effort = math.nan
    u = draw(keys(g), p.uid, D_SERVICE, target.hash, visits(g)[i, link.target] + 1, ZERO)[1]
    chase = distributions.exponential(c.chase_delay_days, u)
    _log(g, i, day, L_DROP, link.target, edge, chase)
    if c.chase_at >= 0.0 and int(c.chase_at) != link.target:
        _begin_detour(g, i, int(c.chase_at), day + chase, AFTER_CROSSING, edge)
    else:
        _begin_visit(g, i, link.target, day, link.delay_days + chase)


@without_allocation
def _give_up(g: Any, i: int, edge: int, day: float) -> None:
    """Cross an edge that was not chosen: after an abandonment, or because of an unmet need."""
    if _counted(constants(g)[0], people(g)[i]):
        edge_counts(g)[edge].given_up += 1
    _cross(g, i, edge, day)


@without_allocation
def _resume(g: Any, i: int, day: float) -> None:
    """The path goes on after a detour."""
    p = people(g)[i]
    kind, edge = p.detour, p.waiting_edge
    p.detour, p.waiting_edge = NO_DETOUR, -1
    if kind == BEFORE_CROSSING:
        _cross(g, i, edge, day)
    else:
        link = edges(g)[edge]
        _begin_visit(g, i, link.target, day, link.delay_days)


@without_allocation
def _choose(g: Any, i: int, day: float) -> int:
    """The edge taken from here: addressed Gumbels, largest utility wins."""
    c, p = constants(g)[0], people(g)[i]
    point = touchpoints(g)[p.touchpoint]
    drawn_away = 0.0
    if p.status == PROSPECT:
        _hear_offers(g, i, day)
        if p.offer_day > p.chose_day:
            drawn_away = c.offer_pull
        if c.use_campaign_fit > 0.0 and len(goal_hash(g)) > 0:
            drawn_away -= c.fit_weight * (p.fit - c.fit_reference)
    p.chose_day = day
    best, edge = -math.inf, point.lost_edge
    for e in range(point.first_edge, point.end_edge):
        link = edges(g)[e]
        if link.log_share == -math.inf:
            continue
        u = draw(keys(g), p.uid, D_ROUTE, point.hash, p.visit, link.hash)[0]
        if c.use_choice == 0.0:
            utility = choice.utility(link.log_share, u)
        elif link.target == LOST_TARGET:
            x = churn.grievance(*_grievances(c, p, _effort_term(c, p), _inconsistency_term(c, p), day))
            utility = choice.leaving_utility(link.log_share, link.intercept, c.experience_weight, x, u)
            utility += drawn_away
        else:
            liking = 0.0
            if link.target_channel >= 0:
                liking = persona_channel(g)[p.persona, link.target_channel]
            utility = choice.channel_utility(link.log_share, link.intercept, liking, u)
        if utility > best:
            best, edge = utility, e
    return int(edge)


@without_allocation
def _go_on(g: Any, i: int, day: float) -> None:
    """Leave a touchpoint: unmet needs of a silent step first, then the choice of the next one."""
    c, p = constants(g)[0], people(g)[i]
    if p.detour != NO_DETOUR:
        _resume(g, i, day)
        return
    point = touchpoints(g)[p.touchpoint]
    if c.use_silent_needs == 0.0 or point.needs == 0:
        _cross(g, i, _choose(g, i, day), day)
        return
    unmet = 0
    coverage = learning.kept_with(point.need_coverage, touchpoint_counts(g)[p.touchpoint].failure_factor)
    for need in range(point.needs):
        u = draw(keys(g), p.uid, D_NEED, point.hash, p.visit, np.uint64(need))
        if u[0] < point.need_relevant and u[1] >= coverage:
            unmet += 1
    u = draw(keys(g), p.uid, D_NEED, point.hash, p.visit, CONSEQUENCES)
    if moments.needs_triggered(u[1], unmet, point.need_cancellation):
        _give_up(g, i, point.lost_edge, day)
        return
    if moments.needs_triggered(u[2], unmet, point.need_incident):
        p.incident = 1
        p.incident_from = p.touchpoint
    edge = _choose(g, i, day)
    if point.contact_at >= 0 and moments.needs_triggered(u[0], unmet, point.need_contact):
        _begin_detour(g, i, point.contact_at, day, BEFORE_CROSSING, edge)
    else:
        _cross(g, i, edge, day)


# ---------------------------------------------------------------- contacts


@without_allocation
def _presence(g: Any, i: int, day: float, change: int) -> None:
    """Somebody enters (+1) or ends (-1) queue and service: Little's law is kept sample path by sample path."""
    p = people(g)[i]
    counts = touchpoint_counts(g)[p.touchpoint]
    counts.area_days += counts.present * (day - counts.changed_day)
    counts.changed_day = day
    counts.present += change
    p.in_contact = 1 if change > 0 else 0
    if change < 0:
        counts.sojourn_days += day - p.reached_day


@without_allocation
def _ordinal(p: Any) -> int:
    return int(p.visit + p.attempt * ATTEMPT)


@without_allocation
def _serve(g: Any, i: int, day: float, start: float, end: float) -> None:
    """Queue from `day`, service from `start` to `end`; back-office work goes on without a customer who left."""
    p = people(g)[i]
    _presence(g, i, day, 1)
    _log(g, i, start, L_START, p.touchpoint, -1, p.wait_now)
    _schedule(g, i, end, FINISH)
    if p.leaves_day < end and touchpoints(g)[p.touchpoint].customer_facing == 0:
        _leave(g, i, p.leaves_day, p.cause)


@without_allocation
def _reach(g: Any, i: int, day: float) -> None:
    """The delay is over: queue for the team and be served, or abandon. All of it is known on arrival.

    First come, first served by the Kiefer-Wolfowitz recursion: the server that can start earliest takes the customer
    (ties to the lowest index), unless patience ends before.
    """
    c, p = constants(g)[0], people(g)[i]
    j = p.touchpoint
    point, counts = touchpoints(g)[j], touchpoint_counts(g)[j]
    staffed = c.use_waiting > 0.0 and point.team >= 0
    live = point.live == 1 and point.by_customer == 1
    limited = staffed and c.interaction > 0.0
    if limited and live and p.moved == 0:
        pool = pools(g)[point.team]
        if not waiting.is_open(day, pool.opens, pool.closes):
            u = draw(keys(g), p.uid, D_CONTACT, point.hash, _ordinal(p), ZERO)[1]
            p.moved = 1
            later = waiting.time_in_next_opening(day, pool.opens, pool.closes, u)
            _schedule(g, i, later, REACH)
            return
    p.reached_day = day
    p.wait_now = 0.0
    p.service_now = 0.0
    p.repeats_now = 0
    if c.use_handoffs > 0.0 and point.customer_facing == 1:
        for item in range(point.items):
            four = draw(keys(g), p.uid, D_REPEAT, point.hash, p.visit, np.uint64(item // 4))
            if handoff.is_asked_again(four[item % 4], p.information):
                p.repeats_now += 1
    _log(g, i, day, L_REACH, j, -1, float(p.attempt))
    if live and staffed:
        counts.live_contacts += 1
        if _within(p, day):
            p.live_contacts += 1
    if not staffed:
        _finish(g, i, day)
        return
    u = draw(keys(g), p.uid, D_SERVICE, point.hash, _ordinal(p), ZERO)[0]
    p.service_now = distributions.duration(point.service_law, point.service_minutes, point.service_spread, u)
    p.service_now += c.repeat_minutes * p.repeats_now
    work = p.service_now / waiting.MINUTES_PER_DAY
    if not limited:
        _serve(g, i, day, day, day + work)
        return
    pool = pools(g)[point.team]
    start, chosen = math.inf, pool.first
    for s in range(pool.first, pool.end):
        earliest = waiting.next_opening(max(day, free_day(g)[s]), servers(g)[s].opens, servers(g)[s].closes)
        if earliest < start:
            start, chosen = earliest, s
    wait = waiting.MINUTES_PER_DAY * waiting.working_days_between(day, start, pool.opens, pool.closes)
    if live and point.patience_minutes > 0.0:
        u = draw(keys(g), p.uid, D_CONTACT, point.hash, _ordinal(p), ZERO)[2]
        patience = waiting.patience_minutes(
            point.patience_minutes, point.patience_shape, p.patience_factor, u
        )
        if wait > patience:
            p.wait_now = patience
            _presence(g, i, day, 1)
            gone = waiting.after_working(day, patience / waiting.MINUTES_PER_DAY, pool.opens, pool.closes)
            if c.use_silent_abandonment > 0.0 and point.silent_abandonment > 0.0:
                u = draw(keys(g), p.uid, D_SERVICE, point.hash, _ordinal(p), ZERO)[3]
                if u < point.silent_abandonment:
                    lost = point.silent_abandonment_minutes
                    counts.wasted_minutes += lost
                    free_day(g)[chosen] = waiting.after_working(
                        start,
                        lost / waiting.MINUTES_PER_DAY,
                        servers(g)[chosen].opens,
                        servers(g)[chosen].closes,
                    )
            _schedule(g, i, gone, ABANDON)
            return
    p.wait_now = wait
    server = servers(g)[chosen]
    end = waiting.after_working(start, work, server.opens, server.closes)
    free_day(g)[chosen] = end
    _serve(g, i, day, start, end)


@without_allocation
def _patience_scale(point: Any, p: Any) -> float:
    """Mean patience of this customer here, minutes; 0 where nobody waits patiently."""
    if point.live == 1 and point.by_customer == 1:
        return float(point.patience_minutes * p.patience_factor)
    return 0.0


@without_allocation
def _adapt_patience(c: Any, point: Any, p: Any) -> None:
    """Patience follows the wait that was met."""
    if c.use_adaptive_patience > 0.0 and _patience_scale(point, p) > 0.0:
        p.patience_factor = waiting.adapted_patience(
            p.patience_factor, p.wait_now / point.patience_minutes, c.patience_learning, c.patience_minimum
        )


@without_allocation
def _take_in(c: Any, p: Any, value: float) -> None:
    """A contact of value v enters memory, satisfaction and trust."""
    p.felt += 1
    p.episode_felt += 1
    p.value_sum += value
    p.value_peak = memory.peak(p.value_peak, value)
    p.value_last = value
    weight = memory.weight_of_contact(p.felt, c.prior_contacts, c.minimum_weight)
    p.satisfaction = memory.satisfaction_after(p.satisfaction, weight, value)
    if c.use_trust > 0.0:
        p.trust = trust_rule.trust_after(p.trust, value, c.trust_gain, c.trust_loss)


@without_allocation
def _value(c: Any, p: Any, perceived: float) -> float:
    return experience.disconfirmation(
        perceived - p.expectation, c.zone_of_tolerance, p.loss_weight, c.curvature, p.attribution
    )


@without_allocation
def _fail(g: Any, i: int, day: float, place: np.uint64, hassle_free: float) -> None:
    """What a failure does: unresolved, voiced, put right, posted, or a silent departure."""
    c, p = constants(g)[0], people(g)[i]
    p.unresolved = 1.0
    second = day - p.failed_day < c.double_deviation_days
    p.failed_day = day
    recovered = 0.0
    if c.use_recovery > 0.0:
        u = draw(keys(g), p.uid, D_RECOVERY, place, _ordinal(p), ZERO)
        if u[0] < c.voice_probability:
            chance = moments.recovery_probability(
                c.recovery_success, c.recovery_delay_days, c.recovery_scale_days, second
            )
            p.complaint = 1.0
            if u[1] < chance:
                recovered = 1.0
                p.unresolved = 0.0
                p.complaint = 1.0 - c.relief
                p.shown_bonus = moments.shown_bonus(hassle_free, p.satisfaction, c.overshoot, second)
        elif p.status == CUSTOMER and c.use_churn > 0.0:
            p.hazard += churn.one_off(c.exit_probability)
        if u[2] < c.post_probability * p.post_factor and c.interaction > 0.0 and c.use_reputation > 0.0:
            _post_complaint(g, i, day)
    _log(g, i, day, L_FAIL, p.touchpoint, -1, recovered)


@without_allocation
def _live_through(g: Any, i: int, day: float) -> None:
    """What a customer makes of a contact: voices, moment of truth, performance, value, effort."""
    c, p = constants(g)[0], people(g)[i]
    point, counts = touchpoints(g)[p.touchpoint], touchpoint_counts(g)[p.touchpoint]
    u = draw(keys(g), p.uid, D_MOMENT, point.hash, _ordinal(p), ZERO)
    waited = experience.wait_share(p.wait_now, _patience_scale(point, p), 1.5)
    penalties = c.repeat_penalty * p.repeat_weight * p.repeats_now + c.wait_penalty * waited
    penalties -= point.self_service_bonus
    if p.case_dropped == 1:
        penalties += c.dropped_penalty
    if c.use_voices > 0.0 and point.owner >= 0:
        offset = 0.0 if p.edge < 0 else edges(g)[p.edge].voice_offset
        heard = voices.message(
            owner_offset(g)[point.owner], c.message_spread, c.alignment, offset, c.contact_noise, u[3]
        )
        if p.message_count > 0.0:
            penalties += c.voice_penalty * p.inconsistency_weight * min(abs(heard - p.message_mean), 1.0)
        mean = voices.running_mean(p.message_mean, p.message_count, heard)
        p.message_square = voices.running_square(p.message_square, p.message_mean, mean, heard)
        p.message_mean = mean
        p.message_count += 1.0
        slow_terms(g)[i].inconsistency = math.nan
    failed = p.incident == 1
    if point.moment == 1:
        p.moments += 1
        if c.use_moments > 0.0:
            chance = moments.failure_probability(
                u[1] < c.unpredictable_share,
                c.failure_predictable,
                c.failure_unpredictable,
                c.preparation,
                c.reaction,
                c.reaction_hours,
                c.reaction_scale_hours,
            )
            failed = failed or u[2] < chance * counts.failure_factor
    from_silence = p.incident == 1
    p.incident = 0
    if failed or p.repeats_now > 0:
        p.disconnect_day = day
    noise = c.quality_noise * distributions.normal_quantile(u[0])
    whole = experience.performance(point.quality, noise, penalties)
    perceived = (
        experience.performance(point.quality, noise, penalties + c.failure_penalty) if failed else whole
    )
    if c.use_experience > 0.0:
        weight = memory.weight_of_contact(p.felt + 1, c.prior_contacts, c.minimum_weight)
        hassle_free = memory.satisfaction_after(p.satisfaction, weight, _value(c, p, whole))
        value = _value(c, p, perceived)
        _take_in(c, p, value)
        if c.use_expectation_learning > 0.0:
            p.expectation = experience.learned_expectation(p.expectation, perceived, c.expectation_learning)
        _log(g, i, day, L_VALUE, p.touchpoint, p.edge, value)
        if c.fixes_per_review > 0.0 and c.use_learning > 0.0 and c.interaction > 0.0:
            _give_feedback(g, i, value, failed, from_silence)
        if failed:
            _fail(g, i, day, point.hash, hassle_free)
    if failed:
        counts.failures += 1
        if _within(p, day):
            p.failures += 1
        if p.status == PROSPECT:
            p.failures_before_conversion += 1
            p.defects_before_conversion += 1
    if c.use_effort > 0.0:
        p.effort += effort.effort_of_contact(
            p.repeats_now,
            p.handed_off,
            p.forced_switch,
            experience.wait_share(p.wait_now, _patience_scale(point, p), 2.0),
            c.effort_repeat,
            c.effort_handoff,
            c.effort_forced_switch,
            c.effort_wait,
        )
        slow_terms(g)[i].effort = math.nan
    p.handed_off = 0
    p.forced_switch = 0
    p.case_dropped = 0


@without_allocation
def _join(g: Any, i: int) -> None:
    """Somebody joins the list of customers; the clocks of their needs start."""
    p, book = people(g)[i], books(g)[0]
    p.status = CUSTOMER
    p.purchases += 1
    slow_terms(g)[i].loyalty = math.nan
    book.customers += 1
    members(g)[book.members] = i
    book.members += 1
    for k in range(len(episodes(g))):
        need_left(g)[i, k] = _exposure(g, i, k)
        if p.existing == 1 and episodes(g)[k].regular == 1:
            need_left(g)[i, k] = draw(keys(g), p.uid, D_TENURE, ZERO, 0, ZERO)[1]


@without_allocation
def _convert(g: Any, i: int, day: float) -> None:
    """A prospect becomes a customer: the churn hazard starts, for the rest of this tick first."""
    c, p, book = constants(g)[0], people(g)[i], books(g)[0]
    _hear_offers(g, i, day)
    p.converted_day = day
    p.accrued_day = day
    book.prospects -= 1
    _join(g, i)
    _log(g, i, day, L_CONVERT, p.touchpoint, -1, 0.0)
    _grow_hazard(g, i, day, (book.tick + 1) * c.tick_days - day, True)


@without_allocation
def _be_paid(g: Any, i: int, day: float, s: int, place: np.uint64, ordinal: int) -> None:
    """One purchase: spend varies, and the satisfied pay a premium on the price."""
    c, p, stream = constants(g)[0], people(g)[i], streams(g)[s]
    euros = stream.once
    if stream.spread > 0.0:
        euros = value_rule.spend(
            euros, stream.spread, draw(keys(g), p.uid, D_SPEND, place, ordinal, stream.hash)[0]
        )
    if c.use_premium > 0.0 and c.premium_ceiling > 0.0:
        euros += stream.price * value_rule.premium(
            p.satisfaction, c.premium_ceiling, c.hypothetical_bias, c.premium_from, c.premium_full
        )
    _earn(g, p, euros * p.spend_factor, _within(p, day))


@without_allocation
def _finish(g: Any, i: int, day: float) -> None:
    """A contact ends: it is lived through, paid for, and the customer goes on."""
    c, p = constants(g)[0], people(g)[i]
    j = p.touchpoint
    point, counts = touchpoints(g)[j], touchpoint_counts(g)[j]
    if p.in_contact == 1:
        _presence(g, i, day, -1)
    p.event_kind = NOTHING
    if p.status == LEFT:
        counts.wasted_minutes += p.service_now
        return
    _recall(c, p, p.reached_day)
    p.remembered_day = max(p.remembered_day, day)
    _log(g, i, day, L_FINISH, j, -1, p.service_now)
    if point.silent == 0:
        counts.contacts += 1
        counts.repeats += p.repeats_now
        counts.wait_minutes += p.wait_now
        counts.service_minutes += p.service_now
        if p.wait_now > 0.0:
            counts.waited += 1
        if p.edge >= 0:
            edge_counts(g)[p.edge].repeats += p.repeats_now
        if _within(p, day):
            p.contacts += 1
            p.repeats += p.repeats_now
            if point.live == 1 and point.by_customer == 1:
                p.wait_minutes += p.wait_now
        if c.use_value > 0.0:
            euros = point.cost_per_contact + point.cost_per_minute * p.service_now
            micro = math.floor(euros * MICRO + 0.5)
            counts.cost_micro += micro
            books(g)[0].cost_micro += micro
            if _within(p, day):
                p.cost_micro += micro
            else:
                p.cost_later_micro += micro
    if point.customer_facing == 1:
        _live_through(g, i, day)
        if c.recollects > 0.0 and p.detour == NO_DETOUR and point.items > 0:
            p.information = 1.0
        _adapt_patience(c, point, p)
    if p.detour == NO_DETOUR:
        if point.owner >= 0:
            p.last_owner = point.owner
        if point.channel >= 0:
            p.last_channel = point.channel
        if c.use_value > 0.0:
            for s in range(len(streams(g))):
                if streams(g)[s].touchpoint == j:
                    first = math.isinf(stream_day(g)[i, s])
                    if first:
                        stream_day(g)[i, s] = day
                    if first or streams(g)[s].every_time == 1:
                        _be_paid(g, i, day, s, point.hash, p.visit)
        if point.converts == 1 and p.status == PROSPECT:
            _convert(g, i, day)
    if p.status == CUSTOMER and p.hazard >= p.churn_threshold and p.leaves_day == math.inf:
        p.cause = FAILURE_CAUSE
        p.leaves_day = day
    if not _leaves_now(g, i, day) and p.status != LEFT:
        _go_on(g, i, day)


@without_allocation
def _abandon(g: Any, i: int, day: float) -> None:
    """Patience ended in the queue: try again, switch channel, or give up."""
    c, p = constants(g)[0], people(g)[i]
    point, counts = touchpoints(g)[p.touchpoint], touchpoint_counts(g)[p.touchpoint]
    _presence(g, i, day, -1)
    p.event_kind = NOTHING
    if p.status == LEFT:
        return
    counts.abandoned += 1
    counts.waited += 1
    counts.wait_minutes += p.wait_now
    if _within(p, day):
        p.abandonments += 1
        p.wait_minutes += p.wait_now
    if p.status == PROSPECT:
        p.defects_before_conversion += 1
    _log(g, i, day, L_ABANDON, p.touchpoint, -1, p.wait_now)
    _recall(c, p, p.reached_day)
    p.remembered_day = max(p.remembered_day, day)
    scale = _patience_scale(point, p)
    if c.use_experience > 0.0:
        u = draw(keys(g), p.uid, D_MOMENT, point.hash, _ordinal(p), ZERO)[0]
        noise = c.quality_noise * distributions.normal_quantile(u)
        penalties = c.abandonment_penalty + c.wait_penalty * experience.wait_share(p.wait_now, scale, 1.5)
        _take_in(c, p, _value(c, p, experience.performance(point.quality, noise, penalties)))
    if c.use_effort > 0.0:
        p.effort += c.effort_abandonment + c.effort_wait * experience.wait_share(p.wait_now, scale, 2.0)
        slow_terms(g)[i].effort = math.nan
    p.disconnect_day = day
    _adapt_patience(c, point, p)
    if _leaves_now(g, i, day):
        return
    u = draw(keys(g), p.uid, D_CONTACT, point.hash, _ordinal(p), ZERO)[3]
    if waiting.retries(u, point.retry_share):
        delay = draw(keys(g), p.uid, D_SERVICE, point.hash, _ordinal(p), ZERO)[2]
        p.attempt += 1
        p.moved = 0
        _schedule(g, i, day + distributions.exponential(point.retry_delay_days, delay), REACH)
    elif p.detour != NO_DETOUR:
        _resume(g, i, day)
    elif waiting.switches(u, point.retry_share, point.switch_share):
        edge_counts(g)[point.switch_edge].forced_switches += 1
        p.forced_switch += 1
        _give_up(g, i, point.switch_edge, day)
    else:
        _give_up(g, i, point.lost_edge, day)


@without_allocation
def _arrive(g: Any, i: int, day: float) -> None:
    """A candidate comes, or stays away because of what is said about the company."""
    c, p, book = constants(g)[0], people(g)[i], books(g)[0]
    p.event_kind = NOTHING
    if p.existing == 0 and not _is_welcome(g, i, day):
        p.status = REFUSED
        book.refused += 1
        return
    _recall(c, p, day)
    p.remembered_day = day
    p.accrued_day = day
    p.entered_day = c.warm_up_days if p.existing == 1 else day
    p.followed_until = p.entered_day + c.follow_up_days
    p.chose_day = day
    p.information = persona_case(g)[p.persona]
    rating = book.reputation if c.interaction > 0.0 and c.use_reputation > 0.0 else c.rating_reference
    p.expectation = experience.first_expectation(
        p.expectation_trait, rating, c.rating_reference, c.expectation_weight
    )
    if c.use_campaign_fit > 0.0:
        p.fit = _campaign_fit(g, i)
    _first_offer(g, i, day)
    book.entered += 1
    _log(g, i, day, L_ENTER, int(c.start), -1, 0.0)
    if p.existing == 1:
        _be_there_already(g, i, day)
        return
    p.episode_outcome = OPEN
    p.episode_opened_day = day
    p.episodes_counted = 1
    book.episodes_opened += 1
    book.episodes_open += 1
    book.prospects += 1
    p.status = PROSPECT
    if c.born_customers > 0.0:
        _convert(g, i, day)
    _begin_visit(g, i, int(c.start), day, 0.0)


@without_allocation
def _is_welcome(g: Any, i: int, day: float) -> bool:
    """Whether a candidate comes at all: what is said of the company and the season thin the arrivals."""
    c = constants(g)[0]
    share = 1.0
    highest = c.season_highest
    if c.thins_arrivals > 0.0:
        share = books(g)[0].acquisition_factor
        highest *= c.arrival_cap
    share *= arrival_season(g)[int(day) % DAYS_PER_YEAR]
    if share >= highest:
        return True
    u = draw(keys(g), people(g)[i].uid, D_ARRIVAL, ZERO, 0, ZERO)[1]
    return bool(u * highest < share)


@without_allocation
def _be_there_already(g: Any, i: int, day: float) -> None:
    """A customer of the first day: some tenure, open-ended revenue running, at rest until a need or a shock."""
    c, p = constants(g)[0], people(g)[i]
    u = draw(keys(g), p.uid, D_TENURE, ZERO, 0, ZERO)[0]
    p.converted_day = day - distributions.exponential(c.existing_tenure_days, u)
    _join(g, i)
    for s in range(len(streams(g))):
        if c.use_value > 0.0 and math.isinf(streams(g)[s].lasts_days):
            stream_day(g)[i, s] = day
    _log(g, i, day, L_CONVERT, -1, -1, p.converted_day)
    _grow_hazard(g, i, day, (books(g)[0].tick + 1) * c.tick_days - day, True)
    _leave_if_decided(g, i)


# ---------------------------------------------------------------- coming back


@without_allocation
def _exposure(g: Any, i: int, k: int) -> float:
    """How much of its rate a need takes to arise (again): exponential, or always one for regular needs."""
    number = need_number(g)[i, k]
    need_number(g)[i, k] += 1
    if episodes(g)[k].regular == 1:
        return 1.0
    u = draw(keys(g), people(g)[i].uid, D_NEED_ARISES, episodes(g)[k].hash, number, ZERO)[0]
    return float(distributions.exponential(1.0, u))


@without_allocation
def _is_at_rest(p: Any) -> bool:
    return bool(
        p.status == CUSTOMER
        and p.event_kind == NOTHING
        and p.in_contact == 0
        and p.episode_outcome != OPEN
        and p.leaves_day == math.inf
    )


@without_allocation
def _open_episode(g: Any, i: int, day: float, k: int) -> None:
    """A customer at rest starts another journey: a new case, felt afresh."""
    p, book = people(g)[i], books(g)[0]
    p.episode = k
    p.episode_number += 1
    p.episode_opened_day = day
    p.episode_outcome = OPEN
    if _within(p, day):
        p.episodes_counted += 1
    p.effort = 0.0
    slow_terms(g)[i].effort = math.nan
    p.episode_felt = 0
    p.moments = 0
    p.value_sum, p.value_peak, p.value_last = 0.0, 0.0, 0.0
    p.information = persona_case(g)[p.persona]
    p.last_owner, p.last_channel, p.edge = -1, -1, -1
    p.case_dropped, p.handed_off, p.forced_switch, p.incident = 0, 0, 0, 0
    p.repeats_now = 0
    p.wait_now = 0.0
    book.episodes_opened += 1
    book.episodes_open += 1
    _log(g, i, day, L_OPEN, episodes(g)[k].touchpoint, -1, float(k))
    _begin_visit(g, i, episodes(g)[k].touchpoint, day, 0.0)


@without_allocation
def _buy_again(g: Any, i: int, day: float, k: int) -> bool:
    """A repeat purchase; whether the customer lapses after it (BG/NBD)."""
    p, book = people(g)[i], books(g)[0]
    number = p.purchases
    p.purchases += 1
    slow_terms(g)[i].loyalty = math.nan
    book.purchases += 1
    _log(g, i, day, L_BUY, -1, -1, float(number))
    episode = episodes(g)[k]
    if episode.lapses == 0 or p.status != CUSTOMER or p.leaves_day < math.inf:
        return False
    chance = needs.lapse_probability(lapse_chance(g)[i, k], episode.lapse_slope, p.satisfaction)
    return bool(draw(keys(g), p.uid, D_LAPSE, episode.hash, number, ZERO)[0] < chance)


@without_allocation
def _buy_at_once(g: Any, i: int, day: float, k: int) -> None:
    """A repeat purchase without a journey: every stream that is paid each time is."""
    p = people(g)[i]
    if constants(g)[0].use_value > 0.0:
        for s in range(len(streams(g))):
            if streams(g)[s].every_time == 1:
                _be_paid(g, i, day, s, episodes(g)[k].hash, p.purchases)
    if _buy_again(g, i, day, k):
        _decide_to_leave(g, i, day, LAPSED_CAUSE, False)


@inlined
def _tend_needs(g: Any, i: int, day: float) -> None:
    """The clocks of a customer's needs move on by a tick; those that run out open an episode or buy.

    A need that meets a customer in the middle of an episode waits until it is over.
    """
    c, p = constants(g)[0], people(g)[i]
    for k in range(len(episodes(g))):
        episode = episodes(g)[k]
        season = need_season(g)[int(day) % DAYS_PER_YEAR] if episode.seasonal == 1 else 1.0
        rate = needs.rate(episode.per_day, need_rate(g)[i, k], episode.rate_slope, p.satisfaction, season)
        amount = rate * c.tick_days
        left = need_left(g)[i, k]
        rest = amount
        while left <= rest and amount > 0.0:
            at = day + c.tick_days * (1.0 - (rest - left) / amount)
            if episode.touchpoint < 0:
                _buy_at_once(g, i, at, k)
            elif _is_at_rest(p):
                _open_episode(g, i, at, k)
            else:
                left, rest = 0.0, 0.0
                break
            if p.status != CUSTOMER or p.leaves_day < math.inf:
                return
            rest -= left
            left = _exposure(g, i, k)
        need_left(g)[i, k] = left - rest


@without_allocation
def _strike(g: Any, day: float) -> None:
    """The shocks of this tick hit some customers: a failure felt at once, and an episode for those at rest."""
    c, book = constants(g)[0], books(g)[0]
    for s in range(len(shocks(g))):
        shock = shocks(g)[s]
        if shock.day < day or shock.day >= day + c.tick_days:
            continue
        for n in range(book.members):
            i = members(g)[n]
            p = people(g)[i]
            if p.status != CUSTOMER or p.leaves_day < math.inf:
                continue
            u = draw(keys(g), p.uid, D_SHOCK, shock.hash, 0, ZERO)
            if u[0] < shock.share:
                _be_struck(g, i, shock, u[1], u[2], u[3])


@without_allocation
def _be_struck(g: Any, i: int, shock: Any, luck: float, time: float, noise: float) -> None:
    c, p = constants(g)[0], people(g)[i]
    chance = moments.failure_probability(
        shock.predictable == 0,
        1.0,
        1.0,
        c.preparation,
        c.reaction,
        c.reaction_hours,
        c.reaction_scale_hours,
    )
    felt = luck < chance
    _log(g, i, shock.day, L_SHOCK, -1, -1, 1.0 if felt else 0.0)
    if not felt:
        return
    if shock.episode >= 0 and _is_at_rest(p):
        _open_episode(g, i, shock.day + time * shock.lasts_days, shock.episode)
    p.moments += 1
    p.disconnect_day = shock.day
    if _within(p, shock.day):
        p.failures += 1
    if c.use_experience > 0.0:
        _recall(c, p, shock.day)
        z = c.quality_noise * distributions.normal_quantile(noise)
        whole = experience.performance(c.quality, z, 0.0)
        weight = memory.weight_of_contact(p.felt + 1, c.prior_contacts, c.minimum_weight)
        hassle_free = memory.satisfaction_after(p.satisfaction, weight, _value(c, p, whole))
        _take_in(c, p, _value(c, p, experience.performance(c.quality, z, c.failure_penalty)))
        _fail(g, i, shock.day, shock.hash, hassle_free)
        if p.hazard >= p.churn_threshold:
            _decide_to_leave(g, i, shock.day, FAILURE_CAUSE, False)


# ---------------------------------------------------------------- learning from feedback


@without_allocation
def _give_feedback(g: Any, i: int, felt: float, failed: bool, from_silence: bool) -> None:
    """Some answer when asked about a contact; pain is booked where it was voiced, or where it began."""
    c, p = constants(g)[0], people(g)[i]
    place = p.touchpoint
    u = draw(keys(g), p.uid, D_FEEDBACK, touchpoints(g)[place].hash, _ordinal(p), ZERO)[0]
    if u >= c.response_share:
        return
    painful = felt < c.painful_below
    touchpoint_counts(g)[place].answers += 1
    if c.learns_causes > 0.0:
        if p.edge >= 0:
            edge_counts(g)[p.edge].answers += 1
        if from_silence:
            place = p.incident_from
            touchpoint_counts(g)[place].answers += 1
        elif not failed and p.edge >= 0 and (p.case_dropped == 1 or p.repeats_now > 0):
            if painful:
                edge_counts(g)[p.edge].pains += 1
            return
    if painful:
        touchpoint_counts(g)[place].pains += 1


@without_allocation
def _review_feedback(g: Any, day: float) -> None:
    """At the end of a review period every place gets its verdict, and the worst to act on are fixed."""
    c, book = constants(g)[0], books(g)[0]
    if math.floor(day / c.review_days) <= math.floor((day - c.tick_days) / c.review_days) or day <= 0.0:
        return
    for j in range(len(touchpoint_counts(g))):
        counts = touchpoint_counts(g)[j]
        counts.verdict = learning.verdict(float(counts.pains), float(counts.answers), c.pain_target)
    for e in range(len(edge_counts(g))):
        counts = edge_counts(g)[e]
        counts.verdict = learning.verdict(float(counts.pains), float(counts.answers), c.pain_target)
    for _ in range(int(c.fixes_per_review)):
        if not _fix_worst(g):
            break
        book.fixes += 1
    for j in range(len(touchpoint_counts(g))):
        counts = touchpoint_counts(g)[j]
        counts.answers, counts.pains = 0, 0
    for e in range(len(edge_counts(g))):
        counts = edge_counts(g)[e]
        counts.answers, counts.pains = 0, 0


@without_allocation
def _fix_worst(g: Any) -> bool:
    """Fix the place to act on with most pain (touchpoints before ways, then by order); whether there was one."""
    c = constants(g)[0]
    most, touchpoint, edge = 0, -1, -1
    for j in range(len(touchpoint_counts(g))):
        counts = touchpoint_counts(g)[j]
        if counts.verdict == learning.ACT and counts.pains > most:
            most, touchpoint = counts.pains, j
    for e in range(len(edge_counts(g))):
        counts = edge_counts(g)[e]
        if counts.verdict == learning.ACT and counts.pains > most:
            most, edge = counts.pains, e
    if edge >= 0:
        row = edge_counts(g)[edge]
        row.loss_factor = learning.fixed(row.loss_factor, c.improvement)
        row.fixes += 1
        row.pains = 0
    elif touchpoint >= 0:
        point = touchpoint_counts(g)[touchpoint]
        point.failure_factor = learning.fixed(point.failure_factor, c.improvement)
        point.fixes += 1
        point.pains = 0
    return touchpoint >= 0 or edge >= 0


# ---------------------------------------------------------------- the tick


@without_allocation
def _ties_ahead(g: Any, list_of_people: Any, n: int, end: int) -> None:
    """Ask for the ties of those whose turn comes soon: first where they stand, then the ties themselves."""
    if n + 2 * AHEAD < end:
        prefetch(tie_start(g), list_of_people[n + 2 * AHEAD], 0, 1)
    if n + AHEAD < end:
        i = list_of_people[n + AHEAD]
        prefetch(ties(g), tie_start(g)[i], 0, TIE_LINES)


@without_allocation
def _read_inbox(g: Any, day: float) -> None:
    c, book = constants(g)[0], books(g)[0]
    after_a_tick = _kept(c, c.tick_days)
    _deliver_all(g)
    readers = book.inbox
    for n in range(readers):
        if n + AHEAD < readers:
            prefetch(people(g), inbox(g)[n + AHEAD], 0, 4)
        p = people(g)[inbox(g)[n]]
        p.in_inbox = 0
        if p.status != LEFT and p.status != REFUSED:
            _recall_at_tick(c, p, day, after_a_tick)
            customer = p.status == CUSTOMER
            p.opinion += advocacy.opinion_shift(
                p.opinion,
                p.heard_positive / WEIGHT_UNIT,
                p.heard_negative / WEIGHT_UNIT,
                c.positive_log_odds,
                c.negative_log_odds,
                c.base_choice,
                c.customer_positive_factor if customer else 1.0,
                c.customer_negative_factor if customer else 1.0,
            )
            p.neighbours_lost += p.heard_leavers / WEIGHT_UNIT
        p.praise_read = p.heard_positive
        p.news = (
            POST
            if p.heard_posts > 0
            else (-1 if p.heard_negative > 0 else (1 if p.heard_positive > 0 else 0))
        )
        p.heard_positive, p.heard_negative, p.heard_leavers, p.heard_posts = 0, 0, 0, 0
    for n in range(readers):
        _ties_ahead(g, inbox(g), n, readers)
        _respond(g, inbox(g)[n], day)
    _deliver_all(g)
    for n in range(readers, book.inbox):  # what was passed on waits for the next tick
        inbox(g)[n - readers] = inbox(g)[n]
    book.inbox -= readers


@without_allocation
def _respond(g: Any, i: int, day: float) -> None:
    """After reading: some start a journey because of praise, some pass the story on."""
    c, p = constants(g)[0], people(g)[i]
    if p.status == LEFT or p.status == REFUSED:
        return
    if p.status == EXPECTED and p.praise_read > 0 and c.use_recommendation_entry > 0.0:
        chance = advocacy.entry_probability(c.entry_per_recommendation, p.praise_read / WEIGHT_UNIT)
        if chance > 0.0:
            u = draw(keys(g), p.uid, D_ENTRY, ZERO, p.hearings, ZERO)[0]
            p.hearings += 1
            if u < chance:
                _take_out(g, i, c.tick_days)
                p.event_day = day
                _arrive(g, i, day)
    if c.use_resharing > 0.0 and c.use_word_of_mouth > 0.0 and p.news != 0:
        _pass_on(g, i, day, p.news)


@without_allocation
def _move_reputation(c: Any, book: Any) -> None:
    if c.interaction == 0.0 or c.use_reputation == 0.0:
        return
    book.reputation = advocacy.reputation_after(
        book.reputation, book.reviews_now, book.stars_now, c.reputation_learning
    )
    share = min(c.tick_days / c.averaging_days, 1.0)
    book.rating_average += share * (book.reputation - book.rating_average)
    book.volume_average += share * (book.reviews_now / c.tick_days - book.volume_average)
    book.reviews_now = 0
    book.stars_now = 0
    if c.use_acquisition_feedback > 0.0:
        factor = advocacy.acquisition_factor(
            book.rating_average,
            c.rating_reference,
            book.volume_average,
            c.reviews_reference,
            c.valence_elasticity,
            c.volume_elasticity,
        )
        book.acquisition_factor = min(factor, c.arrival_cap)


@without_allocation
def _draw_talk(g: Any, c: Any, i: int) -> None:
    """On which of four ticks a customer would talk, as bits: one block of draws is for four ticks."""
    p = people(g)[i]
    u = draw(keys(g), p.uid, D_AMBIENT, ZERO, books(g)[0].tick // 4, ZERO)
    bits = 0
    for k in range(4):
        if advocacy.talks_today(u[k], c.ambient_per_month, p.talk_factor, c.tick_days):
            bits |= 1 << k
    talk_bits(g)[i] = bits


@without_allocation
def _draw_talks(g: Any, c: Any) -> None:
    """On the first of four ticks, for all customers; who joins later draws anew."""
    count = books(g)[0].members
    for n in range(count):
        if n + AHEAD < count:
            prefetch(people(g), members(g)[n + AHEAD], 0, 3)
        _draw_talk(g, c, members(g)[n])


@inlined
def _talks(g: Any, c: Any, i: int) -> bool:
    """Whether a customer would talk on this tick."""
    phase = books(g)[0].tick % 4
    if phase != 0 and max(people(g)[i].converted_day, 0.0) >= (books(g)[0].tick - phase - 1) * c.tick_days:
        _draw_talk(g, c, i)
    return bool(talk_bits(g)[i] >> phase & 1)


@inlined
def _talker_ahead(g: Any, n: int) -> None:
    """Ask for the ties of a customer who will talk when their turn comes."""
    book = books(g)[0]
    if n + 2 * AHEAD < book.members:
        i = members(g)[n + 2 * AHEAD]
        if talk_bits(g)[i] >> (book.tick % 4) & 1:
            prefetch(tie_start(g), i, 0, 1)
        i = members(g)[n + AHEAD]
        if talk_bits(g)[i] >> (book.tick % 4) & 1:
            prefetch(ties(g), tie_start(g)[i], 0, TIE_LINES)


@without_allocation
def _tend_customers(g: Any, day: float) -> None:
    """Memory, hazard, talk, revenue and surveys of every customer; those who left drop off the list."""
    c, book = constants(g)[0], books(g)[0]
    talks = c.interaction > 0.0 and c.use_word_of_mouth > 0.0
    needy = c.use_episodes > 0.0 and len(episodes(g)) > 0
    booking_day = c.use_value > 0.0 and book.tick % BOOKING_TICKS == 0
    after_a_tick = _kept(c, c.tick_days)
    if talks and book.tick % 4 == 0:
        _draw_talks(g, c)
    kept = 0
    for n in range(book.members):
        if n + AHEAD < book.members:
            prefetch(people(g), members(g)[n + AHEAD], 0, 3)
            prefetch(slow_terms(g), members(g)[n + AHEAD], 0, 1)
            if booking_day:
                prefetch(stream_day(g)[members(g)[n + AHEAD]], 0, 0, 1)
        if talks:
            _talker_ahead(g, n)
        i = members(g)[n]
        p = people(g)[i]
        if p.status != CUSTOMER:
            continue
        if booking_day:
            _accrue(g, i, day)
        _recall_at_tick(c, p, day, after_a_tick)
        if day >= p.followed_until and day < p.followed_until + c.tick_days:
            _ask(g, i, day)
        if talks and _talks(g, c, i) and p.satisfaction >= c.satisfied_from:
            _talk(g, i, day, 1, True)
        _weigh_offers(g, i, day)
        if (
            p.status == CUSTOMER and p.converted_day < day
        ):  # who joined just now has this tick's hazard already
            _grow_hazard(g, i, day, c.tick_days, False)
        if needy and p.status == CUSTOMER and p.leaves_day == math.inf:
            _tend_needs(g, i, day)
        if p.status == CUSTOMER:
            members(g)[kept] = i
            kept += 1
    book.members = kept


@without_allocation
def _write_day(g: Any, day: float) -> None:
    book = books(g)[0]
    row = daily(g)[book.tick]
    row.day = day
    row.entered, row.prospects, row.customers, row.left = (
        book.entered,
        book.prospects,
        book.customers,
        book.left,
    )
    row.episodes_opened, row.episodes_open = book.episodes_opened, book.episodes_open
    row.episodes_won, row.episodes_lost = book.episodes_won, book.episodes_lost
    row.episodes_cut_short = book.episodes_cut_short
    row.talk_positive, row.talk_negative, row.reviews = book.talk_positive, book.talk_negative, book.reviews
    row.reshared, row.offers_heard = book.reshared, book.offers_heard
    row.purchases, row.fixes = book.purchases, book.fixes
    row.revenue_micro, row.cost_micro = book.revenue_micro, book.cost_micro
    row.reputation, row.acquisition_factor = book.reputation, book.acquisition_factor


@without_allocation
def handle(g: Any, i: int) -> None:
    """Let a person's pending event happen."""
    p = people(g)[i]
    kind, day = p.event_kind, p.event_day
    if kind == REACH:
        _reach(g, i, day)
    elif kind == FINISH:
        _finish(g, i, day)
    elif kind == ARRIVE:
        _arrive(g, i, day)
    elif kind == ABANDON:
        _abandon(g, i, day)


@without_allocation
def run_ticks(record: Any, first: int, last: int) -> None:
    """Run ticks first, first + 1, ..., last - 1 (events included), in place."""
    g = record[0]
    c, book = constants(g)[0], books(g)[0]
    for tick in range(first, last):
        book.tick = tick
        day = tick * c.tick_days
        _read_inbox(g, day)
        _move_reputation(c, book)
        _tend_customers(g, day)
        if c.interaction > 0.0 and c.use_episodes > 0.0:
            _strike(g, day)
        if c.interaction > 0.0 and c.use_learning > 0.0 and c.fixes_per_review > 0.0:
            _review_feedback(g, day)
        i = bucket(g)[tick]
        while i >= 0:
            following = next_in_bucket(g)[i]
            if following >= 0:
                prefetch(people(g), following, 0, 1)
            _push(g, i)
            i = following
        while book.heap > 0:
            i = _pop(g)
            prefetch(people(g), heap_person(g)[0], 0, 10)
            handle(g, i)
        _write_day(g, day + c.tick_days)
    _deliver_all(g)


@without_allocation
def close(record: Any, day: float) -> None:
    """The horizon: book revenue, close the areas, ask those in the middle of their journey."""
    g = record[0]
    for n in range(books(g)[0].members):
        if people(g)[members(g)[n]].status == CUSTOMER:
            _accrue(g, members(g)[n], day)
    if books(g)[0].tick >= 0:
        daily(g)[books(g)[0].tick].revenue_micro = books(g)[0].revenue_micro
    for i in range(len(people(g))):
        p = people(g)[i]
        if p.status == PROSPECT or p.status == CUSTOMER:
            _ask(g, i, day)
        if p.in_contact == 1:
            _push(g, i)
    while books(g)[0].heap > 0:  # added up in order of (time, uid), never of rows
        p = people(g)[_pop(g)]
        touchpoint_counts(g)[p.touchpoint].sojourn_days += day - p.reached_day
    for j in range(len(touchpoint_counts(g))):
        counts = touchpoint_counts(g)[j]
        counts.area_days += counts.present * (day - counts.changed_day)
        counts.changed_day = day
