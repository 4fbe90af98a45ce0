"""What a story says, apart from where it is stored.

The page of a live story, its preview, a comparison and a restored revision all read a
``Content``; none of them touches managers or the article's columns.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from articles.addresses import story_at
from articles.listing import place_in_lists
from articles.models import Article, Author, Byline, Category, Tag
from articles.tagging import find_tags, set_tags
from newsroom import richtext
from newsroom.arabic.normalize import fold
from newsroom.arabic.typography import clean_text, one_line, split_tags
from newsroom.media.models import Photo

SCHEMA = 1
SCALARS = (
    "kicker",
    "headline",
    "deck",
    "body",
    "place",
    "agency",
    "photo_caption",
    "photo_alt",
)
ONE_LINERS = tuple(name for name in SCALARS if name != "body")


class ContentRefused(ValueError):
    """The content cannot be put on the page; the message says why, in the reader's language."""


class TagRef(NamedTuple):
    """A tag by name; ``slug`` is empty while no story has carried it yet."""

    name: str
    slug: str

    def get_absolute_url(self) -> str:
        return Tag(slug=self.slug).get_absolute_url() if self.slug else ""


@dataclass(frozen=True, kw_only=True)
class Content:
    headline: str
    category: Category
    kicker: str = ""
    deck: str = ""
    body: str = ""
    place: str = ""
    agency: str = ""
    lead_photo: Photo | None = None
    photo_caption: str = ""
    """In this story only; empty: the photo's own. So is ``photo_alt``."""
    photo_alt: str = ""
    categories: tuple[Category, ...] = ()
    """All categories, ``category`` first."""
    tags: tuple[TagRef, ...] = ()
    authors: tuple[Author, ...] = ()
    """In the order of the byline."""

    def __post_init__(self) -> None:
        for name in ONE_LINERS:
            object.__setattr__(self, name, one_line(clean_text(getattr(self, name))))
        object.__setattr__(self, "body", richtext.clean(self.body, own_story=story_at))
        object.__setattr__(self, "categories", _first_and_others(self.category, self.categories))

    @classmethod
    def from_article(cls, article: Article) -> "Content":
        """Reads what ``for_detail()`` fetched; on another article it costs up to five queries."""
        return cls._stored(
            **{name: getattr(article, name) for name in SCALARS},
            lead_photo=article.lead_photo,
            category=article.category,
            categories=tuple(article.filed_under),
            authors=tuple(article.signed_by),
            tags=tuple(TagRef(tag.name, tag.slug) for tag in article.carried_tags),
        )

    @classmethod
    def from_snapshot(cls, snapshot: dict[str, Any]) -> "Content":
        """Resolves the ids of a revision. A category that is gone becomes the default one.

        Raises ContentRefused for a schema of a newer version or an author that is gone.
        """
        if snapshot.get("schema") != SCHEMA:
            raise ContentRefused(_("This revision was written by another version."))
        found = Category.objects.in_bulk([snapshot["category"], *snapshot["categories"]])
        main = found.get(snapshot["category"]) or Category.objects.default()
        return cls(
            **{name: snapshot[name] for name in SCALARS},
            lead_photo=_photo(snapshot["lead_photo"]),
            category=main,
            categories=tuple(found[pk] for pk in snapshot["categories"] if pk in found),
            authors=_authors(snapshot["authors"]),
            tags=_tag_refs(snapshot["tags"]),
        )

    @classmethod
    def from_form(cls, cleaned: dict[str, Any]) -> "Content":
        """``cleaned`` is the ``cleaned_data`` of ``articles.admin.forms.ArticleForm``."""
        return cls(
            **{name: cleaned[name] for name in SCALARS},
            lead_photo=cleaned["lead_photo"],
            category=cleaned["category"],
            categories=tuple(cleaned["categories"]),
            authors=tuple(cleaned["authors"]),
            tags=_tag_refs(cleaned["tags"]),
        )

    @classmethod
    def _stored(cls, **values: Any) -> "Content":
        """Without cleaning again: the values were cleaned when they were written."""
        content = object.__new__(cls)
        for field in fields(cls):
            object.__setattr__(content, field.name, values[field.name])
        categories = _first_and_others(values["category"], values["categories"])
        object.__setattr__(content, "categories", categories)
        return content

    def snapshot(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            **{name: getattr(self, name) for name in SCALARS},
            "lead_photo": self.lead_photo.pk if self.lead_photo else None,
            "category": self.category.pk,
            "categories": [category.pk for category in self.categories],
            "authors": [author.pk for author in self.authors],
            "tags": [tag.name for tag in self.tags],
        }

    def initial(self) -> dict[str, Any]:
        """The story form's ``initial``."""
        return {
            **{name: getattr(self, name) for name in SCALARS},
            "lead_photo": self.lead_photo,
            "category": self.category,
            "categories": [c for c in self.categories if c != self.category],
            "authors": list(self.authors),
            "tags": [tag.name for tag in self.tags],
        }

    def apply(self, article: Article) -> None:
        """Write the content into the article's row and its relations; saves the article.

        Call it inside a verb's transaction, with every id resolved (``from_…`` does that).
        """
        for name in SCALARS:
            setattr(article, name, getattr(self, name))
        article.lead_photo = self.lead_photo
        article.category = self.category
        article.folded = self.folded()
        article.save()
        article.categories.set(self.categories)
        article.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, author=author, position=position)
            for position, author in enumerate(self.authors)
        )
        set_tags(article, [tag.name for tag in self.tags])
        place_in_lists(article)

    def moved_to(self, category: Category) -> "Content":
        """The same story with ``category`` in place of its first one."""
        others = tuple(c for c in self.categories if c != self.category)
        return replace(self, category=category, categories=others)

    @property
    def references(self) -> richtext.References:
        """What the body shows that is kept elsewhere; the lead photo is not among it."""
        return richtext.references(self.body)

    @property
    def photos(self) -> tuple[int, ...]:
        """Ids of all that it shows, the lead photo first, each once."""
        return _photos_shown(self.lead_photo.pk if self.lead_photo else None, self.body)

    def folded(self) -> str:
        """What search looks through: words as ``fold`` writes them, a space on either side."""
        names = [author.name for author in self.authors] + [tag.name for tag in self.tags]
        parts = [self.headline, self.kicker, self.deck, *names, richtext.plain_text(self.body)]
        return f" {fold(chr(10).join(parts))} "

    @property
    def lead_alt(self) -> str:
        return self.photo_alt or (self.lead_photo.alt if self.lead_photo else "")

    @property
    def lead_caption(self) -> str:
        return self.photo_caption or (self.lead_photo.caption if self.lead_photo else "")

    @property
    def byline(self) -> str:
        return "، ".join(author.name for author in self.authors)

    @property
    def dateline(self) -> str:
        return " – ".join(part for part in (self.place, self.agency) if part)


def photos_in(snapshot: dict[str, Any]) -> tuple[int, ...]:
    """``Content.photos`` of a revision, without reading anything else; some may be gone."""
    return _photos_shown(snapshot["lead_photo"], snapshot["body"])


def _photos_shown(lead: int | None, body: str) -> tuple[int, ...]:
    first = () if lead is None else (lead,)
    return tuple(dict.fromkeys((*first, *richtext.references(body).photos)))


def _first_and_others(first: Category, categories: tuple[Category, ...]) -> tuple[Category, ...]:
    """The others stand in the order of the menu, however they were chosen."""
    others = {category for category in categories if category != first}
    return (first, *sorted(others, key=lambda c: (c.position, c.name, c.pk)))


def _authors(ids: list[int]) -> tuple[Author, ...]:
    found = Author.objects.in_bulk(ids)
    if missing := [pk for pk in ids if pk not in found]:
        raise ContentRefused(
            _("An author of this version no longer exists: %(ids)s.")
            % {"ids": "، ".join(str(pk) for pk in missing)}
        )
    return tuple(found[pk] for pk in ids)


def _photo(pk: int | None) -> Photo | None:
    if pk is None:
        return None
    photo = Photo.objects.filter(pk=pk).first()
    if photo is None:
        raise ContentRefused(_("The photo of this version no longer exists: choose another."))
    return photo


def _tag_refs(names: str | list[str]) -> tuple[TagRef, ...]:
    wanted = split_tags(names) if isinstance(names, str) else list(names)
    known = find_tags(wanted)
    return tuple(
        TagRef(known[name].name, known[name].slug) if name in known else TagRef(name, "")
        for name in wanted
    )
