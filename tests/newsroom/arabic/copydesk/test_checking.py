import random
import re
import time
from pathlib import Path

import pytest

from newsroom.arabic.copydesk import (
    RULES,
    SLIPS,
    Block,
    Kind,
    Mark,
    check,
    check_blocks,
    repair,
    repair_blocks,
)

SEED = Path(__file__).parents[5] / "shared" / "data" / "seed-article.txt"
CLEAN = sorted((Path(__file__).parent / "clean").glob("*.txt"))
DIRTY = Path(__file__).parent / "dirty.txt"


def blocks(path: Path) -> list[Block]:
    kind = Kind.HEADLINE if path.name.startswith("headlines") else Kind.PARAGRAPH
    return [Block(line, kind) for line in path.read_text().strip().split("\n")]


def words(path: Path) -> int:
    return len(path.read_text().split())


def dirty() -> list[tuple[str, str, str, str]]:
    """Rule and severity, the words marked, the text, and the text repaired."""
    lines = [line for line in DIRTY.read_text().splitlines() if line and line[0] != "#"]
    return [tuple(part.replace("␠", " ") for part in line.split(" | ")) for line in lines]  # type: ignore[misc]


def errors(marks: list[Mark]) -> list[str]:
    return [mark.found for mark in marks if mark.is_error]


def test_the_seed_article_has_its_three_errors_and_the_slips_that_can_be_proved() -> None:
    if not SEED.exists():
        pytest.skip(f"{SEED} is not on this machine")
    text = SEED.read_text()
    assert text.count("“") == text.count("”") == 13
    marks = check_blocks([Block(line) for line in text.split("\n")])
    assert errors(marks) == ["القانون،سيحل", "الدولية”.وأضاف", "و ختم"]
    slips = [mark.found for mark in marks if mark.rule == "spelling"]
    assert slips == ["اعلن", "تبحت", "الاخيرة", "الدينامكية"]
    # The page around the article has a colon of its own: «آخر تحديث : منذ».
    assert {mark.rule for mark in marks if not mark.is_error} == {"spelling", "space_before"}


def test_clean_texts_are_many_and_long_enough() -> None:
    assert len(CLEAN) >= 50
    assert sum(map(words, CLEAN)) >= 5000


def test_clean_texts_give_at_most_one_false_alarm_in_a_thousand_words() -> None:
    alarms = [
        (path.stem, mark.rule, mark.found) for path in CLEAN for mark in check_blocks(blocks(path))
    ]
    assert len(alarms) <= sum(map(words, CLEAN)) / 1000, alarms
    assert alarms == []  # as measured


@pytest.mark.parametrize(("rule", "found", "text", "repaired"), dirty())
def test_a_dirty_text_has_its_mark_and_nothing_else(
    rule: str, found: str, text: str, repaired: str
) -> None:
    name, severity = rule.split()
    kind = Kind.HEADLINE if name == "long_headline" else Kind.PARAGRAPH
    marks = check(text, kind=kind)
    assert [(mark.rule, str(mark.severity)) for mark in marks] == [(name, severity)] * len(marks)
    assert found in [mark.found for mark in marks]
    assert repair(text, kind=kind) == (repaired if repaired != "=" else text)


def test_every_rule_has_a_dirty_text() -> None:
    covered = {rule.split()[0] for rule, *_rest in dirty()}
    assert covered == RULES - {"long_deck", "long_paragraph"}


def test_long_deck_and_paragraph() -> None:
    assert [mark.rule for mark in check("كلمة " * 80, kind=Kind.DECK)] == ["long_deck"]
    numbered = " ".join(f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصض" * 11)
    assert [mark.rule for mark in check(numbered)] == ["long_paragraph"]


def test_repairs_in_one_place_do_not_disturb_each_other() -> None:
    text = "أكد الوزير ,الذي حضر و  ختم في  في اللقاء  ،كما أعلن"
    assert repair(text) == "أكد الوزير، الذي حضر وختم في اللقاء، كما أعلن"
    taken = [place for mark in check(text) for place in range(mark.start, mark.end)]
    assert len(taken) == len(set(taken))


PIECES = """
كلمة و في في اعلن الحكومه ، ؛ : . ؟ ! , ; ? « » “ ” " ( ) [ ] ـ َ ً 12 ٣٤ ۵ 2-1 21:30 12,5
یک علی https://a.ma/x#y a@b.ma #وسم Google ... … 😀 هـ
"""
LEAVES = ("\ufffc", "\u200b")


def test_repairing_twice_changes_nothing_more() -> None:
    chance, pieces = random.Random(5), [*PIECES.split(), *LEAVES]
    for _round in range(3000):
        text = "".join(
            chance.choice(pieces) + chance.choice(("", " ", " ", "  "))
            for _piece in range(chance.randrange(1, 25))
        )
        once = repair(text)
        assert repair(once) == once, text
        assert not [mark for mark in check(once) if mark.safe], text


def test_repairs_of_several_blocks_stay_in_their_blocks() -> None:
    texts = repair_blocks([Block("نعم،لا"), Block(""), Block("و ختم")])
    assert texts == ["نعم، لا", "", "وختم"]


def test_a_mark_names_its_place() -> None:
    for path in CLEAN[:10]:
        text = re.sub("، ", "،", path.read_text())
        for mark in check(text):
            assert text[mark.found_at : mark.found_at + len(mark.found)] == mark.found
            assert mark.found_at <= mark.start


def test_a_quotation_may_run_over_several_paragraphs() -> None:
    assert check_blocks([Block("قال: «هذا أول"), Block("«وهذا ثانٍ"), Block("وهذا آخر».")]) == []
    assert check_blocks([Block('قال: "هذا أول'), Block('وهذا آخر".')]) == []
    alone = check_blocks([Block("قال: «هذا أول"), Block("وهذا ثانٍ")])
    assert [(mark.rule, mark.block) for mark in alone] == [("unbalanced", 0)]


def test_right_spellings_are_no_slips() -> None:
    assert not set(SLIPS) & set(SLIPS.values())
    assert not [right for right in set(SLIPS.values()) if check(right)]


def test_words_of_the_newsroom_are_added() -> None:
    own = {**SLIPS, "محرقات": "محروقات"}
    assert [mark.repair for mark in check("أسعار المحرقات", words=own)] == ["محروقات"]
    assert repair("أسعار المحرقات", words=own) == "أسعار المحروقات"
    assert check("أسعار المحرقات") == []


def test_vowel_marks_stay_where_they_are() -> None:
    assert repair("أخيرًا اعلنَ ذلك الإجتماعُ") == "أخيرًا أعلنَ ذلك الاجتماعُ"


@pytest.mark.parametrize(
    "text",
    [
        "ا" * 100_000,
        "«" * 20_000,
        "(" * 20_000 + ")" * 20_000,
        "ا ," * 20_000,
        "a.b" * 40_000 + "@",
    ],
    ids=["letters", "open", "nested", "signs", "mail"],
)
def test_hostile_text_is_read_in_good_time(text: str) -> None:
    start = time.perf_counter()
    check(text)
    assert time.perf_counter() - start < 5


def test_five_thousand_words_take_well_under_100_ms() -> None:
    whole = [block for path in CLEAN for block in blocks(path)]
    check_blocks(whole)
    times = []
    for _round in range(5):
        start = time.process_time()
        check_blocks(whole)
        times.append(time.process_time() - start)
    assert min(times) < 0.1
