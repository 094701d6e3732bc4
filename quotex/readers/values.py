"""Values of metadata as JSON holds them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from quotex.articles import shown
from quotex.errors import UnreadableArticle

# News has a few dozen fields. A kilobyte of YAML that names a list in a list in a list can stand for a billion values, or
# for one that holds itself.
MOST_VALUES = 100_000
DEEPEST = 50
LARGEST = 1 << 10_000  # a number that Python still writes in decimals


def plain_meta(meta: Mapping[Any, Any]) -> dict[str, Any]:
    """The metadata as JSON holds it; raises UnreadableArticle where there is too much of it."""
    check_size(meta)
    return _plain_mapping(meta)


def check_size(meta: Mapping[Any, Any]) -> None:
    """Raises UnreadableArticle for metadata of more than MOST_VALUES values, or nested more than DEEPEST deep."""
    holders: list[Any] = [meta]
    values = 0
    for _ in range(DEEPEST):
        values += sum(map(len, holders))
        if values > MOST_VALUES:
            raise UnreadableArticle(f"more than {MOST_VALUES:,} values of metadata")
        inside = (value for holder in holders for value in (holder.values() if isinstance(holder, Mapping) else holder))
        holders = [value for value in inside if isinstance(value, Mapping | list | tuple)]
        if not holders:
            return
    raise UnreadableArticle(f"metadata that is nested more than {DEEPEST} deep")


def plain(value: Any) -> Any:
    """Numbers, text, booleans, None, lists and mappings as they are; anything else (dates, decimals) as its text."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, bool | None):
        return value
    if isinstance(value, int):
        return value if -LARGEST < value < LARGEST else hex(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else shown(str(value))


def _plain_mapping(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    return {shown(str(key)): plain(value) for key, value in mapping.items()}
