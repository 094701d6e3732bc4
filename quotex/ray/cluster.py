"""Reaching a Ray cluster, and its settings: every one that differs from Ray's own, once."""

from __future__ import annotations

import logging
import os
import pickle
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from quotex.errors import UnusableCluster, needed

SECONDS = 10.0  # to reach an address


@contextmanager
def connected(address: str | None) -> Iterator[Any]:
    """The module ray, connected to the cluster at the address; without one to that of the environment, or a new one of
    this machine. A connection that is there already is used, and stays. Raises UnusableCluster.
    """
    ray = needed("ray", "ray")
    needed("ray.data", "ray")
    if ray.is_initialized():
        yield ray
        return
    address = address or os.environ.get("RAY_ADDRESS") or "local"
    _check(address)
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what it says of errors is raised, too
    try:
        ray.init(address=address, include_dashboard=_dashboard(address), log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise UnusableCluster(f"{address}: no Ray cluster ({error})") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _dashboard(address: str) -> bool | None:
    return False if address == "local" else None  # it is not ours to ask for in a cluster that runs


def _check(address: str) -> None:
    """An address that nobody listens at is found out here: Ray tries for minutes, and then ends the process."""
    if address in ("local", "auto"):
        return
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), SECONDS).close()
    except (OSError, ValueError) as error:
        raise UnusableCluster(f"{address}: no Ray cluster there ({error})") from error


def cores(ray: Any) -> int:
    """Of the cluster, as it is now."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def settings(ray: Any) -> Any:
    """A Ray Data context in which each row is a block: a unit of work that goes to an actor, or is lost, alone."""
    context = ray.data.DataContext.get_current().copy()
    context.target_max_block_size = 1
    context.enable_progress_bars = context.print_on_execution_start = False
    return context


PACKED = "packed"  # the one column of the datasets of a run


def pack(value: Any) -> Any:
    """A value of ours as a row of one, an Arrow table."""
    pa = needed("pyarrow", "ray")
    return pa.table({PACKED: pa.array([pickle.dumps(value)], pa.large_binary())})


def unpack(rows: Any) -> Any:
    return pickle.loads(rows[PACKED][0].as_py())
