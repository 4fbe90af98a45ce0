"""Arabic text for measuring: it reads like nothing, but has the letters, lengths and repetitions
of a newspaper. The words are made here, from roots and patterns; a seed gives the same text again.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from newsroom.arabic.normalize import fold

_PARTICLES = """
في من على إلى أن عن التي الذي مع هذا هذه بعد قبل خلال بين كما لم قد كان كانت حيث أكثر منذ
ذلك وقال وأضاف أمس اليوم غير كل أو ثم حتى عند عبر نحو ضد حول وفق بسبب رغم 2023 2030 كوفيد
"""
_ROOTS = """
كتب درس عمل حكم نظر شهد قدم خرج دخل رفع وضع بحث نقل حمل علم فتح غلق نشر صدر ورد سمع قرأ سأل
جمع فرق ربط قطع وصل بلغ طلب منح دفع قبض صرف كشف ستر حفظ نقص زرع حصد صنع تجر بنى هدم سكن رحل
سفر ركب نزل صعد هبط ضرب لعب سبق فرح حزن غضب صبر شكر مدح نقد عرض شرح فهم ذكر وعد عهد شرط لزم
حضر غيب مرض شفى طبخ شرب غرس سقى مطر برد شمس قمر نجم بحر نهر جبل سهل صحر رمل حجر خشب ذهب فضض
حرب سلم أمن خطر نصر هزم قتل جرح حرس رقب ضبط عقد فسخ بيع شرى ربح خسر قرض دين سدد ثمن رخص غلى
شغل عطل صلح فسد حسن قبح كبر صغر طول قصر عمق وسع ضيق قرب بعد سرع بطأ ثقل خفف صلب لين جدد قدر
نظم رتب خطط برمج صمم رسم صور كسب فقد وجد ضيع سلك مشى جرى وقف جلس قعد نهض فكر عقل شعر حلم رغب
"""
# f, c and l stand for the three letters of a root.
_PATTERNS = """
fcl facl fclp macfwl tfcyl tfcl tfacl anfcal aftcal astfcal mfacl mfacla mfcl mfclp fcalp
fcyl fcwl afcal fclan mstfcl mftcl yfcl tafcl yfaclwn ytfcl yftcl ystfcl fclt fcla lfcl
yfcla tfacla mfclan fclat faclwn mtfcl syfcl wfcl bmfcl mfaclat tfcylat afcala
"""
LETTERS = {
    "a": "ا", "p": "ة", "m": "م", "w": "و", "t": "ت", "y": "ي", "n": "ن", "s": "س", "b": "ب",
}  # fmt: skip
_NAMES = "سعاد مريم هشام كريم ليلى يوسف نادية عمر سلمى أنس هدى بلال زينب طارق إيمان وليد"
_FAMILIES = "العلمي بناني التازي الفاسي برادة الصقلي الريفي المراكشي الزياني القادري"
PARTICLES, ROOTS, PATTERNS = _PARTICLES.split(), _ROOTS.split(), _PATTERNS.split()
NAMES, FAMILIES = _NAMES.split(), _FAMILIES.split()


class Word(NamedTuple):
    text: str
    folded: str


class Text(NamedTuple):
    """``html`` as richtext stores it, and what search sees of it."""

    html: str
    folded: str


class Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        words = vocabulary()
        head, tail = words[: len(PARTICLES)], words[len(PARTICLES) :]
        Random(1).shuffle(tail)
        self.words = [*head, *tail]
        self.weights = zipf(len(self.words))
        self.contents, self.content_weights = tail, zipf(len(tail), flat=40)

    def words_of(self, count: int) -> list[Word]:
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def line(self, least: int, most: int) -> str:
        """For headlines and names: no particle stands at the beginning."""
        count = self.random.randint(least, most)
        first = self.random.choices(self.contents, cum_weights=self.content_weights)
        return joined([*first, *self.words_of(count - 1)])

    def body(self, count: int, link: str) -> Text:
        """Paragraphs of ``count`` words, with a bold word, a link and a quotation."""
        words = self.words_of(count)
        blocks, folded = [], []
        while words:
            size = min(len(words), self.random.randint(30, 60))
            part, words = words[:size], words[size:]
            blocks.append(f"<p>{self.sentences(part)}</p>")
            folded += [word.folded for word in part]
        first, _, rest = blocks[0].removeprefix("<p>").partition(" ")
        blocks[0] = f'<p><strong>{first}</strong> <a href="{link}">{rest.partition(" ")[0]}</a> '
        blocks[0] += rest.partition(" ")[2]
        blocks[-1] = f"<blockquote>{blocks[-1]}</blockquote>"
        return Text("\n".join(blocks), " ".join(folded))

    def sentences(self, words: Sequence[Word]) -> str:
        texts = [word.text for word in words]
        for end in range(self.random.randint(8, 14), len(texts) - 4, 15):
            texts[end] += "."
        return " ".join(texts) + "."


@cache
def vocabulary() -> list[Word]:
    """Some thousand words, the commonest particles first."""
    found = dict.fromkeys(PARTICLES)
    for pattern in PATTERNS:
        for root in ROOTS:
            letters = {**LETTERS, "f": root[0], "c": root[1], "l": root[2]}
            found["".join(letters[sign] for sign in pattern)] = None
    return [Word(text, fold(text)) for text in found]


def zipf(count: int, *, flat: float = 8, steep: float = 1.0) -> list[float]:
    """Cumulative weights: the n-th is chosen as often as 1 / (n + flat)."""
    return list(accumulate(1 / (rank + flat) ** steep for rank in range(count)))


def joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def person(random: Random) -> str:
    return f"{random.choice(NAMES)} {random.choice(FAMILIES)}"
