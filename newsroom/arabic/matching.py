"""Words of a query found in a text, however they are spelled and whatever is written onto them.

Both sides are folded (see `normalize`). A word is found at the beginning of a word of the text or
behind the particles that Arabic writes onto it. The patterns are regular expressions that Python
and PostgreSQL read alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from newsroom.arabic.normalize import bare, fold

# "and, so" before "in, like, to" before "the"; "to the" is written لل.
_JOINED = "[وف]?"
_WITH_ARTICLE = f"{_JOINED}(?:[بك]?ال|لل)"
_WITHOUT_ARTICLE = f"{_JOINED}[بكل]?"
_PARTICLES = f"(?:{_WITH_ARTICLE}|{_WITHOUT_ARTICLE})"
# May follow a word that the query wrote with an article: endings, no rest of another word.
_ENDINGS = "(?:ه|ها|هم|هن|نا|ي|يه|ا|ات|ان|ين|ون|يين)?"

# An article only where the alef is bare: ألمانيا and إلغاء begin with a letter of their own.
_ARTICLE = re.compile("ال(?=.{3})|لل(?=.{3})|(?:[وف][بك]?|[بك])ال(?=.{4})|[وف]لل(?=.{4})")

# As typed, without vowel marks: folded, «على» would be the name «علي».
_STOP_WORD_LIST = """
في فى من عن على الى إلى مع ان أن إن انه أنه إنه انها أنها إنها او أو أم ثم بل قد لقد كما
لا لم لن ما هو هي هم هذا هذه ذلك تلك هؤلاء التي الذي الذين كل بين عند لدى حتى اذا إذا لكن
و وفي ومن وعن وعلى وإلى ومع وأن وإن وهو وهي وقد ولا ولم
"""
_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())


@dataclass(frozen=True)
class Word:
    """``stem`` stands in every text that ``pattern`` finds: a cheap first question for a database.

    ``pattern`` looks through folded words with a space on either side of each.
    """

    stem: str
    pattern: str

    def is_in(self, text: str) -> bool:
        folded = f" {fold(text)} "
        return self.stem in folded and re.search(self.pattern, folded) is not None


def query_words(query: str) -> list[Word]:
    """What a text must hold, each word once. Stop words count only where there is nothing else."""
    typed = [token for token, is_word in _tokens(query) if is_word]
    telling = [token for token in typed if bare(token) not in _STOP_WORDS] or typed
    return list(dict.fromkeys(word for token in telling for word in _words(token)))


def marked(text: str, words: Iterable[Word]) -> list[tuple[str, bool]]:
    """The text in its own spelling, in pieces, and which of them are found words."""
    wanted = list(words)
    pieces = [
        (piece, is_word and any(word.is_in(piece) for word in wanted))
        for piece, is_word in _tokens(text)
    ]
    return [
        ("".join(piece for piece, _ in run), found)
        for found, run in groupby(pieces, key=lambda piece: piece[1])
    ]


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Words and what stands between them, in turn."""
    for is_word, run in groupby(text, key=_is_word_char):
        yield "".join(run), is_word


def _is_word_char(char: str) -> bool:
    """Letters, digits, marks, and the invisible joiners inside a word (not the bidi isolates)."""
    return unicodedata.category(char)[0] in "LNM" or char in "\u200b\u200c\u200d\u2060\xad"


def _words(token: str) -> Iterator[Word]:
    folded = fold(token).split()
    for word in folded:
        yield _word(word, typed=bare(token) if len(folded) == 1 else word)


def _word(folded: str, *, typed: str) -> Word:
    if folded.isdigit():
        return Word(folded, f" {folded} ")
    article = _ARTICLE.match(typed)
    length = article.end() if article else 0
    stem, forms = _forms(folded[length:], feminine=typed.endswith("ة"))
    if article:
        bare_word = f"{_WITHOUT_ARTICLE}{forms}{_ENDINGS} "
        return Word(stem, f" (?:{_WITH_ARTICLE}{forms}|{bare_word})")
    return Word(stem, f" {_PARTICLES}{forms}")


def _forms(folded: str, *, feminine: bool) -> tuple[str, str]:
    """ة becomes ت before an ending and ات in the plural."""
    if feminine and len(folded) > 2:
        return folded[:-1], f"{folded[:-1]}(?:ه|ت|ات)"
    return folded, folded
