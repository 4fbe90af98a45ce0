"""Ready to publish? What a desk would still ask for. The publication settings say how strictly.

Every rule looks at a ``Content`` alone, so that typed text is judged like stored text.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.content import Content
from articles.models import PublicationSettings
from articles.models.settings import Strictness
from newsroom.accounts.models import User
from newsroom.media.models import Photo

ErrorCount = Callable[[int | None, Content], int]
"""The id of the story (``None``: not saved yet) and its text → errors that nobody ignored."""


class Finding(NamedTuple):
    rule: str
    message: str | Promise
    """What is missing and what to do."""
    field: str
    """Of the story form, where it is done."""
    is_blocking: bool


class Missing(NamedTuple):
    message: str | Promise
    field: str


_copy_desks: list[ErrorCount] = []


def count_errors_with(count: ErrorCount) -> None:
    """Called once by the app that knows which marks of the copy desk are ignored."""
    if count not in _copy_desks:
        _copy_desks.append(count)


def findings(content: Content, article_id: int | None = None) -> list[Finding]:
    """Blocking ones first.

    One query, one more where a byline might be a user name, one more for photos in the text; and
    those of the copy desk.
    """
    found = _found(content, article_id, (Strictness.WARNING, Strictness.BLOCKING))
    return sorted(found, key=lambda finding: not finding.is_blocking)


def blocking(content: Content, article_id: int | None = None) -> list[Finding]:
    return list(_found(content, article_id, (Strictness.BLOCKING,)))


def _found(
    content: Content, article_id: int | None, asked: tuple[Strictness, ...]
) -> Iterator[Finding]:
    settings = PublicationSettings.load()
    for rule, look in RULES.items():
        strictness = settings.strictness(rule)
        if strictness in asked:
            for missing in look(content, article_id):
                yield Finding(rule, *missing, strictness == Strictness.BLOCKING)


def _category(content: Content, _article_id: int | None) -> Iterator[Missing]:
    if content.category.is_default:
        yield Missing(_("The article is still uncategorized: choose a category."), "category")


def _byline(content: Content, _article_id: int | None) -> Iterator[Missing]:
    if not content.authors and not content.agency:
        yield Missing(_("Nobody signs the article: add an author or an agency."), "authors")
    elif _looks_like_an_account([author.name for author in content.authors]):
        yield Missing(
            _("The byline looks like an account: choose the author's name as readers know it."),
            "authors",
        )


def _looks_like_an_account(names: list[str]) -> bool:
    words = [name for name in names if " " not in name]
    if any(word.isascii() for word in words):
        return True
    return bool(words) and User.objects.filter(username__in=words).exists()


def _photo(content: Content, _article_id: int | None) -> Iterator[Missing]:
    if content.lead_photo is None:
        yield Missing(_("There is no lead photo: choose or upload one."), "lead_photo")


def _credit(content: Content, _article_id: int | None) -> Iterator[Missing]:
    if content.lead_photo is not None and not content.lead_photo.credit:
        message = _(
            "The lead photo has no credit: write it at the photo, or publish without the photo."
        )
        yield Missing(message, "photo_credit")


def _alt(content: Content, _article_id: int | None) -> Iterator[Missing]:
    if content.lead_photo is not None and not content.lead_alt:
        message = _("The lead photo has no alt text: say in a sentence what it shows.")
        yield Missing(message, "photo_alt")


def _figures(content: Content, _article_id: int | None) -> Iterator[Missing]:
    shown = content.references.photos
    unsaid = Q(credit="") | Q(alt="")
    if shown and Photo.objects.filter(unsaid, pk__in=shown).exists():
        message = _(
            "A photo in the text has no credit or no alt text: write them in the photo library."
        )
        yield Missing(message, "body")


def _deck(content: Content, _article_id: int | None) -> Iterator[Missing]:
    if not content.deck:
        yield Missing(_("There is no deck: write one or two sentences."), "deck")


def _copy(content: Content, article_id: int | None) -> Iterator[Missing]:
    if any(count(article_id, content) for count in _copy_desks):
        yield Missing(
            _("The copy check found errors in the text: repair or ignore them."), "copy_desk"
        )


RULES: dict[str, Callable[[Content, int | None], Iterator[Missing]]] = {
    "category": _category,
    "byline": _byline,
    "photo": _photo,
    "credit": _credit,
    "alt": _alt,
    "figures": _figures,
    "deck": _deck,
    "copy": _copy,
}
