"""What was measured, against what is wanted."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


class LeftOut(Exception):
    """Something cannot be measured on this machine or with this code; the message says why."""


@dataclass(frozen=True)
class Result:
    measurement: str
    site: str
    what: str
    value: float
    goal: float | None = None
    """The most that is wanted; none: for information."""
    unit: str = "×"
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "ok" if self.value <= self.goal else "MISS"

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"≤ {self.goal:g}"
        shown = f"{self.value:9.2f} {self.unit}"
        return f"{self.site:19}{self.what:26}{shown:14}{goal:8}{self.verdict:6}{self.note}"


def write_json(path: Path, results: Iterable[Result], left_out: Iterable[str]) -> None:
    rows = [{**asdict(result), "verdict": result.verdict} for result in results]
    content = {"results": rows, "left_out": list(left_out)}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
