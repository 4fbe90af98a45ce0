"""What differs between two texts of a story: word by word, the body block by block."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from django.db.models import Field

from articles.content import Content
from articles.models import Article
from newsroom.richtext.sanitizer import blocks

# A word with its marks and tatweel, or one sign; the space behind it goes with it.
_TOKEN = re.compile(r"(?:[\w\u0640\u064b-\u065f\u0670]+|[^\w\s])\s*|\s+")
_WORD = re.compile(r"\w")
ALIKE = 0.4
"""Share of common words from which one block counts as the other, rewritten."""
WORDS = ("kicker", "headline", "deck", "place", "agency", "photo_caption", "photo_alt")
COMPARED = (*WORDS, "category", "categories", "authors", "tags", "lead_photo", "body")
BETWEEN = "، "

Kind = Literal["same", "removed", "added"]


class Piece(NamedTuple):
    kind: Kind
    text: str


class Difference(NamedTuple):
    """One passage of both texts. A side that has nothing there is empty."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    number: int = 0
    """Of a block of the body: its place in the new text; of one that is gone, in the old."""

    @property
    def only_form(self) -> bool:
        """The words are the same: what changed is bold, a link, or the kind of the block."""
        return all(piece.kind == "same" for piece in self.old + self.new)


class Unchanged(NamedTuple):
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    fields: dict[str, Difference]
    """By name of a field of ``Content``, those that differ; without the body."""
    body: tuple[Difference | Unchanged, ...]

    @cached_property
    def words(self) -> Counter[Kind]:
        """How many were added and removed."""
        counts: Counter[Kind] = Counter()
        changed = [part for part in self.body if isinstance(part, Difference)]
        for difference in chain(self.fields.values(), changed):
            for piece in difference.old + difference.new:
                if piece.kind != "same":
                    tokens = _TOKEN.findall(piece.text)
                    counts[piece.kind] += sum(bool(_WORD.search(token)) for token in tokens)
        return counts

    @property
    def is_empty(self) -> bool:
        return not self.fields and all(isinstance(part, Unchanged) for part in self.body)


def compare(old: Content, new: Content, words_of: Callable[[str], str]) -> Comparison:
    """``words_of`` says in words what a block of the body shows; its HTML is compared too."""
    fields = {name: compare_words(getattr(old, name), getattr(new, name)) for name in WORDS}
    fields |= {
        name: compare_items(before, after)
        for name, before, after in (
            ("category", [old.category.name], [new.category.name]),
            ("categories", _others(old), _others(new)),
            ("authors", [str(one) for one in old.authors], [str(one) for one in new.authors]),
            ("tags", [tag.name for tag in old.tags], [tag.name for tag in new.tags]),
            ("lead_photo", _photo(old), _photo(new)),
        )
    }
    changed = {name: found for name, found in fields.items() if not found.only_form}
    return Comparison(changed, tuple(compare_blocks(blocks(old.body), blocks(new.body), words_of)))


def compare_words(old: str, new: str) -> Difference:
    if old == new:
        same = (Piece("same", old),) if old else ()
        return Difference(same, same)
    return _difference(_TOKEN.findall(old), _TOKEN.findall(new))


def compare_items(old: list[str], new: list[str]) -> Difference:
    """Names are compared as a whole, in their order."""
    return _difference(_enumerated(old), _enumerated(new))


def compare_blocks(
    old: list[str], new: list[str], words_of: Callable[[str], str]
) -> Iterator[Difference | Unchanged]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Unchanged(tuple(words_of(block) for block in new[j1:j2]))
            continue
        before, after = ([words_of(block) for block in side] for side in (old[i1:i2], new[j1:j2]))
        for i, j in _pairs(before, after):
            number = j1 + j if j is not None else i1 + (i or 0)
            found = compare_words("" if i is None else before[i], "" if j is None else after[j])
            yield found._replace(number=number + 1)


def _difference(old: Sequence[str], new: Sequence[str]) -> Difference:
    before: list[Piece] = []
    after: list[Piece] = []
    keys = [[token.strip() or " " for token in side] for side in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            _append(before, "removed", "".join(old[i1:i2]))
            _append(after, "added", "".join(new[j1:j2]))
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            # A space that was put in or taken out counts, but not at the end of the text.
            is_last = i == len(old) - 1 or j == len(new) - 1
            same = is_last or old[i] == new[j]
            _append(before, "same" if same else "removed", old[i])
            _append(after, "same" if same else "added", new[j])
    return Difference(tuple(before), tuple(after))


def _append(side: list[Piece], kind: Kind, text: str) -> None:
    if side and side[-1].kind == kind:
        side[-1] = Piece(kind, side[-1].text + text)
    elif text:
        side.append(Piece(kind, text))


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which new block is which old one, rewritten; the order is kept.

    The pairs with the most words in common, over all: a table of the best sums from each place on.
    """
    bags = [[Counter(text.split()) for text in side] for side in (old, new)]
    likeness = [[_likeness(before, after) for after in bags[1]] for before in bags[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] >= ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1
    yield from ((rest, None) for rest in range(i, len(old)))
    yield from ((None, rest) for rest in range(j, len(new)))


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    if not old or not new:
        return float(old == new)
    return 2 * (old & new).total() / (old.total() + new.total())


def _enumerated(names: list[str]) -> list[str]:
    return [name + BETWEEN for name in names[:-1]] + names[-1:]


def _others(content: Content) -> list[str]:
    return [category.name for category in content.categories if category != content.category]


def _photo(content: Content) -> list[str]:
    return [str(content.lead_photo)] if content.lead_photo else []


def labels() -> dict[str, str]:
    """What people call the fields that are compared."""
    return {
        field.name: str(field.verbose_name)
        for field in Article._meta.get_fields()
        if isinstance(field, Field) and field.name in COMPARED
    }
