"""Ids that no two articles of a run share: the same as `readers.reading.Ids` gives one after the other, without one machine
that sees all articles in order.

An id that comes again becomes "id~2", so only ids that are equal but for such endings have to do with each other. Those are
found by their hashes, eight bytes an article, and only they are looked at in order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from quotex.articles import Failure
from quotex.ray.files import StoredFile
from quotex.ray.portions import Group
from quotex.readers.formats import ARCHIVES, ROWS, split_name
from quotex.readers.options import ReadOptions
from quotex.readers.reading import Ids, read_items

ENDINGS = re.compile(r"(~\d+)+\Z")

Hashes = NDArray[np.uint64]
Names = dict[int, dict[str, list[str]]]  # by group and id: what its first, second, … bearer in the group is named


def are_known(groups: list[Group]) -> bool:
    """Whether the files' own ids are those of the articles, and differ: no file needs to be opened to know."""
    files = [file for group in groups for file in group.files if isinstance(file, StoredFile)]
    alone = all(split_name(file.name)[1] not in (*ROWS, *ARCHIVES) for file in files)
    return alone and len({file.id for file in files}) == len(files)


def ids_of(group: Group, options: ReadOptions) -> Iterator[str]:
    """The ids of the group's articles as the files give them."""
    return (item.id for item in read_items(group.files, options, unique=str) if not isinstance(item, Failure))


def hashes_of(group: Group, options: ReadOptions) -> Hashes:
    return np.fromiter(map(hash_of, ids_of(group, options)), np.uint64)


def hash_of(id: str) -> int:
    return int.from_bytes(blake2b(ENDINGS.sub("", id).encode(), digest_size=8).digest(), "big")


def repeated(hashes: Mapping[int, Hashes]) -> frozenset[int]:
    """The hashes that come more than once in all groups."""
    every = np.sort(np.concatenate([np.empty(0, np.uint64), *hashes.values()]))
    return frozenset(every[1:][every[1:] == every[:-1]].tolist())


def ids_among(group: Group, options: ReadOptions, wanted: frozenset[int]) -> list[str]:
    """The ids of the group's articles whose hashes are among those, in order."""
    return [id for id in ids_of(group, options) if hash_of(id) in wanted]


def to_names(ids: Mapping[int, list[str]]) -> Names:
    """What the articles of repeated ids are named, group by group."""
    unique, names = Ids().unique, defaultdict[int, dict[str, list[str]]](lambda: defaultdict(list))
    for group in sorted(ids):
        for id in ids[group]:
            names[group][id].append(unique(id))
    return {group: dict(named) for group, named in names.items()}


def naming(names: Mapping[str, list[str]]) -> Callable[[str], str]:
    """For `read_items`: each article of a group gets its name."""
    left = {id: iter(named) for id, named in names.items()}

    def name(id: str) -> str:
        return next(left[id], id) if id in left else id

    return name
