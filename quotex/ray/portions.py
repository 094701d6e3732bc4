"""Files to groups, one for each reader, and their articles to portions, one for each part of the output.

Both are cut by the input alone: whichever machine reads a group, and however often, gives the same portions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from quotex.articles import Failure
from quotex.extraction import size_of
from quotex.ray.files import StoredFile
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Item, Meter, read_items

# Characters. A portion is what a lost machine costs: a minute's work of a core. Less than SMALL would leave an actor
# waiting for its next portion about as long as it works.
LARGE = 2_000_000
SMALL = 20_000
TURNS = 8  # portions an actor at the least: one that has drawn longer articles does not keep the others waiting
MOST_ITEMS = 10_000  # in a portion: of those that need no work, too, memory holds so many
PORTIONS = 8  # of a group of small files; a large file is a group of its own


@dataclass(frozen=True)
class Group:
    """Files that one reader reads, one after the other."""

    number: int
    files: tuple[StoredFile | Failure, ...]


@dataclass(frozen=True)
class Portion:
    """Items that one actor works on, and the bytes of the files that were read for them. Names sort as the input does."""

    name: str
    items: list[Item]
    read: int


def portion_size(total: int, actors: int) -> int:
    """Characters in a portion of an input of so many bytes."""
    return min(LARGE, max(SMALL, total // (actors * TURNS)))


def to_groups(files: Iterable[StoredFile | Failure], size: int) -> Iterator[Group]:
    """The files in order, in groups of some portions of that size."""
    number, waiting, weight = 0, list[StoredFile | Failure](), 0
    for file in files:
        waiting.append(file)
        weight += file.size if isinstance(file, StoredFile) else 0
        if weight >= size * PORTIONS:
            yield Group(number, tuple(waiting))
            number, waiting, weight = number + 1, [], 0
    if waiting:
        yield Group(number, tuple(waiting))


def to_portions(group: Group, options: ReadOptions, size: int, unique: Callable[[str], str]) -> Iterator[Portion]:
    """The group's articles in order, in portions of that many characters; `unique` gives the ids that they bear."""
    number, waiting, weight, read, meter = 0, list[Item](), 0, 0, Meter()
    for item in read_items(group.files, options, meter, unique):
        waiting.append(item)
        weight += size_of(item)
        if weight >= size or len(waiting) >= MOST_ITEMS:
            yield Portion(f"part-{group.number:06}-{number:06}", waiting, meter.done - read)
            number, waiting, weight, read = number + 1, [], 0, meter.done
    if waiting:
        yield Portion(f"part-{group.number:06}-{number:06}", waiting, meter.done - read)
