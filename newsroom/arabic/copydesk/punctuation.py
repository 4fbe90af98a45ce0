"""Signs between words: ، ؛ : . ؟ ! and the space around them."""

import re
from collections.abc import Iterator

from newsroom.arabic.copydesk.marks import Mark, Severity
from newsroom.arabic.copydesk.reading import BREAKS, COVER, LETTERS, MARKS, SPACES, TATWEEL, Reading

_AR = f"[{LETTERS}{MARKS}{TATWEEL}]"
_LETTER = f"[{LETTERS}]"
_DIGIT = "[0-9٠-٩۰-۹]"
_OPENING = "«“‘\\(\\[﴾"
_CLOSING = '»”’\\)\\]"﴿'
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿ"

_TO_ARABIC = {",": "،", ";": "؛", "?": "؟"}

_LATIN_SIGN = re.compile(r"[,;?]")
# What stands before a sign: letters, digits, closing signs.
_BEFORE = f"[{LETTERS}{MARKS}{TATWEEL}{_LATIN}0-9٠-٩۰-۹{_CLOSING}{COVER}%٪…!؟]"
# A pattern begins with the rarest sign and looks back from there: twice as fast as before it.
_SPACE_BEFORE = re.compile(f"[{SPACES}](?<={_BEFORE}.)[{SPACES}]*(?=[،؛؟!:,;?.])")
_GLUED = re.compile(
    # Signs that only an Arabic text has are glued to whatever is no sign itself.
    f"[،؛؟](?:(?=[{LETTERS}{_LATIN}{_OPENING}{COVER}])|(?<!{_DIGIT}.)(?={_DIGIT}))"
    f"|!(?<=[{LETTERS}{MARKS}{_CLOSING}].)(?={_LETTER})"
)
_DOT = re.compile(f"\\.(?<=[^.{SPACES}{BREAKS}].)(?=(?P<next>[{LETTERS}{_LATIN}0-9«“\\(]))")
_COLON = re.compile(f":(?<=[{LETTERS}{MARKS}0-9٠-٩{_CLOSING}].)(?=[{LETTERS}«“])")
_COLON_FIGURE = re.compile(f":(?<={_LETTER}.)(?={_DIGIT})")
_AFTER_CLOSING = re.compile(f"[»”](?={_LETTER})")
_BEFORE_OPENING = re.compile(f"[«“](?<={_AR}.)(?=[{LETTERS}{_LATIN}0-9٠-٩])")
_LAST_LETTERS = re.compile(f"{_AR}*$")
_CLITIC = re.compile(f"(?:[وفأ]?(?:[بلكس]?(?:ال)?|لل)){TATWEEL}*")
_RUN_OF_SPACES = re.compile(
    f"[{SPACES}](?<=[^{SPACES}{BREAKS}\t].)[{SPACES}]{{1,2}}(?=[^{SPACES}{BREAKS}\t])"
)
_STRONG = re.compile(f"[{LETTERS}]|[{_LATIN}{COVER}]")
_NUMBERED = re.compile(f"(?:^|[{BREAKS}])[{SPACES}]*[0-9٠-٩]+$")
_ARABIC_LETTER = re.compile(_LETTER)
_STARTS_A_SENTENCE = re.compile(f"{_LETTER}|[«“]")
_SHORT_WORD = 1
_WORD_LENGTH = 30
_NEAR = 80


def marks(reading: Reading) -> Iterator[Mark]:
    yield from _latin_signs(reading)
    yield from _spaces_before(reading)
    yield from _glued(reading)
    yield from _quotes_without_space(reading)
    yield from _doubled_spaces(reading)


def _latin_signs(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    for match in _LATIN_SIGN.finditer(text):
        at = match.start()
        if not _is_between_arabic(text, at, match[0]):
            continue
        after = text[at + 1 : at + 2]
        glued = after and re.match(f"[{LETTERS}{_OPENING}{_LATIN}0-9٠-٩{COVER}]", after)
        repair = _TO_ARABIC[match[0]] + (" " if glued else "")
        yield reading.mark("latin_sign", at, at + 1, repair)


def _is_between_arabic(text: str, at: int, sign: str) -> bool:
    before = text[max(0, at - _NEAR) : at].rstrip(SPACES)
    after = text[at + 1 : at + _NEAR].lstrip(SPACES)
    if not before or before[-1] in BREAKS:
        return False
    if before[-1].isdigit() and after[:1].isdigit():
        return False  # 12,5 and 1, 2, 3
    last = _last_strong(before)
    if not last:
        return False
    if re.match(_LETTER, last):
        return True
    # A Latin name in an Arabic sentence: the comma is the sentence's.
    return sign == "," and bool(re.match(_LETTER, after[:1])) and not before[-1].isdigit()


def _last_strong(text: str) -> str:
    for char in reversed(text[-_NEAR:]):
        if char in BREAKS:
            return ""
        if _STRONG.match(char):
            return char
    return ""


def _spaces_before(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    for match in _SPACE_BEFORE.finditer(text):
        at, sign = match.end(), text[match.end()]
        after = text[at + 1 : at + 2]
        if sign in ".:" and _stands_apart(text, match.start(), at):
            continue
        if sign in ",;?!:." and not re.match(
            _LETTER, _last_strong(text[max(0, match.start() - _NEAR) : match.start()]) or " "
        ):
            continue
        if after and (after in ")(" or (after == "." and sign == ".")):
            continue
        severity = Severity.HINT if sign == ":" else Severity.ERROR
        yield reading.mark("space_before", match.start(), at, "", severity=severity)


def _stands_apart(text: str, start: int, at: int) -> bool:
    """``2 : 1``, ``.com``, ``...`` and a dot between two hemistichs."""
    before, after = text[start - 1], text[at + 1 : at + 2]
    if text[at] == ":":
        follows = text[at + 1 : at + _NEAR].lstrip(SPACES)[:1]
        return before.isdigit() and follows.isdigit()
    return before == "…" or bool(after and not re.match(f"[{SPACES}{BREAKS}{_CLOSING}]", after))


def _glued(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    for match in _GLUED.finditer(text):
        yield reading.mark("glued", match.start(), match.end(), match[0] + " ")
    for match in _DOT.finditer(text):
        if _ends_a_sentence(text, match):
            yield reading.mark("glued", match.start(), match.end(), ". ")
    for match in _COLON.finditer(text):
        yield reading.mark("glued", match.start(), match.end(), ": ")
    for match in _COLON_FIGURE.finditer(text):
        if not _is_in_brackets(text, match.start()):
            at = match.start()
            yield reading.mark("glued", at, at + 1, ": ", severity=Severity.HINT)


def _ends_a_sentence(text: str, match: re.Match[str]) -> bool:
    at, following = match.start(), match["next"]
    letters = len(_ARABIC_LETTER.findall(_word_before(text, at)))
    is_letter = bool(_STARTS_A_SENTENCE.match(following))
    if letters == 0:
        before = text[at - 1]
        if not is_letter:
            return False
        if before.isdigit():
            return not _NUMBERED.search(text[max(0, at - _NEAR) : at])
        return before in "»”)]؟!%٪"
    if following == "(":
        return letters > 2
    if letters <= _SHORT_WORD or _is_initials(text, match.end()):
        return False  # و.م.ع and د.محمد
    return is_letter or letters > 2


def _word_before(text: str, at: int) -> str:
    match = _LAST_LETTERS.search(text[max(0, at - _WORD_LENGTH) : at])
    return match[0] if match else ""


def _is_initials(text: str, at: int) -> bool:
    """ابن.أ. has one letter after the dot, and a dot again."""
    return bool(re.match(f"{_LETTER}(?:\\.|$|[{SPACES}])", text[at : at + 2])) and not re.match(
        f"و[{SPACES}]", text[at : at + 2]
    )


def _is_in_brackets(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


def _quotes_without_space(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    for match in _AFTER_CLOSING.finditer(text):
        at = match.start()
        yield reading.mark("glued", at, at + 1, reading.raw[at] + " ")
    for match in _BEFORE_OPENING.finditer(text):
        at = match.start()
        word = _word_before(text, at)
        if not _CLITIC.fullmatch(word) and word[-1] != TATWEEL:
            yield reading.mark("glued", at, at + 1, " " + reading.raw[at])


def _doubled_spaces(reading: Reading) -> Iterator[Mark]:
    """Wider gaps are layout: the two halves of a line of verse."""
    text = reading.text
    for match in _RUN_OF_SPACES.finditer(text):
        if text[match.end()] in "،؛؟" or set(match[0]) == {"\u00a0"}:
            continue
        yield reading.mark("double_space", match.start(), match.end(), " ")
