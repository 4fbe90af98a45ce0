"""Texts made comparable. What is stored and shown never passes through here."""

import re
import unicodedata
from functools import lru_cache

TATWEEL = "\u0640"
# Small waw and small ya of the Quran: marks, though Unicode calls them letters.
SMALL_LETTERS = "\u06e5\u06e6"
# NFKC turns these lone marks into a space with a mark, which would cut the word in two.
_LONE_MARKS = re.compile("[\ufc5e-\ufc63\ufe70-\ufe7f]")

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff"
_SCRIPT_EDGE = re.compile(f"(?<=[{_ARABIC}])(?=[^{_ARABIC} ])|(?<=[^{_ARABIC} ])(?=[{_ARABIC}])")
# شيء، شىء، شيئ and شئ; شاطئ and شاطىء.
_FINAL_HAMZA = re.compile(f"(?<=[{_ARABIC}])(?<!ي)ي+ء(?![{_ARABIC}])")

_VARIANTS = {
    "ا": "أإآٱٲٳٵ",
    "ي": "ىیېۍێےۓۑؽؾؿ",
    "ه": "ةۀەہۂۃھ",
    "و": "ۄۅۆۇۈۉۊۋۏ",
    # One sign for the hamza on any seat but the alef: مسئول and مسؤول are one word.
    "ء": "ؤئ",
    "ب": "پٻڀٮ",
    "ت": "ٹٺټٽٿ",
    "ج": "چڃڄڇ",
    "ح": "ځڂڅ",
    "د": "ڈډڊڋڌڍڎڏڐ",
    "ر": "ڑڒړڔڕږ",
    "ز": "ژڗڙ",
    "س": "ښڛ",
    "ش": "ڜ",
    "غ": "ڠ",
    "ف": "ڤڡڢڣڥڦ",
    "ق": "ڨڧٯ",
    "ك": "کگڪڬڭڮڰڱڲڳڴݢݣݤ",
    "ل": "ڵڶڷڸ",
    "ن": "ںڹڻڼڽ",
    "": "ٴ",
}
_LETTERS = {variant: letter for letter, variants in _VARIANTS.items() for variant in variants}


def bare(text: str) -> str:
    """NFKC without format characters, vowel and other marks, and tatweel."""
    text = _LONE_MARKS.sub("", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if not _is_mark(char))


def fold(text: str) -> str:
    """Equal for every spelling that a reader takes for the same words; words part at one space.

    Folding twice changes nothing. A stem cut from a folded word has to be folded again, because
    the end of a word has a rule of its own.
    """
    # Twice, because a casefolded letter may fall apart into a letter and a mark.
    text = bare(bare(text).casefold())
    text = unicodedata.normalize("NFC", "".join(map(_folded, text)))
    text = _SCRIPT_EDGE.sub(" ", text)
    return " ".join(_FINAL_HAMZA.sub("ء", text).split())


def fold_tag(text: str) -> str:
    """The key that two spellings of one tag share; empty without a letter or digit."""
    return fold(text)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return char == TATWEEL or char in SMALL_LETTERS or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] != "L":
        return " "
    return "".join(part for part in unicodedata.normalize("NFD", char) if not _is_mark(part))
