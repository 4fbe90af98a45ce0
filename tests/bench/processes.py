"""What processes use, as /proc tells it."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    ticks: int
    """Of user and system time, with that of the children it has waited for."""
    resident: int
    """Bytes."""


def tree(root: int) -> list[Process]:
    """A process and all that descend from it."""
    everyone = {process.pid: process for process in _everyone()}
    found, new = set(), {root}
    while new:
        found |= new
        new = {p.pid for p in everyone.values() if p.parent in new} - found
    return [everyone[pid] for pid in found if pid in everyone]


def cpu_seconds(root: int) -> float:
    return sum(process.ticks for process in tree(root)) / TICKS


def largest_bytes(root: int) -> int:
    return max(process.resident for process in tree(root))


def _everyone() -> list[Process]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text(errors="replace")
            except OSError:  # it has ended
                continue
            fields = text.rpartition(")")[2].split()
            used = sum(map(int, fields[11:15]))
            size = int(fields[21]) * PAGE
            found.append(Process(int(folder.name), int(fields[1]), used, size))
    return found
