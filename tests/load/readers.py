"""Readers in processes of their own, on kept connections."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from tests.load.doors import Closed, Door

KEPT = (200, 301, 410)
CONTEXT = get_context("spawn")  # nothing of ours is shared with them


@contextmanager
def reading(port: int, paths: list[str], *, threads: int = 4) -> Iterator[Any]:
    """Somebody asks for one address after the other, by chance, all the time."""
    stop, said = CONTEXT.Event(), CONTEXT.Queue()
    process = CONTEXT.Process(target=_walk, args=(port, paths, threads, stop, said))
    process.start()
    statuses: Counter[str] = Counter()
    try:
        yield statuses
    finally:
        stop.set()
        statuses.update(said.get(timeout=120))
        process.join()


def asked(port: int, paths: list[str], *, count: int, seconds: float = 0) -> Counter[str]:
    """So many requests by two processes with four connections each, spread over that time.

    Every connection begins elsewhere. Answers are counted by status.
    """
    said = CONTEXT.Queue()
    share = count // 8
    processes = [
        CONTEXT.Process(target=_ask, args=(port, paths, half * 4, share, seconds, said))
        for half in (0, 1)
    ]
    for process in processes:
        process.start()
    found: Counter[str] = Counter()
    for _ in processes:
        found.update(said.get(timeout=1800))
    for process in processes:
        process.join()
    return found


def errors(statuses: Counter[str], well: tuple[int, ...] = KEPT) -> int:
    return sum(count for status, count in statuses.items() if status not in map(str, well))


def told(statuses: Counter[str]) -> str:
    return ", ".join(f"{count:,} × {status}" for status, count in statuses.most_common())


def _walk(port: int, paths: list[str], threads: int, stop: Any, said: Any) -> None:
    def walk(number: int) -> Counter[str]:
        rng, reader = random.Random(number), Reader(port)
        while not stop.is_set():
            reader.ask(rng.choice(paths))
        reader.door.close()
        return reader.statuses

    with ThreadPoolExecutor(max_workers=threads) as pool:
        said.put(sum(pool.map(walk, range(threads)), Counter()))


def _ask(port: int, paths: list[str], first: int, share: int, seconds: float, said: Any) -> None:
    def ask(number: int) -> Counter[str]:
        reader, began = Reader(port), time.monotonic()
        for turn in range(share):
            time.sleep(max(0.0, began + seconds * turn / share - time.monotonic()))
            # The front page comes every tenth time, as it does in life.
            place = number * len(paths) // 8 + turn
            reader.ask("/" if turn % 10 == 0 else paths[place % len(paths)])
        return reader.statuses

    with ThreadPoolExecutor(max_workers=4) as pool:
        said.put(sum(pool.map(ask, range(first, first + 4)), Counter()))


class Reader:
    def __init__(self, port: int) -> None:
        self.port = port
        self.statuses: Counter[str] = Counter()
        self.door = Door(port)

    def ask(self, path: str) -> None:
        try:
            self.statuses[str(self.door.get(path, Accept_Encoding="gzip").status)] += 1
        except Closed as error:
            self.statuses[f"closed: {error}"] += 1
            self.door = Door(self.port)
