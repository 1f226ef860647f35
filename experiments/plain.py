"""Data as JSON wants it."""

from math import isfinite
from typing import Any


def plain(value: Any) -> Any:
    """Nested data with Python's own numbers, None for what is not finite."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not isfinite(value) else value
