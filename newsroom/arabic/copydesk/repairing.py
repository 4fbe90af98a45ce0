from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsroom.arabic.copydesk.checking import check_blocks
from newsroom.arabic.copydesk.marks import Block, Kind
from newsroom.arabic.copydesk.slips import SLIPS

ROUNDS = 5
"""A repair may uncover the next one (a double space in front of a Latin comma)."""


def repair(text: str, *, kind: Kind = Kind.PARAGRAPH, words: Mapping[str, str] = SLIPS) -> str:
    return repair_blocks([Block(text, kind)], words=words)[0]


def repair_blocks(blocks: Sequence[Block], *, words: Mapping[str, str] = SLIPS) -> list[str]:
    """The texts with all safe repairs. Repairing the outcome changes nothing."""
    for _round in range(ROUNDS):
        repaired = _repaired_once(blocks, words)
        if repaired == [block.text for block in blocks]:
            break
        blocks = [replace(block, text=text) for block, text in zip(blocks, repaired, strict=True)]
    return [block.text for block in blocks]


def _repaired_once(blocks: Sequence[Block], words: Mapping[str, str]) -> list[str]:
    texts = [block.text for block in blocks]
    for mark in reversed(check_blocks(blocks, words=words)):
        if mark.safe and mark.repair is not None:
            text = texts[mark.block]
            texts[mark.block] = text[: mark.start] + mark.repair + text[mark.end :]
    return texts
