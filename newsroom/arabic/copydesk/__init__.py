"""What a sub-editor would mark in an Arabic text. Plain Python; reasons are worded elsewhere."""

from newsroom.arabic.copydesk.checking import RULES, check, check_blocks
from newsroom.arabic.copydesk.marks import Block, Kind, Mark, Severity
from newsroom.arabic.copydesk.repairing import repair, repair_blocks
from newsroom.arabic.copydesk.slips import SLIPS

__all__ = [
    "RULES",
    "SLIPS",
    "Block",
    "Kind",
    "Mark",
    "Severity",
    "check",
    "check_blocks",
    "repair",
    "repair_blocks",
]
