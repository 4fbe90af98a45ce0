"""Two people changed one text: what only one of them changed is taken, the rest is for choosing.

By field, the body by blocks. Plain values in and out; nothing here knows what they mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from typing import Any, NamedTuple

Blocks = tuple[str, ...]


class Choice(StrEnum):
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    """Theirs, then mine: only for blocks."""


class Clash(NamedTuple):
    """A place that both changed, each in another way."""

    base: Any
    theirs: Any
    mine: Any

    @property
    def key(self) -> str:
        """The same for the same texts, wherever they stand."""
        return sha256(repr(tuple(self)).encode()).hexdigest()[:16]


class Agreed(NamedTuple):
    blocks: Blocks


@dataclass(frozen=True)
class Merge:
    fields: dict[str, Any]
    """Settled values by name."""
    clashes: dict[str, Clash]
    """By name of the field."""
    body: tuple[Agreed | Clash, ...]
    """In the order of the text."""

    @property
    def open_places(self) -> list[Clash]:
        return [*self.clashes.values(), *(part for part in self.body if isinstance(part, Clash))]

    @property
    def is_settled(self) -> bool:
        return not self.open_places

    def missing(self, choices: Mapping[str, str]) -> list[Clash]:
        """The places that ``choices`` (by key) say nothing valid of."""
        fields = [one for one in self.clashes.values() if choices.get(one.key) not in _ONE]
        parts = (part for part in self.body if isinstance(part, Clash))
        return fields + [part for part in parts if choices.get(part.key) not in _ANY]

    def result(self, choices: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """The fields and the blocks of the body. Raises KeyError where a choice is missing."""
        chosen = {
            name: clash.theirs if choices[clash.key] == Choice.THEIRS else clash.mine
            for name, clash in self.clashes.items()
        }
        blocks = (
            part.blocks if isinstance(part, Agreed) else _chosen(part, choices[part.key])
            for part in self.body
        )
        return {**self.fields, **chosen}, list(chain.from_iterable(blocks))


_ONE = {Choice.THEIRS, Choice.MINE}
_ANY = set(Choice)


def merge(
    base: Mapping[str, Any] | None,
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    blocks: tuple[Sequence[str] | None, Sequence[str], Sequence[str]],
) -> Merge:
    """``blocks`` of base, theirs and mine. Without a base whatever differs is for choosing."""
    fields: dict[str, Any] = {}
    clashes: dict[str, Clash] = {}
    for name, their in theirs.items():
        own = mine[name]
        old = base[name] if base is not None else None
        if their == own or base is not None and own == old:
            fields[name] = their
        elif base is not None and their == old:
            fields[name] = own
        else:
            clashes[name] = Clash(old, their, own)
    return Merge(fields, clashes, tuple(merge_blocks(*blocks)))


def merge_blocks(
    base: Sequence[str] | None, theirs: Sequence[str], mine: Sequence[str]
) -> list[Agreed | Clash]:
    """Between blocks that neither touched stand the places that somebody changed."""
    if base is None:
        return _differences(theirs, mine)
    to_theirs, to_mine = _kept(base, theirs), _kept(base, mine)
    merged: list[Agreed | Clash] = []
    at = their_at = own_at = 0
    for place in [*sorted(to_theirs.keys() & to_mine.keys()), len(base)]:
        is_end = place == len(base)
        their_end = len(theirs) if is_end else to_theirs[place]
        own_end = len(mine) if is_end else to_mine[place]
        _settle(
            merged,
            tuple(base[at:place]),
            tuple(theirs[their_at:their_end]),
            tuple(mine[own_at:own_end]),
        )
        if not is_end:
            _agree(merged, (base[place],))
        at, their_at, own_at = place + 1, their_end + 1, own_end + 1
    return merged


def _differences(theirs: Sequence[str], mine: Sequence[str]) -> list[Agreed | Clash]:
    merged: list[Agreed | Clash] = []
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            _agree(merged, tuple(theirs[i1:i2]))
        else:
            merged.append(Clash((), tuple(theirs[i1:i2]), tuple(mine[j1:j2])))
    return merged


def _kept(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Where each block of ``old`` that stayed stands in ``new``; the order is kept."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {
        match.a + n: match.b + n
        for match in matcher.get_matching_blocks()
        for n in range(match.size)
    }


def _settle(merged: list[Agreed | Clash], base: Blocks, theirs: Blocks, mine: Blocks) -> None:
    if theirs == mine or mine == base:
        _agree(merged, theirs)
    elif theirs == base:
        _agree(merged, mine)
    else:
        merged.append(Clash(base, theirs, mine))


def _agree(merged: list[Agreed | Clash], blocks: Blocks) -> None:
    if not blocks:
        return
    if merged and isinstance(merged[-1], Agreed):
        merged[-1] = Agreed(merged[-1].blocks + blocks)
    else:
        merged.append(Agreed(blocks))


def _chosen(clash: Clash, choice: str) -> Blocks:
    theirs: Blocks = clash.theirs
    mine: Blocks = clash.mine
    if choice == Choice.BOTH:
        return theirs + mine
    return theirs if choice == Choice.THEIRS else mine
