from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from newsroom import richtext
from newsroom.arabic.editions import EDITIONS, Edition, edition

EDITION_NAMES = {
    "MA": _("Morocco"),
    "DZ": _("Algeria"),
    "TN": _("Tunisia"),
    "LY": _("Libya"),
    "EG": _("Egypt"),
    "SA": _("Saudi Arabia"),
    "AE": _("United Arab Emirates"),
    "KW": _("Kuwait"),
    "QA": _("Qatar"),
    "BH": _("Bahrain"),
    "OM": _("Oman"),
    "YE": _("Yemen"),
    "IQ": _("Iraq"),
    "SY": _("Syria"),
    "LB": _("Lebanon"),
    "JO": _("Jordan"),
    "PS": _("Palestine"),
    "SD": _("Sudan"),
    "MR": _("Mauritania"),
    "AR": _("No country: pan-Arab"),
}


class Digits(models.TextChoices):
    EDITION = "edition", _("As usual in the country")
    WESTERN = "western", "0123"
    ARABIC_INDIC = "arabic_indic", "٠١٢٣"


LABEL_LENGTH = 60
SETTINGS_KEY = "site"
"""Of finished pages that show the site's settings (newsroom.pagecache)."""
NAME_KEY = "site-name"
"""Of those that know its name and edition alone, such as feeds."""
NAMING = {"name", "edition"}
MENUS_KEY = "menus"
PAGES_KEY = "pages"
"""Which standing pages there are."""
ADDRESS_LENGTH = 300


class SiteSettings(models.Model):
    """What the site is called and how it prints dates and digits. One row, id 1."""

    name = models.CharField(_("site name"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    about = models.CharField(_("line at the foot of every page"), max_length=300, blank=True)
    publishing_director = models.CharField(_("publishing director"), max_length=120, blank=True)
    edition = models.CharField(
        _("edition"),
        max_length=2,
        choices=[(code, EDITION_NAMES[code]) for code in EDITIONS],
        help_text=_("Country whose month names, first day of the week and clock are used."),
    )
    digits = models.CharField(
        _("digits"), max_length=12, choices=Digits.choices, default=Digits.EDITION
    )
    show_hijri = models.BooleanField(_("show the Hijri date"), default=True)
    hijri_offset = models.SmallIntegerField(
        _("Hijri offset in days"),
        default=0,
        validators=[MinValueValidator(-2), MaxValueValidator(2)],
        help_text=_("From -2 to +2, where the month begins by sighting of the moon."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="site_settings_single_row"),
            models.CheckConstraint(
                condition=models.Q(hijri_offset__gte=-2, hijri_offset__lte=2),
                name="site_settings_hijri_offset",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> "SiteSettings":
        """The one row; unsaved defaults while there is none. Costs a query."""
        return next(iter(cls.objects.all()), None) or cls(pk=1, **initial())

    @cached_property
    def edition_data(self) -> Edition:
        return edition(self.edition)

    @property
    def arabic_indic(self) -> bool:
        if self.digits == Digits.EDITION:
            return self.edition_data.arabic_indic_digits
        return self.digits == Digits.ARABIC_INDIC


class MenuItem(models.Model):
    """An entry of the menu or the footer: a page of this site or an https address."""

    class Menu(models.TextChoices):
        MAIN = "main", _("Main menu")
        FOOTER = "footer", _("Footer")

    menu = models.CharField(_("menu"), max_length=6, choices=Menu.choices)
    label = models.CharField(_("label"), max_length=LABEL_LENGTH)
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering: ClassVar = ["menu", "position"]
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["menu", "position"], name="menu_position_once")
        ]

    def __str__(self) -> str:
        return self.label


class Page(models.Model):
    """A standing page, such as «about us»; not a story. Written by newsroom.site.pages only."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.CharField(
        _("name in the address"),
        max_length=100,
        unique=True,
        help_text=_("Fixed once the page is saved, so that links to it go on working."),
    )
    body = models.TextField(_("body text"), blank=True)
    in_footer = models.BooleanField(_("shown in the footer"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    updated_at = models.DateTimeField(_("last update"), default=timezone.now)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="page_has_title")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("site:page", args=[self.slug])

    @property
    def key(self) -> str:
        """Of the finished pages that show it."""
        return f"page:{self.pk}"

    @property
    def rendered_body(self) -> str:
        """The body as HTML for the page, safe to print."""
        return richtext.render(self.body)


def initial() -> dict[str, Any]:
    """The first row, seeded from the environment."""
    return {
        "name": str(_("The newsroom")),
        "edition": settings.EDITION,
    }
