from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block of text is; only lengths depend on it."""

    HEADLINE = "headline"
    DECK = "deck"
    CAPTION = "caption"
    PARAGRAPH = "paragraph"


class Severity(StrEnum):
    ERROR = "error"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Block:
    text: str
    kind: Kind = Kind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Mark:
    """One place that a sub-editor would mark, in code points of its block."""

    rule: str
    start: int
    """``text[start:end]`` is what ``repair`` takes the place of; it may be longer or shorter."""
    end: int
    severity: Severity = Severity.ERROR
    repair: str | None = None
    """None: a person has to see what is right."""
    safe: bool = True
    """The repair may be made together with all others, unseen."""
    found: str = ""
    """The words that it touches: shown to people, and what an ignored mark is known by."""
    found_at: int = 0
    block: int = 0
    """Which of the blocks handed over."""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR
