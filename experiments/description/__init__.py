"""A scenario described for reviewers: by ODD (Grimm et al. 2020) and by STRESS-ABS (Monks et al. 2019).

Everything that can be read from the running parts is read from them: parameters from the scenario, state variables from
the table of columns, equations from the rules, draws from the list of decisions, estimands from the measures.
"""

from experiments.description.odd import odd
from experiments.description.stress import stress
from experiments.description.subject import subject

__all__ = ["odd", "stress", "subject"]
