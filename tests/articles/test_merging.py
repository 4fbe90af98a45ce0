"""Two texts over one base, made at random: nothing is lost, nothing comes from nowhere."""

import os
import random
from collections import Counter

import pytest

from articles.merging import Agreed, Choice, Clash, Merge, merge, merge_blocks

SEED = int(os.environ.get("MERGE_SEED", "0")) or random.SystemRandom().randrange(10**6)
ROUNDS = 400


def changed(rng: random.Random, blocks: list[str], mark: str) -> list[str]:
    result: list[str] = []
    for number, block in enumerate(blocks):
        what = rng.random()
        if what < 0.15:
            continue
        if what < 0.3:
            result.append(f"{mark}{number} عوض {block}")
            continue
        if what < 0.4:
            result.append(f"{mark}{number} قبل")
        result.append(block)
    if rng.random() < 0.3:
        result.append(f"{mark} آخرًا")
    return result


def texts(rng: random.Random) -> tuple[list[str], list[str], list[str]]:
    base = [rng.choice(["أ", "ب", f"فقرة {n}"]) for n in range(rng.randrange(12))]
    return base, changed(rng, base, "هي"), changed(rng, base, "هو")


def merged(base: list[str] | None, theirs: list[str], mine: list[str]) -> Merge:
    return merge({}, {}, {}, (base, theirs, mine))


def every(found: Merge, choice: Choice) -> list[str]:
    return found.result({clash.key: choice for clash in found.open_places})[1]


@pytest.fixture
def rng() -> random.Random:
    print("MERGE_SEED", SEED)
    return random.Random(SEED)


def test_who_chooses_both_loses_no_word_that_anybody_wrote(rng: random.Random) -> None:
    for _round in range(ROUNDS):
        base, theirs, mine = texts(rng)
        result = Counter(every(merged(base, theirs, mine), Choice.BOTH))
        written = (Counter(theirs) - Counter(base)) | (Counter(mine) - Counter(base))
        assert not written - result, (base, theirs, mine)
        assert set(result) <= {*theirs, *mine}


def test_untouched_side_gives_the_other(rng: random.Random) -> None:
    for _round in range(ROUNDS):
        base, theirs, mine = texts(rng)
        for found, expected in (
            (merged(base, theirs, base), theirs),
            (merged(base, base, mine), mine),
            (merged(base, mine, mine), mine),
        ):
            assert found.is_settled
            assert found.result({})[1] == expected


def test_blocks_that_both_kept_stay_once_and_in_order(rng: random.Random) -> None:
    for _round in range(ROUNDS):
        _base, theirs, mine = texts(rng)
        base = [f"{n} {block}" for n, block in enumerate(_base)]
        theirs, mine = changed(rng, base, "هي"), changed(rng, base, "هو")
        both = [block for block in base if block in theirs and block in mine]
        for choice in Choice:
            result = every(merged(base, theirs, mine), choice)
            assert [block for block in result if block in both] == both


def test_choosing_one_side_everywhere_keeps_what_it_wrote(rng: random.Random) -> None:
    for _round in range(ROUNDS):
        base, theirs, mine = texts(rng)
        for choice, side in ((Choice.THEIRS, theirs), (Choice.MINE, mine)):
            result = Counter(every(merged(base, theirs, mine), choice))
            assert not Counter(side) - Counter(base) - result


def test_sides_can_change_places(rng: random.Random) -> None:
    for _round in range(ROUNDS):
        base, theirs, mine = texts(rng)
        one, other = merge_blocks(base, theirs, mine), merge_blocks(base, mine, theirs)
        assert [_mirrored(part) for part in one] == other


def test_without_a_base_whatever_differs_is_asked(rng: random.Random) -> None:
    for _round in range(ROUNDS):
        _base, theirs, mine = texts(rng)
        found = merged(None, theirs, mine)
        assert every(found, Choice.THEIRS) == theirs
        assert every(found, Choice.MINE) == mine


def test_fields() -> None:
    base = {"headline": "أول", "deck": "مقدمة", "kicker": "ميناء", "tags": (1,)}
    theirs = {**base, "headline": "عنوانها", "kicker": "بحر", "tags": (1, 2)}
    mine = {**base, "headline": "عنوانه", "deck": "مقدمته", "tags": (1, 2)}
    found = merge(base, theirs, mine, ([], [], []))
    assert found.fields == {"deck": "مقدمته", "kicker": "بحر", "tags": (1, 2)}
    assert found.clashes == {"headline": Clash("أول", "عنوانها", "عنوانه")}
    key = found.clashes["headline"].key
    assert found.missing({}) == found.open_places
    assert found.missing({key: "both"}) == found.open_places  # two headlines are none
    assert found.result({key: "theirs"})[0]["headline"] == "عنوانها"
    assert found.result({key: "mine"})[0]["headline"] == "عنوانه"


def test_place_that_both_rewrote() -> None:
    found = merge_blocks(["أ", "ب", "ج"], ["أ", "ب1", "ج"], ["أ", "ب2", "ج", "د"])
    assert found == [Agreed(("أ",)), Clash(("ب",), ("ب1",), ("ب2",)), Agreed(("ج", "د"))]


def _mirrored(part: Agreed | Clash) -> Agreed | Clash:
    return part if isinstance(part, Agreed) else Clash(part.base, part.mine, part.theirs)
