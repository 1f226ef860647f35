"""What `journey report` does."""

from pathlib import Path

from experiments import terminal
from experiments.commands import assigned, changed, say_ties
from experiments.discovery.result import Discovery
from experiments.errors import InputError
from experiments.report import pdf
from experiments.report.evidence import gather
from experiments.report.page import html
from experiments.report.speech import Speech
from experiments.results import write_whole
from experiments.worlds import known_designs
from scenarios import load


def report(
    name: str,
    designs: tuple[str, str] | None,
    replications: int | None,
    language: str,
    *,
    as_pdf: bool,
    out: str | None,
    discovery: str | None,
    quick: bool,
    workers: int | None,
    given: set[str],
    command: str,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Gather, write the page (and its PDF), print where they are.

    given: options that were typed; a saved comparison knows those of its worlds itself. Raises InputError.
    """
    Speech(language)
    if as_pdf:
        pdf.check()
    box = None if discovery is None else Discovery.load(discovery)
    folder = Path(name).is_dir()
    known = sorted(given & {"designs", "replications", "seed", "preset", "changes"})
    if folder and known:
        options = ", ".join(f"--{'set' if option == 'changes' else option}" for option in known)
        raise InputError(
            f"{name} is a saved comparison, which has its own; leave out {options}, or give the scenario"
        )
    target = (
        Path(out) if out else Path(f"{Path(name).name.rpartition('.')[0] or Path(name).name}_report.html")
    )
    if target.suffix.lower() not in (".html", ".htm"):
        raise InputError(
            f"the report is an HTML file; name it {target.with_suffix('.html').name}, for example"
        )
    if not target.parent.is_dir():
        raise InputError(f"there is no folder {target.parent} to write {target.name} into")
    if not folder:
        scenario = changed(load(name), changes)
        say_ties(scenario)
        _check_discovery(box, discovery, scenario.scenario, known_designs(scenario, designs))
    with terminal.progress() as progress:
        evidence = gather(
            name, designs, replications=replications, quick=quick, seed=seed, preset=preset,
            changes=assigned("--set", changes) if changes else None, command=command, workers=workers,
            progress=progress,
        )  # fmt: skip
    c = evidence.comparison
    _check_discovery(box, discovery, c.scenario, c.designs)
    page = html(evidence, language, box)
    written = {"html": target}
    try:
        write_whole(target, page.encode())
        if as_pdf:
            written["pdf"] = target.with_suffix(".pdf")
            write_whole(written["pdf"], pdf.pdf(page))
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror or error}") from error
    if as_json:
        files = {kind: str(path) for kind, path in written.items()}
        terminal.print_json({**files, "comparison": c.manifest["id"], "language": language})
    else:
        for path in written.values():
            terminal.print_line(str(path))
    if evidence.scenario is None:
        terminal.say(
            f"the scenario {evidence.origin} was not found as it was when this comparison was made; maps, causes, "
            "personas and stories are left out"
        )


def _check_discovery(
    box: Discovery | None, origin: str | None, scenario: str, designs: tuple[str, str]
) -> None:
    """Raises InputError for a discovery about something else: before anything is lived through, where that is known."""
    if box is not None and (box.scenario != scenario or tuple(box.designs) != designs):
        raise InputError(
            f"{origin} is a discovery about {box.scenario} ({' and '.join(box.designs)}), "
            f"not about {scenario} ({' and '.join(designs)})"
        )
