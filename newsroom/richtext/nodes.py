"""A text as a tree of what ``allowed.CONTENT`` names, and how it is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from newsroom.richtext import allowed

BREAK = "\n"
TEXT_BLOCKS = frozenset(kind for kind, within in allowed.CONTENT.items() if allowed.TEXT in within)
LISTS = ("ul", "ol")
CELLS = ("th", "td")
VOID = frozenset({"hr"})

_SPACE = re.compile(r"[ \t\r\n\f]+")
# A stroke through the bracket before it: normalised, "<p>" with one behind it is no tag any more.
_GLUED = "\u0338"


class Run(NamedTuple):
    text: str
    marks: tuple[str, ...]
    """Opening tags, the outermost first."""


@dataclass(slots=True)
class Node:
    kind: str
    attributes: str = ""
    children: list["Node"] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def allows(self) -> tuple[str, ...]:
        return allowed.CONTENT[self.kind]


def attribute(name: str, value: str) -> str:
    return f' {name}="{quoted(value)}"'


def quoted(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;").replace("\u00a0", "&nbsp;")


def written(node: Node) -> str:
    tag, _, style = node.kind.partition(".")
    opening = f"<{tag}{attribute('class', style) if style else ''}{node.attributes}>"
    if tag in VOID:
        return opening
    inside = _written_runs(node.runs) if node.runs else "".join(map(written, node.children))
    return f"{opening}{inside}</{tag}>"


def _written_runs(runs: list[Run]) -> str:
    """Marks stay open from one run to the next where they go on."""
    out: list[str] = []
    open_marks: tuple[str, ...] = ()
    for text, marks in [*runs, Run("", ())]:
        kept = 0
        while kept < min(len(open_marks), len(marks)) and open_marks[kept] == marks[kept]:
            kept += 1
        out += [f"</{_name(mark)}>" for mark in reversed(open_marks[kept:])]
        out += marks[kept:]
        out.append("<br>" if text == BREAK else escape(text, quote=False))
        open_marks = marks
    return "".join(out).replace("\u00a0", "&nbsp;")


def _name(mark: str) -> str:
    return mark[1:-1].partition(" ")[0]


def tidied(runs: Iterable[Run]) -> list[Run]:
    """Without white space at the edges and at breaks, one space elsewhere, equal neighbours one."""
    found: list[Run] = []
    for text, marks in runs:
        if text == BREAK:
            _strip_end(found, " ")
            found.append(Run(BREAK, marks))
            continue
        text = _SPACE.sub(" ", text).lstrip(_GLUED)
        last = found[-1].text if found else BREAK
        if last == BREAK or last.endswith(" "):
            text = text.lstrip(f" {_GLUED}") if found else text.lstrip().lstrip(_GLUED)
        if text and found and found[-1].marks == marks and last != BREAK:
            found[-1] = Run(last + text, marks)
        elif text:
            found.append(Run(text, marks))
    _strip_end(found, None)
    while found and found[0].text == BREAK:
        found.pop(0)
    return found


def _strip_end(runs: list[Run], signs: str | None) -> None:
    """``None``: all white space and breaks."""
    while runs and (signs is None or runs[-1].text != BREAK):
        text = runs[-1].text.rstrip(signs)
        if text:
            runs[-1] = Run(text, runs[-1].marks)
            return
        runs.pop()
