"""The command `journey studio`: check what was asked, say where the page is, serve it."""

from importlib.util import find_spec

from experiments import terminal, worlds
from experiments.errors import InputError
from experiments.studio.what_if import WhatIf

MISSING = (
    'the studio needs NiceGUI, which is not installed here; install it with: pip install "journeysim[studio]"'
)


def studio(
    name: str, *, port: int, browser: bool, seed: int, preset: str, what_if: str, idle_minutes: float
) -> None:
    """Serve the page until Ctrl-C. Raises InputError, ScenarioError."""
    if find_spec("nicegui") is None:
        raise InputError(MISSING)
    from experiments.studio.address import pairs_of, query_of, what_if_of
    from experiments.studio.library import Library
    from experiments.studio.server import Studio

    library = Library(name)
    base = library.scenario(library.first)
    worlds.known_preset(base, preset)
    start = WhatIf(library.first, worlds.known_designs(base, None), preset=preset, seed=seed)
    moved = what_if_of(base, start, [pair for pair in pairs_of(what_if) if pair[0] != "scenario"])
    ready = Studio(library, start, port=port, query=query_of(base, moved))
    terminal.print_line(ready.url)
    terminal.say("open this address in a browser of this machine; Ctrl-C ends the studio")
    if browser:
        import webbrowser

        webbrowser.open(ready.url)
    if ready.serve(idle_minutes):
        terminal.say(f"no page was open for {idle_minutes:g} minutes; the studio has ended")
    else:
        terminal.say("the studio has ended")
