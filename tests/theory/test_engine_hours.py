"""Opening hours and working time: the rules against days walked one by one, and the odd ends of a working day."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.schema import Scenario
from sim.columns import Outcome
from sim.engine import run
from sim.rules import waiting
from tests.simulated import crowd, only, point, small
from tests.theory.reference_queue import Shift

days = st.floats(0.0, 400.0)


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    opens = draw(st.sampled_from([0.0, 0.25, 9 / 24, 0.5, 23 / 24]) | st.floats(0.001, 0.98))
    closes = draw(st.just(1.0) | st.floats(opens + 0.01, 1.0))
    return Shift(opens, closes)


class TestRules:
    @given(days, shifts())
    def test_open_and_next_opening(self, day: float, shift: Shift) -> None:
        hours = (shift.opens, shift.closes)
        assert waiting.is_open(day, *hours) == shift.working(day)
        opening = waiting.next_opening(day, *hours)
        assert opening == shift.next_open(day)
        assert day <= opening < day + 1.0
        # a moment later, since the fraction of a large number may fall just short of the opening
        assert waiting.is_open(opening + 1e-9, *hours) or shift.closes - shift.opens < 1e-8

    @given(days, st.floats(0.0, 3.0), shifts())
    def test_work_done_day_by_day(self, day: float, work: float, shift: Shift) -> None:
        end = waiting.after_working(day, work, shift.opens, shift.closes)
        assert end == pytest.approx(shift.after(day, work), abs=1e-9) or at_the_door(end, shift)
        assert end >= day

    @given(days, st.floats(0.0, 30.0), shifts())
    def test_working_time_between_day_by_day(self, start: float, later: float, shift: Shift) -> None:
        got = waiting.working_days_between(start, start + later, shift.opens, shift.closes)
        assert got == pytest.approx(shift.between(start, start + later), abs=1e-9)
        assert 0.0 <= got <= later + 1e-9

    @given(days, st.floats(1e-6, 3.0), shifts())
    def test_after_and_between_undo_each_other(self, day: float, work: float, shift: Shift) -> None:
        end = waiting.after_working(day, work, shift.opens, shift.closes)
        assert waiting.working_days_between(day, end, shift.opens, shift.closes) == pytest.approx(
            work, abs=1e-9
        )

    @given(days, st.floats(0.0, 2.0), st.floats(0.0, 2.0), shifts())
    def test_more_work_never_ends_earlier_and_work_adds_up(
        self, day: float, one: float, other: float, shift: Shift
    ) -> None:
        hours = (shift.opens, shift.closes)
        both = waiting.after_working(day, one + other, *hours)
        in_two = waiting.after_working(waiting.after_working(day, one, *hours), other, *hours)
        assert both >= waiting.after_working(day, one, *hours) - 1e-12
        assert waiting.working_days_between(day, in_two, *hours) == pytest.approx(one + other, abs=1e-9)

    @given(days, st.floats(0.0, 1.0, exclude_min=True, exclude_max=True), shifts())
    def test_a_moved_contact_falls_into_the_next_opening(self, day: float, u: float, shift: Shift) -> None:
        later = waiting.time_in_next_opening(day, shift.opens, shift.closes, u)
        opening = shift.next_open(day)
        assert opening <= later <= opening + (shift.closes - shift.opens)


def at_the_door(moment: float, shift: Shift) -> bool:
    """Work that ends exactly at closing may as well end at the next opening: no work lies between."""
    clock = moment - math.floor(moment)
    return min(abs(clock - shift.closes), abs(clock - shift.opens), abs(clock + 1 - shift.closes)) < 1e-9


# ---------------------------------------------------------------- odd ends, in the engine


def office(hours: float, opens: float, minutes: float, servers: int = 1, *, live: bool = False) -> Scenario:
    return small(
        {"ask": point({"WIN": 1}, service_minutes=minutes, service_law="deterministic", team="desk")},
        clock={"horizon_days": 60, "follow_up_days": 40},
        arrivals={"rate_per_day": 0, "until_days": 1},
        channels={"web": {"name": "Web", "live": live}},
        teams={"desk": {"servers": servers, "hours_per_day": hours, "opens_at_hour": opens}},
        interaction=True,
        mechanisms={path.split(".")[1]: on for path, on in only("waiting").items()},
    )


class TestEngine:
    def test_service_cut_by_closing_resumes_at_the_next_opening(self) -> None:
        """Two hours' work at a desk open for one hour a day, from 12:00: done at 13:00 on the second day."""
        scenario = office(1.0, 12.0, 120.0)
        people = run(scenario, population=crowd(scenario, 1)).people  # enters at noon of the first day
        assert people["episode_closed_day"][0] == pytest.approx(1 + 13 / 24, abs=1e-12)

    def test_one_minute_a_day_is_slow_but_no_trap(self) -> None:
        scenario = office(1 / 60, 12.0, 5.0)
        people = run(scenario, population=crowd(scenario, 3)).people
        minute = 1 / 1440
        assert people["episode_closed_day"].tolist() == pytest.approx(
            [4.5 + minute, 9.5 + minute, 14.5 + minute]
        )
        assert people["wait_minutes"].tolist() == [0.0, 0.0, 0.0], "only live waits are waits"

    def test_a_desk_that_never_gets_through_leaves_its_line_open(self) -> None:
        scenario = office(1 / 60, 12.0, 90.0)
        r = run(scenario, population=crowd(scenario, 3))
        assert (r.people["episode_outcome"] == Outcome.OPEN).all()
        t = r.touchpoints[0]
        assert t["present"] == 3
        assert t["area_days"] == pytest.approx(3 * 59.5, rel=1e-12)
        assert t["sojourn_days"] == pytest.approx(t["area_days"], rel=1e-12)

    def test_open_until_midnight(self) -> None:
        scenario = office(8.0, 16.0, 60.0, live=True)
        people = run(scenario, population=crowd(scenario, 1)).people  # at noon: before the opening
        assert 16 / 24 + 1 / 24 <= people["episode_closed_day"][0] <= 1 + 17 / 24

    @pytest.mark.parametrize("change", [{"hours_per_day": 0}, {"servers": 0}, {"hours_per_day": 25}])
    def test_no_hours_or_nobody_is_refused(self, change: dict[str, float]) -> None:
        fields = {"servers": 1, "hours_per_day": 8, "opens_at_hour": 9} | change
        with pytest.raises(ScenarioError):
            small({"ask": point({"WIN": 1}, service_minutes=1, team="desk")}, teams={"desk": fields})
