"""What a contact does to a person: memory, disconfirmation, trust, effort, patience, failure, complaint, survey."""

from __future__ import annotations

import math

import numpy as np

from sim.columns import Logged, Status
from sim.persons import Person
from sim.rules import (
    advocacy,
    churn,
    competitor,
    distributions,
    effort,
    experience,
    memory,
    moments,
    trust,
    voices,
    waiting,
)
from sim.streams import Decision

Terms = tuple[float, float, float, float, float, float, float, float, float]
FADING = (
    ("unresolved", "unresolved_half_life_days"),
    ("complaint", "complaint_half_life_days"),
    ("neighbours_lost", "neighbour_half_life_days"),
    ("opinion", "opinion_half_life_days"),
)


class Mind(Person):
    """What goes on in a person."""

    # ------------------------------------------------------------ memory

    def recall(self, day: float) -> None:
        """Let memories fade up to `day`."""
        c, days = self.company.constants, day - self.remembered_day
        if days <= 0.0:
            return
        self.remembered_day = day
        if c.use_memory:
            kept = experience.decay(days, c.half_life_days)
            self.satisfaction *= kept
            self.shown_bonus *= kept
        for name, half_life in FADING:
            strength = getattr(self, name)
            if strength != 0.0:
                setattr(self, name, strength * experience.decay(days, getattr(c, half_life)))

    def recall_contact(self, day: float) -> None:
        """Memories fade until a contact begins; nothing fades while it lasts, up to `day`."""
        self.recall(self.reached_day)
        self.remembered_day = max(self.remembered_day, day)

    def remembered_episode(self) -> float:
        """The episode as remembered, J in [-1, 1]."""
        c = self.company.constants
        return memory.remembered(
            self.value_sum,
            self.episode_felt,
            self.value_peak,
            self.value_last,
            c.average_weight,
            c.peak_weight,
            c.end_weight,
        )

    def grievances(self, day: float) -> Terms:
        """The terms of x'beta that come from what was lived, in the order of columns.Cause."""
        c = self.company.constants
        discount = c.intention_to_behaviour
        return (
            churn.dissatisfaction_term(self.satisfaction, c.satisfaction_reference, c.churn_satisfaction),
            churn.distrust_term(self.trust, c.trust_reference, c.churn_trust, self.trust_weight),
            churn.effort_term(self.effort, c.churn_effort, discount, self.effort_weight),
            c.churn_inconsistency * voices.inconsistency(self.message_square, self.message_count),
            c.churn_unresolved * discount * self.unresolved,
            c.churn_complaint * discount * self.complaint,
            c.churn_neighbour * self.neighbours_lost,
            -c.churn_opinion * self.opinion,
            competitor.disconnect_term(day, self.noise_until, c.offer_disconnect),
        )

    # ------------------------------------------------------------ a contact

    def live_through(self, day: float) -> None:
        """What the person makes of a contact that has just ended."""
        c, here = self.company.constants, self.here
        luck = self.draw_here(Decision.MOMENT)
        scale = self.patience_scale
        penalties = c.repeat_penalty * self.repeat_weight * self.repeats_now
        penalties += c.wait_penalty * experience.wait_share(self.wait_now, scale, 1.5)
        penalties -= here.self_service_bonus
        if self.case_dropped:
            penalties += c.dropped_penalty
        if c.use_voices and here.owner >= 0:
            penalties = self.listen(luck[3], penalties)
        from_silence = self.incident == 1
        failed = self.meets_failure(luck[1], luck[2])
        if failed or self.repeats_now > 0:
            self.disconnect_day = day
        if c.use_experience:
            self.feel(day, luck[0], penalties, failed, from_silence)
        if failed:
            self.company.touchpoint_counts[self.touchpoint].failures += 1
            self.failures += self.is_followed(day)
            if self.status == Status.PROSPECT:
                self.failures_before_conversion += 1
                self.defects_before_conversion += 1
        if c.use_effort:
            self.effort += effort.effort_of_contact(
                self.repeats_now,
                self.handed_off,
                self.forced_switch,
                experience.wait_share(self.wait_now, scale, 2.0),
                c.effort_repeat,
                c.effort_handoff,
                c.effort_forced_switch,
                c.effort_wait,
            )
        self.handed_off = self.forced_switch = self.case_dropped = 0

    def listen(self, noise: float, penalties: float) -> float:
        """Hear what this department says; contradiction adds to the penalties of the contact."""
        c, company = self.company.constants, self.company
        offset = company.edges[self.edge].voice_offset if self.edge >= 0 else 0.0
        heard = voices.message(
            company.owner_offset[self.here.owner],
            c.message_spread,
            c.alignment,
            offset,
            c.contact_noise,
            noise,
        )
        before = self.message_mean
        if self.message_count > 0.0:
            penalties += c.voice_penalty * self.inconsistency_weight * min(abs(heard - before), 1.0)
        self.message_mean = voices.running_mean(before, self.message_count, heard)
        self.message_square = voices.running_square(self.message_square, before, self.message_mean, heard)
        self.message_count += 1.0
        return penalties

    def meets_failure(self, foresight: float, luck: float) -> bool:
        """Whether the contact fails: an unmet need of before, or a moment of truth that goes wrong."""
        company, failed = self.company, self.incident == 1
        c = company.constants
        self.incident = 0
        if self.here.moment:
            self.moments += 1
            if c.use_moments:
                chance = moments.failure_probability(
                    foresight < c.unpredictable_share,
                    c.failure_predictable,
                    c.failure_unpredictable,
                    c.preparation,
                    c.reaction,
                    c.reaction_hours,
                    c.reaction_scale_hours,
                )
                failed = failed or luck < chance * company.touchpoint_counts[self.touchpoint].failure_factor
        return failed

    def feel(self, day: float, luck: float, penalties: float, failed: bool, from_silence: bool) -> None:
        """Performance against expectation; a failure is compared with the same contact without it.

        from_silence: an unmet need of a silent step is what went wrong.
        """
        c, quality = self.company.constants, self.here.quality
        noise = c.quality_noise * distributions.normal_quantile(luck)
        perceived = experience.performance(quality, noise, penalties)
        hassle_free = self.satisfaction_with(perceived)
        if failed:
            perceived = experience.performance(quality, noise, penalties + c.failure_penalty)
        value = self.value_of(perceived)
        self.take_in(value)
        if c.use_expectation_learning:
            self.expectation = experience.learned_expectation(
                self.expectation, perceived, c.expectation_learning
            )
        self.log(day, Logged.VALUE, value, self.edge)
        if self.company.feedback.listens:
            self.give_feedback(value, failed, from_silence)
        if failed:
            self.fail(day, hassle_free, self.here.hash)

    def satisfaction_with(self, perceived: float) -> float:
        """What satisfaction would be after a contact of that perceived performance."""
        c = self.company.constants
        weight = memory.weight_of_contact(self.felt + 1, c.prior_contacts, c.minimum_weight)
        return memory.satisfaction_after(self.satisfaction, weight, self.value_of(perceived))

    def value_of(self, perceived: float) -> float:
        """Value of a perceived performance, in [-1, 1]."""
        c = self.company.constants
        return experience.disconfirmation(
            perceived - self.expectation, c.zone_of_tolerance, self.loss_weight, c.curvature, self.attribution
        )

    def take_in(self, value: float) -> None:
        """A contact of that value enters memory, satisfaction and trust."""
        c = self.company.constants
        self.felt += 1
        self.episode_felt += 1
        self.value_sum += value
        self.value_peak = memory.peak(self.value_peak, value)
        self.value_last = value
        weight = memory.weight_of_contact(self.felt, c.prior_contacts, c.minimum_weight)
        self.satisfaction = memory.satisfaction_after(self.satisfaction, weight, value)
        if c.use_trust:
            self.trust = trust.trust_after(self.trust, value, c.trust_gain, c.trust_loss)

    def adapt_patience(self) -> None:
        """Patience follows the wait that was met."""
        c = self.company.constants
        if c.use_adaptive_patience and self.patience_scale > 0.0:
            waited = self.wait_now / self.here.patience_minutes
            self.patience_factor = waiting.adapted_patience(
                self.patience_factor, waited, c.patience_learning, c.patience_minimum
            )

    def give_feedback(self, value: float, failed: bool, from_silence: bool) -> None:
        """Some answer when asked about a contact."""
        c = self.company.constants
        if self.draw_here(Decision.FEEDBACK)[0] < c.response_share:
            self.company.feedback.book_answer(self, value < c.painful_below, failed, from_silence)

    # ------------------------------------------------------------ failure

    def fail(self, day: float, hassle_free: float, place: np.uint64) -> None:
        """Something went wrong: unresolved, voiced or not, posted or not.

        hassle_free: satisfaction without it; place: hash of the touchpoint or shock.
        """
        c = self.company.constants
        self.unresolved = 1.0
        second_failure = day - self.failed_day < c.double_deviation_days
        self.failed_day = day
        recovered = False
        if c.use_recovery:
            luck = self.draw(Decision.RECOVERY, place, self.occasion)
            if luck[0] < c.voice_probability:
                recovered = self.complain(luck[1], hassle_free, second_failure)
            elif self.status == Status.CUSTOMER and c.use_churn:
                self.hazard += churn.one_off(c.exit_probability)
            if luck[2] < c.post_probability * self.post_factor and c.interaction and c.use_reputation:
                self.complain_in_public(day)
        self.log(day, Logged.FAIL, float(recovered))

    def complain(self, luck: float, hassle_free: float, second_failure: bool) -> bool:
        """Voice the failure. Returns whether the company puts it right; luck: uniform draw that decides it."""
        c = self.company.constants
        chance = moments.recovery_probability(
            c.recovery_success, c.recovery_delay_days, c.recovery_scale_days, second_failure
        )
        self.complaint = 1.0
        if luck >= chance:
            return False
        self.unresolved = 0.0
        self.complaint = 1.0 - c.relief
        self.shown_bonus = moments.shown_bonus(hassle_free, self.satisfaction, c.overshoot, second_failure)
        return True

    def complain_in_public(self, day: float) -> None:
        """Post a complaint: one star."""
        self.review(day, 1)

    def review(self, day: float, stars: int) -> None:
        """Post a review."""
        book = self.company.book
        book.reviews += 1
        book.reviews_now += 1
        book.stars_now += stars
        self.log(day, Logged.REVIEW, float(stars))

    # ------------------------------------------------------------ the survey

    def answer_survey(self, day: float) -> None:
        """Asked once: at the end of the journey, on leaving, when the follow-up ends, or at the horizon.

        Customers of the first day are not asked before they count.
        """
        if not math.isnan(self.survey_day) or day < self.entered_day:
            return
        c = self.company.constants
        self.recall(day)
        told = self.satisfaction + self.shown_bonus
        self.survey_day, self.survey_satisfaction = day, told
        self.survey_trust, self.survey_effort = self.trust, self.effort
        self.recommend_latent = advocacy.recommend_latent(
            told,
            self.trust,
            self.remembered_episode(),
            self.unresolved,
            c.recommend_satisfaction,
            c.recommend_trust,
            c.recommend_memory,
            c.recommend_unresolved,
            c.recommend_noise,
            self.draw(Decision.SURVEY)[0],
        )
        self.recommend = advocacy.recommend_answer(c.recommend_intercept, self.recommend_latent)
        self.log(day, Logged.ASKED, self.recommend_latent)
