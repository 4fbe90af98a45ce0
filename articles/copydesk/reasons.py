"""What people read for a rule: why the place is marked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "glued": _("A space is missing."),
    "space_before": _("No space before this sign."),
    "space_inside": _("No space inside brackets and quotation marks."),
    "latin_sign": _("A Latin sign in an Arabic sentence."),
    "unbalanced": _("It opens or closes without its other half."),
    "mixed_pair": _("It opens with one sign and closes with another."),
    "mixed_quotes": _("Two kinds of quotation marks in one text."),
    "reversed_quote": _("The quotation mark is the wrong way round."),
    "double_space": _("Two spaces in a row."),
    "double_word": _("The same word twice."),
    "detached_waw": _("The conjunction stands apart from its word."),
    "tatweel": _("The word is stretched."),
    "stray_mark": _("A stray mark or sign."),
    "lookalike": _("A Persian letter that looks like an Arabic one."),
    "mixed_digits": _("Two kinds of digits in one text."),
    "spelling": _("Spelling."),
    "long_headline": _("The headline is very long."),
    "long_deck": _("The deck is very long."),
    "long_paragraph": _("The paragraph is very long."),
}
