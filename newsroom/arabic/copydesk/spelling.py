"""Words of a list of slips, with the article and the one-letter words that cling to them."""

from collections.abc import Iterator, Mapping

from newsroom.arabic.copydesk.marks import Mark, Severity
from newsroom.arabic.copydesk.reading import TATWEEL, Reading, Word
from newsroom.arabic.copydesk.slips import words

_COMBINING = frozenset(map(chr, [*range(0x64B, 0x660), 0x670])) | {TATWEEL}
_NO_MARKS = dict.fromkeys(map(ord, _COMBINING))
# What clings to a word, and how long the slip behind it has to be: behind one letter a short one
# may be another word (واحد, فاهم, لازمة, كاهل).
_CLINGING = {
    "و": (("وبال", 1), ("وال", 1), ("وب", 5), ("ول", 5), ("وك", 5), ("و", 4)),
    "ف": (("فبال", 1), ("فال", 1), ("فب", 5), ("فل", 5), ("ف", 4)),
    "ب": (("بال", 1), ("ب", 5)),
    "ك": (("كال", 1), ("ك", 5)),
    "ل": (("ل", 5),),
    "ا": (("ال", 1),),
}
_ARTICLE_OF_LAM = ("لل", "ولل", "فلل")
# سي ان ان, سي اي او: names of letters stand beside each other.
_NAME_OF_A_LETTER = 3
_NAMES_OF_LETTERS = frozenset(
    words("سي بي دي تي اي إي ان إن اف إف ام إم اس إس كي جي يو ال إل ار آر")
)


class Speller:
    """For one checking: a word that stands in many places is looked up once."""

    def __init__(self, slips: Mapping[str, str]) -> None:
        self._slips = slips
        self._known: dict[str, tuple[int, str, str] | None] = {}

    def marks(self, reading: Reading) -> Iterator[Mark]:
        known = self._known
        for number, word in enumerate(reading.words):
            if word.text not in known:
                known[word.text] = _slip(word.text.translate(_NO_MARKS), self._slips)
            slip = known[word.text]
            if slip is None:
                continue
            prefix, wrong, right = slip
            if len(wrong) > _NAME_OF_A_LETTER or not _is_spelled_out(reading.words, number):
                yield _mark(reading, word, prefix, wrong, right)


def _slip(bare: str, slips: Mapping[str, str]) -> tuple[int, str, str] | None:
    """The length of what clings to it, the slip, and what is right."""
    if bare in slips:
        return 0, bare, slips[bare]
    for prefix, least in _CLINGING.get(bare[:1], ()):
        if bare.startswith(prefix):
            rest = bare[len(prefix) :]
            if len(rest) >= least and slips.get(rest):
                return len(prefix), rest, slips[rest]
    for prefix in _ARTICLE_OF_LAM:
        if bare.startswith(prefix):
            rest = bare[len(prefix) :]
            if right := slips.get(rest) or slips.get("ال" + rest, "")[2:]:
                return len(prefix), rest, right
    return None


def _is_spelled_out(found: list[Word], number: int) -> bool:
    around = found[max(0, number - 1) : number] + found[number + 1 : number + 2]
    return any(word.text in _NAMES_OF_LETTERS for word in around)


def _mark(reading: Reading, word: Word, prefix: int, wrong: str, right: str) -> Mark:
    """Marks the letters that change and no others: vowel marks stay where they are."""
    if not right:
        return reading.mark("spelling", word.start, word.end, severity=Severity.HINT)
    places = [at for at, char in enumerate(word.text) if char not in _COMBINING][prefix:]
    end = len(word.text)
    if len(wrong) == len(right):
        changed = [at for at, pair in enumerate(zip(wrong, right, strict=True)) if len({*pair}) > 1]
        first, last = changed[0], changed[-1]
        start, end, right = places[first], places[last] + 1, right[first : last + 1]
    else:
        start = places[0]
    return reading.mark(
        "spelling", word.start + start, word.start + end, right, severity=Severity.HINT
    )
