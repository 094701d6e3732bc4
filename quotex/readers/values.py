"""Values of metadata as JSON holds them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from quotex.articles import shown


def plain_meta(meta: Mapping[Any, Any]) -> dict[str, Any]:
    return {shown(str(key)): plain(value) for key, value in meta.items()}


def plain(value: Any) -> Any:
    """Numbers, text, booleans, None, lists and mappings as they are; anything else (dates, decimals) as its text."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, bool | int | None):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return plain_meta(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else shown(str(value))
