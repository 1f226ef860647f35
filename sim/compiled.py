"""The one numba decorator of the project, and where its compiled code is kept.

numba's cache does not see a change in a rule that lives in another file, so the cache folder carries the hash of
all our sources and of the versions that compiled them. A folder that cannot be written costs speed, never a run.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
import platformdirs
from numba.core.caching import FunctionCache

P = ParamSpec("P")
R = TypeVar("R")

LAYOUT_FILES = {"compiled.py", "columns.py", "layout.py", "handles.py"}  # compiled code depends on them too


def source_hash() -> str:
    """Hash of all that compiled code is made of, 16 hexadecimal digits: our compiled files, the memory layout, and
    the versions of numba and NumPy."""
    digest = hashlib.blake2b(f"{numba.__version__} {np.__version__}".encode(), digest_size=8)
    root = Path(__file__).parent
    for file in sorted(root.rglob("*.py")):
        text = file.read_bytes()
        if b"from sim.compiled import" in text or file.name in LAYOUT_FILES:
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(text)
    return digest.hexdigest()


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def cache_folder() -> Path | None:
    """The folder of compiled code: NUMBA_CACHE_DIR, the user's cache, a temporary one, or None."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    places = [Path(chosen)] if chosen else []
    places += [
        platformdirs.user_cache_path("journeysim") / "numba",
        Path(tempfile.gettempdir()) / f"journeysim-{user}",
    ]
    for place in places:
        folder = place / source_hash()
        if _writable(folder):
            return folder
    return None


_FunctionCache: Any = FunctionCache  # numba's inner parts carry no types


class _ForgivingCache(_FunctionCache):  # type: ignore[misc]
    """numba's cache of one function, except that a broken or full disk costs a compilation instead of the run."""

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(signature, target_context)
        except Exception:  # a truncated pickle can raise anything
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        with suppress(OSError):
            super().save_overload(signature, data)


def _compile(function: Callable[P, R], **options: bool) -> Callable[P, R]:
    dispatcher = cast("Any", numba.njit)(nogil=True, error_model="numpy", **options)(function)
    folder = cache_folder()
    if folder is not None:
        cast("Any", numba.config).CACHE_DIR = str(folder)
        dispatcher._cache = _ForgivingCache(function)
    return cast("Callable[P, R]", dispatcher)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a rule: releases the GIL, IEEE arithmetic (no fastmath), division by zero gives inf."""
    return _compile(function)


def without_allocation(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a part of the kernel. It may not allocate, and in return does not count references to its arrays."""
    return _compile(function, _nrt=False)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Like `without_allocation`, but put into the code of whoever calls it: for what happens every tick."""
    return _compile(function, _nrt=False, forceinline=True)
