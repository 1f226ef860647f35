"""`journey verify`: the suite, printed."""

from experiments import terminal
from experiments.commands import assigned
from experiments.verification.report import print_verification
from experiments.verification.suite import chosen, verify
from experiments.workers import about


def run(
    only: str | None,
    thorough: bool,
    wrong: tuple[str, ...],
    workers: int | None,
    seed: int,
    as_json: bool,
) -> bool:
    """Live through the limits and print the verdicts; True when every line holds."""
    limits = chosen(only)
    with terminal.progress() as told:
        verification = verify(
            limits,
            scale=None if thorough else 1.0,
            seed=seed,
            workers=workers,
            wrong=assigned("--wrong", wrong),
            progress=about(told, f"{len(limits)} worlds with a known answer"),
        )
    if as_json:
        terminal.print_json(verification.to_dict() | {"seed": seed, "thorough": thorough})
    else:
        print_verification(verification, wrong=bool(wrong))
    return not verification.failed
