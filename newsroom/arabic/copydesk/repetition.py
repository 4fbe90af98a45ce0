"""Words written twice, and the و that lost its word."""

import re
from collections.abc import Iterator
from itertools import pairwise

from newsroom.arabic.copydesk.marks import Mark, Severity
from newsroom.arabic.copydesk.reading import LETTERS, MARKS, SPACES, Reading, Word
from newsroom.arabic.copydesk.slips import words as word_list

# Never right twice in a row; a person said "لا لا" and "نعم نعم".
_NEVER_TWICE = frozenset(
    word_list(
        """
في من إلى على عن أن إن التي الذي الذين اللذين هذا هذه ذلك تلك قد كان كانت كما حيث بين بعد قبل
خلال مع أو ثم لكن ولكن منذ حول عند لدى ضد دون غير أي لم لن التى فى وفي ومن وإلى وعلى وأن وإن بأن
لأن قال وقال أضاف وأضاف أكد وأكد أعلن يتم تم كل هو هي وهو وهي أنه أنها إنه إنها بعض
"""
    )
)
_MAY_REPEAT = frozenset(
    word_list(
        """
لا نعم كلا هيا آه أه أوه جدا كثيرا قليلا شيئا فشيئا رويدا مهلا صفا دكا الله يا حي حبيبي ماما
بابا تيك توك كش بن دار زنقة بيت باب شبر خطوة قطعة كلمة حرف سطر واحد واحدة اثنين ثلاثة الوحدة
العدل النجدة السلام الحذر البدار الصبر الغوث يوم عام سنة ليلة مرة وقت هلا أهلا سلام شكرا عاجل
مبروك كوكو بوبو لولو جوجو طق دق نم قف سر هنا هناك الآن غدا أبدا حقا هون بلا ها هاها ههه وداعا
كفى
محمد أحمد محمود حسن حسين علي سيد إبراهيم يوسف بلادي وطني أمي أبي حبيبتي
ارحل يسقط حرية القدس كفاية أكثر
"""
    )
)
# سي إن إن
_NAMES_OF_LETTERS = frozenset(
    word_list(
        """
سي بي دي تي في جي إي إيه إس إم إف إل آر كيو إكس إتش
"""
    )
)
_NO_MARKS = dict.fromkeys([*range(0x64B, 0x660), 0x670, 0x640])
_ONLY_SPACES = re.compile(f"[{SPACES}]+")
_ENDS_WITH_ALEF = "اى"
_CLAUSE_ENDS = ("", ".", "،", "؛", "»", "”", "…")
_LONG_ENOUGH = 4

_DETACHED = re.compile(
    f"و(?<![\\w{MARKS}].)[{SPACES}]+(?=[{LETTERS}]{{2}}|[«“\\(][{LETTERS}]{{2}})"
)
# و is a letter of the alphabet after these.
_NAMES_A_LETTER = frozenset(
    word_list(
        """
حرف الحرف البند الفقرة الفئة القسم المجموعة الصنف الشعبة المخرج الباب الملحق النقطة الخط الحرفان
الحي القاعة الجناح الدرج المدخل بند فقرة فئة قسم مجموعة صنف مخرج ملحق نقطة جناح مدخل
"""
    )
)


def marks(reading: Reading) -> Iterator[Mark]:
    yield from _doubledwords(reading)
    yield from _detached_waw(reading)


def _doubledwords(reading: Reading) -> Iterator[Mark]:
    words = reading.words
    for number, (first, second) in enumerate(pairwise(words)):
        if first.text != second.text or not _ONLY_SPACES.fullmatch(
            reading.text, first.end, second.start
        ):
            continue
        if number and words[number - 1].text in _NAMES_OF_LETTERS:
            continue
        bare = first.text.translate(_NO_MARKS)
        if bare in _NEVER_TWICE:
            yield reading.mark("double_word", first.end, second.end, "")
        elif (
            _looks_unmeant(bare)
            and not _is_one_by_one(reading, second)
            and not _is_threefold(reading, words, number)
        ):
            yield reading.mark(
                "double_word", first.end, second.end, "", severity=Severity.HINT, safe=False
            )


def _looks_unmeant(bare: str) -> bool:
    """Nobody repeats it for emphasis (نعم نعم) or one by one (بابًا بابًا)."""
    return len(bare) >= _LONG_ENOUGH and bare not in _MAY_REPEAT and bare[-1] not in _ENDS_WITH_ALEF


def _is_one_by_one(reading: Reading, second: Word) -> bool:
    """درجة درجة، at the end of its clause."""
    follows = reading.text[second.end : second.end + 1]
    return second.text.endswith("ة") and follows in _CLAUSE_ENDS


def _is_threefold(reading: Reading, words: list[Word], number: int) -> bool:
    around = words[max(0, number - 1) : number] + words[number + 2 : number + 3]
    return any(word.text == words[number].text for word in around)


def _detached_waw(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    for match in _DETACHED.finditer(text):
        words = text[max(0, match.start() - 30) : match.start()].split()
        if words and words[-1] in _NAMES_A_LETTER:
            continue
        yield reading.mark("detached_waw", match.start(), match.end(), "و")
