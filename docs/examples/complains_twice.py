"""A customer who complains twice: one overridden method, and proof that nothing else has changed."""

import numpy as np

from scenarios import change, load
from scenarios.schema import Scenario
from sim import JourneyModel
from sim.columns import Table
from sim.model import Customer, Own
from sim.streams import Decision


class Persistent(Customer):
    """Complains once more when the first complaint has led to nothing."""

    second_complaints = Own(0)
    second_recoveries = Own(0)

    def complain(self, luck: float, hassle_free: float, second_failure: bool) -> bool:
        """As everybody does; where that fails, once more, with a draw of its own and less goodwill."""
        if super().complain(luck, hassle_free, second_failure):
            return True
        self.second_complaints += 1
        once_more = self.draw_here(Decision.RECOVERY, alternative=np.uint64(1))[1]
        recovered = super().complain(once_more, hassle_free, second_failure=True)
        self.second_recoveries += recovered
        return recovered


def small_bank() -> Scenario:
    """The bank with few customers over nine months, each for themselves."""
    return change(
        load("bank_credit_45d"),
        {
            "interaction": False,
            "arrivals.rate_per_day": 4,
            "clock.horizon_days": 270,
            "clock.warm_up_days": 0,
            "clock.follow_up_days": 90,
        },
    )


def live(customer_class: type[Customer]) -> JourneyModel:
    """Live through the small bank with customers of that class."""
    model = JourneyModel(small_bank(), "siloed", engine="agents", customer_class=customer_class)
    model.run_model()
    return model


def changed(before: Table, after: Table) -> set[int]:
    """Rows in which anything differs."""
    names = before.dtype.names or ()
    different = np.zeros(len(before), bool)
    for name in names:
        same = (before[name] == after[name]) | ((before[name] != before[name]) & (after[name] != after[name]))
        different |= ~same
    return set(np.flatnonzero(different).tolist())


def main() -> None:
    """Print what complaining twice does, and to whom."""
    plain, persistent = live(Customer), live(Persistent)
    helped = {customer.row for customer in persistent.everybody if customer.second_recoveries}
    complained = sum(persistent.everybody.get("second_complaints"))
    differing = changed(plain.to_run().people, persistent.to_run().people)
    print(f"{plain.book.entered} customers entered")
    print(f"{complained} complained a second time, which put it right for {len(helped)}")
    print(f"{len(differing)} lives differ, {len(differing - helped)} of them without such a success")


if __name__ == "__main__":
    main()
