"""Withdrawing asks first: why, and what readers are told. And the record that is kept of it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import roles
from articles.admin.article_pages import get_article
from articles.admin.each_story import each_story
from articles.content import photos_in
from articles.models import Article, Author, Withdrawal
from articles.models.article import State
from articles.models.withdrawal import NOTE_LENGTH, SENTENCE_LENGTH
from articles.publishing import TransitionNotAllowed
from articles.withdrawal import (
    Reason,
    lift_legal_hold,
    photos_of_its_own,
    require_withdrawable,
    withdraw,
)
from newsroom import richtext
from newsroom.accounts.actor import actor
from newsroom.arabic.typography import clean_text, one_line
from newsroom.media.models import Photo
from newsroom.site.addresses import absolute
from newsroom.site.converters import parse_id
from newsroom.site.phrases import CONTENT_ATTRS

SEVERAL = "admin:articles_article_withdraw_several"
MOST = 100
"""So many stories are withdrawn at once."""


class WithdrawalForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it withdrawn?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why it is withdrawn.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Details"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, **CONTENT_ATTRS}),
        help_text=gettext_lazy(
            "Only the editor-in-chief and the administrators read the reason and the details, in"
            " the record and in the audit log."
        ),
    )
    sentence = forms.CharField(
        label=gettext_lazy("Sentence for readers"),
        required=False,
        max_length=SENTENCE_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField", **CONTENT_ATTRS}),
        help_text=gettext_lazy("Name neither the headline nor the people concerned in it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sentence"].widget.attrs["placeholder"] = _("This article was withdrawn.")
        for name in ("note", "sentence"):  # a limit in the browser would cut a pasted text
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"]).strip()

    def clean_sentence(self) -> str:
        return one_line(clean_text(self.cleaned_data["sentence"]))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("reason") == Reason.OTHER and not said.get("note"):
            self.add_error("note", ValidationError(_("Write the reason.")))
        return said

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "reason": Reason(self.cleaned_data["reason"])}


class HoldForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why the legal hold is lifted"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, **CONTENT_ATTRS}),
        error_messages={"required": gettext_lazy("Write why the legal hold is lifted.")},
    )


def address(article: Article) -> str:
    """Of the page that asks why."""
    return reverse("admin:articles_article_withdraw", args=[article.pk])


def urls(site: AdminSite) -> list[URLPattern]:
    views: dict[str, tuple[str, Any]] = {
        "withdraw": ("<id:article_id>/withdraw/", withdraw_one),
        "withdraw_several": ("withdraw/", require_POST(withdraw_several)),
        "withdrawals": ("<id:article_id>/withdrawals/", require_safe(records)),
        "lift_hold": ("<id:article_id>/lift-hold/", require_POST(lift_hold)),
    }
    return [
        path(address, site.admin_view(partial(view, site=site)), name=f"articles_article_{name}")
        for name, (address, view) in views.items()
    ]


def withdraw_one(request: HttpRequest, article_id: int, *, site: AdminSite) -> HttpResponse:
    article = get_article(article_id)
    form = WithdrawalForm(request.POST or None)
    status = 400 if request.method == "POST" else 200
    try:
        require_withdrawable(article, by=actor(request))
        if form.is_valid():
            withdraw(article, by=actor(request), **form.said)
            messages.success(request, _("The article is withdrawn."))
            return _to_form(article)
    except TransitionNotAllowed as refused:
        if request.method != "POST":
            messages.warning(request, str(refused))
            return _to_form(article)
        form.add_error(None, str(refused))
        status = 409
    return _asked(request, [article], form, site, status)


def ask_for_several(
    request: HttpRequest, stories: QuerySet[Article], site: AdminSite
) -> HttpResponse | None:
    """The answer of the list's action; None with a message where there is nothing to ask."""
    chosen = list(stories[: MOST + 1])
    if len(chosen) > MOST:
        messages.warning(request, _("Choose at most %(count)s articles.") % {"count": MOST})
        return None
    now = timezone.now()
    public = [article for article in chosen if article.state(now) == State.PUBLISHED]
    for article in [one for one in chosen if one not in public][:5]:
        reason = _("Only a published article can be withdrawn.")
        messages.warning(request, f"«{article.headline}»: {reason}")
    if not public:
        return None
    return _asked(request, public, WithdrawalForm(), site, 200)


def withdraw_several(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    roles.require(roles.may_publish(actor(request)))
    sent = request.POST.getlist("story")[:MOST]
    ids = {pk for pk in map(parse_id, sent) if pk is not None}
    stories = Article.objects.select_related("latest_revision").filter(pk__in=ids)
    form = WithdrawalForm(request.POST)
    if not ids:
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    if not form.is_valid():
        return _asked(request, list(stories), form, site, 400)
    each_story(
        request,
        stories,
        lambda article: withdraw(article, by=actor(request), **form.said),
        _("Withdrawn"),
    )
    return HttpResponseRedirect(reverse("admin:articles_article_changelist"))


def records(
    request: HttpRequest,
    article_id: int,
    *,
    site: AdminSite,
    form: HoldForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """To be printed: who withdrew the story, when and why, and what it said."""
    roles.require(roles.may_read_withdrawals(actor(request)))
    article = get_article(article_id)
    found = article.withdrawals.select_related("revision")
    page = {
        **site.each_context(request),
        "title": _("Withdrawal record"),
        "article": article,
        "opts": Article._meta,
        "records": _told(request, list(found)),
        "may_lift": article.legal_hold and roles.may_lift_legal_hold(actor(request)),
        "form": form or HoldForm(),
    }
    return render(request, "admin/articles/article/withdrawals.html", page, status=status)


def lift_hold(request: HttpRequest, article_id: int, *, site: AdminSite) -> HttpResponse:
    roles.require(roles.may_lift_legal_hold(actor(request)))
    article, form, status = get_article(article_id), HoldForm(request.POST), 400
    try:
        if form.is_valid():
            lift_legal_hold(article, by=actor(request), note=form.cleaned_data["note"])
            messages.success(request, _("The legal hold is lifted."))
            return _to_form(article)
    except TransitionNotAllowed as refused:
        form.add_error(None, str(refused))
        status = 409
    return records(request, article_id, site=site, form=form, status=status)


def _to_form(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _asked(
    request: HttpRequest,
    stories: Sequence[Article],
    form: WithdrawalForm,
    site: AdminSite,
    status: int,
) -> HttpResponse:
    several = len(stories) != 1 or "story" in request.POST or "action" in request.POST
    page = {
        **site.each_context(request),
        "title": _("Withdraw"),
        "stories": stories,
        "article": None if several else stories[0],
        "action": reverse(SEVERAL) if several else address(stories[0]),
        "form": form,
        "photos": _count_photos(stories),
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/withdraw.html", page, status=status)


def _count_photos(stories: Iterable[Article]) -> int:
    """Those that no other published story shows."""
    now = timezone.now()
    return len({pk for article in stories for pk in photos_of_its_own(article, now)})


def _told(request: HttpRequest, rows: list[Withdrawal]) -> list[dict[str, Any]]:
    """Two queries for all of them. Some of the people may be gone."""
    shown = {row.pk: photos_in(row.revision.snapshot) for row in rows}
    photos = Photo.objects.in_bulk({pk for pks in shown.values() for pk in pks})
    signed = {row.pk: row.revision.snapshot["authors"] for row in rows}
    authors = Author.objects.in_bulk({pk for pks in signed.values() for pk in pks})
    return [
        {
            "row": row,
            "address": absolute(request, unquote(row.address)),  # to be read, not to be clicked
            "said": row.revision.snapshot,
            "body": richtext.render(row.revision.snapshot["body"]),
            "authors": [authors[pk].name for pk in signed[row.pk] if pk in authors],
            "photos": [photos[pk] for pk in shown[row.pk] if pk in photos],
        }
        for row in rows
    ]
