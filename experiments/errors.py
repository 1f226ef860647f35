"""The user's mistake, told apart by class from our bug, which is every other exception (exit code 1)."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(Exception):
    """The user's mistake; the message says what, which, and what to do. Exit code 2."""


def unknown(kind: str, name: str, known: Iterable[str]) -> InputError:
    """An InputError for a name that does not exist, with the nearest one that does."""
    names = list(known)
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(names) or 'none'}"
    return InputError(f"unknown {kind} {name!r} — {hint}")
