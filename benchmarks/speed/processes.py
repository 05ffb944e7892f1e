"""What processes cost, read from /proc: memory and processor time of a process with all its children."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return `pid` and the processes that it started, and those that they started."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents.setdefault(int(_fields(stat)[1]), []).append(int(stat.parent.name))
        except OSError:  # it has just ended
            continue
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def megabytes(pids: list[int]) -> float:
    """Return the memory held by the processes, shared pages counted once (proportional set size)."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def cpu_seconds(pids: list[int]) -> float:
    """Return the processor time that the processes have used."""
    return sum(sum(map(int, _fields(Path(f"/proc/{pid}/stat"))[11:13])) for pid in pids) / _TICKS


def busy_seconds() -> float:
    """Return the processor time that the whole machine has used since it started, all processors together."""
    user, nice, system, _idle, _waiting, *interrupts = Path("/proc/stat").read_text().split("\n")[0].split()[1:9]
    return sum(map(int, (user, nice, system, *interrupts))) / _TICKS


def children_seconds() -> float:
    """Return the processor time of the processes that this one started, and waited for."""
    times = os.times()
    return times.children_user + times.children_system


def _fields(stat: Path) -> list[str]:
    # The name of the program, in brackets, may hold spaces; the fields after it start with the state.
    return stat.read_text().rpartition(")")[2].split()
