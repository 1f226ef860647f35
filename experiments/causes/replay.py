"""Tell the event log again with its causes: the same addressed draws, asked once more.

The log says what happened, not why. Every draw is a function of its address, so the item that was asked again, the
way on which it had been lost, the message that contradicted, and the silent step behind an incident follow exactly.
"""

import math
from typing import Any

import numpy as np

from experiments.causes.tables import Kind
from sim.columns import Logged
from sim.compiled import compiled
from sim.rules import handoff, moments, voices
from sim.streams import Decision, draw

FAILED, INCIDENT, CANCELLED, DROPPED, REPEATED, ABANDONED, CONTRADICTED, SHOCK = (int(k) for k in Kind)
L_ENTER, L_CROSS, L_DROP, L_REACH, L_START = (int(x) for x in list(Logged)[:5])
L_FINISH, L_ABANDON, L_VALUE, L_FAIL = (int(x) for x in list(Logged)[5:9])
L_LOST, L_OPEN, L_REVIEW = int(Logged.LOST), int(Logged.OPEN), int(Logged.REVIEW)
D_MOMENT, D_REPEAT, D_NEED = int(Decision.MOMENT), int(Decision.REPEAT), int(Decision.NEED)
ATTEMPT, DETOURS = 1 << 32, 1 << 48
CONSEQUENCES = np.uint64(1 << 20)
ZERO = np.uint64(0)


@compiled
def _hurt(
    pains: Any,
    n: int,
    person: int,
    day: float,
    kind: int,
    contact: int,
    touchpoint: int,
    place: int,
    edge: int,
    giver: int,
    receiver: int,
    cost: float,
    visit: int,
    number: int,
) -> int:
    """Write a painful event where there is room; returns how many there are."""
    if n < len(pains):
        row = pains[n]
        row.person, row.day, row.kind, row.contact, row.touchpoint = person, day, kind, contact, touchpoint
        row.place, row.edge, row.giver, row.receiver, row.cost = place, edge, giver, receiver, cost
        row.visit, row.number = visit, number
    return n + 1


@compiled
def _unmet_needs(keys: Any, uid: np.uint64, point: Any, visit: int) -> tuple[bool, bool]:
    """Whether unmet needs of a visit of a silent step end the journey, and whether one goes wrong later."""
    unmet = 0
    for need in range(point.needs):
        u = draw(keys, uid, D_NEED, point.hash, visit, np.uint64(need))
        if u[0] < point.need_relevant and u[1] >= point.need_coverage:
            unmet += 1
    u = draw(keys, uid, D_NEED, point.hash, visit, CONSEQUENCES)
    ends = moments.needs_triggered(u[1], unmet, point.need_cancellation)
    return ends, moments.needs_triggered(u[2], unmet, point.need_incident)


@compiled
def replay(
    log: Any,
    first: Any,
    end: Any,
    uids: Any,
    personas: Any,
    existing: Any,
    repeat_weight: Any,
    inconsistency_weight: Any,
    keys: Any,
    constants: Any,
    touchpoints: Any,
    edges: Any,
    persona_case: Any,
    owner_offset: Any,
    longest: int,
    contacts: Any,
    pains: Any,
    ways: Any,
) -> tuple[int, int, int]:
    """Fill contacts, pains and ways from a log in order of (person, time); returns how many rows there are of each.

    log rows first[i]:end[i] belong to person i; longest: rows of the person with most. Tables that are too short are
    filled as far as they go.
    """
    c = constants[0]
    n_contacts, n_pains, n_ways = 0, 0, 0
    visits = np.zeros(len(touchpoints), np.int64)
    lost_edge, lost_giver = np.zeros(longest + 2, np.int64), np.zeros(longest + 2, np.int64)
    lost_receiver, known = np.zeros(longest + 2, np.int64), np.zeros(longest + 2)
    since = np.zeros(2 * longest + 4, np.int64)
    for i in range(len(first)):
        if first[i] == end[i]:
            continue
        uid = uids[i]
        visits[:] = 0
        information, lost, crossed, edge = persona_case[personas[i]], 0, 0, -1
        heading, visit, attempt, detours, on_path = -1, 0, 0, 0, True
        owner, heard_owner, other_owner, episode = -1, -1, -1, 0
        incident_from, silent, ending = -1, -1, -1
        reached, wait, service, repeats = math.nan, 0.0, 0.0, 0
        mean, heard_before = 0.0, 0.0
        unvoiced = n_pains  # drops from here on have not been voiced
        waiting_drops = 0
        value_contact, value_day, pending_incident = -1, math.nan, -1
        if information < 1.0:
            lost_edge[0], lost_giver[0], lost_receiver[0], known[0], lost = -1, -1, -1, information, 1
        for r in range(first[i], end[i]):
            row = log[r]
            kind, t, day = row.kind, row.touchpoint, row.day
            if kind == L_ENTER:
                if existing[i] == 0:
                    visits[t] += 1
                    heading = t
            elif kind == L_OPEN:
                visits[t] += 1
                heading, edge, owner, episode = t, -1, -1, episode + 1
                information, lost, crossed, silent, incident_from = persona_case[personas[i]], 0, 0, -1, -1
                waiting_drops = 0
                if information < 1.0:
                    lost_edge[0], lost_giver[0], lost_receiver[0], known[0], lost = -1, -1, -1, information, 1
            elif kind == L_CROSS:
                edge, heading = row.edge, t
                visits[t] += 1
                if row.value < information:
                    lost_edge[lost], lost_giver[lost], lost_receiver[lost] = edge, owner, touchpoints[t].owner
                    known[lost] = row.value
                    lost += 1
                information = row.value
                since[crossed] = edge
                crossed += 1
            elif kind == L_DROP:
                if waiting_drops == 0:
                    unvoiced = n_pains
                waiting_drops += 1
                n_pains = _hurt(
                    pains, n_pains, i, day, DROPPED, -1, -1, -1, row.edge, owner, touchpoints[t].owner,
                    c.dropped_penalty, visits[t], 0,
                )  # fmt: skip
            elif kind == L_REACH:
                attempt = int(row.value)
                if attempt == 0:
                    on_path = heading == t
                    if on_path:
                        heading, visit = -1, visits[t]
                    else:
                        detours += 1
                        visit = DETOURS + detours
                reached, wait, service = day, 0.0, 0.0
            elif kind == L_START:
                wait = row.value
            elif kind == L_ABANDON:
                if n_contacts < len(contacts):
                    contact = contacts[n_contacts]
                    contact.person, contact.day, contact.reached, contact.touchpoint = i, day, reached, t
                    contact.edge, contact.silent, contact.visit, contact.attempt = edge, -1, visit, attempt
                    contact.wait_minutes, contact.service_minutes = row.value, math.nan
                    contact.value, contact.repeats, contact.failed = math.nan, 0, 0
                    contact.abandoned, contact.episode = 1, episode
                n_pains = _hurt(
                    pains, n_pains, i, day, ABANDONED, n_contacts, t, t, -1, -1, -1, c.abandonment_penalty,
                    visit, attempt,
                )  # fmt: skip
                n_contacts += 1
            elif kind == L_FINISH:
                point = touchpoints[t]
                service = row.value
                repeats, ending = 0, -1
                if on_path and point.needs > 0 and c.use_silent_needs > 0.0:
                    silent = t
                    ends, fails = _unmet_needs(keys, uid, point, visit)
                    if ends:
                        ending = t
                    elif fails:
                        incident_from = t
                if point.customer_facing == 1:
                    if c.use_handoffs > 0.0:
                        for item in range(point.items):
                            four = draw(keys, uid, D_REPEAT, point.hash, visit, np.uint64(item // 4))
                            u = four[item % 4]
                            if not handoff.is_asked_again(u, information):
                                continue
                            repeats += 1
                            k = 0
                            while k < lost - 1 and u < known[k]:
                                k += 1
                            n_pains = _hurt(
                                pains, n_pains, i, day, REPEATED, n_contacts, t, -1, lost_edge[k], lost_giver[k],
                                lost_receiver[k], c.repeat_penalty * repeat_weight[i], visit, item,
                            )  # fmt: skip
                            known_way = lost_edge[k] < 0
                            for w in range(crossed):
                                known_way = known_way or since[w] == lost_edge[k]
                            if not known_way:
                                since[crossed] = lost_edge[k]
                                crossed += 1
                    if c.recollects > 0.0 and on_path and point.items > 0:
                        information, lost = 1.0, 0
                if on_path and point.owner >= 0:
                    owner = point.owner
            elif kind == L_VALUE:
                point = touchpoints[t]
                if n_contacts < len(contacts):
                    contact = contacts[n_contacts]
                    contact.person, contact.day, contact.reached, contact.touchpoint = i, day, reached, t
                    contact.edge, contact.silent, contact.visit, contact.attempt = (
                        row.edge,
                        silent,
                        visit,
                        attempt,
                    )
                    contact.wait_minutes, contact.service_minutes = wait, service
                    contact.value, contact.repeats, contact.failed = row.value, repeats, 0
                    contact.abandoned, contact.episode = 0, episode
                if waiting_drops > 0:
                    for k in range(unvoiced, min(n_pains, len(pains))):
                        if pains[k].kind == DROPPED and pains[k].contact < 0:
                            pains[k].contact, pains[k].touchpoint = n_contacts, t
                    waiting_drops = 0
                for w in range(crossed):
                    if n_ways < len(ways):
                        ways[n_ways].contact, ways[n_ways].edge = n_contacts, since[w]
                    n_ways += 1
                if c.use_voices > 0.0 and point.owner >= 0:
                    u = draw(keys, uid, D_MOMENT, point.hash, visit + attempt * ATTEMPT, ZERO)[3]
                    offset = 0.0 if row.edge < 0 else edges[row.edge].voice_offset
                    heard = voices.message(
                        owner_offset[point.owner], c.message_spread, c.alignment, offset, c.contact_noise, u
                    )
                    if heard_owner >= 0 and heard_owner != point.owner:
                        other_owner = heard_owner
                    cost = c.voice_penalty * inconsistency_weight[i] * min(abs(heard - mean), 1.0)
                    if heard_before > 0.0 and cost > 0.0 and cost >= c.repeat_penalty:
                        giver = other_owner if other_owner >= 0 else point.owner
                        n_pains = _hurt(
                            pains, n_pains, i, day, CONTRADICTED, n_contacts, t, -1, -1, giver, point.owner, cost,
                            visit, attempt,
                        )  # fmt: skip
                    mean = voices.running_mean(mean, heard_before, heard)
                    heard_before += 1.0
                    heard_owner = point.owner
                value_contact, value_day = n_contacts, day
                pending_incident, incident_from = incident_from, -1
                crossed, silent = 0, -1
                n_contacts += 1
            elif kind == L_FAIL:
                if value_contact >= 0 and value_day == day:
                    if value_contact < len(contacts):
                        contacts[value_contact].failed = 1
                    place = pending_incident if pending_incident >= 0 else t
                    n_pains = _hurt(
                        pains, n_pains, i, day, INCIDENT if pending_incident >= 0 else FAILED, value_contact, t,
                        place, -1, -1, -1, c.failure_penalty, visit, attempt,
                    )  # fmt: skip
                else:
                    n_pains = _hurt(
                        pains, n_pains, i, day, SHOCK, -1, -1, -1, -1, -1, -1, c.failure_penalty, 0, 0
                    )
                value_contact = -1
            elif kind == L_LOST and ending >= 0 and ending == t:
                n_pains = _hurt(
                    pains, n_pains, i, day, CANCELLED, -1, -1, t, -1, -1, -1, c.failure_penalty, visit, 0
                )
            if kind != L_FINISH and kind != L_VALUE and kind != L_REVIEW:
                value_contact = -1
    return n_contacts, n_pains, n_ways
